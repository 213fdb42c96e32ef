/** The surface of the session, as the shield above it sees it; with its port alone. */
import { describe, expect, it } from 'vitest';
import { envelope, notification, type Packet, request, result } from '../world/packet.ts';
import { agreement, call, initialize, initialized } from '../world/script.ts';
import { Bench, begun, greeted, messageOf } from './bench.ts';

const failure = { reason: 'x', message: 'There is no server.' };
const modern = { _meta: envelope };
const listen = request(9, 'subscriptions/listen', { ...modern, notifications: {} });

const fall = { failure, neverRan: false };

describe('a session', () => {
  it('is established once the client was greeted, or speaks without a handshake', () => {
    const bench = begun();
    const seen = () => [bench.session.handshaking, bench.session.established, bench.session.era];
    expect(seen()).toEqual([false, false, 'unknown']);
    bench.client(initialize);
    expect(seen()).toEqual([true, false, 'legacy']);
    bench.server(agreement());
    expect(seen()).toEqual([false, true, 'legacy']);
    expect(begun().client(request(1, 'x', modern)).session.established).toBe(true);
  });

  it('tells who speaks, and how much', () => {
    const { session } = greeted();
    expect(session.peers).toMatchObject({
      client: { name: 'client' },
      server: { name: 'server' },
      protocol: '2025-11-25',
    });
    expect(session.requestCount).toBe(1);
    const other = begun().client(request(1, 'x', modern), request(2, 'x', modern)).session;
    expect([other.requestCount, other.peers.protocol]).toEqual([2, '2026-07-28']);
  });

  it('counts as owed what the client waits for, and as busy what a server works on', () => {
    const bench = greeted();
    const seen = () => [bench.session.owed, bench.session.busy, bench.session.inFlight()];
    expect(seen()).toEqual([0, false, []]);
    bench.client(call(1), request(2, 'tools/list'));
    expect(seen()).toEqual([2, true, ['tools/call', 'tools/list']]);
    expect(bench.session.toolInFlight()).toBe('write');
    bench.client(notification('notifications/cancelled', { requestId: 1 }));
    expect(seen()).toEqual([1, true, ['tools/call', 'tools/list']]);
    bench.server(result(2, {}));
    expect([seen(), bench.served]).toEqual([[0, false, ['tools/call']], 1]);
    const held = greeted();
    held.session.pause();
    held.client(call(1));
    expect([held.session.owed, held.session.busy, held.session.inFlight()]).toEqual([1, false, []]);
    const stream = begun().client(listen).session;
    expect([stream.owed, stream.busy, stream.inFlight()]).toEqual([0, false, []]);
  });

  it('is quiet while nothing is open', () => {
    const bench = greeted();
    expect(bench.session.quiet).toBe(true);
    bench.client(call(1));
    expect(bench.session.quiet).toBe(false);
    bench.server(result(1, {}), request(7, 'roots/list'));
    expect(bench.session.quiet).toBe(false);
    expect(begun().client(listen).session.quiet).toBe(false);
  });

  it('waits for a server with a request or a greeting, and for nothing else', () => {
    const waitsFor = (...said: Packet[]) => new Bench().client(...said).session.waits;
    expect(waitsFor()).toBe(false);
    expect(waitsFor(initialized)).toBe(false);
    expect(waitsFor(call(1))).toBe(true);
    expect(waitsFor(initialize)).toBe(true);
    const asking = new Bench({ lazy: true, remembers: true });
    asking.session.sleep();
    asking.client(initialize, call(1));
    const { session } = asking;
    expect([session.recollection.isAwaited, session.waits]).toEqual([true, false]);
    session.recollection.recalled({ number: 1, remembered: undefined, since: undefined }, 0);
    expect([session.recollection.isAwaited, session.waits]).toEqual([false, true]);
    expect(session.recollection.found).toBeUndefined();
  });

  it('is settled unless a request waits for the server that runs', () => {
    const bench = greeted();
    expect(bench.session.settled).toBe(true);
    bench.session.pause();
    bench.client(notification('notifications/x'));
    expect(bench.session.settled).toBe(true);
    bench.client(call(1));
    expect(bench.session.settled).toBe(false);
    bench.session.stopWriting();
    expect(bench.session.settled).toBe(true);
    bench.session.sleep();
    expect(bench.session.settled).toBe(true);
  });

  it('is paused, and goes on with what was held', () => {
    const bench = greeted();
    const seen = () => [bench.session.isOpen, bench.session.paused];
    bench.session.resume(0);
    expect(seen()).toEqual([true, false]);
    bench.session.pause();
    bench.session.pause();
    bench.client(call(1));
    expect([seen(), bench.serverGot()]).toEqual([[false, true], []]);
    bench.session.resume(0);
    expect([seen(), bench.serverGot()]).toEqual([[true, false], [call(1)]]);
    bench.session.stopWriting();
    bench.session.pause();
    expect(seen()).toEqual([false, false]);
  });

  it('knows whether its server has said something, since it listens', () => {
    const bench = greeted();
    const said = () => [bench.session.spoke, bench.session.heard, bench.session.spokeProperly];
    expect(begun().session.listenForWords()).toBe(false);
    expect(bench.session.listenForWords()).toBe(true);
    expect(said()).toEqual([true, false, true]);
    bench.server(notification('notifications/x'));
    expect(said()).toEqual([true, true, true]);
    bench.session.serverFell(fall, 0);
    bench.session.serverStarted(false, 0);
    expect([bench.session.spoke, bench.session.spokeProperly]).toEqual([false, false]);
  });

  it('knows that a probe is unanswered by a server that has said nothing', () => {
    const bench = begun();
    expect(bench.session.probed).toBe(false);
    bench.client(request(1, 'server/discover', modern));
    expect(bench.session.probed).toBe(true);
    bench.server(notification('notifications/x'));
    expect(bench.session.probed).toBe(false);
  });

  it('greets the next server, and says when that takes too long', () => {
    const bench = greeted();
    const seen = () => [bench.session.replaying, bench.session.beingGreeted];
    bench.session.serverFell(fall, 0);
    expect(seen()).toEqual([false, false]);
    bench.session.serverStarted(false, 0);
    expect([seen(), bench.serverGot()]).toEqual([[true, true], [initialize]]);
    const deadline = bench.session.nextWakeup();
    bench.session.woke(deadline - 1);
    expect(bench.unfit).toEqual([]);
    bench.session.woke(deadline);
    expect(bench.unfit).toEqual(['the restarted server did not answer the handshake']);
    bench.server(agreement());
    expect([seen(), bench.serverGot()]).toEqual([[false, false], [initialized]]);
    bench.session.woke(2 * deadline);
    expect(bench.unfit).toHaveLength(1);
    const silent = begun().client(initialize).server(agreement());
    silent.session.serverFell(fall, 0);
    silent.session.serverStarted(false, 0);
    silent.server(agreement());
    expect([silent.session.replaying, silent.session.beingGreeted]).toEqual([false, true]);
  });

  it('has nothing to wake for where nobody waits for a time', () => {
    expect(greeted().session.nextWakeup()).toBe(Number.POSITIVE_INFINITY);
    const bench = greeted({ requestTimeoutMs: 700 }).client(call(1));
    expect(bench.session.nextWakeup()).toBe(700);
    bench.session.woke(699);
    expect(bench.clientGot()).toEqual([]);
    bench.session.woke(700);
    expect(bench.clientGot()).toMatchObject([{ id: 1, error: {} }]);
  });
});

describe('an answer that cannot be given', () => {
  it('because it is too long ends its request at once, if it names one', () => {
    const bench = greeted().client(call(1));
    bench.session.refuseAnswer(2, failure, 0);
    expect(bench.clientGot()).toEqual([]);
    bench.session.refuseAnswer(1, failure, 0);
    const data = { source: 'mcp-shield', reason: 'x', mayHaveRun: true };
    expect(bench.clientGot()).toMatchObject([{ id: 1, error: { data } }]);
  });

  it('and names none ends the only request if nothing better comes', () => {
    const refusedLater = (...asked: Packet[]) => {
      const bench = begun().client(...asked);
      bench.session.refuseAnswer(undefined, failure, 0);
      expect(bench.clientGot()).toEqual([]);
      bench.session.woke(60_000);
      return bench.clientGot().map(({ id }) => id);
    };
    expect(refusedLater(call(1))).toEqual([1]);
    expect(refusedLater(call(1), call(2))).toEqual([]);
  });

  it('because it cannot be read ends those that it names if nothing better comes', () => {
    const bench = greeted().client(call(1), call(2), call(3));
    bench.session.lostAnswers([1, 3, 4], failure, 0);
    expect(bench.clientGot()).toEqual([]);
    bench.server(result(3, {}));
    bench.session.woke(60_000);
    expect(bench.clientGot().map(({ id, error }) => [id, error === undefined])).toEqual([
      [3, true],
      [1, false],
    ]);
  });

  it('to a server that asks too much is told it only while it is written to', () => {
    const bench = greeted();
    bench.session.refuseServer(7, failure);
    expect(bench.serverGot()).toMatchObject([{ id: 7, error: {} }]);
    bench.session.pause();
    bench.session.refuseServer(7, failure);
    expect(bench.serverGot()).toEqual([]);
  });
});

describe('when no server comes any more', () => {
  it('all that waits is refused, and all that comes', () => {
    const bench = greeted();
    bench.session.serverFell(fall, 0);
    bench.client(call(1));
    bench.session.refuseWaiting(failure);
    bench.client(call(2));
    expect(bench.clientGot()).toMatchObject([1, 2].map((id) => ({ id, error: {} })));
  });

  it('a greeting alone may be refused', () => {
    const bench = begun().client(initialize, call(1));
    bench.session.refuseHandshake(failure);
    expect(bench.clientGot()).toMatchObject([{ id: 0, error: {} }]);
    expect(bench.session.handshaking).toBe(false);
  });

  it('and the session ends, what is uncertain is given, and the rest is refused', () => {
    const bench = greeted().client(call(1), call(2));
    const guess = { kind: 'beside-text', isLikely: false } as const;
    bench.session.fromServer(messageOf(result(1, { content: [] })), { now: 0, guess });
    bench.session.refuseAll(failure, 0);
    expect(bench.clientGot()).toMatchObject([
      { id: 1, result: {} },
      { id: 2, error: { data: { mayHaveRun: true } } },
    ]);
  });
});
