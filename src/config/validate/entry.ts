/**
 * Is one server written so that its client can start it? Looks at names, kinds and words; whether
 * the command works is found out by starting it.
 */
import type { MapValue, Value } from '../documents/document-tree.ts';
import { memberOf } from '../documents/document-tree.ts';
import { programName } from '../launched-command.ts';
import type { Server } from '../servers.ts';
import { type ConfigFinding, note, problem } from './finding.ts';

/** The name that was probably meant, if one is near; asked with a name and what is known. */
export type Suggest = (name: string, known: readonly string[]) => string | undefined;

/** What a person may have meant by another name. */
const synonyms: Readonly<Record<string, string>> = {
  arguments: 'args',
  parameters: 'args',
  params: 'args',
  cmd: 'command',
  executable: 'command',
  environment: 'env',
  envs: 'env',
  variables: 'env',
  workingdirectory: 'cwd',
  workdir: 'cwd',
};

/** Names that matter to a server's start. */
const startNames = ['command', 'args', 'env', 'cwd'];

export function validateEntry(
  { entry, start }: Server,
  suggest: Suggest,
  client: string | undefined,
): readonly ConfigFinding[] {
  if (start.kind === 'url') return [];
  const members = entry.kind === 'map' ? entry : undefined;
  return [
    ...(start.kind === 'other' && !startsNothing(entry) ? [cannotStart(start.problem, entry)] : []),
    ...(members === undefined
      ? []
      : [
          ...(takesCommandLines(client) ? [] : names(members, suggest, client)),
          ...variables(members, client),
        ]),
    ...(start.kind === 'command' ? argsFindings(start.command, entry, client) : []),
  ];
}

/** What others call `cwd`; of a file that may be anybody's it is not known. */
function takesWorkingDirectory(client: string | undefined): boolean {
  return client === undefined || /^(?:warp|junie|jetbrains)/.test(client);
}

/** It takes `executable` for `command`, and a whole command line in it. */
function takesCommandLines(client: string | undefined): boolean {
  return client?.startsWith('mcporter') === true;
}

/**
 * What needs no command: parts of the client itself, extensions that bring their own, and entries
 * that only switch off what another file has.
 */
function startsNothing(entry: Value): boolean {
  if (entry.kind !== 'map') return false;
  const type = memberOf(entry, 'type')?.value;
  if (type?.kind === 'scalar' && type.text !== 'stdio' && type.text !== 'local') return true;
  // A block of Continue that is written elsewhere.
  if (memberOf(entry, 'uses') !== undefined) return true;
  const others = /^(?:enabled|disabled|tools|source|settings|timeout|autoApprove|alwaysAllow)$/;
  return entry.members.length > 0 && entry.members.every(({ name }) => others.test(name));
}

function cannotStart(reason: string, { start }: Value): ConfigFinding {
  const advice = /args/.test(reason)
    ? 'Write "args" as a list of strings: ["-y", "some-package"].'
    : 'A server that is started needs "command" and "args": "command": "npx", "args": ["-y", "some-package"].';
  return problem(reason, advice, start);
}

/** A name that no client knows is ignored in silence: only what is nearly right is told. */
function names(
  entry: MapValue,
  suggest: Suggest,
  client: string | undefined,
): readonly ConfigFinding[] {
  // Some clients have names of their own for what others call so.
  if (usesOwnNames(entry)) return [];
  const written = entry.members.map(({ name }) => name);
  return entry.members.flatMap(({ name, key }) => {
    if (takesWorkingDirectory(client) && /^working_?directory$/i.test(name)) return [];
    const meant = startNames.includes(name) ? undefined : meantBy(name, written, suggest);
    if (meant === undefined) return [];
    return [problem(`"${name}" is not known to the client`, `Write "${meant}".`, key.start)];
  });
}

function meantBy(name: string, written: readonly string[], suggest: Suggest): string | undefined {
  const synonym = synonyms[name.toLowerCase()];
  // Beside the right name it means something else.
  if (synonym !== undefined) return written.includes(synonym) ? undefined : synonym;
  const near = suggest(name, [...startNames, ...Object.keys(synonyms)]);
  return near === undefined ? undefined : (synonyms[near] ?? near);
}

/** opencode, Goose and their like: a list as the command, `cmd` and `envs`, a type of their own. */
function usesOwnNames(entry: MapValue): boolean {
  const command = memberOf(entry, 'command')?.value;
  const isGoose = memberOf(entry, 'cmd') !== undefined && memberOf(entry, 'type') !== undefined;
  return command?.kind === 'list' || command?.kind === 'map' || isGoose;
}

/** Values that cannot be what they should be. The values themselves are not repeated. */
function variables(entry: MapValue, client = ''): readonly ConfigFinding[] {
  const env = memberOf(entry, 'env');
  if (env === undefined) return [];
  if (env.value.kind !== 'map') {
    return [problem('"env" is not a section', 'Write "env": { "NAME": "value" }.', env.key.start)];
  }
  return env.value.members.flatMap(({ name, value }) => {
    // Written elsewhere, with an anchor.
    if (value.kind === 'foreign') return [];
    if (value.kind === 'scalar' && !value.isString && takesNumbers.test(client)) return [];
    if (value.kind !== 'scalar' || !value.isString) {
      return [
        problem(`the variable ${name} is not a string`, 'Write its value in quotes.', value.start),
      ];
    }
    if (!isPlaceholder(value.text)) return [];
    return [
      note(
        `the variable ${name} still has the value of an example`,
        `Put the real value of ${name} there.`,
        value.start,
      ),
    ];
  });
}

/** Their documents allow numbers and null beside texts. */
const takesNumbers = /^(?:vscode|visual-studio|devcontainer|copilot-(?!cli))/;

function isPlaceholder(text: string): boolean {
  return /^(?:<[^<>]+>|\[[^[\]]+\]|your[-_ ].+|.+[-_ ]here|x{3,}|\.{3}|…)$/i.test(text.trim());
}

function argsFindings(
  all: readonly string[],
  { start }: Value,
  client: string | undefined,
): readonly ConfigFinding[] {
  const [command = '', ...args] = all;
  const findings: ConfigFinding[] = [];
  if (args.length === 0 && isCommandLine(command) && !takesCommandLines(client)) {
    // Of a file that may be anybody's it is not known.
    const finding = client === undefined ? note : problem;
    findings.push(
      finding(
        '"command" holds the arguments, too',
        'Put the program alone into "command" and each argument into "args".',
        start,
      ),
    );
  }
  if (all.some((word) => /^[a-z]:[^\n]*[\u0000-\u001f]/is.test(word))) {
    findings.push(
      problem(
        'a path has single backslashes, which mean something else (\\n, \\t …)',
        'Double each backslash, as in "C:\\\\Users\\\\me", or write / in its place.',
        start,
      ),
    );
  }
  if (all.some((word) => /[“”„‟]/.test(word))) {
    findings.push(note('typographic quotes stand inside a word', 'Type the quotes anew.', start));
  }
  return findings;
}

/** A path may have blanks: what is known as a program, or followed by an option, is none. */
function isCommandLine(command: string): boolean {
  const [first = '', next = ''] = command.trim().split(/\s+/);
  if (next === '') return false;
  const isProgram =
    /^(?:npx|npm|node|bunx?|deno|uvx?|python3?|pipx|docker|podman|cmd|java|dotnet|go|pnp[mx]|yarn)$/;
  return isProgram.test(programName(first)) || /\s-{1,2}\w/.test(command);
}
