/**
 * The command `completion`: what makes a shell complete the words of mcp-shield. The scripts ask
 * mcp-shield itself, so that every shell knows what the tables of commands and options say now.
 */
import { exitCodes } from '../base/errors.ts';
import { clients } from '../config/clients.ts';
import { namesOfLogs } from '../log/log-files.ts';
import { logDirectory, statusDirectory } from '../runner/directories.ts';
import { readStatuses } from '../runner/observe/read-statuses.ts';
import type { World } from '../runner/world.ts';
import { wrongUsage } from './command-line.ts';
import { commandTexts } from './command-texts.ts';
import {
  type CommandName,
  commandNames,
  isCommandName,
  isOptionName,
  optionNames,
  optionOf,
} from './options.ts';
import { nearest } from './suggest.ts';

/** Nothing: the shell completes the names of files. */
const scripts: Readonly<Record<string, string>> = {
  bash: `\
_mcp_shield() {
  local IFS=$'\\n'
  COMPREPLY=($(mcp-shield completion -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _mcp_shield mcp-shield
`,
  zsh: `\
#compdef mcp-shield
_mcp_shield() {
  local -a found
  found=("\${(@f)$(mcp-shield completion -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found[1]" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
if [[ "$funcstack[1]" == _mcp_shield ]]; then _mcp_shield "$@"; else compdef _mcp_shield mcp-shield; fi
`,
  fish: `\
function __mcp_shield_complete
  set -l words (commandline -opc)
  set -l found (mcp-shield completion -- $words[2..-1] (commandline -ct) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c mcp-shield -f -a '(__mcp_shield_complete)'
`,
  powershell: `\
Register-ArgumentCompleter -Native -CommandName mcp-shield -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($word -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
  mcp-shield completion -- @words "$word*" 2>$null | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
};

const shells = Object.keys(scripts);
const usage = `write mcp-shield completion ${shells.join('|')}`;

export function completion(args: readonly string[], { world }: { readonly world: World }): number {
  const [shell = '', ...more] = args;
  if (shell === '--') {
    const found = candidates(more);
    world.stdout.write(found.map((word) => `${word}\n`).join(''));
    return exitCodes.done;
  }
  const script = scripts[shell];
  if (script !== undefined && more.length === 0) {
    world.stdout.write(script);
    return exitCodes.done;
  }
  if (shell === '') {
    throw wrongUsage(
      `completion needs a shell: ${usage}, as in: source <(mcp-shield completion bash)`,
    );
  }
  const meant = nearest(shell, shells, '');
  const advice = meant === undefined ? usage : `did you mean ${meant}?`;
  throw wrongUsage(`completion does not know ${args.join(' ')}: ${advice}`);
}

/** `words` are those behind `mcp-shield`, up to the one that is being typed; it may be empty. */
export function candidates(words: readonly string[]): readonly string[] {
  const before = words.slice(0, -1);
  // An empty word gets lost on its way out of some shells; with a star it does not.
  const begun = (words.at(-1) ?? '').replace(/\*$/, '');
  // Behind it everything belongs to the server.
  if (before.includes('--')) return [];
  const [first = ''] = before;
  const all =
    before.length === 0 ? firstWords() : isKnown(first) ? ofCommand(first) : ofRun(before);
  return [...new Set(all)].filter((word) => word.startsWith(begun));
}

function isKnown(word: string): word is CommandName | 'help' {
  return word === 'help' || isCommandName(word);
}

function firstWords(): readonly string[] {
  return [...commandNames, 'help', 'version', ...ofRun([])];
}

/** Options of a run, or the values of the one before. */
function ofRun(before: readonly string[]): readonly string[] {
  const last = before.at(-1)?.replace(/^--/, '') ?? '';
  if (isOptionName(last)) {
    const option = optionOf(last);
    if (option.kind === 'choice') return option.choices;
    if (option.kind !== 'flag') return [];
  }
  return [...optionNames.map((name) => `--${name}`), '--'];
}

function ofCommand(name: CommandName | 'help'): readonly string[] {
  if (name === 'help') return commandNames;
  const { options = [] } = commandTexts[name];
  const written = options.flatMap(([syntax]) => /--[a-z][a-z-]*/.exec(syntax) ?? []);
  return [...named(name), ...written];
}

/** What the command takes by name; files are left to the shell. */
function named(name: CommandName): readonly string[] {
  switch (name) {
    case 'doctor':
    case 'wrap':
    case 'unwrap':
    case 'warm':
      return clients.map(({ id }) => id);
    case 'logs':
      return namesOfLogs(logDirectory());
    case 'status':
    case 'tail':
      return readStatuses(statusDirectory()).shown.map((status) => status.name);
    case 'completion':
      return shells;
    default:
      return [];
  }
}
