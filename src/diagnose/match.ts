/**
 * Finds the rows that fit. Each row is looked at alone; which of them is believed is decided by
 * certainty and, between equals, by what stands last in the output, closest to the fall.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { Facts } from './output.ts';
import type { Rule, Sees } from './rule.ts';

export type Names = Readonly<Record<string, string>>;

export interface Match {
  readonly rule: Rule;
  readonly names: Names;
}

interface Finding {
  readonly names: Names;
  readonly position: number;
}

/** All rows that fit, the most certain first. */
export function matching(rules: readonly Rule[], facts: Facts): readonly Match[] {
  return rules
    .flatMap((rule) => {
      const finding = endFits(rule.sees, facts) ? findText(rule.sees, facts.text) : undefined;
      return finding === undefined ? [] : [{ rule, ...finding }];
    })
    .sort((a, b) => b.rule.certainty - a.rule.certainty || b.position - a.position);
}

/** Everything but the output. */
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

function findText(sees: Sees, text: string): Finding | undefined {
  // A server that was killed said nothing: its restart does not wait for hundreds of patterns.
  if (text === '' && (sees.text ?? sees.also) !== undefined) return undefined;
  if (sees.never?.test(text)) return undefined;
  const also = sees.also === undefined ? undefined : sees.also.exec(text);
  if (also === null) return undefined;
  const found = (sees.text ?? []).flatMap((pattern) => lastMatch(pattern, text, sees.unlessLine));
  if (sees.text !== undefined && found.length === 0) return undefined;
  const names: Record<string, string> = {};
  for (const match of [...found, ...(also === undefined ? [] : [also])]) collect(names, match);
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
