import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { causesPage } from '../../scripts/docs/causes-page.ts';
import { troubleshootingRows, troubleshootingTable } from '../../scripts/docs/troubleshooting.ts';
import { unknownCauses } from '../../src/diagnose/diagnose.ts';
import { docsUrl } from '../../src/diagnose/docs-url.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

const rules = allFamilies().flatMap(({ rows }) => rows);

describe('the troubleshooting table', () => {
  it('has one row for every reason, in order', () => {
    const reasons = troubleshootingRows().map(({ reason }) => reason);
    const unknown = Object.values(unknownCauses);
    const all = [...rules, ...unknown].map(({ reason }) => reason);
    expect(reasons).toEqual([...new Set(all)].sort());
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

describe('the page of causes', () => {
  const page = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');

  it('is what the rows say now', () => {
    expect(page).toBe(causesPage());
  });

  it('has the heading that the address of each reason points to', () => {
    for (const { reason } of [...rules, ...Object.values(unknownCauses)]) {
      expect(page).toContain(`\n## ${reason}\n`);
      expect(docsUrl(reason)).toMatch(new RegExp(`/docs/causes\\.md#${reason}$`));
    }
  });

  it('leaves no name open', () => {
    expect(page).not.toMatch(/(?<!\$)\{\w+\}/);
  });
});
