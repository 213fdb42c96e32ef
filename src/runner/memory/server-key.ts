/**
 * What makes another server of a command: its words, the programs among them, its directory, its
 * variables. Values become a digest; nothing of them can be read from it.
 */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { memoryLimits } from '../../base/limits.ts';
import { manifestBehind } from './package-behind.ts';
import { isVarying } from './varying-variables.ts';

export interface KeyedServer {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ServerKey {
  readonly digest: string;
  /** When the youngest of its files was changed, ms since 1970; 0: it has none. */
  readonly changedAt: number;
}

/** Raised when what is remembered, or what makes another server, is another thing than before. */
export const memoryFormat = 1 as const;

/**
 * @param program the file that was found for the first word; undefined: none was
 */
export function serverKey({ command, cwd, env }: KeyedServer, program?: string): ServerKey {
  const words = [program, manifestBehind(command, env), ...programsIn(command)];
  const files = words.map((word) => word && identityOf(word, cwd));
  const variables = Object.entries(env)
    .filter(([name, value]) => value !== undefined && !isVarying(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const key = [memoryFormat, command, attempt(() => realpathSync(cwd)) ?? cwd, files, variables];
  const changedAt = Math.max(0, ...files.map((file) => (file ? file.changedAt : 0)));
  return { digest: digestOf(JSON.stringify(key)), changedAt };
}

/** Written by people and by build tools; what a server keeps its data in ends otherwise. */
const isCode = /\.(?:[cm]?[jt]sx?|pyz?|rb|php|pl|lua|jar|dll|exe|wasm|sh|ps1|cmd|bat)$/i;
const runsScripts =
  /(?:^|[\\/])(?:node|python[\d.]*|py|deno|bun|tsx|ruby|php|perl|java|dotnet|sh|bash|zsh)(?:\.exe)?$/i;

/** The words that may name the program, which an interpreter may be given without an ending. */
function programsIn(command: readonly string[]): readonly string[] {
  const [first = '', ...args] = command.slice(0, memoryLimits.argumentsMax);
  const script = runsScripts.test(first) ? args.find((word) => !word.startsWith('-')) : undefined;
  return [first, ...args.filter((word) => word === script || isCode.test(word))];
}

export function digestOf(text: string): string {
  // Loading it takes 3 ms, for which no start waits.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

interface FileIdentity {
  readonly path: string;
  readonly size: number;
  readonly changedAt: number;
}

/** Of a regular file; a directory changes whenever somebody works in it. */
function identityOf(word: string, cwd: string): FileIdentity | undefined {
  return attempt(() => {
    const path = realpathSync(isAbsolute(word) ? word : resolve(cwd, word));
    const status = statSync(path);
    return status.isFile() ? { path, size: status.size, changedAt: status.mtimeMs } : undefined;
  });
}

function attempt<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
