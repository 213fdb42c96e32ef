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
import { readOwnArgs, written } from './command-args.ts';
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
  if [[ -n "$found[1]" ]]; then compadd -- "\${found[@]}"; return; fi
  [[ "$PREFIX" == --*=* ]] && compset -P '*='
  _files
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
    set -l parts (string match -r '^(--[a-z-]+=|)(.*)$' -- (commandline -ct))
    for path in (__fish_complete_path "$parts[3]")
      printf '%s%s\\n' "$parts[2]" $path
    end
  end
end
complete -c mcp-shield -f -a '(__mcp_shield_complete)'
`,
  powershell: `\
Register-ArgumentCompleter -Native -CommandName mcp-shield -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($word -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
  mcp-shield completion '--' @words "$word*" 2>$null | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
};

const shells = Object.keys(scripts);

export function completion(args: readonly string[], { world }: { readonly world: World }): number {
  // What the scripts ask; it is never typed.
  if (args[0] === '--') {
    const found = candidates(args.slice(1));
    world.stdout.write(found.map((word) => `${word}\n`).join(''));
    return exitCodes.done;
  }
  const [shell] = readOwnArgs('completion', args, 1).names;
  if (shell === undefined) {
    throw wrongUsage(
      `completion needs a shell: ${written('completion')}; it is installed by a line in the file ` +
        'that the shell reads at its start: source <(mcp-shield completion bash), the same with ' +
        'zsh, mcp-shield completion fish | source, or ' +
        'mcp-shield completion powershell | Out-String | Invoke-Expression',
    );
  }
  const script = scripts[shell];
  if (script === undefined) {
    throw wrongUsage(`there is no completion for ${shell}: there is one for ${shells.join(', ')}`);
  }
  world.stdout.write(script);
  return exitCodes.done;
}

/** `words` are those behind `mcp-shield`, up to the one that is being typed; it may be empty. */
export function candidates(words: readonly string[]): readonly string[] {
  const whole = withoutSign(words);
  const before = whole.slice(0, -1);
  // An empty word gets lost on its way out of some shells; with a star it does not.
  const begun = (whole.at(-1) ?? '').replace(/\*$/, '');
  const [sign, option] = /^--([a-z-]+)=/.exec(begun) ?? [];
  const found =
    sign === undefined ? followers(before) : valuesOf(option).map((value) => `${sign}${value}`);
  return [...new Set(found)].filter((word) => word.startsWith(begun) && isPlain(word));
}

/** To bash `--noise=l` is three words, of which it wants the last. */
function withoutSign(words: readonly string[]): readonly string[] {
  if (words.at(-1) === '=') return [...words.slice(0, -1), ''];
  return words.at(-2) === '=' ? [...words.slice(0, -2), ...words.slice(-1)] : words;
}

/** Every other word would have to be quoted, in each shell in its own way. */
function isPlain(word: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(word);
}

/** All that may stand behind these words. */
function followers(before: readonly string[]): readonly string[] {
  const [first, ...rest] = before;
  if (first === undefined) return [...commandNames, 'help', 'version', ...ofRun([])];
  if (first === 'help') return rest.length === 0 ? [...commandNames, 'run'] : [];
  if (isCommandName(first)) return ofCommand(first, rest);
  return before.includes('--') ? [] : ofRun(before);
}

/** Options of a run, or the values of the last one; nothing behind the server's command. */
function ofRun(before: readonly string[]): readonly string[] {
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? '';
    if (!word.startsWith('-')) return [];
    const name = word.slice(2);
    if (!isOptionName(name) || optionOf(name).kind === 'flag') continue;
    if (at === before.length - 1) return valuesOf(name);
    at += 1;
  }
  return [...optionNames.map((name) => `--${name}`), '--'];
}

/** None if any may be written. */
function valuesOf(name = ''): readonly string[] {
  const option = isOptionName(name) ? optionOf(name) : undefined;
  return option?.kind === 'choice' ? option.choices : [];
}

function ofCommand(name: CommandName, before: readonly string[]): readonly string[] {
  const rows = (commandTexts[name].options ?? []).map(([syntax]) => syntax.split(/,? /));
  const end = before.indexOf('--');
  if (end >= 0) {
    const handsOn = rows.some(([word]) => word === '--');
    return handsOn ? ofRun(before.slice(end + 1)).filter((word) => word !== '--') : [];
  }
  const last = before.at(-1) ?? '';
  const hasValue = rows.some((row) => row.includes(last) && /^</.test(row.at(-1) ?? ''));
  if (hasValue) return [];
  return [...named(name), ...rows.flat().filter((word) => word.startsWith('--'))];
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
