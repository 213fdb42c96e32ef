/**
 * The troubleshooting table of the README, made of the same rows that explain a fall, so that the
 * two cannot differ.
 */

import type { Rule } from '../../src/diagnose/rule.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

export interface TroubleshootingRow {
  readonly reason: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** One row per reason, sorted by reason; sentences about names that differ are left out. */
export function troubleshootingRows(): TroubleshootingRow[] {
  const byReason = new Map<string, Rule>();
  for (const rule of allFamilies().flatMap(({ rows }) => rows))
    if (!byReason.has(rule.reason)) byReason.set(rule.reason, rule);
  return [...byReason.values()]
    .map((rule) => ({ reason: rule.reason, meaning: `${rule.title}.`, remedy: remedy(rule) }))
    .sort((a, b) => (a.reason < b.reason ? -1 : 1));
}

/** The same as a Markdown table. */
export function troubleshootingTable(): string {
  const lines = troubleshootingRows().map(
    ({ reason, meaning, remedy }) => `| \`${reason}\` | ${cell(meaning)} | ${cell(remedy)} |`,
  );
  return ['| reason | what it means | what to do |', '|---|---|---|', ...lines, ''].join('\n');
}

function remedy(rule: Rule): string {
  const [advice] = rule.advice;
  if (advice === undefined) return '';
  const sentence =
    typeof advice === 'string' ? advice : (advice.posix ?? Object.values(advice)[0] ?? '');
  return sentence.replace(/\{(\w+)\}/g, '<$1>');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
