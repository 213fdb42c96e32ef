import { describe, expect, it } from 'vitest';
import { Ladder } from '../../src/supervisor/ladder.ts';

describe('the ladder', () => {
  // [R-eof]
  it('leaves a server 1.2 s after EOF, kills it at 1.7 s and is gone before 1.95 s', () => {
    const ladder = new Ladder('eof', 1_000);
    ladder.observe(0, 1_000);
    expect(ladder.due(2_199)).toEqual([]);
    expect(ladder.due(2_200)).toEqual(['term']);
    expect(ladder.due(2_699)).toEqual([]);
    expect(ladder.due(2_700)).toEqual(['kill']);
    expect(ladder.due(2_949)).toEqual(['exit']);
    expect(ladder.nextWakeup()).toBeUndefined();
  });

  // [R-signals]
  it('ends the tree at once for a signal and is gone before 0.9 s', () => {
    const ladder = new Ladder('signal', 0);
    expect(ladder.due(0)).toEqual(['term']);
    expect(ladder.due(600)).toEqual(['kill']);
    expect(ladder.due(899)).toEqual(['exit']);
  });

  it('hands out each rung once, also those that are late together', () => {
    const ladder = new Ladder('gone', 0);
    expect(ladder.due(10_000)).toEqual(['term', 'kill', 'exit']);
    expect(ladder.due(20_000)).toEqual([]);
  });

  it('is made shorter by a signal', () => {
    const ladder = new Ladder('eof', 0);
    ladder.shorten('signal', 100);
    expect(ladder.due(100)).toEqual(['term']);
    expect(ladder.due(700)).toEqual(['kill']);
    expect(ladder.due(950)).toEqual(['exit']);
  });

  it('is never made longer', () => {
    const late = new Ladder('gone', 0);
    late.shorten('signal', 1_500);
    expect(late.due(1_900)).toEqual(['term', 'kill', 'exit']);
    const again = new Ladder('signal', 0);
    again.due(0);
    again.shorten('signal', 500);
    again.shorten('eof', 550);
    again.shorten('gone', 550);
    expect(again.due(850)).toEqual(['kill', 'exit']);
  });

  it('waits at its top while answers are owed, 30 s for each', () => {
    const ladder = new Ladder('eof', 0);
    ladder.observe(2, 0);
    ladder.observe(2, 29_999);
    expect(ladder.nextWakeup()).toBe(30_000);
    expect(ladder.endsInputOf(true, 29_999)).toBe(false);
    ladder.observe(1, 29_999);
    expect(ladder.nextWakeup()).toBe(59_999);
    ladder.observe(2, 40_000);
    ladder.observe(1, 59_998);
    expect(ladder.descends).toBe(false);
    expect(ladder.due(59_998)).toEqual([]);
    ladder.observe(1, 59_999);
    expect(ladder.descends).toBe(true);
    expect(ladder.due(61_199)).toEqual(['term']);
  });

  it('ends the input of a server that has said nothing, and waits on', () => {
    const ladder = new Ladder('eof', 0);
    ladder.observe(2, 0);
    expect(ladder.nextWakeup()).toBe(2_000);
    expect(ladder.endsInputOf(false, 1_999)).toBe(false);
    expect(ladder.endsInputOf(false, 2_000)).toBe(true);
    ladder.observe(2, 2_000);
    expect(ladder.nextWakeup()).toBe(30_000);
    expect(ladder.descends).toBe(false);
  });

  it('stays at its top when the end of input is told again', () => {
    const ladder = new Ladder('eof', 0);
    ladder.observe(1, 0);
    ladder.shorten('eof', 5_000);
    expect(ladder.descends).toBe(false);
    expect(ladder.endsInputOf(false, 5_000)).toBe(true);
  });

  it('leaves its top at once when the client is gone', () => {
    const ladder = new Ladder('eof', 0);
    ladder.observe(1, 0);
    ladder.shorten('gone', 5_000);
    ladder.observe(1, 5_000);
    expect(ladder.due(6_200)).toEqual(['term']);
  });

  it('has no time between TERM and KILL on Windows', () => {
    expect(new Ladder('gone', 0, true).due(1_200)).toEqual(['term', 'kill']);
  });

  it('wakes for the next rung', () => {
    const ladder = new Ladder('gone', 0);
    expect(ladder.nextWakeup()).toBe(1_200);
    ladder.due(1_200);
    expect(ladder.nextWakeup()).toBe(1_700);
  });
});
