/**
 * The command `wrap`: puts mcp-shield in front of the servers of clients.
 */
import { exitCodes } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { type FoundFile, filesOfScope } from '../client-files/find-files.ts';
import { type CommandFinder, findShieldCall } from '../config/shield-call.ts';
import { wrap as wrapText } from '../config/wrap.ts';
import { isPackageRunner } from '../resolve/package-runner.ts';
import { type CommandArgs, readCommandArgs, written } from './command-args.ts';
import { splitCommandLine, wrongUsage } from './command-line.ts';
import { type ChangedFile, changeFiles, exitCodeOf } from './config/change-files.ts';
import { printReport } from './config/change-report.ts';
import type { ConfigDeps } from './config/deps.ts';
import {
  ownCommand,
  type ShieldCommand,
  staleWord,
  typedCommand,
} from './config/shield-command.ts';
import { mergeOptions } from './config/shield-options.ts';
import { findTargets, serverNames, serversIn, type Targets } from './config/target.ts';
import { optionTexts } from './option-texts.ts';
import { optionOf } from './options.ts';
import { parse } from './parse.ts';
import { jsonLines } from './printed-json.ts';

/** `args` without `wrap`. Returns the exit code. */
export function wrap(args: readonly string[], deps: ConfigDeps): number {
  const { names, options: typed, handedOn = [] } = readCommandArgs('wrap', args);
  if (names.length === 0 && !typed.has('all')) return offer(deps, typed.has('json'));
  checkHandedOn(handedOn);
  const as = typed.get('as');
  const commandAs = as === undefined ? undefined : typedCommand(as, deps);
  const { files, servers } = typed.has('all')
    ? everything(names, typed.has('project'), deps)
    : findTargets(names, deps);
  const commandFor = shieldCommands(commandAs, deps);
  const notes: string[] = [];
  const changed = changeFiles(
    {
      files,
      names: servers,
      isDryRun: typed.has('dry-run'),
      decide: (text, found) => {
        const { command: program, note } = commandFor(found);
        const { dialect, paths } = found;
        const result = wrapText(
          { text, dialect, paths },
          {
            names: servers,
            program,
            options: handedOn,
            findCommand,
            mergeOptions,
            isStale: (old) => isReplaced(old, program, commandAs !== undefined, deps),
          },
        );
        // Only where mcp-shield was written is it of interest how.
        const isWritten = result.kind === 'result' && result.edits.length > 0;
        if (note !== undefined && isWritten) notes.push(note);
        return result;
      },
    },
    deps,
  );
  report(changed, { typed, servers, notes, handedOn }, deps);
  return exitCodeOf(changed, { names: servers });
}

interface Asked {
  readonly typed: CommandArgs<'wrap'>['options'];
  readonly servers: readonly string[] | undefined;
  readonly notes: readonly string[];
  readonly handedOn: readonly string[];
}

function report(
  changed: readonly ChangedFile[],
  { typed, servers, notes, handedOn }: Asked,
  deps: ConfigDeps,
): void {
  const isDryRun = typed.has('dry-run');
  const request = {
    isJson: typed.has('json'),
    isDryRun,
    notes,
    said: isDryRun
      ? { done: 'would wrap', renewed: 'would renew', already: 'is wrapped', left: 'left alone' }
      : { done: 'wrapped', renewed: 'renewed', already: 'wrapped already', left: 'left alone' },
    next: (done: readonly ChangedFile[]) => [...meaningsOf(handedOn), ...nextSteps(done, deps)],
  };
  printReport(relevant(changed, servers), request, deps);
}

/** Of several files those in which a server that was named is not are not told of. */
export function relevant(
  changed: readonly ChangedFile[],
  servers: readonly string[] | undefined,
): readonly ChangedFile[] {
  if (servers === undefined) return changed;
  return changed.filter(({ outcomes, failure }) => outcomes.length > 0 || failure !== undefined);
}

/** What the options do that every entry has got now. */
function meaningsOf(handedOn: readonly string[]): readonly string[] {
  return splitCommandLine(handedOn).typed.map(({ name, text }) => {
    const written = text === undefined ? `--${name}` : `--${name} ${visible(text)}`;
    // A value of `--env` may be a secret.
    const shown = optionOf(name).kind === 'pairs' ? `--${name}` : written;
    return `With ${shown}: ${optionTexts[name].help}.`;
  });
}

/** Said once: clients read their files when they start. */
function nextSteps(changed: readonly ChangedFile[], deps: ConfigDeps): readonly string[] {
  const written = changed.filter(({ backup }) => backup !== undefined);
  const clients = [...new Set(written.map(({ found }) => found.client?.name ?? 'the client'))];
  const targets = written.map(({ found }) => found.client?.id ?? visible(found.file));
  const words = [...new Set(targets)].join(' ');
  return [
    `Restart ${clients.join(', ')}: only then is mcp-shield in use.`,
    ...(written.some(({ found }) => runsPackages(found, deps))
      ? [`Warm:   mcp-shield warm ${words}  (installs packages before a client waits for them)`]
      : []),
    `Check:  mcp-shield doctor ${[...new Set(targets)][0] ?? ''}`,
    `Undo:   mcp-shield unwrap ${words}`,
  ];
}

/** Behind mcp-shield, or without it. */
function runsPackages(found: FoundFile, deps: ConfigDeps): boolean {
  return serversIn(found, deps).some(
    ({ start }) => start.kind === 'command' && start.command.some(isPackageRunner),
  );
}

/** All files of the user, and those of the project if they are asked for. */
function everything(names: readonly string[], withProject: boolean, deps: ConfigDeps): Targets {
  const [extra] = names;
  if (extra !== undefined) throw wrongUsage(`either ${extra} or --all: ${written('wrap')}`);
  const scopes = withProject ? (['user', 'project'] as const) : (['user'] as const);
  const files = scopes
    .flatMap((scope) => filesOfScope(scope, deps))
    .filter((file) => serverNames(file, deps).length > 0);
  if (files.length > 0) return { files, servers: undefined };
  throw wrongUsage(`no file of a known client with a server is here: ${written('wrap')}`);
}

/** What could be wrapped here, with the command for it. Wraps nothing. */
function offer(deps: ConfigDeps, isJson: boolean): number {
  const { stdout, stderr } = deps.world;
  const own = offers(filesOfScope('user', deps), deps);
  const known = new Set(own.map(({ file }) => file));
  const shared = offers(filesOfScope('project', deps), deps).filter(({ file }) => !known.has(file));
  if (isJson) stdout.write(jsonLines({ offers: [...own, ...shared] }));
  if (own.length + shared.length === 0) {
    throw wrongUsage(
      `no client or file, and no file of a known client is here: ${written('wrap')}`,
    );
  }
  if (isJson) return exitCodes.wrongUsage;
  const lines = [...own, ...shared].map(
    ({ client, file, servers }) =>
      `  mcp-shield wrap ${client.padEnd(22)}  ${visible(`${servers} in ${file}`)}\n`,
  );
  const all =
    own.length < 2 ? [] : [`  mcp-shield wrap ${'--all'.padEnd(22)}  all files of yours\n`];
  stderr.write(['mcp-shield: which client or file? These are here:\n', ...lines, ...all].join(''));
  return exitCodes.wrongUsage;
}

function offers(files: readonly FoundFile[], deps: ConfigDeps) {
  return files.flatMap((found) => {
    const count = serverNames(found, deps).length;
    if (count === 0 || found.client === undefined) return [];
    const servers = count === 1 ? '1 server' : `${count} servers`;
    return [{ client: found.client.id, file: found.file, servers }];
  });
}

/** For files of others mcp-shield is started in another way than for one's own. */
function shieldCommands(typed: readonly string[] | undefined, deps: ConfigDeps) {
  const known = new Map<boolean, ShieldCommand>();
  return ({ client, project }: FoundFile): ShieldCommand => {
    if (typed !== undefined) return { command: typed };
    const isShared = client?.scope === 'project' || project !== undefined;
    const command = known.get(isShared) ?? ownCommand(deps.self, deps, isShared);
    known.set(isShared, command);
    return command;
  };
}

/** What works stays as it is, unless somebody says how mcp-shield is to be started. */
function isReplaced(
  old: readonly string[],
  wanted: readonly string[],
  isTyped: boolean,
  deps: ConfigDeps,
): boolean {
  if (isTyped) return old.join('\0') !== wanted.join('\0');
  return staleWord(old, deps) !== undefined;
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
