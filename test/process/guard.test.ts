/** The guard's script under every POSIX shell this machine has. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { createGuard } from '../../src/process/guard.ts';
import { guardScript, markVariable } from '../../src/process/guard-script.ts';
import { groupLives } from './strays.ts';

const candidates = [['/bin/sh'], ['dash'], ['bash', '--posix'], ['busybox', 'ash']];
const shells = candidates.filter(
  ([file = '', ...args]) => spawnSync(file, [...args, '-c', ':']).status === 0,
);

const guardSource = new URL('../../src/process/guard.ts', import.meta.url);
const polite = 'exec sleep 600';
const stubborn = `trap '' TERM; sleep 600 & echo ready; wait; wait`;

async function group(script: string, env = process.env): Promise<number> {
  const child = spawn('sh', ['-c', `${script}`], {
    detached: true,
    env,
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

  it('finds by its mark what it was told of before the start, and nothing else', async () => {
    const marked = (mark: string) => group(polite, { ...process.env, [markVariable]: mark });
    const [found, other, none] = [
      await marked('7-a-1-'),
      await marked('7-a-10-'),
      await group(polite),
    ];
    const ending = guard(shell);
    ending.stdin?.end('?7-a-1-\n');
    await once(ending, 'exit');
    expect([found, other, none].map(groupLives)).toEqual([false, true, true]);
    for (const survivor of [other, none]) process.kill(-survivor, 'SIGKILL');
  });

  it('ends what is in a group of its own, but in the session of what it guards', async () => {
    const leader = spawn('bash', ['-c', 'set -m; sleep 600 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [chunk] = (await once(leader.stdout, 'data')) as [Buffer];
    const helper = Number(chunk.toString());
    const ending = guard(shell);
    ending.stdin?.end(`${leader.pid}\n`);
    await once(ending, 'exit');
    await vi.waitFor(() =>
      expect([leader.pid ?? 0, helper].map(groupLives)).toEqual([false, false]),
    );
  });

  it('keeps the promises that are still in its list', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'guard-'));
    const promise = (name: string) => `touch '${directory}/it'"'"'s' '${directory}/${name}'`;
    const ending = guard(shell);
    ending.stdin?.end(`=1 ${promise('one')}\n=2 ${promise('two')}\n@1 @2\n@2\n`);
    await once(ending, 'exit');
    expect(readdirSync(directory).sort()).toEqual(["it's", 'two']);
    rmSync(directory, { recursive: true });
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
    await guard.dismiss();
    expect(guardsOfThisProcess()).toBe('');
  });

  it('is there before the program that it is told of is started', async () => {
    const guard = createGuard((error) => {
      throw error;
    });
    guard.expect();
    await vi.waitFor(() => expect(guardsOfThisProcess()).toMatch(/^\d+$/));
    await guard.dismiss();
  });

  it('ends a later life that carries no mark, as one in its own environment does', async () => {
    const survivor = await group(polite);
    const told = `
      import { createGuard } from ${JSON.stringify(fileURLToPath(guardSource))};
      const guard = createGuard(() => {});
      const first = guard.expect();
      first.started(999_999);
      first.over();
      guard.expect().started(${survivor});
      console.log('told');
      setInterval(() => {}, 1_000);`;
    const { outputFiles } = await build({
      stdin: { contents: told, resolveDir: tmpdir(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      write: false,
    });
    const program = outputFiles[0]?.text ?? '';
    const doomed = spawn(process.execPath, ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    doomed.stdin.end(program);
    await once(doomed.stdout, 'data');
    doomed.kill('SIGKILL');
    await vi.waitFor(() => expect(groupLives(survivor)).toBe(false));
  });

  it('is started again when it was killed', async () => {
    const guard = createGuard((error) => {
      throw error;
    });
    const survivor = await group(polite);
    guard.expect().started(survivor);
    await vi.waitFor(() => expect(guardsOfThisProcess()).not.toBe(''));
    const first = guardsOfThisProcess();
    process.kill(Number(first), 'SIGKILL');
    await vi.waitFor(() => expect(guardsOfThisProcess()).toMatch(/^\d+$/));
    expect(guardsOfThisProcess()).not.toBe(first);
    await guard.dismiss();
    await vi.waitFor(() => expect(guardsOfThisProcess()).toBe(''));
    process.kill(-survivor, 'SIGKILL');
  });

  it('is gone when it was dismissed', async () => {
    const guard = createGuard((error) => {
      throw error;
    });
    const survivor = await group(polite);
    guard.expect().started(survivor);
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
