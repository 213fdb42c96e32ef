/**
 * The server behind mcp-shield: a wrapped entry is examined as the server that it starts, with the
 * directory and the variables that the options of mcp-shield give it.
 */
import { isShieldError } from '../../base/errors.ts';
import type { FoundFile } from '../../client-files/find-files.ts';
import { findShieldCall } from '../../config/shield-call.ts';
import { type Check, note, problem } from '../../diagnose/checkup/check.ts';
import type { ServerEntry } from '../../doctor/examine.ts';
import type { ConfigDeps } from '../config/deps.ts';
import { isOnPath, staleWord } from '../config/shield-command.ts';
import { readEnvFile } from '../env-file.ts';
import { parse } from '../parse.ts';
import { findCommand } from '../wrap.ts';

export type Unshielded =
  | {
      readonly kind: 'entry';
      readonly entry: ServerEntry;
      /** See `--env-from`. */
      readonly envFrom: readonly (readonly [key: string, command: string])[];
    }
  /** mcp-shield refuses these arguments itself; what it says then. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** `entry` is as the client would start it. */
export function unshielded(entry: ServerEntry): Unshielded {
  const command = [entry.file, ...entry.args];
  const call = findShieldCall(command, findCommand);
  if (call === undefined) return { kind: 'entry', entry, envFrom: [] };
  try {
    const invocation = parse(command.slice(call.optionsAt), entry.env);
    if (invocation.kind !== 'run') return { kind: 'refused', sentence: 'it starts no server' };
    const { options } = invocation;
    return { kind: 'entry', entry: behind(entry, options), envFrom: options.envFrom };
  } catch (error) {
    if (!isShieldError(error)) throw error;
    return { kind: 'refused', sentence: error.message };
  }
}

/**
 * Whether the words that start mcp-shield itself lead to it: the client starts nothing else. None
 * for a server without mcp-shield in front of it.
 */
export function checkShieldCall(
  command: readonly string[],
  { client, file }: FoundFile,
  deps: ConfigDeps,
): readonly Check[] {
  const call = findShieldCall(command, findCommand);
  if (call === undefined) return [];
  const program = command.slice(call.startAt, call.optionsAt);
  const again = `mcp-shield wrap ${client?.id ?? file}`;
  const advice = [`Run \`${again}\`: it renews the entry.`];
  const stale = staleWord(program, deps);
  if (stale?.why === 'missing') {
    return [problem('command', `mcp-shield is not there: ${stale.word}`, { advice })];
  }
  if (!isOnPath(program, deps)) {
    const text = `${program[0]} is not on PATH here, and the client would not find it either`;
    const install = [
      'Install it (`npm install -g mcp-shield`), or wrap again, which writes a path.',
    ];
    return [problem('command', text, { advice: install })];
  }
  if (stale === undefined) return [];
  const text = `${stale.word} lies in a directory that is emptied now and then`;
  return [note('command', text, { advice })];
}

interface Handed {
  readonly command: readonly string[];
  readonly cwd: string | undefined;
  readonly env: readonly (readonly [key: string, value: string])[];
  readonly envFile: string | undefined;
}

function behind(entry: ServerEntry, { command, cwd, env, envFile }: Handed): ServerEntry {
  const [file = '', ...args] = command;
  const fromFile = envFile === undefined ? {} : readEnvFile(envFile);
  return {
    file,
    args,
    env: { ...entry.env, ...fromFile, ...Object.fromEntries(env) },
    cwd: cwd ?? entry.cwd,
    shielded: true,
  };
}
