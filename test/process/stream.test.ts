/**
 * What flows: noise, stalls, floods, and commands that do not start. The pipe of the client
 * carries messages and nothing else.
 */
import { describe, expect, it } from 'vitest';
import { server, withShield } from './shield-process.ts';

describe('noise', () => {
  // [P2]
  it('goes to stderr, and every message arrives', async () => {
    await withShield({ args: server('legacy-server.mjs', '--noisy') }, async (shield) => {
      await shield.initialize();
      expect((await shield.request('tools/list')).result).toHaveProperty('tools');
      expect((await shield.call('noise')).result).toHaveProperty('content');
      await shield.waitForStderr('Starting server on stdio');
      await shield.waitForStderr('{"not":"json-rpc"}');
      await shield.waitForStderr('debug: before');
      await shield.waitForStderr('debug: after');
    });
  });
});

describe('a large answer', () => {
  // [R-clean]
  it('passes byte for byte', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      const { result } = await shield.call('big', { bytes: 9_000_000 });
      expect(result).toEqual({ content: [{ type: 'text', text: 'x'.repeat(9_000_000) }] });
    });
  });
});

describe('a reader that stalls', () => {
  it('stops the server, and loses nothing', async () => {
    const args = server('firehose.mjs', '--lines', '640');
    await withShield({ args, unread: ['stdout'] }, async (shield) => {
      shield.send({
        id: 'i',
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 't', version: '1' },
        },
      });
      shield.send({ id: 'p', method: 'tools/list' });
      await shield.waitForStderr('[server] ready');
      shield.readStdout();
      expect((await shield.answerTo('p')).result).toEqual({ lines: 640 });
      const seqs = shield.messages
        .filter((message) => message.method === 'notifications/message')
        .map((message) => (message.params?.['data'] as { seq: number } | undefined)?.seq);
      expect(seqs).toEqual(Array.from({ length: 640 }, (_, index) => index));
    });
  });

  it('of stderr holds nothing up', async () => {
    const args = server('legacy-server.mjs', '--flood-stderr', '8000000');
    await withShield({ args, unread: ['stderr'] }, async (shield) => {
      await shield.initialize();
      expect((await shield.call('echo', { value: 1 })).result).toHaveProperty('content');
      shield.readStderr();
      await shield.waitForStderr('bytes of stderr were dropped');
    });
  });

  it('is ended by a signal all the same', async () => {
    const args = server('firehose.mjs');
    await withShield({ args, unread: ['stdout'] }, async (shield) => {
      shield.send({ id: 'p', method: 'pour' });
      await shield.waitForStderr('[server] ready');
      shield.kill('SIGTERM');
      await shield.expectNothingLeft();
      // What the pipe still holds ends within a line; that is the stalled reader's own loss.
      shield.discardStdout();
    });
  });
});

// [P6]
describe('a command that cannot be started', () => {
  it.each([
    { name: 'not found', command: 'no-such-command-here', reason: 'command-not-found' },
    { name: 'not executable', command: '/etc/passwd', reason: 'not-executable' },
  ])('is explained in the answer to initialize: $name', async ({ command, reason }) => {
    await withShield({ args: ['--', command] }, async (shield) => {
      const { error } = await shield.initialize();
      expect(error?.code).toBe(-32603);
      expect(error?.data).toMatchObject({ source: 'mcp-shield', reason });
      expect((await shield.request('tools/list')).error?.code).toBe(-32603);
    });
  });

  it('a server that dies at once is explained with its exit code', async () => {
    const options = ['--backoff-initial', '1ms', '--backoff-max', '2ms'];
    const args = [...options, ...server('legacy-server.mjs', '--exit', '3')];
    await withShield({ args }, async (shield) => {
      const { error } = await shield.initialize();
      expect(error?.data).toMatchObject({ source: 'mcp-shield', exitCode: 3 });
    });
  });
});
