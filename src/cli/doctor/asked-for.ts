/**
 * Variables that a command gives (`--env-from`), asked for as mcp-shield asks when it starts the
 * server of an entry: doctor starts what the client would start.
 */
import { createRedactor } from '../../base/redact.ts';
import { type Check, problem } from '../../diagnose/checkup/check.ts';
import { createAskedVariables } from '../../process/asked-variables.ts';
import type { ServerToCheck } from './server-to-check.ts';

/** The same server with its variables; without an entry and with a problem if one has no value. */
export async function withAskedVariables(server: ServerToCheck): Promise<ServerToCheck> {
  const { entry, envFrom = [], redact } = server;
  if (entry === undefined || envFrom.length === 0) return server;
  const { file, args, env, cwd } = entry;
  let secrets: Readonly<Record<string, string>> = {};
  const learn = (values: Readonly<Record<string, string>>): void => {
    secrets = Object.fromEntries(Object.entries(values).map(([key, it]) => [`${key}_SECRET`, it]));
  };
  const complete = createAskedVariables(envFrom, { env, cwd, learn });
  const { env: given, failure } = await complete({ file, args, env: {}, cwd, notes: [] });
  if (failure !== undefined) {
    const { entry: _none, ...rest } = server;
    return { ...rest, checks: [...server.checks, failed(redact(failure.message))] };
  }
  const hide = createRedactor(secrets, []);
  const hidden = (text: string): string => hide(redact(text));
  return { ...server, entry: { ...entry, env: { ...env, ...given } }, redact: hidden };
}

function failed(message: string): Check {
  const advice = [
    'Run the command in a terminal; a password manager may have to be unlocked first.',
  ];
  return problem('configuration', message, { advice });
}
