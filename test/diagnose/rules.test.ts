/** Properties every row of the rule tables must have. */
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { candidates, diagnose } from '../../src/diagnose/diagnose.ts';
import { matching } from '../../src/diagnose/match.ts';
import { readFacts } from '../../src/diagnose/output.ts';
import type { Rule } from '../../src/diagnose/rule.ts';
import { allFamilies, type Family } from '../../src/diagnose/rules/all.ts';
import { evidence, evidenceOf, readCases } from './cases.ts';

const signals = Object.keys(constants.signals);
/** Who can report a failure. */
const readers = [
  ...['npm', 'python', 'node', 'jvm', 'dotnet', 'go', 'rust', 'ruby', 'php', 'tool', 'docker'],
  ...['usage', 'shell', 'powershell', 'wsl', 'loader', 'compiler', 'exception', 'line'],
];

const families = allFamilies();
const rules = families.flatMap(({ rows }) => rows);

function patterns({ sees }: Rule): RegExp[] {
  const single = [
    sees.unlessLine,
    sees.also,
    sees.never,
    sees.command,
    sees.inFlight,
    sees.message,
  ];
  return [...(sees.text ?? []), ...single.filter((pattern) => pattern !== undefined)];
}

/** The source without escapes and classes, so that only structure is left. */
function structure(pattern: RegExp): string {
  return pattern.source
    .replace(/\\k<\w+>/g, 'k')
    .replace(/\\p\{\w+\}/g, 'p')
    .replace(/\\x[\da-f]{2}|\\u[\da-f]{4}/gi, 'u')
    .replace(/\\[dD]/g, 'd')
    .replace(/\\./g, 'e')
    .replace(/\[[^\]]*\]/g, 'C');
}

const without = (id: string): readonly Family[] =>
  families.map(({ rows, kinds }) => ({ kinds, rows: rows.filter((rule) => rule.id !== id) }));

describe('rule tables', () => {
  it('have ids of their own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it('use slugs as reasons and ids', () => {
    for (const { id, reason } of rules) {
      expect(reason).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    }
  });

  it('name only what there is: signals, codes in both their forms, systems, readers', () => {
    const large = 2 ** 31;
    for (const { id, sees } of rules) {
      for (const ending of sees.endings ?? []) {
        if (typeof ending === 'string')
          expect([id, signals]).toEqual([id, expect.arrayContaining([ending])]);
        else if (ending >= large)
          expect([id, sees.endings]).toEqual([id, expect.arrayContaining([ending - 2 * large])]);
        else if (ending < 0)
          expect([id, sees.endings]).toEqual([id, expect.arrayContaining([ending + 2 * large])]);
        else expect([id, ending <= 9_009]).toEqual([id, true]);
      }
      const named = [
        [sees.phases, ['start', 'handshake', 'session']],
        [sees.platforms, ['linux', 'darwin', 'win32', 'freebsd']],
        [sees.kinds, readers],
        [sees.notKinds, readers],
      ] as const;
      for (const [names = [], known] of named) {
        for (const name of names) expect([id, known]).toEqual([id, expect.arrayContaining([name])]);
      }
      for (const errno of sees.errno ?? [])
        expect([id, errno]).toEqual([
          id,
          expect.stringMatching(/^(?:E[A-Z\d]+|U\w+(?: system error -\d+)?)$/),
        ]);
      for (const list of Object.values(sees))
        if (Array.isArray(list))
          expect([id, list.filter((it) => it !== '').length]).toEqual([id, list.length || 'some']);
    }
  });

  it('say what is wrong, why, and what to do, in sentences', () => {
    for (const { id, title, cause, advice } of rules) {
      const told = advice.flatMap((one) => (typeof one === 'string' ? one : Object.values(one)));
      expect([id, title]).toEqual([id, expect.stringMatching(/^\S.+[^.]$/)]);
      expect([id, cause.length > 0, advice.length > 0]).toEqual([id, true, true]);
      expect(told.length).toBeGreaterThanOrEqual(advice.length);
      for (const sentence of [...cause, ...told])
        expect([id, sentence]).toEqual([id, expect.stringMatching(/^\S.+[.?!)…`]$/)]);
    }
  });

  for (const rule of rules) {
    it(`${rule.id} explains its sample, and no other row says the same`, () => {
      const facts = readFacts(evidence(rule.sample));
      expect(matching(families, facts)[0]?.rule.id).toBe(rule.id);
      const next = matching(without(rule.id), facts)[0]?.rule;
      if (next?.reason === rule.reason) expect(next.cause).not.toEqual(rule.cause);
    });
  }

  it('say something with every sample: no holes, one sentence, short', () => {
    const all = [
      ...rules.map((rule) => evidence(rule.sample)),
      ...[...readCases('reported'), ...readCases('variants')].map((item) => evidenceOf(item)),
    ];
    for (const one of all.flatMap((item) => [diagnose(item), ...candidates(item)])) {
      const [own = ''] = one.cause.split('; it said: ');
      const spoken = [one.title, own, ...one.advice].join('\n');
      expect(spoken).not.toMatch(/undefined|\bnull\b|NaN|(?<!\$)\{[a-z]\w*\}/);
      expect(one.cause.length).toBeLessThanOrEqual(
        diagnoseLimits.causeCharsMax + diagnoseLimits.quoteCharsMax + 20,
      );
      expect(one.cause).toMatch(/^[^\n]+[.…]$/);
      expect(one.advice.length, one.reason).toBeGreaterThan(0);
    }
  });

  it('have causes of one sentence', () => {
    for (const { cause } of rules)
      for (const sentence of cause) expect(sentence).not.toMatch(/[.!?] [A-Z]/);
  });
});

describe('patterns', () => {
  const all = rules.flatMap((rule) => patterns(rule).map((pattern) => [rule.id, pattern] as const));

  it('of texts are global and see lines', () => {
    for (const { id, sees } of rules)
      for (const pattern of sees.text ?? [])
        expect([id, pattern.flags]).toEqual([id, expect.stringMatching(/g.*m/)]);
  });

  it('of single tests keep no state', () => {
    for (const { id, sees } of rules)
      for (const pattern of [
        sees.unlessLine,
        sees.also,
        sees.never,
        sees.command,
        sees.inFlight,
        sees.message,
      ])
        expect([id, pattern?.global ?? false]).toEqual([id, false]);
  });

  it('repeat without a bound only digits', () => {
    for (const [id, pattern] of all) {
      const unbounded = structure(pattern).match(/.(?:[*+]|\{\d+,\})/g) ?? [];
      expect([id, unbounded.filter((part) => !part.startsWith('d'))]).toEqual([id, []]);
    }
  });

  it('never repeat a group without a bound', () => {
    for (const [id, pattern] of all)
      expect([id, /\)(?:[*+]|\{\d+,\})/.test(structure(pattern))]).toEqual([id, false]);
  });
});
