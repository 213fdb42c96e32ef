/**
 * The runner in real processes, around the smallest core: what it promises whatever the core
 * decides.
 */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixture, type StartOptions, server, withShield } from '../process/shield-process.ts';
import { buildRelay } from './relay/build-relay.ts';

let entry = '';
beforeAll(async () => {
  entry = await buildRelay();
}, 30_000);

const relay = (...args: string[]): StartOptions => ({ entry, args });

describe('a session', () => {
  it('carries messages both ways and ends with the server', async () => {
    await withShield(relay(...server('legacy-server.mjs')), async (shield) => {
      await shield.initialize();
      const answer = await shield.call('echo', { value: 'hello' });
      expect(answer.result).toEqual({ content: [{ type: 'text', text: 'hello' }] });
      shield.closeStdin();
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      expect(shield.stderr).toContain('client ended: eof');
      await shield.expectNothingLeft();
    });
  });

  it('carries an answer of 9 MB whole, written just before the server dies', async () => {
    await withShield(relay(...server('legacy-server.mjs')), async (shield) => {
      await shield.initialize();
      shield.send({
        id: 'big',
        method: 'tools/call',
        params: { name: 'big', arguments: { bytes: 9e6 } },
      });
      shield.closeStdin();
      await shield.exited;
      expect(JSON.stringify((await shield.answerTo('big')).result).length).toBeGreaterThan(9e6);
    });
  });
});

describe('the end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the core', async (signal) => {
    await withShield(relay(...server('legacy-server.mjs', '--ignore-eof')), async (shield) => {
      await shield.waitForStderr('[server] ready');
      shield.kill(signal);
      await shield.exited;
      expect(shield.stderr).toContain(`signalled: ${signal}`);
      await shield.expectNothingLeft();
    });
  });

  it('kills a server that ignores EOF and SIGTERM, and its grandchild', async () => {
    const args = server('legacy-server.mjs', '--ignore-eof', '--ignore-sigterm', '--grandchild');
    await withShield(relay(...args), async (shield) => {
      await shield.waitForStderr('[server] ready');
      await shield.waitForStderr('[grandchild] ready');
      shield.closeStdin();
      await shield.waitForStderr('[server] got EOF');
      await shield.waitForStderr('[server] got SIGTERM');
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });

  it('a SIGKILL of mcp-shield leaves nothing: the guard finishes the tree', async () => {
    const stubborn = ['--ignore-eof', '--ignore-sigterm', '--grandchild'];
    const args = ['--', fixture('wrapper.sh'), process.execPath, fixture('legacy-server.mjs')];
    await withShield(relay(...args, ...stubborn), async (shield) => {
      await shield.waitForStderr('[server] ready');
      await shield.waitForStderr('[grandchild] ready');
      expect(shield.alive().length).toBeGreaterThanOrEqual(5);
      shield.kill('SIGKILL');
      expect(await shield.exited).toEqual({ code: null, signal: 'SIGKILL' });
      await shield.expectNothingLeft();
    });
  });

  it('takes EPIPE on stdout as the end of the client', async () => {
    await withShield(relay(...server('legacy-server.mjs')), async (shield) => {
      await shield.initialize();
      shield.closeStdout();
      shield.send({ id: 1, method: 'ping' });
      await shield.waitForStderr('client ended: broken-pipe');
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });

  // [R-defect]
  it('a defect is told, ends the tree and gives 70', async () => {
    const args = server('legacy-server.mjs', '--ignore-eof', '--ignore-sigterm', '--grandchild');
    await withShield(relay('--defect', ...args), async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      shield.send({ id: 1, method: 'ping' });
      expect(await shield.exited).toEqual({ code: 70, signal: null });
      expect(shield.stderr).toContain('a defect in step');
      await shield.expectNothingLeft();
    });
  });
});

describe('a command that cannot be started', () => {
  const dir = mkdtempSync(join(tmpdir(), 'mcp-shield-test-'));
  const file = join(dir, 'not-executable');
  writeFileSync(file, 'text');
  chmodSync(file, 0o644);

  it.each([
    {
      name: 'missing command',
      args: ['--', 'no-such-command-here'],
      told: 'ENOENT: no-such-command-here was not found',
    },
    { name: 'not executable', args: ['--', file], told: `EACCES: ${file} is not executable` },
    { name: 'a directory', args: ['--', dir], told: `EISDIR: ${dir} is a directory` },
    {
      name: 'missing directory',
      args: ['--cwd', join(dir, 'gone'), '--', process.execPath],
      told: 'ENOENT: working directory not found',
    },
    {
      name: 'a file as directory',
      args: ['--cwd', file, '--', process.execPath],
      told: 'ENOTDIR: working directory is not a directory',
    },
  ])('is told with its errno: $name', async ({ args, told }) => {
    await withShield(relay(...args), async (shield) => {
      await shield.waitForStderr(`spawn failed: ${told}`);
      expect((await shield.exited).code).toBe(127);
    });
  });
});

describe('stalls', () => {
  it('a grandchild that holds the pipe does not hide the exit', async () => {
    await withShield(relay(...server('legacy-server.mjs', '--grandchild')), async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      shield.send({
        id: 1,
        method: 'tools/call',
        params: { name: 'crash', arguments: { code: 3 } },
      });
      await shield.waitForStderr('exited: 3 null leftovers true');
      expect((await shield.exited).code).toBe(3);
    });
  });

  it('a client that does not read stops the server, and loses nothing', async () => {
    const args = server('firehose.mjs', '--lines', '400');
    await withShield({ ...relay(...args), unread: ['stdout'] }, async (shield) => {
      shield.send({ id: 1, method: 'pour' });
      await shield.waitForStderr('[server] ready');
      shield.readStdout();
      expect((await shield.answerTo(1)).result).toEqual({ lines: 400 });
      expect(shield.messages.length).toBe(401);
    });
  });

  it('a client that dies while the server does not read is missed', async () => {
    const shield = [process.execPath, entry, ...server('legacy-server.mjs', '--deaf')];
    const client = { entry: fixture('../clients/doomed-client.mjs'), args: shield };
    await withShield(client, async (started) => {
      await started.waitForStderr('[client] wrote');
      await started.waitForStderr('[server] ready');
      started.kill('SIGKILL');
      // By its parent id while stdin is held; by its end if the pipe was not full yet.
      await started.waitForStderr('client ended:');
      await started.expectNothingLeft();
    });
  });

  it('stderr that nobody reads does not stop the session, and the loss is told', async () => {
    const args = server('legacy-server.mjs', '--flood-stderr', '8000000');
    await withShield({ ...relay(...args), unread: ['stderr'] }, async (shield) => {
      await shield.initialize();
      await shield.call('echo', { value: 1 });
      shield.readStderr();
      await shield.waitForStderr('bytes of stderr were dropped');
    });
  });
});
