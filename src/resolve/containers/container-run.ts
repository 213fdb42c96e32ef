/**
 * `docker run …` and its like as words: the options of the runtime itself, the sub-command, and
 * what the user asked of it. Tables of options and one walk. Pure.
 */

/** Undefined stands for a word that only a shell can tell. */
export type Words = readonly (string | undefined)[];

/** What was asked of `run`, as far as it matters for the end of the container. */
interface Asked {
  /** Where the user wants the id written. */
  readonly idFile: string | undefined;
  readonly removes: boolean;
  /** Indices of words that belong to the runtime although they stand behind `run`: `--root x`. */
  readonly carried: readonly number[];
}

export interface ContainerRun extends Asked {
  /** Index of the runtime's name, and of the word `run`. */
  readonly runtime: number;
  readonly run: number;
}

/** Written like docker, each of them. Not finch: it writes files in its virtual machine. */
const runtimes = new Set(['docker', 'podman', 'podman-remote', 'nerdctl']);

/** Options in front of the sub-command that take no value; any other takes one. */
const plainGlobals = new Set([
  ...['-D', '--debug', '--debug-full', '--experimental', '-h', '--help', '--insecure-registry'],
  ...['--noout', '-r', '--remote', '--syslog', '--tls', '--tlsverify', '--trace'],
  ...['--transient-store', '-v', '--version'],
]);

/** Options of `run` that take no value; any other takes one. */
const plainOptions = new Set([
  ...['--detach', '--disable-content-trust', '--env-host', '--help', '--http-proxy', '--init'],
  ...['--interactive', '--no-healthcheck', '--no-hostname', '--no-hosts', '--oom-kill-disable'],
  ...['--passwd', '--privileged', '--publish-all', '--quiet', '--read-only', '--read-only-tmpfs'],
  ...['--remote', '--replace', '--rm', '--rmi', '--rootfs', '--sig-proxy', '--tls-verify'],
  ...['--tty', '--unsetenv-all'],
]);
const plainLetters = new Set(['d', 'i', 'P', 'q', 't']);

/** podman and nerdctl take these behind `run` too; `kill` has to look at the same place. */
const carriedOptions = new Set([
  ...['--address', '--connection', '--data-root', '--identity', '--namespace', '--remote'],
  ...['--root', '--runroot', '--storage-driver', '--storage-opt', '--tmpdir', '--url'],
]);

/** `/usr/bin/docker` and `C:\…\Docker.EXE` are both `docker`. */
export function programOf(word: string | undefined): string {
  const base = word?.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1) ?? '';
  return base.toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '');
}

function isRuntime(word: string | undefined): boolean {
  return runtimes.has(programOf(word));
}

/** Undefined if what begins at `runtime` runs no new container. */
export function readContainerRun(words: Words, runtime: number): ContainerRun | undefined {
  if (!isRuntime(words[runtime])) return undefined;
  let at = skipOptions(words, runtime + 1, plainGlobals);
  if (words[at] === 'container') at += 1;
  if (words[at] !== 'run') return undefined;
  return { runtime, run: at, ...readOptions(words, at + 1) };
}

/** The index of the first word that is no option. */
export function skipOptions(words: Words, from: number, plain: ReadonlySet<string>): number {
  let at = from;
  while (words[at]?.startsWith('-') && words[at] !== '--') {
    const word = words[at] ?? '';
    // `-Hunix:///…` carries its value; `-H` does not.
    const isWhole = plain.has(word) || word.includes('=') || /^-(?:\d|[^-].)/.test(word);
    at += isWhole ? 1 : 2;
  }
  return at;
}

function readOptions(words: Words, from: number): Asked {
  let idFile: string | undefined;
  let removes = false;
  const carried: number[] = [];
  for (let at = from; words[at]?.startsWith('-') && words[at] !== '--'; ) {
    const word = words[at] ?? '';
    const [name = '', value] = splitOnce(word);
    const next = at + (takesNext(word) ? 2 : 1);
    if (name === '--rm') removes = value === undefined || /^(?:1|t|true)$/i.test(value);
    if (name === '--cidfile') idFile = value ?? words[at + 1] ?? '';
    for (; at < next; at += 1) if (carriedOptions.has(name)) carried.push(at);
  }
  return { idFile, removes, carried };
}

function splitOnce(word: string): [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** `-it` and `-eA=b` are whole, `-e` and `-ie` are not. */
function takesNext(word: string): boolean {
  if (word.startsWith('--')) return !word.includes('=') && !plainOptions.has(word);
  for (let at = 1; at < word.length; at += 1) {
    if (!plainLetters.has(word.charAt(at))) return at === word.length - 1;
  }
  return false;
}
