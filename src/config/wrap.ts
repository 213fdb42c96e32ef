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
import { type EntryNames, keepOptions } from './keep-options.ts';
import type { CommandFinder } from './shield-call.ts';
import {
  judge,
  type UnwrapRequest,
  unwrapVariants,
  type WrapRequest,
  type WrapVerdict,
  wrapVariants,
} from './wrap-decisions.ts';

export interface Outcome {
  readonly name: string;
  readonly section: string;
  /**
   * `done` is wrapped or unwrapped; `renewed` was wrapped and starts mcp-shield in another way now;
   * `already` was so before.
   */
  readonly kind: 'done' | 'renewed' | 'already' | 'left';
  /** Why it was left alone. */
  readonly problem?: string;
  /** Options of mcp-shield that are gone with it. */
  readonly lost?: readonly string[];
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
  const result = resultOf(configuration, verdicts, changed);
  const { given } = request;
  if (given === undefined) return result;
  return withGiven(result, { before: configuration, verdicts, changed, names: given.names });
}

interface Unwrapped {
  readonly verdicts: readonly WrapVerdict[];
  readonly before: Configuration;
  readonly changed: Changed;
  readonly names: EntryNames;
}

/** What mcp-shield gave to a server is put into its entry; what cannot be is told. */
function withGiven(result: Result, { before, verdicts, changed, names }: Unwrapped): Result {
  let { configuration } = changed;
  const lostBy = new Map<number, readonly string[]>();
  verdicts.forEach((verdict, index) => {
    if (verdict.kind !== 'change' || verdict.given === undefined || changed.refused.has(index))
      return;
    const kept = keepOptions(configuration, index, { given: verdict.given, names });
    ({ configuration } = kept);
    if (kept.lost.length > 0) lostBy.set(index, kept.lost);
  });
  const asked = verdicts.flatMap(({ kind }, index) => (kind === 'unasked' ? [] : [index]));
  const outcomes = result.outcomes.map((outcome, at) => {
    const lost = lostBy.get(asked[at] ?? -1);
    return lost === undefined ? outcome : { ...outcome, lost };
  });
  if (configuration.text === result.text) return { ...result, outcomes };
  return {
    ...result,
    text: configuration.text,
    edits: wholeEdit(before.text, configuration),
    outcomes,
  };
}

/** As one edit of the text before: what was added lies where the text has moved. */
function wholeEdit(before: string, { text }: Configuration): readonly Edit[] {
  return [{ start: 0, end: before.length, text }];
}

/** Nobody else's file may be left with more or less than it had. */
function isUndone(
  before: Configuration,
  wrapped: Configuration,
  { indexes, findCommand }: { indexes: readonly number[]; findCommand: CommandFinder },
): boolean {
  const freed = (configuration: Configuration): string => {
    const verdicts = configuration.servers.map((server, index) =>
      indexes.includes(index)
        ? judge(server, { names: undefined, findCommand }, unwrapVariants)
        : ({ kind: 'unasked' } as const),
    );
    return change(configuration, proposalsOf(verdicts), () => true).configuration.text;
  };
  // What was wrapped before is compared by what is in it.
  return freed(wrapped) === freed(before);
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
    const { isRenewal } = verdict;
    const kind = isRenewal === true ? 'renewed' : 'done';
    if (!refused.has(index)) return [{ name, section, kind }];
    return [{ name, section, kind: 'left', problem: notMovable }];
  });
  return { kind: 'result', text: configuration.text, edits, outcomes };
}

const notMovable =
  'its command means something else when it is moved; write it in double quotes, in one line';
