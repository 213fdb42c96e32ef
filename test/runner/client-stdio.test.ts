import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runnerLimits } from '../../src/base/limits.ts';
import { createClientStdio } from '../../src/runner/client-stdio.ts';
import type { ShieldEvent } from '../../src/shield/events.ts';
import { fakeWorld } from './fake-world.ts';

function client() {
  const world = fakeWorld();
  const events: ShieldEvent[] = [];
  const stalls: boolean[] = [];
  const stdio = createClientStdio({
    world,
    post: (event) => events.push(event),
    stalled: (stalled) => stalls.push(stalled),
  });
  stdio.listen();
  return { world, events, stalls, stdio };
}

/** `once` would fail of the error that goes before. */
const closed = (stream: Duplex) => new Promise((resolve) => stream.on('close', resolve));
const broken = (code: string) => Object.assign(new Error(code), { code });

describe('stdin', () => {
  it('reports chunks as they come and its end once', async () => {
    const { world, events } = client();
    world.stdin.end('{"a":1}\n');
    await once(world.stdin, 'close');
    expect(events).toEqual([
      { type: 'client-sent', chunk: Buffer.from('{"a":1}\n') },
      { type: 'client-ended', cause: 'eof' },
    ]);
  });

  it('takes an error for the end', async () => {
    const { world, events } = client();
    world.stdin.destroy(broken('EIO'));
    await closed(world.stdin);
    expect(events).toEqual([{ type: 'client-ended', cause: 'eof' }]);
  });
});

describe('stdout', () => {
  it('tells a stall, and that it is over', async () => {
    const { world, stalls, stdio } = client();
    stdio.write([Buffer.alloc(64)]);
    expect(stalls).toEqual([true]);
    world.stdout.resume();
    await once(world.stdout, 'drain');
    expect(stalls).toEqual([true, false]);
  });

  it.each(['EPIPE', 'ECONNRESET', 'EIO'])('%s is the end of the client, once', async (code) => {
    const { world, events, stdio } = client();
    world.stdout.destroy(broken(code));
    await closed(world.stdout);
    stdio.write([Buffer.from('late')]);
    expect(events).toEqual([{ type: 'client-ended', cause: 'broken-pipe' }]);
  });

  it('waits for the last bytes, but not for ever', async () => {
    const { world, stdio } = client();
    stdio.write([Buffer.alloc(64)]);
    stdio.write([Buffer.alloc(64)]);
    await stdio.flushed(1, () => {});
    expect(world.stdout.writableLength).toBeGreaterThan(0);
    world.stdout.resume();
    await stdio.flushed(10_000, () => {});
    expect(world.stdout.writableLength).toBe(0);
  });
});

describe('input that is held', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not read, and read again later', async () => {
    const { world, events, stdio } = client();
    stdio.holdInput(true);
    world.stdin.write('waits');
    await setImmediate();
    expect(events).toEqual([]);
    stdio.holdInput(false);
    await vi.waitFor(() => expect(events).toHaveLength(1));
  });

  it('ends all the same, behind what waited', async () => {
    const { world, events, stdio } = client();
    stdio.holdInput(true);
    world.stdin.write('one');
    await setImmediate();
    world.stdin.end('two');
    await once(world.stdin, 'close');
    expect(events).toEqual([
      { type: 'client-sent', chunk: Buffer.from('one') },
      { type: 'client-sent', chunk: Buffer.from('two') },
      { type: 'client-ended', cause: 'eof' },
    ]);
  });

  it('waits in its order, and is held again in the middle of it', async () => {
    const { world, events, stdio } = client();
    stdio.holdInput(true);
    for (const text of ['1', '2', '3']) {
      world.stdin.write(text);
      await setImmediate();
    }
    stdio.holdInput(false);
    stdio.holdInput(true);
    await setImmediate();
    expect(events).toEqual([]);
    stdio.holdInput(false);
    world.stdin.write('4');
    await vi.waitFor(() => expect(events).toHaveLength(4));
    const text = events.map((event) => ('chunk' in event ? event.chunk.toString() : ''));
    expect(text).toEqual(['1', '2', '3', '4']);
  });

  it('is read on for its end only as far as there is room', async () => {
    const { world, events, stdio } = client();
    stdio.holdInput(true);
    const chunk = Buffer.alloc(1_048_576);
    for (let count = 0; count < 64; count += 1) world.stdin.write(chunk);
    await vi.waitFor(() => expect(world.stdin.isPaused()).toBe(true));
    expect(events).toEqual([]);
    const bytes = 64 * chunk.length - world.stdin.readableLength - world.stdin.writableLength;
    expect(bytes).toBeLessThan(runnerLimits.inputWaitBytesMax + 2 * chunk.length);
    stdio.holdInput(false);
    await vi.waitFor(() => expect(events).toHaveLength(64));
  });

  it('looks whether the parent is still the same', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { world, events, stdio } = client();
    stdio.holdInput(true);
    vi.advanceTimersByTime(runnerLimits.orphanCheckMs * 3);
    expect(events).toEqual([]);
    world.parent = 1;
    vi.advanceTimersByTime(runnerLimits.orphanCheckMs * 3);
    expect(events).toEqual([{ type: 'client-ended', cause: 'orphaned' }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks for the parent only while it is held', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { stdio } = client();
    stdio.holdInput(true);
    stdio.holdInput(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
