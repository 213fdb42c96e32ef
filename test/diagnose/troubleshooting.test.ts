import { describe, expect, it } from 'vitest';
import { troubleshootingRows, troubleshootingTable } from '../../scripts/docs/troubleshooting.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

const rules = allFamilies().flatMap(({ rows }) => rows);

describe('the troubleshooting table', () => {
  it('has one row for every reason, in order', () => {
    const reasons = troubleshootingRows().map(({ reason }) => reason);
    expect(reasons).toEqual([...new Set(rules.map(({ reason }) => reason))].sort());
  });

  it('says for each what it means and what to do', () => {
    for (const { meaning, remedy } of troubleshootingRows()) {
      expect(meaning.length).toBeGreaterThan(5);
      expect(remedy.length).toBeGreaterThan(5);
      expect(remedy).not.toMatch(/\{\w+\}/);
    }
  });

  it('is a Markdown table of three columns', () => {
    const [head, ruler, ...rows] = troubleshootingTable().trimEnd().split('\n');
    expect(head).toBe('| reason | what it means | what to do |');
    expect(ruler).toBe('|---|---|---|');
    for (const row of rows) expect(row.replace(/\\\|/g, '').split('|').length).toBe(5);
  });
});
