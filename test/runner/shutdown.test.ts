/** The last steps of a run: whatever is still on its way out is waited for. */
import { describe, expect, it } from 'vitest';
import { type ShutdownDeps, shutDown } from '../../src/runner/shutdown.ts';

/** One of the things that are waited for, which is over when it is told to be. */
function pending() {
  let over = (): void => {};
  const promise = new Promise<void>((resolve) => {
    over = resolve;
  });
  return { promise, over };
}

const waits = ['servers', 'client', 'ownStderr', 'guard', 'log'] as const;

/** Everything is over but what is asked for by name. */
function deps(name: (typeof waits)[number], promise: Promise<void>): ShutdownDeps {
  const of = (one: string): Promise<void> => (one === name ? promise : Promise.resolve());
  return {
    servers: { signalAll: () => of('servers') },
    client: { flushed: () => of('client') },
    ownStderr: { flushed: () => of('ownStderr') },
    guard: { dismiss: () => of('guard') },
    log: { flush: () => of('log') },
    flushMs: () => 100,
    onFlushShortened: () => {},
  } as unknown as ShutdownDeps;
}

describe('the end of a run', () => {
  it.each(waits)('waits for %s', async (name) => {
    const { promise, over } = pending();
    let code: number | undefined;
    const ended = shutDown(7, deps(name, promise)).then((given) => {
      code = given;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(code).toBeUndefined();
    over();
    await ended;
    expect(code).toBe(7);
  });
});
