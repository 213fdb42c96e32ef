/**
 * The gate of the diagnosis: on no corpus a false cause, on no look-alike an invented one, and
 * nothing certain in words after which a server goes on. The rows were made with these texts in
 * view; `npm run measure:diagnosis` says what they are worth on others.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evidenceOfCase, type JudgedCase, judge } from '../../scripts/trials/diagnosis/judge.ts';
import { failureLimits } from '../../src/base/limits.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Evidence } from '../../src/diagnose/evidence.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

// Made once: by no test, so that mutation knows that each test relies on the rows.
allFamilies();

function read(name: string): JudgedCase[] {
  const text = readFileSync(new URL(`./corpus/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as JudgedCase[]).filter(
    ({ id, fidelity }) => fidelity !== 'described' && !id.startsWith('midsession'),
  );
}

const corpora = [
  'reported',
  'reported-2',
  'issues',
  'own-failures',
  'look-alikes',
  'own-look-alikes',
] as const;

/** Cases whose cause is not found: whoever teaches the rows one of them takes it off. */
const unknown: ReadonlySet<string> = new Set([
  'startup-042',
  'startup-043',
  'startup-074',
  'startup-107',
  'startup-110',
  'startup-149',
  'startup-244',
  'u-034',
  'v-040',
  'x-010',
]);

for (const name of corpora) {
  describe(`no false and no invented cause: ${name}`, () => {
    const cases = read(name);

    it('has its texts', () => {
      expect(cases.length).toBeGreaterThan(5);
    });

    for (const item of cases) {
      it(`${item.id}: ${item.class}`, () => {
        const { said, outcome } = judge(item, diagnose(evidenceOfCase(item)).reason);
        expect([said, outcome]).toEqual([said, unknown.has(item.id) ? 'vague' : 'right']);
      });
    }
  });
}

/** Whoever says this has not started a server yet: nothing goes on behind it. */
const beforeAnyServer: ReadonlySet<string> = new Set([
  'wsl-distro-missing',
  'wsl-unavailable',
  'dotnet-version',
  'npm-package-not-found',
  'npm-no-executable',
  'node-too-old',
]);

describe('certain is', () => {
  const asLog = (text: string): string => text.replace(/^/gm, 'INFO: ');

  it.each(corpora)(
    'nothing after which a server goes on, or that is a line of its log: %s',
    (name) => {
      for (const item of read(name)) {
        const { stderr, stdout, ...end } = evidenceOfCase(item);
        const text = stderr || stdout;
        const said = (given: Partial<Evidence>) =>
          diagnose({ ...end, stderr: text, stdout: '', ...given });
        // What the ending alone proves stays proven.
        if (!said({}).permanent || said({ stderr: '' }).permanent) continue;
        expect([item.id, said({ exitCode: 0, signal: null }).permanent]).toEqual([item.id, false]);
        // What lost its line breaks is taken apart: only its first part keeps the level.
        const isFlat = !text.includes('\n') && text.length > failureLimits.flatLineChars;
        const wentOn = said({ stderr: `${text}\nserver is ready\n` });
        const logged = isFlat ? wentOn : said({ stderr: asLog(text) });
        for (const { reason, permanent } of [wentOn, logged])
          expect([item.id, reason, permanent && !beforeAnyServer.has(reason)]).toEqual([
            item.id,
            reason,
            false,
          ]);
      }
    },
  );

  it('look-alikes are never permanent', () => {
    for (const item of [...read('look-alikes'), ...read('own-look-alikes')]) {
      expect([item.id, diagnose(evidenceOfCase(item)).permanent]).toEqual([item.id, false]);
    }
  });
});
