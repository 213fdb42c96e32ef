/**
 * The command `unwrap`: takes mcp-shield out of configurations again.
 */

import { type FoundFile, filesOfScope } from '../client-files/find-files.ts';
import { unwrap as unwrapText } from '../config/wrap.ts';
import { readCommandArgs, written } from './command-args.ts';
import { wrongUsage } from './command-line.ts';
import { type ChangedFile, changeFiles, exitCodeOf } from './config/change-files.ts';
import { printReport } from './config/change-report.ts';
import type { ConfigDeps } from './config/deps.ts';
import { entryNamesOf, givenOptions } from './config/shield-options.ts';
import { findTargets, serversIn, type Targets } from './config/target.ts';
import { findCommand, isWrapped, relevant } from './wrap.ts';

/** `args` without `unwrap`. Returns the exit code. */
export function unwrap(args: readonly string[], deps: ConfigDeps): number {
  const { names, options: typed, handedOn } = readCommandArgs('unwrap', args);
  if (handedOn !== undefined) throw wrongUsage(`nothing is handed on here: ${written('unwrap')}`);
  const { files, servers } = targetsOf(names, typed.has('all'), deps);
  const isDryRun = typed.has('dry-run');
  const changed = changeFiles(
    {
      files,
      names: servers,
      isDryRun,
      decide: (text, { dialect, paths, client }) =>
        unwrapText(
          { text, dialect, paths },
          {
            names: servers,
            findCommand,
            given: { read: givenOptions, names: entryNamesOf(client?.id) },
          },
        ),
    },
    deps,
  );
  const done = isDryRun ? 'would unwrap' : 'unwrapped';
  printReport(
    relevant(changed, servers),
    {
      isJson: typed.has('json'),
      isDryRun,
      notes: [],
      said: { done, renewed: done, already: 'was not wrapped', left: 'left alone' },
      next: restart,
    },
    deps,
  );
  return exitCodeOf(changed, { names: servers });
}

function targetsOf(names: readonly string[], isAll: boolean, deps: ConfigDeps): Targets {
  const [first] = names;
  if (isAll && first !== undefined)
    throw wrongUsage(`either ${first} or --all: ${written('unwrap')}`);
  if (first !== undefined) return findTargets(names, deps);
  const files = (['user', 'project'] as const)
    .flatMap((scope) => filesOfScope(scope, deps))
    .filter((found) => holdsWrapped(found, deps));
  if (isAll && files.length > 0) return { files, servers: undefined };
  const wrapped = files.map(({ client, file }) => client?.id ?? file);
  const here = wrapped.length === 0 ? 'none here is wrapped' : `wrapped are ${wrapped.join(', ')}`;
  throw wrongUsage(`no client or file (${here}): ${written('unwrap')}`);
}

function holdsWrapped(found: FoundFile, deps: ConfigDeps): boolean {
  return serversIn(found, deps).some(
    ({ start }) => start.kind === 'command' && isWrapped(start.command),
  );
}

function restart(changed: readonly ChangedFile[]): readonly string[] {
  const written = changed.filter(({ backup }) => backup !== undefined);
  const clients = [...new Set(written.map(({ found }) => found.client?.name ?? 'the client'))];
  return [`Restart ${clients.join(', ')}: only then is mcp-shield out of use.`];
}
