/**
 * Two servers from npm as they are: one that prints on stdout, one that dies without its database.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, testTimeoutMs } from './launch.ts';
import { crasher, polluter } from './real-servers.ts';
import { type Session, withSession } from './session.ts';

async function runCode(session: Session): Promise<unknown> {
  const given = { languageId: 'javascript', code: 'console.log(6 * 7)' };
  return session.client.callTool({ name: 'run-code', arguments: given });
}

/** The server keeps the code in a temporary file. */
async function withPolluter(
  way: 'direct' | 'shielded',
  body: (session: Session) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'sdk-test-'));
  try {
    await withSession(launch(polluter, way, { env: { TMPDIR: directory } }), {}, body);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('mcp-server-code-runner, which prints on stdout', { timeout: testTimeoutMs }, () => {
  it('makes the client complain without the shield', async () => {
    await withPolluter('direct', async (session) => {
      expect(await runCode(session)).toMatchObject({ content: [{ text: '42\n' }] });
      expect(session.errors).toHaveLength(3);
      expect(session.errors[0]).toBeInstanceOf(SyntaxError);
    });
  });

  it('is quiet and works through the shield; its noise is on stderr', async () => {
    await withPolluter('shielded', async (session) => {
      expect(await runCode(session)).toMatchObject({ content: [{ text: '42\n' }] });
      expect(await runCode(session)).toMatchObject({ content: [{ text: '42\n' }] });
      expect(session.errors).toEqual([]);
      expect(session.stderr().match(/Executing command: node/g)).toHaveLength(2);
    });
  });
});

describe('mcp-server-mysql without a database, which exits after the handshake', {
  timeout: testTimeoutMs,
}, () => {
  /** Nobody listens on port 1. */
  const silent = { MYSQL_HOST: '127.0.0.1', MYSQL_PORT: '1' };
  /** Prints its configuration on stdout, and on stderr what killed it. */
  const talking = { ...silent, ENABLE_LOGGING: '1' };

  it('closes the connection without the shield', async () => {
    const started = launch(crasher, 'direct', { env: silent });
    await withSession(started, { connect: false }, async (session) => {
      const { client, transport } = session;
      await client.connect(transport).catch(() => {});
      await session.waitUntil(() => session.closings() === 1, 'the connection to be closed');
      await expect(client.listTools()).rejects.toThrow('Not connected');
    });
  });

  it.each([
    ['says nothing', silent, []],
    ['says why', talking, [expect.stringContaining('ECONNREFUSED')]],
  ])('is explained through the shield when it %s', async (...row) => {
    const [, env, lines] = row;
    const started = launch(crasher, 'shielded', { env });
    await withSession(started, { connect: false }, async (session) => {
      expect(await firstFailure(session)).toMatchObject({
        code: -32603,
        data: { source: 'mcp-shield', exitCode: 1, stderr: expect.arrayContaining(lines) },
      });
      expect(session.closings()).toBe(0);
      expect(session.errors).toEqual([]);
    });
  });

  it('is not tried for ever', async () => {
    // However long this machine takes for six attempts.
    const shieldOptions = ['--restart-window', '10m'];
    const started = launch(crasher, 'shielded', { env: talking, shieldOptions });
    await withSession(started, { connect: false }, async (session) => {
      await firstFailure(session);
      // More than five falls in a minute: from then on requests are answered without a server.
      await session.waitUntil(() => startsOf(session) >= 6, 'the last attempt');
      for (let asked = 0; asked < 20; asked += 1) {
        await expect(session.client.listTools()).rejects.toMatchObject({ code: -32603 });
      }
      expect(startsOf(session)).toBe(6);
      expect(session.closings()).toBe(0);
    });
  });
});

/** What the client is told first: of the handshake, or of what it asks afterwards. */
async function firstFailure({ client, transport }: Session): Promise<unknown> {
  try {
    await client.connect(transport);
    for (;;) await client.listTools();
  } catch (error) {
    return error;
  }
}

function startsOf(session: Session): number {
  return session.stderr().match(/Starting MySQL MCP server/g)?.length ?? 0;
}
