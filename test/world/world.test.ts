/**
 * Thousands of worlds, each another session with other misfortunes, all in virtual time.
 * WORLD_COUNT: how many; WORLD_SEED: this one again; WORLD_FIRST: the seed of the first.
 */

import { describe, expect, it } from 'vitest';
import { live, type Report } from './world.ts';

const { env } = process;
const one = env['WORLD_SEED'];
const count = one === undefined ? Number(env['WORLD_COUNT'] ?? 3_000) : 1;
const first = Number(one ?? env['WORLD_FIRST'] ?? 1);

describe('worlds', () => {
  it(`${count} worlds from seed ${first} keep every promise`, { timeout: 600_000 }, () => {
    const started = performance.now();
    const reports: Report[] = [];
    for (let seed = first; seed < first + count; seed += 1) reports.push(live(seed));
    const seconds = (performance.now() - started) / 1000;
    const sum = (of: (report: Report) => number): number =>
      reports.reduce((total, report) => total + of(report), 0);
    const summary = [
      `${count} worlds, ${(count / seconds).toFixed(0)} a second`,
      `${sum((report) => report.steps)} steps`,
      `${sum((report) => report.lives)} lives`,
      `${sum((report) => report.requests)} requests`,
      `${sum((report) => report.ownAnswers)} answered by the shield`,
    ].join(', ');
    console.info(summary);
    expect(reports).toHaveLength(count);
    // A world in which nothing goes wrong proves nothing.
    if (count >= 1_000) expect(sum((report) => report.lives)).toBeGreaterThan(1.5 * count);
  });
});
