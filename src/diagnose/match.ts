/**
 * Finds the rows that fit. Each row is looked at alone. Which of them is believed: what the ending
 * proves, then the tables by kind, then words, then the mere manner of the end; among equals the
 * more certain, and of those what stands last in the output.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { ParsedFailure } from './failures/parsed-failure.ts';
import type { Facts } from './output.ts';
import type { Rule, Sees } from './rule.ts';
import type { Family } from './rules/all.ts';

export type Names = Readonly<Record<string, string>>;

/** What a row rests on. */
type Footing = 'ending' | 'table' | 'words' | 'manner';

export interface Match {
  readonly rule: Rule;
  readonly names: Names;
  readonly footing: Footing;
}

interface Finding {
  readonly names: Names;
  readonly position: number;
}

const order: readonly Footing[] = ['ending', 'table', 'words', 'manner'];

/** From here on a phrase has one meaning. */
const certainFrom = 90;
/** Below, a row tells how it ended and not why. */
const causeFrom = 50;

/** All rows that fit, the most certain first. */
export function matching(families: readonly Family[], facts: Facts): readonly Match[] {
  return order.flatMap((footing) => resting(footing, families, facts));
}

/** The most certain row: words are looked for only where nothing better was found. */
export function bestMatch(families: readonly Family[], facts: Facts): Match | undefined {
  for (const footing of order) {
    const [first] = resting(footing, families, facts);
    if (first !== undefined) return first;
  }
  return undefined;
}

function resting(footing: Footing, families: readonly Family[], facts: Facts): readonly Match[] {
  const { failure } = facts;
  const speaking = families.filter(
    ({ not }) => failure === undefined || !(not?.includes(failure.kind) ?? false),
  );
  const found = speaking.flatMap((family) =>
    family.rows.flatMap((rule) => {
      if (footingOf(rule, family, failure) !== footing) return [];
      const finding =
        fits(rule, facts) && trusted(rule, footing, facts) ? findText(rule.sees, facts) : undefined;
      return finding === undefined ? [] : [{ rule, footing, ...finding }];
    }),
  );
  return found.sort((a, b) => b.rule.certainty - a.rule.certainty || b.position - a.position);
}

function footingOf(rule: Rule, { kinds }: Family, failure: ParsedFailure | undefined): Footing {
  const { sees, certainty } = rule;
  if (certainty < causeFrom) return 'manner';
  if ((sees.kinds ?? sees.types ?? sees.codes) !== undefined) return 'table';
  if ((sees.text ?? sees.message) === undefined) return 'ending';
  const own = failure !== undefined && kinds.includes(failure.kind);
  return own && certainty >= certainFrom ? 'table' : 'words';
}

/** In a session a server reports the errors of its calls: a line of the log proves nothing. */
function trusted(rule: Rule, footing: Footing, { evidence, failure }: Facts): boolean {
  if (footing !== 'words' || evidence.phase !== 'session') return true;
  const mere = failure === undefined || failure.kind === 'line';
  return !mere || rule.certainty >= certainFrom - 5;
}

/** Everything but the words. */
function fits({ sees }: Rule, facts: Facts): boolean {
  return readsOutput(sees, facts) && failureFits(sees, facts.failure) && endFits(sees, facts);
}

/** After an end that was no failure, words explain only what waited for somebody. */
function readsOutput(sees: Sees, { ending }: Facts): boolean {
  const reads = (sees.text ?? sees.also ?? sees.message ?? sees.kinds ?? sees.types) !== undefined;
  if (!reads || ending.kind === 'failed' || ending.kind === 'not-started') return true;
  return ending.kind === 'from-outside' && sees.despiteSignal === true;
}

function failureFits(sees: Sees, failure: ParsedFailure | undefined): boolean {
  const { kinds, notKinds, types, codes, nodeBelow } = sees;
  if (failure === undefined) return (kinds ?? types ?? codes) === undefined;
  return (
    (kinds?.includes(failure.kind) ?? true) &&
    !(notKinds?.includes(failure.kind) ?? false) &&
    (types?.includes(failure.type ?? '') ?? true) &&
    (codes?.includes(failure.code ?? '') ?? true) &&
    (nodeBelow === undefined || failure.nodeMajor === undefined || failure.nodeMajor < nodeBelow)
  );
}

function endFits(sees: Sees, { evidence, silent }: Facts): boolean {
  const { exitCode, signal, spawnErrno } = evidence;
  const typed = evidence.command.join(' ');
  const inFlight = evidence.inFlight ?? [];
  return (
    (sees.silent === undefined || silent) &&
    (sees.errno === undefined || (spawnErrno !== undefined && sees.errno.includes(spawnErrno))) &&
    (sees.endings?.some((ending) => ending === exitCode || ending === signal) ?? true) &&
    (sees.platforms?.includes(evidence.platform) ?? true) &&
    (sees.phases?.includes(evidence.phase) ?? true) &&
    (sees.command?.test(typed) ?? true) &&
    (sees.resolved ?? evidence.resolvedCommand !== undefined) ===
      (evidence.resolvedCommand !== undefined) &&
    evidence.uptimeMs <= (sees.uptimeMaxMs ?? Number.POSITIVE_INFINITY) &&
    (sees.inFlight === undefined || inFlight.some((method) => sees.inFlight?.test(method)))
  );
}

function findText(sees: Sees, facts: Facts): Finding | undefined {
  const { failure } = facts;
  const text = sees.anywhere === true ? facts.output : facts.text;
  // A server that was killed said nothing: its restart does not wait for hundreds of patterns.
  const words = sees.text ?? sees.also ?? sees.message;
  if (text === '' && words !== undefined) return undefined;
  if (sees.never?.test(text)) return undefined;
  const also = sees.also === undefined ? undefined : sees.also.exec(text);
  const message =
    sees.message === undefined ? undefined : sees.message.exec(failure?.message ?? text);
  if (also === null || message === null) return undefined;
  const found = (sees.text ?? []).flatMap((pattern) => lastMatch(pattern, text, sees.unlessLine));
  if (sees.text !== undefined && found.length === 0) return undefined;
  const names: Record<string, string> = {};
  for (const match of [...found, ...(also ? [also] : []), ...(message ? [message] : [])]) {
    collect(names, match);
  }
  return { names, position: Math.max(-1, ...found.map((match) => match.index)) };
}

function lastMatch(pattern: RegExp, text: string, unlessLine?: RegExp): RegExpExecArray[] {
  let last: RegExpExecArray[] = [];
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    if (unlessLine === undefined || !unlessLine.test(lineAt(text, match))) last = [match];
    count += 1;
    if (count === diagnoseLimits.matchesMax) break;
  }
  return last;
}

function lineAt(text: string, match: RegExpExecArray): string {
  const start = text.lastIndexOf('\n', match.index) + 1;
  const end = text.indexOf('\n', match.index + match[0].length);
  return text.slice(start, end < 0 ? text.length : end);
}

function collect(names: Record<string, string>, match: RegExpExecArray): void {
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    const known = value?.trim();
    if (known && names[name] === undefined) names[name] = known;
  }
}
