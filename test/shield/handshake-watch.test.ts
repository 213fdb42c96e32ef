import { describe, expect, it } from 'vitest';
import { HandshakeWatch } from '../../src/shield/handshake-watch.ts';

const failure = { reason: 'server-exited', message: 'It fell.' };

describe('the watch over the handshake', () => {
  it('gives the reason of the last fall after 20 s', () => {
    const watch = new HandshakeWatch();
    expect(watch.observe(true, 1_000)).toBeUndefined();
    watch.fell(failure);
    expect(watch.nextWakeup()).toBe(21_000);
    expect(watch.observe(true, 20_999)).toBeUndefined();
    expect(watch.observe(true, 21_000)).toEqual(failure);
  });

  it('is patient with a server that is only slow', () => {
    const watch = new HandshakeWatch();
    watch.observe(true, 0);
    expect(watch.observe(true, 600_000)).toBeUndefined();
    expect(watch.nextWakeup()).toBeUndefined();
  });

  it('does not hold falls before a handshake against it', () => {
    const watch = new HandshakeWatch();
    watch.fell(failure);
    watch.observe(true, 0);
    expect(watch.observe(true, 30_000)).toBeUndefined();
  });

  it('begins anew with the next handshake', () => {
    const watch = new HandshakeWatch();
    watch.observe(true, 0);
    watch.fell(failure);
    watch.observe(false, 10_000);
    watch.observe(true, 11_000);
    expect(watch.observe(true, 25_000)).toBeUndefined();
    watch.fell(failure);
    expect(watch.observe(true, 31_000)).toEqual(failure);
  });
});
