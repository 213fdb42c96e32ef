/**
 * A server that falls in the middle of a session: the client keeps its pipe, gets exactly one
 * answer to each request, and nothing that may have run runs twice.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, type JsonRpc, type ShieldProcess, server, withShield } from './shield-process.ts';

const pidOf = ({ result }: JsonRpc): number => {
  const content = result?.['content'] as { text: string }[] | undefined;
  return Number(content?.[0]?.text);
};

/** A call that was on its way when its server died is answered by an error: then ask again. */
async function livingPid(shield: ShieldProcess): Promise<number> {
  const pid = pidOf(await shield.call('pid'));
  return Number.isNaN(pid) ? livingPid(shield) : pid;
}

const answersTo = (shield: ShieldProcess, id: unknown) =>
  shield.messages.filter((message) => message.method === undefined && message.id === id);

describe('a crash', () => {
  // [R-restored]
  it('is answered, and the session goes on in a new life', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      const before = pidOf(await shield.call('pid'));
      const { error } = await shield.call('crash', { code: 7 });
      expect(error?.code).toBe(-32603);
      expect(error?.data).toMatchObject({ source: 'mcp-shield', exitCode: 7, mayHaveRun: true });
      expect(pidOf(await shield.call('pid'))).not.toBe(before);
      await shield.waitForStderr('notified notifications/initialized');
    });
  });

  it.each(['SIGKILL', 'SIGSEGV'])('by %s names the signal', async (signal) => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      const { error } = await shield.call('die', { signal });
      expect(error?.data).toMatchObject({ signal });
      expect((await shield.request('ping')).result).toEqual({});
    });
  });

  // [R-calls]
  it('reads in flight are answered by the next life, calls are not run twice', async () => {
    const stamps = join(mkdtempSync(join(tmpdir(), 'mcp-shield-test-')), 'stamps');
    await withShield({ args: server('legacy-server.mjs', '--stamp', stamps) }, async (shield) => {
      await shield.initialize();
      shield.send({ id: 'call', method: 'tools/call', params: { name: 'hang' } });
      await shield.waitForStderr('[server] hanging');
      shield.send({ id: 'crash', method: 'tools/call', params: { name: 'crash' } });
      for (const id of ['r1', 'r2', 'r3']) {
        shield.send({ id, method: 'resources/read', params: { uri: `test:${id}` } });
      }
      expect((await shield.answerTo('call')).error?.data).toMatchObject({ mayHaveRun: true });
      for (const id of ['r1', 'r2', 'r3']) {
        const contents = [{ uri: `test:${id}`, text: `test:${id}` }];
        expect((await shield.answerTo(id)).result).toEqual({ contents });
      }
      expect(readFileSync(stamps, 'utf8')).toBe('hang\ncrash\n');
    });
  });

  it('with half a line written gives an error, and no half line to the client', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      expect((await shield.call('half')).error?.code).toBe(-32603);
      expect((await shield.request('ping')).result).toEqual({});
    });
  });

  it('is not held back by a grandchild that holds the pipe', async () => {
    await withShield({ args: server('legacy-server.mjs', '--grandchild') }, async (shield) => {
      await shield.initialize();
      await shield.waitForStderr('[grandchild] ready');
      expect((await shield.call('crash')).error?.code).toBe(-32603);
      expect((await shield.request('ping')).result).toEqual({});
      shield.closeStdin();
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });

  it('behind a wrapper takes the wrapper along', async () => {
    const command = [fixture('wrapper.sh'), process.execPath, fixture('legacy-server.mjs')];
    await withShield({ args: ['--', ...command] }, async (shield) => {
      await shield.initialize();
      expect((await shield.call('crash', { code: 9 })).error?.data).toMatchObject({ exitCode: 9 });
      expect((await shield.request('ping')).result).toEqual({});
    });
  });

  // [R-questions]
  it('with a question to the client open: the answer does not reach the next life', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      const asking = shield.call('ask');
      const question = await shield.waitForMessage((m) => m.method === 'sampling/createMessage');
      shield.send({ id: 'crash', method: 'tools/call', params: { name: 'crash' } });
      expect((await asking).error?.code).toBe(-32603);
      const cancelled = await shield.waitForMessage((m) => m.method === 'notifications/cancelled');
      expect(cancelled.params).toMatchObject({ requestId: question.id });
      shield.send({ id: question.id, result: { stale: true } });
      const again = shield.call('ask');
      const second = await shield.waitForMessage(
        (m) => m.method === 'sampling/createMessage' && m.id !== question.id,
      );
      shield.send({ id: second.id, result: { fresh: true } });
      expect((await again).result).toEqual({ content: [{ type: 'text', text: '{"fresh":true}' }] });
    });
  });
});

describe('a modern server', () => {
  const meta = {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  };

  // [R-both-eras]
  it('falls and stays modern, with its subscription', async () => {
    await withShield({ args: server('modern-server.mjs') }, async (shield) => {
      const discovered = await shield.request('server/discover', meta);
      expect(discovered.result?.['supportedVersions']).toEqual(['2026-07-28']);
      const notifications = { toolsListChanged: true };
      shield.send({ id: 'l', method: 'subscriptions/listen', params: { ...meta, notifications } });
      const isAck = (m: { method?: string }) =>
        m.method === 'notifications/subscriptions/acknowledged';
      await shield.waitForMessage(isAck);
      const crashed = await shield.request('tools/call', { ...meta, name: 'crash' });
      expect(crashed.error?.code).toBe(-32603);
      await shield.request('tools/call', { ...meta, name: 'touch' });
      const changed = await shield.waitForMessage(
        (m) => m.method === 'notifications/tools/list_changed',
      );
      expect(changed.params?.['_meta']).toEqual({ 'io.modelcontextprotocol/subscriptionId': 'l' });
      expect(shield.messages.filter(isAck)).toHaveLength(1);
      expect(shield.stderr).not.toContain('era legacy');
    });
  });

  it('that dies of the probe is asked in the old way', async () => {
    await withShield({ args: server('modern-server.mjs', '--die-on-discover') }, async (shield) => {
      expect((await shield.request('server/discover', meta)).error?.code).toBe(-32601);
      expect((await shield.initialize()).result).toHaveProperty('serverInfo');
    });
  });
});

describe('a hundred SIGKILLs', () => {
  it('lose no answer and answer none twice', async () => {
    const options = ['--restarts', '1000', '--backoff-initial', '1ms', '--backoff-max', '1ms'];
    await withShield({ args: [...options, ...server('legacy-server.mjs')] }, async (shield) => {
      await shield.initialize();
      const ids: string[] = [];
      const ask = (id: string, method: string, params: object): void => {
        ids.push(id);
        shield.send({ id, method, params });
      };
      for (let round = 0; round < 100; round += 1) {
        const pid = await livingPid(shield);
        ask(`read ${round}`, 'resources/read', { uri: 'test:a' });
        ask(`call ${round}`, 'tools/call', { name: 'hang' });
        ask(`list ${round}`, 'tools/list', {});
        process.kill(pid, 'SIGKILL');
        ask(`late ${round}`, 'tools/call', { name: 'echo', arguments: { value: round } });
      }
      // The last kill may have come before its calls were read: then the next server hangs in one.
      process.kill(await livingPid(shield), 'SIGKILL');
      await Promise.all(ids.map((id) => shield.answerTo(id)));
      await shield.request('ping');
      for (const id of ids) expect(answersTo(shield, id), id).toHaveLength(1);
      shield.closeStdin();
      await shield.exited;
      await shield.expectNothingLeft();
    });
  }, 120_000);
});
