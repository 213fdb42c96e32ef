/** What is kept beside the ledgers: `initialized`, times of requests, silenced progress. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { envelope, failure, notification, request, result } from '../world/packet.ts';
import { agreement, call, initialize, initialized } from '../world/script.ts';
import { type Bench, begun, greeted, messageOf } from './bench.ts';

const second = { ...initialize, id: 'second' };
const no = failure('second', -32602, 'no');
const progress = (progressToken: number | string) =>
  notification('notifications/progress', { progressToken, progress: 1 });
const watched = (id: number, progressToken: number | string = id) =>
  request(id, 'tools/call', { name: 'x', _meta: { progressToken } });

/** What the next server is written at once, and once it has greeted. */
function next(bench: Bench) {
  bench.session.serverFell({ failure: { reason: 'x', message: 'It fell' }, neverRan: false }, 0);
  bench.session.serverStarted(false, 0);
  bench.clientGot();
  bench.serverGot();
  bench.server(agreement());
  return bench.serverGot();
}

describe('`initialized` of a client', () => {
  it('holds on if another greeting is refused, whenever it came', () => {
    const before = greeted().client(second).server(no);
    expect(next(before)).toEqual([initialized]);
    const between = begun().client(initialize).server(agreement()).client(second, initialized);
    expect(next(between.server(no))).toEqual([initialized]);
    const after = begun().client(initialize).server(agreement()).client(second).server(no);
    expect(next(after.client(initialized))).toEqual([initialized]);
  });

  it('is nothing after a greeting that was refused, or before one that is not', () => {
    const bench = begun()
      .client(initialize, initialized)
      .server(failure(0, -32602, 'no'));
    expect(next(bench.client(initialize).server(agreement()))).toEqual([]);
    const again = greeted()
      .client({ ...initialize, id: 1 })
      .server({ ...agreement(), id: 1 });
    again.session.serverFell({ failure: { reason: 'x', message: 'x' }, neverRan: false }, 0);
    again.session.serverStarted(false, 0);
    again.serverGot();
    again.server({ ...agreement(), id: 1 });
    expect(again.serverGot()).toEqual([]);
  });
});

describe('the time of a request', () => {
  const options = { requestTimeoutMs: 1_000 };
  const { requestTimeoutTotalFactor } = sessionLimits;

  it('goes on with its progress, so many times as long at most', () => {
    const bench = greeted(options).client(watched(1));
    const end = 1_000 * requestTimeoutTotalFactor;
    for (let now = 900; now < end; now += 900) {
      bench.session.woke(now);
      bench.session.fromServer(messageOf(progress(1)), { now });
    }
    bench.session.woke(end - 1);
    expect(bench.clientGot().every(({ method }) => method === 'notifications/progress')).toBe(true);
    bench.session.woke(end);
    expect(bench.clientGot()).toMatchObject([{ id: 1, error: {} }]);
  });

  it('is none where there is no limit, and none of a stream', () => {
    const unlimited = greeted().client(call(1));
    const listen = request(9, 'subscriptions/listen', { _meta: envelope, notifications: {} });
    for (const bench of [unlimited, begun(options).client(listen)]) {
      expect(bench.session.nextWakeup()).toBe(Number.POSITIVE_INFINITY);
      bench.session.woke(1e12);
      expect(bench.clientGot()).toEqual([]);
    }
  });
});

describe('progress on what fell with its server', () => {
  it('is kept from the client until it uses the token again', () => {
    const bench = greeted().client(watched(1, 't'));
    next(bench);
    bench.server(progress('t'));
    expect(bench.clientGot()).toEqual([]);
    bench.client(watched(2, 't')).server(result(2, {}), progress('t'));
    expect(bench.clientGot()).toEqual([result(2, {}), progress('t')]);
  });

  it('is remembered of so many', () => {
    const bench = greeted();
    const { tombstonesMax } = sessionLimits;
    for (let id = 1; id <= tombstonesMax + 1; id += 1) bench.client(watched(id));
    next(bench);
    bench.server(progress(1), progress(2), progress(tombstonesMax + 1));
    expect(bench.clientGot()).toEqual([progress(1)]);
  });
});

describe('what is agreed', () => {
  it('is told while another greeting is awaited, and not before the first answer', () => {
    const bench = begun().client(initialize);
    expect(bench.session.peers.protocol).toBeUndefined();
    bench.server(agreement()).client(second);
    expect(bench.session.peers.protocol).toBe('2025-11-25');
    bench.session.refuseHandshake({ reason: 'x', message: 'It takes too long' });
    expect(bench.session.peers.protocol).toBe('2025-11-25');
    expect(bench.session.handshaking).toBe(false);
  });
});
