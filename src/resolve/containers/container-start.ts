/**
 * Whether a command starts a container, also behind `sudo`, `env`, `sh -c` and the like, and what
 * it takes to end that container later: its id in a file, and the same words with `kill` in the
 * place of `run`. `exec`, `start` and compose start no container of ours. Pure; touches nothing
 * else of what the user wrote.
 */
import { programOf, readContainerRun, skipOptions, type Words } from './container-run.ts';
import { shellCommands } from './shell-commands.ts';

export interface ContainerStart {
  /** `docker`, `podman` … */
  readonly runtime: string;
  /** What is to be started: the user's words, and `--cidfile` if they had none. */
  readonly command: readonly string[];
  /** The user's own file, as it was written; undefined if it is ours. */
  readonly usersIdFile: string | undefined;
  /** `--rm` was asked for. */
  readonly removes: boolean;
  /** What does `verb` (`kill`, `rm -f`) to a container, with the runtime and its options. */
  readonly toContainer: (verb: readonly string[], id: string) => readonly string[];
}

/** Programs that start what follows their options: those of their options that take no value. */
const launchers: Readonly<Record<string, ReadonlySet<string>>> = {
  sudo: new Set([
    ...['-A', '-b', '-B', '-E', '-H', '-i', '-k', '-n', '-P', '-s', '-S'],
    ...['--askpass', '--background', '--login', '--non-interactive', '--preserve-env'],
    ...['--set-home', '--shell', '--stdin'],
  ]),
  doas: new Set(['-n', '-L']),
  env: new Set(['-i', '-', '-v', '--ignore-environment', '--null', '--debug']),
  nice: new Set(),
  nohup: new Set(),
  setsid: new Set(['-c', '-f', '-w', '--ctty', '--fork', '--wait']),
  stdbuf: new Set(),
  ionice: new Set(['-t', '--ignore']),
  timeout: new Set(['-f', '-p', '-v', '--foreground', '--preserve-status', '--verbose']),
  time: new Set(['-p', '-v']),
  exec: new Set(),
  command: new Set(['-p']),
  caffeinate: new Set(['-d', '-i', '-m', '-s', '-u']),
  cmd: new Set(),
};

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh', 'fish']);

/** Undefined if it starts none, or none that could be ended by its id. */
export function containerStart(
  command: readonly string[],
  ownIdFile: string,
): ContainerStart | undefined {
  const [first = ''] = command;
  // Some clients have the whole command line in one string.
  if (command.length === 1 && /\s/.test(first))
    return inScript({ front: [], script: first, back: [] }, ownIdFile);
  const at = programIndex(command);
  const script = scriptIndex(command, at);
  if (script !== undefined) {
    const [front, back] = [command.slice(0, script), command.slice(script + 1)];
    return inScript({ front, script: command[script] ?? '', back }, ownIdFile);
  }
  const run = readContainerRun(command, at);
  if (run === undefined || isOtherUser(command.slice(0, at))) return undefined;
  const inserted = run.idFile === undefined ? ['--cidfile', ownIdFile] : [];
  const carried = run.carried.map((index) => command[index] ?? '');
  const front = [...command.slice(0, run.run), ...carried];
  return {
    runtime: programOf(command[at]),
    command: command.toSpliced(run.run + 1, 0, ...inserted),
    usersIdFile: run.idFile,
    removes: run.removes,
    toContainer: (verb, id) => [...front.toSpliced(run.run, 0, ...verb), id],
  };
}

interface ShellCall {
  readonly front: readonly string[];
  readonly script: string;
  /** What the script knows as $0, $1 … */
  readonly back: readonly string[];
}

function inScript(
  { front, script, back }: ShellCall,
  ownIdFile: string,
): ContainerStart | undefined {
  if (back.some((word) => word.startsWith('--cidfile'))) return undefined;
  for (const words of shellCommands(script)) {
    const values = words.map(({ value }) => value);
    const run = readContainerRun(values, programIndex(values));
    if (run === undefined) continue;
    // A file whose name only the shell knows.
    if (run.idFile === '' || isOtherUser([...front, ...values.slice(0, run.runtime)]))
      return undefined;
    const start = lineStart(script, words[0]?.start ?? 0);
    const after = words[run.run]?.end ?? 0;
    const option = run.idFile === undefined ? ` --cidfile ${quoted(ownIdFile)}` : '';
    const text = script.slice(0, after) + option + script.slice(after);
    const before = script.slice(start, words[run.run]?.start).replaceAll('\\\n', '').trimEnd();
    const carried = run.carried.map((index) => words[index]?.text ?? '');
    const line = (verb: readonly string[], id: string): string =>
      [before, ...verb, ...carried, id].join(' ');
    const isWords = front.length === 0;
    return {
      runtime: programOf(values[run.runtime]),
      command: [...front, text, ...back],
      usersIdFile: run.idFile,
      removes: run.removes,
      toContainer: (verb, id) =>
        isWords ? splitWords(line(verb, id)) : [...front, line(verb, id), ...back],
    };
  }
  return undefined;
}

/** With the assignments in front, which may say where the runtime is. */
function lineStart(script: string, first: number): number {
  const assignments = /(?:^|[\s;&|({])((?:\w+=(?:'[^']*'|"[^"]*"|[^\s;&|'"]*)[ \t]+)+)$/;
  return first - (assignments.exec(script.slice(0, first))?.[1]?.length ?? 0);
}

function splitWords(line: string): readonly string[] {
  return (shellCommands(line)[0] ?? []).map(({ value, text }) => value ?? text);
}

/** Single quotes, which also stand in a script that is a word of another one's. */
function quoted(path: string): string {
  return /^[\w./:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The program that all the launchers in front start in the end. */
function programIndex(words: Words): number {
  let at = 0;
  // Each launcher is a word at least.
  while (at < words.length) {
    const name = programOf(words[at]);
    const plain = Object.hasOwn(launchers, name) ? launchers[name] : undefined;
    if (plain === undefined) return at;
    at = name === 'cmd' ? behindSwitches(words, at + 1) : skipOptions(words, at + 1, plain);
    if (words[at] === '--') at += 1;
    while (/^\w+=/.test(words[at] ?? '')) at += 1;
    if (name === 'timeout') at += 1;
  }
  return at;
}

/** Whoever could not write our file: `sudo -u bob`. */
function isOtherUser(words: Words): boolean {
  const sudo = words.findIndex((word) => ['sudo', 'doas'].includes(programOf(word)));
  return sudo >= 0 && words.slice(sudo).some((word) => /^(?:-u|--user)/.test(word ?? ''));
}

function behindSwitches(words: Words, from: number): number {
  let at = from;
  while (/^\/\w/.test(words[at] ?? '')) at += 1;
  return at;
}

/** The index of the script of a `sh -c`; undefined if the program is no shell, or runs a file. */
function scriptIndex(words: readonly string[], shell: number): number | undefined {
  if (!shells.has(programOf(words[shell]))) return undefined;
  let at = shell + 1;
  let isScript = false;
  for (; words[at]?.startsWith('-'); at += 1) {
    const word = words[at] ?? '';
    if (/^-[a-z]*c[a-z]*$/.test(word)) isScript = true;
    // `-o pipefail`
    if (/^-[a-z]*[oO]$/.test(word)) at += 1;
  }
  return isScript && at < words.length ? at : undefined;
}
