/**
 * How a session ends: in time, in the right order, and with nothing left behind. The order is
 * proved by markers of the server, not by a clock.
 */
import { describe, expect, it } from 'vitest';
import { fixture, server, withShield } from './shield-process.ts';

const stubborn = ['--ignore-eof', '--ignore-sigterm', '--grandchild'];

describe('EOF on stdin', () => {
  it('reaches the server, which may finish by itself', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      shield.closeStdin();
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      expect(shield.stderr).toContain('[server] got EOF');
      expect(shield.stderr).not.toContain('[server] got SIGTERM');
      await shield.expectNothingLeft();
    });
  });

  it('still brings the answers that the server owes', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      shield.send({ id: 'a', method: 'tools/list' });
      shield.send({
        id: 'b',
        method: 'tools/call',
        params: { name: 'slow', arguments: { ms: 100 } },
      });
      shield.closeStdin();
      await shield.exited;
      expect((await shield.answerTo('a')).result).toHaveProperty('tools');
      expect((await shield.answerTo('b')).result).toHaveProperty('content');
    });
  });

  it('is followed by SIGTERM for a server that ignores it', async () => {
    await withShield({ args: server('legacy-server.mjs', '--ignore-eof') }, async (shield) => {
      await shield.initialize();
      shield.closeStdin();
      await shield.waitForStderr('[server] got EOF');
      await shield.waitForStderr('[server] got SIGTERM');
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it('is followed by SIGKILL for a tree that ignores both', async () => {
    await withShield({ args: server('legacy-server.mjs', ...stubborn) }, async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      await shield.initialize();
      shield.closeStdin();
      await shield.waitForStderr('[server] got EOF');
      await shield.waitForStderr('[server] got SIGTERM');
      await shield.waitForStderr('[grandchild] got SIGTERM');
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it('ends a session whose server cannot be started', async () => {
    await withShield({ args: ['--', 'no-such-command-here'] }, async (shield) => {
      shield.closeStdin();
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the server too', async (signal) => {
    await withShield({ args: server('legacy-server.mjs', '--ignore-eof') }, async (shield) => {
      await shield.initialize();
      shield.kill(signal);
      await shield.waitForStderr('[server] got SIGTERM');
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a stubborn tree', async (signal) => {
    await withShield({ args: server('legacy-server.mjs', ...stubborn) }, async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      shield.kill(signal);
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it('Ctrl-C of a terminal reaches mcp-shield alone, which ends the server in order', async () => {
    await withShield({ args: server('legacy-server.mjs', '--ignore-eof') }, async (shield) => {
      await shield.initialize();
      shield.killGroup('SIGINT');
      await shield.waitForStderr('[server] got SIGTERM');
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it('after a fall nothing is started any more', async () => {
    const options = ['--backoff-initial', '30s', '--backoff-max', '30s'];
    await withShield({ args: [...options, ...server('legacy-server.mjs')] }, async (shield) => {
      await shield.initialize();
      await shield.call('crash');
      shield.kill('SIGTERM');
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });
});

// [R-guard]
describe('SIGKILL of mcp-shield', () => {
  it('leaves nothing of a polite server', async () => {
    await withShield({ args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      shield.kill('SIGKILL');
      expect((await shield.exited).signal).toBe('SIGKILL');
      await shield.expectNothingLeft();
    });
  });

  it('leaves nothing of a stubborn one behind a wrapper, as npx is', async () => {
    const command = [fixture('wrapper.sh'), process.execPath, fixture('legacy-server.mjs')];
    await withShield({ args: ['--', ...command, ...stubborn] }, async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      await shield.initialize();
      // mcp-shield, guard, wrapper, server, grandchild.
      expect(shield.alive().length).toBeGreaterThanOrEqual(5);
      shield.kill('SIGKILL');
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });

  it('leaves nothing of a later life', async () => {
    await withShield({ args: server('legacy-server.mjs', '--ignore-eof') }, async (shield) => {
      await shield.initialize();
      const first = await shield.call('pid');
      await shield.call('crash');
      expect((await shield.call('pid')).result).not.toEqual(first.result);
      shield.kill('SIGKILL');
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });

  it('half a second after SIGINT leaves nothing either', async () => {
    await withShield({ args: server('legacy-server.mjs', ...stubborn) }, async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      shield.kill('SIGINT');
      await shield.waitForStderr('[server] got SIGTERM');
      shield.kill('SIGKILL');
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });
});

// [R-tree]
describe('a wrapper that starts the real server', () => {
  it.each(['closeStdin', 'SIGTERM'] as const)('is ended with its server: %s', async (how) => {
    const command = [fixture('wrapper.sh'), process.execPath, fixture('legacy-server.mjs')];
    await withShield({ args: ['--', ...command, ...stubborn] }, async (shield) => {
      await shield.waitForStderr('[grandchild] ready');
      await shield.initialize();
      if (how === 'closeStdin') shield.closeStdin();
      else shield.kill(how);
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });
});

describe('a client that vanishes', () => {
  it('EPIPE on stdout is taken as its end', async () => {
    await withShield({ args: server('legacy-server.mjs', '--ignore-eof') }, async (shield) => {
      await shield.initialize();
      shield.closeStdout();
      shield.send({ id: 1, method: 'ping' });
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it('is missed although the server reads nothing and stdin is held', async () => {
    const command = server('legacy-server.mjs', '--deaf');
    const bin = fixture('../../../bin/mcp-shield.js');
    const client = { entry: fixture('../clients/doomed-client.mjs') };
    await withShield({ ...client, args: [process.execPath, bin, ...command] }, async (shield) => {
      await shield.waitForStderr('[client] wrote');
      await shield.waitForStderr('[server] ready');
      shield.kill('SIGKILL');
      await shield.expectNothingLeft();
    });
  });
});

// [R-exit-codes]
describe('--restarts 0 gives the exit code of the server', () => {
  const dieBy = (signal: string) => ['--', 'sh', '-c', `kill -${signal} $$`];
  it.each([
    { name: 'its own', command: server('legacy-server.mjs', '--exit', '42'), code: 42 },
    { name: 'success', command: ['--', 'true'], code: 0 },
    { name: 'SIGKILL', command: dieBy('KILL'), code: 137 },
    { name: 'SIGSEGV', command: dieBy('SEGV'), code: 139 },
    { name: 'not found', command: ['--', 'no-such-command-here'], code: 127 },
    { name: 'not executable', command: ['--', '/etc/passwd'], code: 126 },
    { name: 'a directory', command: ['--', fixture('')], code: 126 },
  ])('$name: $code', async ({ command, code }) => {
    await withShield({ args: ['--restarts', '0', ...command] }, async (shield) => {
      expect(await shield.exited).toEqual({ code, signal: null });
      await shield.expectNothingLeft();
    });
  });
});
