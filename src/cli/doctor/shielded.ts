/**
 * The server behind mcp-shield: a wrapped entry is examined as the server that it starts, with the
 * directory and the variables that the options of mcp-shield give it.
 */
import { isShieldError } from '../../base/errors.ts';
import { findShieldCall, isShieldWord } from '../../config/shield-call.ts';
import type { ServerEntry } from '../../doctor/examine.ts';
import { readEnvFile } from '../env-file.ts';
import { parse } from '../parse.ts';
import { findCommand } from '../wrap.ts';

export type Unshielded =
  | { readonly kind: 'entry'; readonly entry: ServerEntry }
  /** mcp-shield refuses these arguments itself; what it says then. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** `entry` is as the client would start it. */
export function unshielded(entry: ServerEntry): Unshielded {
  const command = [entry.file, ...entry.args];
  const call = findShieldCall(command, findCommand);
  if (call === undefined) return { kind: 'entry', entry };
  const at = command.findIndex((word, index) => index >= call.startAt && isShieldWord(word));
  try {
    const invocation = parse(command.slice(at + 1), entry.env);
    if (invocation.kind !== 'run') return { kind: 'refused', sentence: 'it starts no server' };
    return { kind: 'entry', entry: behind(entry, invocation.options) };
  } catch (error) {
    if (!isShieldError(error)) throw error;
    return { kind: 'refused', sentence: error.message };
  }
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
