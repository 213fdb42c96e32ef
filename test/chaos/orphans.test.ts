/** A few sessions of `npm run orphans`: the ways to end that `end.test.ts` does not go. */
import { describe, expect, it } from 'vitest';
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

describe('[P5] nothing is left', () => {
  it.each(cases)('$way, $phase, $tree', async (one) => {
    expect((await endOne(one)).left).toBe(0);
  });
});
