/**
 * The command `wrap`: puts mcp-shield in front of the servers of a client.
 */
import { type CommandFinder, findShieldCall } from '../config/shield-call.ts';
import { wrap as wrapText } from '../config/wrap.ts';
import { splitCommandLine, wrongUsage } from './command-line.ts';
import { changeFiles } from './config/change-files.ts';
import { readCommandArgs } from './config/command-args.ts';
import type { ConfigDeps } from './config/deps.ts';
import { ownCommand, typedCommand } from './config/shield-command.ts';
import { findTarget } from './config/target.ts';
import { parse } from './parse.ts';

const usage = 'mcp-shield wrap <client|file> [server…] [--as <command>] [--dry-run] [-- options]';
const options = { as: { value: '<command>' }, 'dry-run': {} };

/** `args` without `wrap`. Returns the exit code. */
export function wrap(args: readonly string[], deps: ConfigDeps): number {
  const { names, options: typed, handedOn = [] } = readCommandArgs(args, options, usage);
  const [where, ...servers] = names;
  if (where === undefined) throw wrongUsage(`no client or file: write ${usage}`);
  checkHandedOn(handedOn);
  const as = typed.get('as');
  const commandAs = as === undefined ? undefined : typedCommand(as, deps);
  const files = findTarget(where, deps);
  const isShared = files.some(({ client }) => client?.scope === 'project');
  const shieldCommand =
    commandAs === undefined ? ownCommand(deps.self, deps, isShared) : { command: commandAs };
  const shield = [...shieldCommand.command, ...handedOn];
  const chosen = servers.length === 0 ? undefined : servers;
  const code = changeFiles(
    {
      files,
      names: chosen,
      isDryRun: typed.has('dry-run'),
      said: { done: 'wrapped', already: 'wrapped already', left: 'left alone' },
      decide: (text, { dialect, paths }) =>
        wrapText({ text, dialect, paths }, { names: chosen, shield, findCommand }),
    },
    deps,
  );
  if (shieldCommand.note !== undefined)
    deps.world.stderr.write(`mcp-shield: ${shieldCommand.note}\n`);
  return code;
}

/** They are tried now: in the client they would fail where nobody looks. */
function checkHandedOn(handedOn: readonly string[]): void {
  const { command } = splitCommandLine(handedOn);
  const [word] = command;
  if (word !== undefined) throw wrongUsage(`behind -- there may only be options, not ${word}`);
  if (handedOn.length > 0 && parse([...handedOn, '--', 'server'], {}).kind !== 'run') {
    throw wrongUsage(`these options start no server: ${handedOn.join(' ')}`);
  }
}

/** As the command line itself is read; options of another version end where `--` stands. */
export const findCommand: CommandFinder = (args) => {
  const at = commandIndex(args);
  return at < args.length ? at : undefined;
};

function commandIndex(args: readonly string[]): number {
  try {
    return args.length - splitCommandLine(args).command.length;
  } catch {
    const terminator = args.indexOf('--');
    return terminator < 0 ? args.length : terminator + 1;
  }
}

/** Whether a server's command starts mcp-shield. */
export function isWrapped(command: readonly string[]): boolean {
  return findShieldCall(command, findCommand) !== undefined;
}
