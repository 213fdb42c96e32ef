/**
 * Servers that end when nobody needs them, and commands that leave their server behind: with real
 * processes, and markers instead of clocks.
 */
import { describe, expect, it } from 'vitest';
import { type ShieldProcess, server, withShield } from './shield-process.ts';

const legacy = server('legacy-server.mjs');
const asleep = 'the next request starts it again';

async function pidOf(shield: ShieldProcess): Promise<string> {
  return JSON.stringify((await shield.call('pid')).result);
}

describe('a server that ends well when nothing is owed', () => {
  it('rests until it is needed, however often, and nobody is warned', async () => {
    const options = ['--log-level', 'info', '--restarts', '2', '--backoff-initial', '20s'];
    await withShield({ args: [...options, ...legacy] }, async (shield) => {
      await shield.initialize();
      for (let times = 1; times <= 7; times += 1) {
        expect((await shield.call('leave')).result).toBeDefined();
        await shield.waitForCount(asleep, times);
        expect((await shield.call('echo', { value: times })).result).toBeDefined();
      }
      expect(shield.countOnStderr('[server] ready')).toBe(8);
      expect(shield.stderr).not.toContain('mcp-shield warn');
    });
  });

  it('is no more at the end of the session', async () => {
    const args = ['--log-level', 'info', ...legacy];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      await shield.call('leave');
      await shield.waitForCount(asleep, 1);
      shield.closeStdin();
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      expect(shield.countOnStderr('[server] ready')).toBe(1);
      await shield.expectNothingLeft();
    });
  });

  it('is a fall like any other with a call in flight', async () => {
    await withShield({ args: legacy }, async (shield) => {
      await shield.initialize();
      const { error } = await shield.call('crash', { code: 0 });
      expect(error?.data).toMatchObject({ source: 'mcp-shield', mayHaveRun: true });
      await shield.waitForStderr('mcp-shield warn');
    });
  });
});

describe('--idle', () => {
  // [R-rest]
  it('ends a server that nobody uses, and the next request starts another', async () => {
    const args = ['--idle', '300ms', '--log-level', 'info', ...legacy];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      const first = await pidOf(shield);
      await shield.waitForCount(asleep, 1);
      expect(await pidOf(shield)).not.toBe(first);
      expect(shield.stderr).not.toContain('mcp-shield warn');
    });
  });

  it('waits for a call that takes longer', async () => {
    const args = ['--idle', '100ms', '--log-level', 'info', ...legacy];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      const { result } = await shield.call('slow', { ms: 700 });
      expect(JSON.stringify(result)).toContain('slow');
      expect(shield.countOnStderr(asleep)).toBe(0);
    });
  });
});

describe.skipIf(process.platform === 'win32')('a command that leaves its server behind', () => {
  const [separator = '--', node = '', script = ''] = legacy;
  const inTheBackground = {
    'at once': 'exec 3<&0; "$0" "$1" <&3 &',
    'before the server starts': 'exec 3<&0; (sleep 1; exec "$0" "$1") <&3 &',
    'after a while': 'exec 3<&0; "$0" "$1" <&3 & sleep 1',
    'in a session of its own': 'exec 3<&0; setsid "$0" "$1" <&3 &',
  };
  it.each(Object.entries(inTheBackground))('%s', async (_name, line) => {
    const args = ['--log-level', 'info', separator, 'sh', '-c', line, node, script];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      await shield.waitForStderr('the command left with code 0 and its server goes on');
      expect((await shield.call('echo', { value: 1 })).result).toBeDefined();
      expect(shield.countOnStderr('[server] ready')).toBe(1);
      shield.closeStdin();
      expect((await shield.exited).code).toBe(0);
      await shield.expectNothingLeft();
    });
  });

  it('and its server may die like any other', async () => {
    const [line] = Object.values(inTheBackground);
    const args = ['--log-level', 'info', separator, 'sh', '-c', String(line), node, script];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      await shield.waitForStderr('the command left with code 0 and its server goes on');
      expect((await shield.call('die')).error?.data).toMatchObject({ mayHaveRun: true });
      expect((await shield.call('echo', { value: 2 })).result).toBeDefined();
    });
  });
});
