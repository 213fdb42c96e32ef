/**
 * The table of docs/troubleshooting.md, made of the same rows that explain a fall, so that the
 * two cannot differ.
 */

import { unknownCauses } from '../../src/diagnose/diagnose.ts';
import type { Rule } from '../../src/diagnose/rule.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

export interface TroubleshootingRow {
  readonly reason: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** What is said of one cause. */
type Saying = Pick<Rule, 'reason' | 'title' | 'advice'>;

/** All that is said, by reason, in the order of the tables. */
export function sayingsByReason(): Map<string, Saying[]> {
  const sayings = new Map<string, Saying[]>();
  const rows: Saying[] = allFamilies().flatMap((family) => family.rows);
  for (const saying of [...rows, unknownCauses.notStarted, unknownCauses.ended]) {
    sayings.set(saying.reason, [...(sayings.get(saying.reason) ?? []), saying]);
  }
  return sayings;
}

/** One row per reason, sorted by reason; sentences about names that differ are left out. */
export function troubleshootingRows(): TroubleshootingRow[] {
  return [...sayingsByReason()]
    .flatMap(([reason, [first]]) =>
      first === undefined ? [] : [{ reason, meaning: `${first.title}.`, remedy: remedy(first) }],
    )
    .sort((a, b) => (a.reason < b.reason ? -1 : 1));
}

/** The same as a Markdown table. */
export function troubleshootingTable(): string {
  const lines = troubleshootingRows().map(
    ({ reason, meaning, remedy }) => `| \`${reason}\` | ${cell(meaning)} | ${cell(remedy)} |`,
  );
  return ['| reason | what it means | what to do |', '|---|---|---|', ...lines, ''].join('\n');
}

function remedy(saying: Saying): string {
  const [advice] = saying.advice;
  if (advice === undefined) return '';
  const sentence =
    typeof advice === 'string' ? advice : (advice.posix ?? Object.values(advice)[0] ?? '');
  return withoutNames(sentence);
}

/** A name that only a fall knows, as a reader fills it in. */
export function withoutNames(sentence: string): string {
  return sentence.replace(/(?<!\$)\{(\w+)\}/g, '<$1>');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
