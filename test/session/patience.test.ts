import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { result } from '../world/packet.ts';
import { agreement, call, forget, initialize, initialized, Script } from '../world/script.ts';

const { holdMaxMs, replayFactor, replayMaxMs } = sessionLimits;

/** Its first server took so long for its greeting, and has fallen. */
function fallen(handshakeMs: number): Script {
  const session = new Script();
  session.client(initialize);
  session.after(handshakeMs);
  session.server(agreement());
  session.client(initialized, call('first'));
  session.server(result('first', {}));
  session.exits(1);
  forget(session);
  return session;
}

/** After how many ms something is so; looked at closely only where it may be. */
function momentOf(session: Script, from: number, isSo: () => boolean): number {
  session.after(from);
  let waited = from;
  while (!isSo() && waited < from + 10) {
    session.after(1);
    waited += 1;
  }
  return waited;
}

describe('the patience with a server that is started again', () => {
  it.each([
    ['the usual', 100, replayMaxMs],
    ['what the first needed, several times', 15_000, replayFactor * 15_000],
  ])('is %s', (_words, handshakeMs, expected) => {
    const session = fallen(handshakeMs);
    const ended = (): boolean => session.did().some(({ type }) => type === 'signal-server');
    expect(momentOf(session, expected - 5, ended)).toBe(expected);
  });
});

describe('the time of a request that is held', () => {
  it.each([
    ['the usual', 100, holdMaxMs],
    ['what the first server needed, several times', 18_000, replayFactor * 18_000],
  ])('is %s', (_words, handshakeMs, expected) => {
    const session = fallen(handshakeMs);
    session.client(call(1));
    const answered = (): boolean => session.clientGot().some(({ id }) => id === 1);
    expect(momentOf(session, expected - 5, answered)).toBe(expected);
  });
});
