/**
 * The real SDK 2.x client with a server of both eras, through mcp-shield and without it, and with
 * the server killed in mid-session.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killServer, launch, stopServer, testTimeoutMs, type Way } from './launch.ts';
import { type ModernSession, withModernSession } from './modern-session.ts';
import { dualEra, everything, type ServerArgs } from './real-servers.ts';

const modern = { pin: '2026-07-28' } as const;
const modes = [
  ['legacy', 'legacy', 'legacy'],
  ['auto', 'auto', 'modern'],
  ['modern', modern, 'modern'],
] as const;

const call = ({ client }: ModernSession, name: string, given = {}): Promise<unknown> =>
  client.callTool({ name, arguments: given });

/** All that both eras have in common, and `listen` where there is one. */
async function perform(session: ModernSession): Promise<Record<string, unknown>> {
  const { client, notifications } = session;
  const isModern = client.getProtocolEra() === 'modern';
  const listening = isModern ? await client.listen({ toolsListChanged: true }) : undefined;
  const transcript = {
    era: client.getProtocolEra(),
    version: client.getNegotiatedProtocolVersion(),
    server: client.getServerVersion(),
    capabilities: client.getServerCapabilities(),
    honoured: listening?.honoredFilter,
    tools: await client.listTools(),
    resources: await client.listResources(),
    read: await client.readResource({ uri: 'demo://greeting' }),
    prompt: await client.getPrompt({ name: 'ask' }),
    echo: await call(session, 'echo', { message: 'é😀' }),
    'an unknown tool': await call(session, 'no-such-tool').catch(String),
    grow: await call(session, 'grow'),
    'tools afterwards': await client.listTools(),
  };
  await session.waitUntil(() => notifications.length > 0, 'the tools to be announced');
  await listening?.close();
  return { ...transcript, notifications, errors: session.errors.map(String) };
}

describe('an SDK 2.x client', { timeout: testTimeoutMs }, () => {
  it.each(modes)('in %s mode has the same results through the shield', async (...row) => {
    const [, mode, era] = row;
    const transcriptOf = async (way: Way): Promise<Record<string, unknown>> => {
      let transcript = {};
      await withModernSession(launch(dualEra(), way), mode, async (session) => {
        transcript = await perform(session);
      });
      return transcript;
    };
    const [direct, shielded] = await Promise.all([
      transcriptOf('direct'),
      transcriptOf('shielded'),
    ]);
    expect(shielded).toEqual(direct);
    expect(direct).toMatchObject({ era });
  });

  it('in auto mode falls back to the legacy era of server-everything', async () => {
    await withModernSession(launch(everything, 'shielded'), 'auto', async (session) => {
      expect(session.client.getProtocolEra()).toBe('legacy');
      const echoed = await call(session, 'echo', { message: 'hello' });
      expect(echoed).toMatchObject({ content: [{ text: 'Echo: hello' }] });
    });
  });

  it.each(modes)('in %s mode keeps its session when the server is killed', async (...row) => {
    const [, mode, era] = row;
    await withModernSession(launch(dualEra(), 'shielded'), mode, async (session) => {
      const { client, started } = session;
      const call1 = call(session, 'hang');
      const outcome = expect(call1).rejects.toMatchObject({
        message: expect.stringMatching(/may have run/),
      });
      await session.waitUntil(() => session.stderr().includes('hanging'), 'the call to arrive');
      await stopServer(started);
      const reads = Promise.all([
        client.listTools(),
        client.readResource({ uri: 'demo://greeting' }),
      ]);
      await killServer(started);
      await outcome;
      const [{ tools }, { contents }] = await reads;
      expect(tools.map((tool) => tool.name)).toContain('echo');
      expect(contents).toMatchObject([{ text: 'hello' }]);
      expect(await call(session, 'echo', { message: 'again' })).toMatchObject({
        content: [{ text: 'Echo: again' }],
      });
      expect(client.getProtocolEra()).toBe(era);
      expect(session.closings()).toBe(0);
      expect(session.errors.map(String)).toEqual([]);
    });
  });
});

describe('subscriptions/listen', { timeout: testTimeoutMs }, () => {
  async function withLives(body: (server: ServerArgs) => Promise<void>): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'sdk-test-'));
    try {
      await body(dualEra('--lives', join(directory, 'lives')));
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  const changesIn = ({ notifications }: ModernSession): number =>
    notifications.filter(({ method }) => method === 'notifications/tools/list_changed').length;

  it('survives a SIGKILL of the server', async () => {
    await withModernSession(launch(dualEra(), 'shielded'), modern, async (session) => {
      const { client, started } = session;
      const listening = await client.listen({ toolsListChanged: true });
      let ended: string | undefined;
      void listening.closed.then((how) => {
        ended = how;
      });
      await killServer(started);
      await client.listTools();
      await call(session, 'grow');
      await session.waitUntil(() => changesIn(session) === 1, 'a change from the new server');
      expect(ended).toBeUndefined();
      expect(session.errors.map(String)).toEqual([]);
      await listening.close();
    });
  });

  it('is told what changed with the server', async () => {
    await withLives(async (server) => {
      await withModernSession(launch(server, 'shielded'), modern, async (session) => {
        const { client, started } = session;
        const life = async (): Promise<string | undefined> => {
          const { tools } = await client.listTools();
          return tools.map((tool) => tool.name).find((name) => name.startsWith('life-'));
        };
        const listening = await client.listen({ toolsListChanged: true });
        const first = await life();
        expect(first).toMatch(/^life-\d+$/);
        await killServer(started);
        await session.waitUntil(() => changesIn(session) === 1, 'the change of the tools');
        const second = await life();
        expect(second).toMatch(/^life-\d+$/);
        expect(second).not.toBe(first);
        await listening.close();
      });
    });
  });
});
