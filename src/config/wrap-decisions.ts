/**
 * What is to be done with one server that is wrapped or unwrapped: which words are replaced, the
 * best way first, or why it is left alone. Writes nothing.
 */
import { memberOf } from './documents/document-tree.ts';
import type { EntryNames, GivenOptions } from './keep-options.ts';
import { launcherOf } from './launched-command.ts';
import type { Replacement } from './replace-words.ts';
import type { CommandForm, Server } from './servers.ts';
import {
  type CommandFinder,
  findShieldCall,
  memoryOption,
  type ShieldCall,
  shieldArgs,
  type Undoing,
} from './shield-call.ts';

export interface UnwrapRequest {
  /** The servers to change; undefined = all. */
  readonly names: readonly string[] | undefined;
  readonly findCommand: CommandFinder;
  /** What the options of mcp-shield give to the server, and where its entry has a place for it. */
  readonly given?: {
    readonly read: (options: readonly string[]) => GivenOptions;
    readonly names: EntryNames;
  };
}

export interface WrapRequest extends UnwrapRequest {
  /** How the client starts mcp-shield. */
  readonly program: readonly string[];
  /** Options that are handed on to mcp-shield. */
  readonly options: readonly string[];
  /** Whether an entry that starts mcp-shield with these words must start it anew. */
  readonly isStale?: (program: readonly string[]) => boolean;
  /** The options of an entry that is wrapped already, with those that are handed on. */
  readonly mergeOptions?: (
    old: readonly string[],
    handedOn: readonly string[],
  ) => readonly string[];
}

export type WrapVerdict =
  | {
      readonly kind: 'change';
      readonly variants: readonly Replacement[];
      readonly isRenewal?: true;
      readonly given?: GivenOptions;
    }
  | { readonly kind: 'already' }
  | { readonly kind: 'left'; readonly problem: string }
  | { readonly kind: 'unasked' };

/** A server that is started by a command. */
interface Started {
  readonly server: Server;
  readonly command: readonly string[];
  readonly form: CommandForm;
  readonly call: ShieldCall | undefined;
}

type Decide<R extends UnwrapRequest> = (started: Started, request: R) => WrapVerdict;

/** What is to be done with one server. */
export function judge<R extends UnwrapRequest>(
  server: Server,
  request: R,
  decide: Decide<R>,
): WrapVerdict {
  const { name, start } = server;
  if (request.names !== undefined && !request.names.includes(name)) return { kind: 'unasked' };
  if (start.kind === 'url') return { kind: 'left', problem: 'it is reached by a URL' };
  if (start.kind === 'other') return { kind: 'left', problem: start.problem };
  const { command, form } = start;
  const call = findShieldCall(command, request.findCommand);
  return decide({ server, command, form, call }, request);
}

export function wrapVariants(
  { server, command, form, call }: Started,
  request: WrapRequest,
): WrapVerdict {
  if (call !== undefined) return renewal(command, call, request);
  if (isDebugged(server)) return { kind: 'left', problem: debugged };
  const { program } = request;
  const options = [...nameOption(server.name, request.options), ...request.options];
  const shield = { program, options };
  const asItIs = {
    from: 0,
    to: 0,
    insert: shieldArgs({ ...shield, memory: emptyArgsOf(form) }),
  };
  const launcher = launcherOf(command);
  if (launcher?.real === undefined) return { kind: 'change', variants: [asItIs] };
  const { length, real, isJoined } = launcher;
  const memory = { launcher: { command: command.slice(0, length), isJoined } };
  const insert = shieldArgs({ ...shield, memory });
  const freed = isJoined
    ? { from: 0, to: command.length, insert: [...insert, ...real] }
    : { from: 0, to: length, insert };
  return { kind: 'change', variants: [freed, asItIs] };
}

/** Of an entry that is wrapped already only what must change does. */
function renewal(
  command: readonly string[],
  { startAt, optionsAt, commandAt, memory }: ShieldCall,
  request: WrapRequest,
): WrapVerdict {
  if (commandAt === undefined) return { kind: 'already' };
  const oldProgram = command.slice(startAt, optionsAt);
  const oldOptions = command.slice(optionsAt, commandAt).filter((word) => word !== '--');
  const program = request.isStale?.(oldProgram) === true ? request.program : oldProgram;
  const merged =
    request.options.length === 0
      ? oldOptions
      : (request.mergeOptions?.(oldOptions, request.options) ?? oldOptions);
  if (isSame(program, oldProgram) && isSame(merged, oldOptions)) return { kind: 'already' };
  // What is remembered stands among the old options, and stays.
  const insert = merged.includes(memoryOption)
    ? [...program, ...merged, '--']
    : shieldArgs({ program, options: merged, memory });
  return { kind: 'change', variants: [{ from: startAt, to: commandAt, insert }], isRenewal: true };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}

/** So that two servers of one package have a log each, which `logs` finds by the entry's name. */
function nameOption(name: string, options: readonly string[]): readonly string[] {
  const isNamed = options.some((word) => word === '--name' || word.startsWith('--name='));
  if (isNamed || name.trim() === '') return [];
  return name.startsWith('-') ? [`--name=${name}`] : ['--name', name];
}

function emptyArgsOf(form: CommandForm): Undoing {
  if (form.kind === 'list') return {};
  if (form.nothing !== undefined) return { emptied: 'null' };
  return form.args?.value.items.length === 0 ? { emptied: 'list' } : {};
}

/** VS Code attaches its debugger to the command itself, and demands that it is node or python. */
function isDebugged({ entry }: Server): boolean {
  const dev = entry.kind === 'map' ? memberOf(entry, 'dev')?.value : undefined;
  return dev?.kind === 'map' && memberOf(dev, 'debug') !== undefined;
}

const debugged = 'its dev.debug wants node or python as the command; take dev.debug out first';

export function unwrapVariants({ command, call }: Started, { given }: UnwrapRequest): WrapVerdict {
  if (call === undefined) return { kind: 'already' };
  const { startAt, optionsAt, commandAt, memory } = call;
  if (commandAt === undefined) {
    return { kind: 'left', problem: 'there is no command of a server behind mcp-shield' };
  }
  const { launcher, emptied } = memory;
  const options = given?.read(command.slice(optionsAt, commandAt));
  const details = options === undefined ? {} : { given: options };
  if (launcher?.isJoined === true) {
    const joined = command.slice(commandAt).map(quoted).join(' ');
    const variants = [{ from: startAt, to: command.length, insert: [...launcher.command, joined] }];
    return { kind: 'change', variants, ...details };
  }
  const plain = {
    from: startAt,
    to: commandAt,
    insert: launcher?.command ?? [],
    ...(emptied && { emptied }),
  };
  return { kind: 'change', variants: [plain, { ...plain, requote: true }], ...details };
}

function quoted(word: string): string {
  return /\s/.test(word) || word === '' ? `"${word}"` : word;
}
