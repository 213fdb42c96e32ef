/** A few sessions of `npm run orphans`: the ways to end that `end.test.ts` does not go. */
import { describe, expect, it } from 'vitest';
import { endAtMoment, momentOf } from '../../scripts/trials/orphans/moments.ts';
import { type Case, endOne } from '../../scripts/trials/orphans/session.ts';

const stubborn = 'stubborn behind a wrapper';
const cases: readonly Case[] = [
  { way: 'client killed', phase: 'call in flight', tree: stubborn },
  { way: 'SIGINT, then SIGKILL', phase: 'initialized', tree: stubborn },
  { way: 'SIGKILL', phase: 'waiting for the next server', tree: 'stubborn' },
  { way: 'all pipes closed', phase: 'breaker open', tree: 'polite' },
  { way: 'SIGHUP', phase: 'guard killed', tree: stubborn },
  { way: 'SIGTERM', phase: 'at once', tree: 'polite' },
];

const moments = Array.from({ length: 12 }, (_, index) => momentOf(index));

describe('[P5] nothing is left', () => {
  it.each(cases)('$way, $phase, $tree', async (one) => {
    expect((await endOne(one)).left).toBe(0);
  });

  it.each(moments)('SIGKILL at a $kind, $atMs ms after its first process', async (moment) => {
    expect(await endAtMoment(moment)).toBe(0);
  });
});
