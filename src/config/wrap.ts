/**
 * Puts mcp-shield in front of servers and takes it out again. Taking out what was put in gives the
 * very text back: wrapping proves it for each file before it lets go of it.
 */
import {
  type Broken,
  type Changed,
  type ConfigSource,
  type Configuration,
  change,
  type Proposal,
  readConfiguration,
} from './configuration.ts';
import type { Edit } from './documents/edit.ts';
import { launcherOf } from './launched-command.ts';
import type { Replacement } from './replace-words.ts';
import type { Server } from './servers.ts';
import { type CommandFinder, findShieldCall, type ShieldCall, shieldArgs } from './shield-call.ts';

export interface UnwrapRequest {
  /** The servers to change; undefined = all. */
  readonly names: readonly string[] | undefined;
  readonly findCommand: CommandFinder;
}

export interface WrapRequest extends UnwrapRequest {
  /** How the client starts mcp-shield, with the options that are handed on. */
  readonly shield: readonly string[];
}

export interface Outcome {
  readonly name: string;
  readonly section: string;
  /** `done` is wrapped or unwrapped; `already` was so before. */
  readonly kind: 'done' | 'already' | 'left';
  /** Why it was left alone. */
  readonly problem?: string;
}

export interface Result {
  readonly kind: 'result';
  readonly text: string;
  /** Of the text before. */
  readonly edits: readonly Edit[];
  /** Of the servers that were asked for, in the order of the file. */
  readonly outcomes: readonly Outcome[];
}

export function wrap(source: ConfigSource, request: WrapRequest): Result | Broken {
  const configuration = readConfiguration(source);
  if (configuration.kind === 'broken') return configuration;
  const verdicts = configuration.servers.map((server) => judge(server, request, wrapVariants));
  const changed = change(configuration, proposalsOf(verdicts), (wrapped, indexes) =>
    isUndone(configuration, wrapped, { indexes, findCommand: request.findCommand }),
  );
  return resultOf(configuration, verdicts, changed);
}

export function unwrap(source: ConfigSource, request: UnwrapRequest): Result | Broken {
  const configuration = readConfiguration(source);
  if (configuration.kind === 'broken') return configuration;
  const verdicts = configuration.servers.map((server) => judge(server, request, unwrapVariants));
  const changed = change(configuration, proposalsOf(verdicts), () => true);
  return resultOf(configuration, verdicts, changed);
}

type WrapVerdict =
  | { readonly kind: 'change'; readonly variants: readonly Replacement[] }
  | { readonly kind: 'already' }
  | { readonly kind: 'left'; readonly problem: string }
  | { readonly kind: 'unasked' };

type Variants<R extends UnwrapRequest> = (
  command: readonly string[],
  call: ShieldCall | undefined,
  request: R,
) => readonly Replacement[] | string | undefined;

/** The variants are a problem in words, or undefined if there is nothing to do. */
function judge<R extends UnwrapRequest>(
  server: Server,
  request: R,
  variantsOf: Variants<R>,
): WrapVerdict {
  const { name, start } = server;
  if (request.names !== undefined && !request.names.includes(name)) return { kind: 'unasked' };
  if (start.kind === 'url') return { kind: 'left', problem: 'it is reached by a URL' };
  if (start.kind === 'other') return { kind: 'left', problem: start.problem };
  const call = findShieldCall(start.command, request.findCommand);
  const variants = variantsOf(start.command, call, request);
  if (variants === undefined) return { kind: 'already' };
  if (typeof variants === 'string') return { kind: 'left', problem: variants };
  return { kind: 'change', variants };
}

function wrapVariants(
  command: readonly string[],
  call: ShieldCall | undefined,
  { shield }: WrapRequest,
): readonly Replacement[] | undefined {
  if (call !== undefined) return undefined;
  const asItIs = { from: 0, to: 0, insert: shieldArgs(shield) };
  const launcher = launcherOf(command);
  if (launcher?.real === undefined) return [asItIs];
  const { length, real, isJoined } = launcher;
  const insert = shieldArgs(shield, { command: command.slice(0, length), isJoined });
  const freed = isJoined
    ? { from: 0, to: command.length, insert: [...insert, ...real] }
    : { from: 0, to: length, insert };
  return [freed, asItIs];
}

function unwrapVariants(
  command: readonly string[],
  call: ShieldCall | undefined,
): readonly Replacement[] | string | undefined {
  if (call === undefined) return undefined;
  const { startAt, commandAt, launcher } = call;
  if (commandAt === undefined) return 'there is no command of a server behind mcp-shield';
  if (launcher?.isJoined === true) {
    const joined = command.slice(commandAt).map(quoted).join(' ');
    return [{ from: startAt, to: command.length, insert: [...launcher.command, joined] }];
  }
  const plain = { from: startAt, to: commandAt, insert: launcher?.command ?? [] };
  return [plain, { ...plain, requote: true }];
}

function quoted(word: string): string {
  return /\s/.test(word) || word === '' ? `"${word}"` : word;
}

/** Nobody else's file may be left with more or less than it had. */
function isUndone(
  before: Configuration,
  wrapped: Configuration,
  { indexes, findCommand }: { indexes: readonly number[]; findCommand: CommandFinder },
): boolean {
  const verdicts = wrapped.servers.map((server, index) =>
    indexes.includes(index)
      ? judge(server, { names: undefined, findCommand }, unwrapVariants)
      : ({ kind: 'unasked' } as const),
  );
  const { configuration } = change(wrapped, proposalsOf(verdicts), () => true);
  return configuration.text === before.text;
}

function proposalsOf(verdicts: readonly WrapVerdict[]): readonly Proposal[] {
  return verdicts.flatMap((verdict, index) =>
    verdict.kind === 'change' ? [{ index, variants: verdict.variants }] : [],
  );
}

function resultOf(
  { servers }: Configuration,
  verdicts: readonly WrapVerdict[],
  { configuration, edits, refused }: Changed,
): Result {
  const outcomes = servers.flatMap(({ name, section }, index): readonly Outcome[] => {
    const verdict = verdicts[index] ?? { kind: 'unasked' };
    if (verdict.kind === 'unasked') return [];
    if (verdict.kind === 'already') return [{ name, section, kind: 'already' }];
    if (verdict.kind === 'left') return [{ name, section, ...verdict }];
    if (!refused.has(index)) return [{ name, section, kind: 'done' }];
    return [{ name, section, kind: 'left', problem: notMovable }];
  });
  return { kind: 'result', text: configuration.text, edits, outcomes };
}

const notMovable =
  'its command means something else when it is moved; write it in double quotes, in one line';
