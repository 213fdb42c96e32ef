/**
 * The command `unwrap`: takes mcp-shield out of a client's configuration again.
 */
import { unwrap as unwrapText } from '../config/wrap.ts';
import { wrongUsage } from './command-line.ts';
import { changeFiles } from './config/change-files.ts';
import { readCommandArgs } from './config/command-args.ts';
import type { ConfigDeps } from './config/deps.ts';
import { findTarget } from './config/target.ts';
import { findCommand } from './wrap.ts';

const usage = 'mcp-shield unwrap <client|file> [server…] [--dry-run]';

/** `args` without `unwrap`. Returns the exit code. */
export function unwrap(args: readonly string[], deps: ConfigDeps): number {
  const { names, options, handedOn } = readCommandArgs(args, { 'dry-run': {} }, usage);
  const [where, ...servers] = names;
  if (where === undefined) throw wrongUsage(`no client or file: write ${usage}`);
  if (handedOn !== undefined) throw wrongUsage(`nothing is handed on here: write ${usage}`);
  const chosen = servers.length === 0 ? undefined : servers;
  return changeFiles(
    {
      files: findTarget(where, deps),
      names: chosen,
      isDryRun: options.has('dry-run'),
      said: { done: 'unwrapped', already: 'was not wrapped', left: 'left alone' },
      decide: (text, { dialect, paths }) =>
        unwrapText({ text, dialect, paths }, { names: chosen, findCommand }),
    },
    deps,
  );
}
