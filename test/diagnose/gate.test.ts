/**
 * The gate of the diagnosis: on no corpus a false cause, on no look-alike an invented one. What it
 * does not know is printed. The shares are those of texts that the rows were made with in view;
 * `npm run measure:diagnosis` says what they are worth on others.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  evidenceOfCase,
  type JudgedCase,
  judge,
  tally,
} from '../../scripts/trials/diagnosis/judge.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';

function read(name: string): JudgedCase[] {
  const text = readFileSync(new URL(`./corpus/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as JudgedCase[]).filter(
    ({ id, fidelity }) => fidelity !== 'described' && !id.startsWith('midsession'),
  );
}

const corpora: readonly (readonly [name: string, rightMin: number])[] = [
  ['reported', 0.9],
  ['reported-2', 0.9],
  ['issues', 0.9],
  ['own-failures', 0.95],
  ['look-alikes', 1],
  ['own-look-alikes', 1],
];

describe('no false and no invented cause', () => {
  for (const [name, rightMin] of corpora) {
    it(name, () => {
      const judged = read(name).map((item) => judge(item, diagnose(evidenceOfCase(item)).reason));
      const of = (outcome: string) =>
        judged
          .filter((one) => one.outcome === outcome)
          .map(({ id, expected, said }) => `${id}: ${expected}, said ${said}`);
      for (const line of of('vague')) console.info(`unknown: ${line}`);
      expect(of('false')).toEqual([]);
      const { right, total } = tally(judged);
      expect(total).toBeGreaterThan(5);
      expect(right / total).toBeGreaterThanOrEqual(rightMin);
    });
  }

  it('look-alikes are never permanent', () => {
    for (const item of [...read('look-alikes'), ...read('own-look-alikes')]) {
      expect([item.id, diagnose(evidenceOfCase(item)).permanent]).toEqual([item.id, false]);
    }
  });
});
