/**
 * SIGKILL of a real server in mid-session, with the SDK 1.x client: the session goes on.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMessageRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { killServer, launch, serverProcess, stopServer, testTimeoutMs } from './launch.ts';
import { dualEra, everything, type ServerArgs } from './real-servers.ts';
import { notified, type Session, type SessionOptions, withSession } from './session.ts';

const uri = 'demo://resource/static/document/features.md';
const mayHaveRun = {
  code: -32603,
  message: expect.stringMatching(/may have run/),
  data: expect.objectContaining({ source: 'mcp-shield', mayHaveRun: true, signal: 'SIGKILL' }),
};

async function withShielded(
  server: ServerArgs,
  options: SessionOptions,
  body: (session: Session) => Promise<void>,
): Promise<void> {
  await withSession(launch(server, 'shielded'), options, async (session) => {
    await body(session);
    expect(session.closings()).toBe(0);
    expect(session.errors.map(String)).toEqual([]);
  });
}

const echo = ({ client }: Session, message: string): Promise<unknown> =>
  client.callTool({ name: 'echo', arguments: { message } });

describe('when a real server is killed', { timeout: testTimeoutMs }, () => {
  it('without the shield, the session is over', async () => {
    await withSession(launch(everything, 'direct'), {}, async (session) => {
      await stopServer(session.started);
      const call = echo(session, 'lost');
      await killServer(session.started);
      await expect(call).rejects.toThrow('MCP error -32000: Connection closed');
      await expect(session.client.listTools()).rejects.toThrow('Not connected');
    });
  });

  it('before it has answered the handshake, the client does not notice', async () => {
    await withShielded(everything, { connect: false }, async (session) => {
      const connected = session.client.connect(session.transport);
      await killServer(session.started);
      await connected;
      expect(await echo(session, 'at last')).toMatchObject({
        content: [{ text: 'Echo: at last' }],
      });
    });
  });

  it('a call in flight is answered that it may have run, and later calls work', async () => {
    await withShielded(everything, {}, async (session) => {
      const { client, started } = session;
      let progressed = false;
      const params = {
        name: 'trigger-long-running-operation',
        arguments: { duration: 600, steps: 6_000 },
      };
      const call = client.callTool(params, undefined, {
        onprogress: () => {
          progressed = true;
        },
      });
      const outcome = expect(call).rejects.toMatchObject(mayHaveRun);
      await session.waitUntil(() => progressed, 'the operation to begin');
      const before = await killServer(started);
      await outcome;
      expect(await echo(session, 'again')).toMatchObject({ content: [{ text: 'Echo: again' }] });
      expect(await serverProcess(started)).not.toBe(before);
    });
  });

  it('reads in flight are answered by the next server', async () => {
    await withShielded(everything, {}, async (session) => {
      const { client } = session;
      const tools = await client.listTools();
      await stopServer(session.started);
      const reads = Promise.all([
        client.listTools(),
        client.listPrompts(),
        client.readResource({ uri }),
        client.getPrompt({ name: 'simple-prompt' }),
        client.ping(),
      ]);
      const call = expect(echo(session, 'once')).rejects.toMatchObject(mayHaveRun);
      await killServer(session.started);
      const [again, prompts, read, prompt, pong] = await reads;
      await call;
      expect(again).toEqual(tools);
      expect(prompts.prompts.length).toBeGreaterThan(0);
      expect(read.contents).toHaveLength(1);
      expect(prompt.messages).toHaveLength(1);
      expect(pong).toEqual({});
    });
  });

  it('level and subscriptions are what they were', async () => {
    await withShielded(everything, {}, async (session) => {
      const { client, started } = session;
      const updates = (): number => notified(session, 'notifications/resources/updated').length;
      await client.setLoggingLevel('error');
      await client.subscribeResource({ uri });
      await killServer(started);
      await client.ping();
      // What changed while there was no server is unknown.
      await session.waitUntil(() => updates() === 1, 'the update that the shield owes');
      await client.callTool({ name: 'toggle-subscriber-updates' });
      await session.waitUntil(() => updates() === 2, 'an update from the new server');
      await client.unsubscribeResource({ uri });
      // At level error, the new server is silent about the subscription.
      expect(notified(session, 'notifications/message')).toEqual([]);
    });
  });

  it('a question of the dead server is cancelled, and its answer goes nowhere', async () => {
    const options = { capabilities: { sampling: {} } };
    await withShielded(everything, options, async (session) => {
      const { client, started } = session;
      const asked: (() => void)[] = [];
      const cancelled: number[] = [];
      client.setRequestHandler(CreateMessageRequestSchema, (_request, { signal }) => {
        const number = asked.length;
        signal.addEventListener('abort', () => cancelled.push(number));
        return new Promise((resolve) => {
          const content = { type: 'text' as const, text: `answer ${number}` };
          asked.push(() => resolve({ model: 'test-model', role: 'assistant', content }));
        });
      });
      const sample = (): Promise<unknown> =>
        client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'x' } });

      const first = expect(sample()).rejects.toMatchObject(mayHaveRun);
      await session.waitUntil(() => asked.length === 1, 'the first question');
      await killServer(started);
      await first;
      await session.waitUntil(() => cancelled.length === 1, 'the question to be cancelled');
      const second = sample();
      await session.waitUntil(() => asked.length === 2, 'the second question');
      asked[0]?.();
      asked[1]?.();
      expect(JSON.stringify(await second)).toContain('answer 1');
      expect(cancelled).toEqual([0]);
    });
  });

  it('behind npx and its shell, it is started again with them', async () => {
    const started = launch(['-y', '@modelcontextprotocol/server-everything'], 'shielded', {
      command: 'npx',
      script: 'mcp-server-everything',
    });
    await withSession(started, {}, async (session) => {
      const { tools } = await session.client.listTools();
      const before = await killServer(started);
      expect((await session.client.listTools()).tools).toEqual(tools);
      expect(await serverProcess(started)).not.toBe(before);
      expect(session.closings()).toBe(0);
    });
  });

  it('a change of its tools is told', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sdk-test-'));
    try {
      await withShielded(dualEra('--lives', join(directory, 'lives')), {}, async (session) => {
        const { client, started } = session;
        const names = async (): Promise<string[]> =>
          (await client.listTools()).tools.map((tool) => tool.name);
        expect(await names()).toContain('life-1');
        await killServer(started);
        const told = () => notified(session, 'notifications/tools/list_changed').length > 0;
        await session.waitUntil(told, 'the change of the tools');
        expect(await names()).toContain('life-2');
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
