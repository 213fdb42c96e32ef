/** The guard's script under every POSIX shell this machine has. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createGuard, guardScript } from '../../src/process/guard.ts';
import { groupLives } from './strays.ts';

const candidates = [['/bin/sh'], ['dash'], ['bash', '--posix'], ['busybox', 'ash']];
const shells = candidates.filter(
  ([file = '', ...args]) => spawnSync(file, [...args, '-c', ':']).status === 0,
);

const polite = 'exec sleep 600';
const stubborn = `trap '' TERM; sleep 600 & echo ready; wait; wait`;

async function group(script: string): Promise<number> {
  const child = spawn('sh', ['-c', `${script}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (script === stubborn) await once(child.stdout, 'data');
  return child.pid ?? Number.NaN;
}

/** HUP, INT, PIPE and TERM as the kernel shows them: bit n-1 is signal n. */
const trapped = (1n << 0n) | (1n << 1n) | (1n << 12n) | (1n << 14n);

function guard(shell: string[]): ChildProcess {
  const [file = '', ...args] = shell;
  return spawn(file, [...args, '-c', guardScript], { stdio: ['pipe', 'ignore', 'inherit'] });
}

describe.each(shells.map((shell) => ({ shell })))('the guard under $shell', ({ shell }) => {
  it('ends every group of its last line at EOF, polite or not', async () => {
    const groups = [await group(polite), await group(stubborn)];
    const process = guard(shell);
    process.stdin?.end(`999999\n${groups.join(' ')}\n`);
    await once(process, 'exit');
    await vi.waitFor(() => expect(groups.filter(groupLives)).toEqual([]));
  });

  it('leaves alone what it was told is over, and ends at once', async () => {
    const survivor = await group(polite);
    const process = guard(shell);
    process.stdin?.end(`${survivor}\n\n`);
    await once(process, 'exit');
    expect(groupLives(survivor)).toBe(true);
    globalThis.process.kill(-survivor, 'SIGKILL');
  });

  it.each(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE'] as const)(
    'is not ended by %s',
    async (signal) => {
      const groups = [await group(polite)];
      const process = guard(shell);
      process.stdin?.write(`${groups}\n`);
      // The trap is set signal by signal before the first line is read.
      await vi.waitFor(() => expect(ignoredSignals(process.pid) & trapped).toBe(trapped));
      process.kill(signal);
      process.stdin?.end();
      expect(await once(process, 'exit')).toEqual([expect.any(Number), null]);
      await vi.waitFor(() => expect(groups.filter(groupLives)).toEqual([]));
    },
  );
});

describe('createGuard', () => {
  it('starts nothing while there is nothing to guard', async () => {
    const guard = createGuard(() => {});
    guard.tell([]);
    await guard.dismiss();
    expect(guardsOfThisProcess()).toBe('');
  });

  it('is gone when it was dismissed', async () => {
    const guard = createGuard((error) => {
      throw error;
    });
    const survivor = await group(polite);
    guard.tell([survivor]);
    await vi.waitFor(() => expect(guardsOfThisProcess()).not.toBe(''));
    await guard.dismiss();
    await vi.waitFor(() => expect(guardsOfThisProcess()).toBe(''));
    expect(groupLives(survivor)).toBe(true);
    process.kill(-survivor, 'SIGKILL');
  });
});

function guardsOfThisProcess(): string {
  const pattern = `mcp-shield-guard ${process.pid}$`;
  return spawnSync('pgrep', ['-f', pattern]).stdout.toString().trim();
}

function ignoredSignals(pid: number | undefined): bigint {
  const status = spawnSync('cat', [`/proc/${pid}/status`]).stdout.toString();
  return BigInt(`0x${/^SigIgn:\s*(\w+)/m.exec(status)?.[1] ?? '0'}`);
}
