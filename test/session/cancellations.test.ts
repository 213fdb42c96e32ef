/** What a server hears of cancellations, by the state of the link; and how long they are known. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { notification, result } from '../world/packet.ts';
import { call, initialize } from '../world/script.ts';
import { Bench, begun, greeted } from './bench.ts';

const cancel = (requestId: unknown) => notification('notifications/cancelled', { requestId });
const fall = { failure: { reason: 'x', message: 'It fell' }, neverRan: false };

describe('a cancellation', () => {
  it('is written to nobody while there is no server', () => {
    const asleep = new Bench({ lazy: true });
    asleep.session.sleep();
    for (const bench of [new Bench(), asleep]) {
      expect(bench.client(cancel('ghost')).serverGot()).toEqual([]);
    }
    const bench = greeted().client(call(1));
    bench.session.stopWriting();
    expect(bench.client(cancel(1)).serverGot()).toEqual([call(1)]);
  });

  it('of a greeting is not told to the server that is greeted anew', () => {
    const bench = begun().client(initialize);
    bench.session.serverFell(fall, 0);
    bench.session.serverStarted(false, 0);
    expect(bench.client(cancel(0)).serverGot()).toEqual([initialize, initialize]);
  });

  it('that is forgotten takes no request with it that has its id by now', () => {
    const bench = greeted().client(call(1), cancel(1), call(1));
    const { tombstonesMax } = sessionLimits;
    for (let id = 2; id <= tombstonesMax + 1; id += 1) bench.client(call(id), cancel(id));
    bench.server(result(1, {}));
    expect(bench.clientGot()).toEqual([result(1, {})]);
  });

  it('is remembered of so many requests; an answer to the oldest is then one to nothing', () => {
    const bench = greeted();
    const { tombstonesMax } = sessionLimits;
    for (let id = 1; id <= tombstonesMax + 1; id += 1) bench.client(call(id), cancel(id));
    // A client that cancelled may be answered all the same.
    bench.server(result(1, {}), result(2, {}));
    expect(bench.clientGot()).toEqual([result(2, {})]);
  });
});
