/** Lists of each kind after a restart: whether the client hears of a change, and by which words. */
import { describe, expect, it } from 'vitest';
import { envelope, notification, type Packet, request, result } from '../world/packet.ts';
import { agreement, initialize, initialized } from '../world/script.ts';
import { type Bench, begun } from './bench.ts';

const fall = { failure: { reason: 'x', message: 'It fell' }, neverRan: false };
const kinds = [
  ['tools/list', 'tools', 'tools', 'tools', 'toolsListChanged'],
  ['prompts/list', 'prompts', 'prompts', 'prompts', 'promptsListChanged'],
  ['resources/list', 'resources', 'resources', 'resources', 'resourcesListChanged'],
  [
    'resources/templates/list',
    'resourceTemplates',
    'resources',
    'resources',
    'resourcesListChanged',
  ],
] as const;

/** The next server is asked for its list, has one item more, and what the client is told. */
function toldOf(bench: Bench, method: string, member: string): Packet[] {
  const asked = bench.serverGot().filter((it) => it.method === method && Number(it.id) > 1e6);
  expect(asked).toHaveLength(1);
  bench.clientGot();
  bench.server(result(asked[0]?.id ?? null, { [member]: [{ name: 'a' }, { name: 'b' }] }));
  return bench.clientGot();
}

describe.each(kinds)('a list by %s', (method, member, capability, announced, filter) => {
  const announcement = `notifications/${announced}/list_changed`;
  const listed = result(1, { [member]: [{ name: 'a' }] });

  it('that changed is told to a client that was promised that', () => {
    const greeting = agreement({ capabilities: { [capability]: { listChanged: true } } });
    const bench = begun().client(initialize).server(greeting);
    bench.client(initialized, request(1, method)).server(listed);
    bench.session.serverFell(fall, 0);
    bench.serverGot();
    bench.session.serverStarted(false, 0);
    bench.server(greeting);
    expect(toldOf(bench, method, member)).toEqual([notification(announcement)]);
  });

  it('that changed is told in the stream that was promised it', () => {
    const notifications = { [filter]: true };
    const listen = request(9, 'subscriptions/listen', { _meta: envelope, notifications });
    const acknowledged = notification('notifications/subscriptions/acknowledged', {
      _meta: { 'io.modelcontextprotocol/subscriptionId': 9 },
      notifications,
    });
    const bench = begun().client(listen).server(acknowledged);
    bench.client(request(1, method, { _meta: envelope })).server(listed);
    bench.session.serverFell(fall, 0);
    bench.serverGot();
    bench.session.serverStarted(false, 0);
    bench.server(acknowledged);
    expect(toldOf(bench, method, member)).toMatchObject([{ method: announcement }]);
  });
});

describe('a list that is looked at while the client reads it', () => {
  /** The next server is looking; the client asks it for this meanwhile. */
  function read(params: object): Packet[] {
    const greeting = agreement({ capabilities: { tools: { listChanged: true } } });
    const listed = (id: number) => result(id, { tools: [{ name: 'a' }], nextCursor: 'x' });
    const bench = begun().client(initialize).server(greeting);
    bench.client(initialized, request(1, 'tools/list')).server(listed(1));
    bench.session.serverFell(fall, 0);
    bench.serverGot();
    bench.session.serverStarted(false, 0);
    bench
      .server(greeting)
      .client(request(2, 'tools/list', { ...params }))
      .server(listed(2));
    return toldOf(bench, 'tools/list', 'tools');
  }

  it('is compared all the same if it reads on, and not if it begins anew', () => {
    expect(read({ cursor: 'x' })).toHaveLength(1);
    expect(read({})).toEqual([]);
  });
});
