/** The same causes in other words, languages, tools and versions; and what is no cause at all. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { evidenceOf, readCases } from './cases.ts';

describe('variants', () => {
  for (const item of readCases('variants')) {
    it(`${item.class}: ${item.text.slice(0, 70).replace(/\s+/g, ' ')}`, () => {
      expect(diagnose(evidenceOf(item)).reason).toBe(item.class);
    });
  }
});

describe('what is no cause', () => {
  for (const item of readCases('negatives')) {
    it(`${item.text.slice(0, 70).replace(/\s+/g, ' ')} (${item.signal ?? item.exit ?? 1})`, () => {
      const exitCode = item.signal === undefined ? (item.exit ?? 1) : null;
      const { reason } = diagnose(evidenceOf(item, { exitCode }));
      if (item.never === '*') expect(reason).toBe('server-exited');
      else expect(item.never).not.toContain(reason);
    });
  }
});

describe('the fixtures', () => {
  it('are many', () => {
    expect(readCases('variants').length).toBeGreaterThanOrEqual(120);
    expect(readCases('negatives').length).toBeGreaterThanOrEqual(40);
  });
});
