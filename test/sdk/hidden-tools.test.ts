/**
 * The real SDK clients of both eras with tools that are hidden: in no list, refused if called, and
 * everything else as without mcp-shield. Also where the server's stderr goes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { launch, testTimeoutMs, type Way } from './launch.ts';
import { withModernSession } from './modern-session.ts';
import { dualEra, filesystem } from './real-servers.ts';
import { withSession } from './session.ts';

const shieldOptions = ['--hide-tool', 'write_*', '--hide-tool', 'edit_file'];

it('hides tools of server-filesystem, and nothing else', { timeout: testTimeoutMs }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hidden-'));
  const toolsOf = async (way: Way): Promise<{ name: string }[]> => {
    let listed: { name: string }[] = [];
    await withSession(
      launch(filesystem(directory), way, { shieldOptions }),
      {},
      async (session) => {
        const { client } = session;
        ({ tools: listed } = await client.listTools());
        const call = {
          name: 'write_file',
          arguments: { path: join(directory, way), content: 'x' },
        };
        if (way === 'direct') {
          expect((await client.callTool(call)).isError ?? false).toBe(false);
          return;
        }
        await expect(client.callTool(call)).rejects.toMatchObject({
          code: -32602,
          data: { source: 'mcp-shield', reason: 'tool-hidden' },
        });
        const { content } = await client.callTool({
          name: 'list_directory',
          arguments: { path: directory },
        });
        expect(content).toMatchObject([{ text: expect.not.stringContaining('shielded') }]);
      },
    );
    return listed;
  };
  try {
    const bare = await toolsOf('direct');
    const hidden = bare.filter(({ name }) => name === 'edit_file' || name.startsWith('write_'));
    expect(hidden.length).toBeGreaterThan(1);
    const shown = bare.filter((tool) => !hidden.includes(tool));
    expect(await toolsOf('shielded')).toEqual(shown);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

const modes = ['legacy', { pin: '2026-07-28' }] as const;

it.each(modes)(
  'tells a client only of changes that it sees: %j',
  { timeout: testTimeoutMs },
  async (mode) => {
    // The tool `grow` of this server adds a tool and announces it.
    const started = launch(dualEra(), 'shielded', {
      shieldOptions: ['--only-tool', 'grow', '--only-tool', 'echo', '--stderr', 'drop'],
    });
    await withModernSession(started, mode, async ({ client, notifications, stderr }) => {
      if (client.getProtocolEra() === 'modern') await client.listen({ toolsListChanged: true });
      const namesOf = async (): Promise<string[]> => {
        const { tools } = await client.listTools();
        return tools.map(({ name }) => name).sort();
      };
      expect(await namesOf()).toEqual(['echo', 'grow']);
      await client.callTool({ name: 'grow', arguments: {} });
      const echoed = await client.callTool({ name: 'echo', arguments: { message: 'still here' } });
      expect(echoed).toMatchObject({ content: [{ text: 'Echo: still here' }] });
      expect(await namesOf()).toEqual(['echo', 'grow']);
      expect(notifications.filter(({ method }) => method.endsWith('list_changed'))).toEqual([]);
      expect(stderr()).toBe('');
    });
  },
);
