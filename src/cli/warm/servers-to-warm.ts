/**
 * Which commands `warm` starts: the wrapped ones as their client starts them, the others behind
 * this mcp-shield. Reads files; starts nothing.
 */
import { isShieldError } from '../../base/errors.ts';
import { createRedactor } from '../../base/redact.ts';
import { shownArgs } from '../../base/shown-args.ts';
import type { FoundFile } from '../../client-files/find-files.ts';
import { textOf } from '../../config/entry-members.ts';
import type { Server } from '../../config/servers.ts';
import { findShieldCall } from '../../config/shield-call.ts';
import { written } from '../command-args.ts';
import { splitCommandLine, wrongUsage } from '../command-line.ts';
import type { ConfigDeps } from '../config/deps.ts';
import { findTargets, serversIn } from '../config/target.ts';
import { asStarted } from '../doctor/as-started.ts';
import { findCommand } from '../wrap.ts';
import type { PackageCommand } from './install-package.ts';

/** A command with mcp-shield in front, and all that it is started with. */
export interface WarmStart {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string | undefined;
  /** Without mcp-shield in front; undefined if that cannot be told. */
  readonly own: PackageCommand | undefined;
}

export interface ServerToWarm {
  readonly name: string;
  readonly file?: string;
  readonly start?: WarmStart;
  /** Why it is not started. */
  readonly why?: string;
  /** Nobody would expect it to be. */
  readonly isSkipped?: boolean;
}

export function serversToWarm(names: readonly string[], deps: ConfigDeps): readonly ServerToWarm[] {
  if (names.length === 0)
    throw wrongUsage(`warm needs a client, a file or a command: ${written('warm')}`);
  const { files, servers } = findTargets(names, deps);
  return files.flatMap((found) =>
    serversIn(found, deps)
      .filter(({ name }) => servers === undefined || servers.includes(name))
      .map((server) => serverToWarm(server, found, deps)),
  );
}

export function commandToWarm(command: readonly string[], deps: ConfigDeps): ServerToWarm {
  if (!command[0]) throw wrongUsage(`no server command behind --: ${written('warm')}`);
  const redact = createRedactor(deps.environment, command);
  const name = shownArgs(command, redact).join(' ');
  const shielded = behindShield(command, deps);
  const around = { env: deps.environment, cwd: undefined };
  return { name, start: { ...shielded, ...around, own: ownCommand(command, around) } };
}

function serverToWarm(
  { name, entry, start }: Server,
  found: FoundFile,
  deps: ConfigDeps,
): ServerToWarm {
  const where = { name, file: found.file };
  if (start.kind !== 'command')
    return { ...where, why: 'it is reached otherwise than by a command', isSkipped: true };
  if (textOf(entry, 'disabled') === 'true' || textOf(entry, 'enabled') === 'false') {
    return { ...where, why: 'it is switched off in the configuration', isSkipped: true };
  }
  try {
    const started = asStarted(entry, start.command, { found, deps });
    if (started.entry === undefined) {
      return { ...where, why: started.checks[0]?.text ?? 'only its client can start it' };
    }
    const { file, args, cwd } = started.entry;
    const command = behindShield([file, ...args], deps);
    const env = { ...handedOnByClients(deps.environment), ...started.own };
    const own = ownCommand([file, ...args], { env, cwd });
    return { ...where, start: { ...command, env, cwd, own } };
  } catch (error) {
    if (!isShieldError(error)) throw error;
    return { ...where, why: error.message };
  }
}

/** What mcp-shield is told to start, and with what it is told to start it. */
function ownCommand(
  command: readonly string[],
  around: Pick<PackageCommand, 'env' | 'cwd'>,
): PackageCommand | undefined {
  const call = findShieldCall(command, findCommand);
  if (call === undefined) {
    const [file = '', ...args] = command;
    return { ...around, file, args };
  }
  if (call.commandAt === undefined) return undefined;
  const { typed, command: own } = splitCommandLine(command.slice(call.optionsAt));
  const [file = '', ...args] = own;
  const cwd = typed.findLast(({ name }) => name === 'cwd')?.text ?? around.cwd;
  const pairs = typed.flatMap(({ name, text = '' }) => {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    return name === 'env' && key !== '' ? [[key, value] as const] : [];
  });
  return { file, args, cwd, env: { ...around.env, ...Object.fromEntries(pairs) } };
}

/** As it is, if mcp-shield is in front of it. */
function behindShield(command: readonly string[], { machine, self }: ConfigDeps) {
  if (findShieldCall(command, findCommand) !== undefined) {
    const [file = '', ...args] = command;
    return { file, args };
  }
  const own = self.isSingleExecutable ? [] : [self.script];
  return { file: machine.execPath, args: [...own, '--', ...command] };
}

/**
 * The SDKs hand only these on to servers, and then what the configuration sets. Source:
 * `getDefaultEnvironment` of the TypeScript SDK and `get_default_environment` of Python's.
 */
const handedOn = {
  posix: ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'],
  win32: [
    ...['APPDATA', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA', 'PATH', 'PROCESSOR_ARCHITECTURE'],
    ...['SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'USERNAME', 'USERPROFILE', 'PROGRAMFILES'],
  ],
} as const;

function handedOnByClients(environment: ConfigDeps['environment']): Record<string, string> {
  const names: readonly string[] = handedOn[process.platform === 'win32' ? 'win32' : 'posix'];
  const wanted = Object.entries(environment).filter(([name, value]) => {
    return value !== undefined && names.includes(name.toUpperCase());
  });
  return Object.fromEntries(wanted) as Record<string, string>;
}
