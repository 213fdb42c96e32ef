/** The search for processes that were left finds what is there; else it would prove nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { groupLives, markedProcesses, processesOfProc, processesOfPs } from './strays.ts';

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

async function start(mark: string, ...args: readonly string[]): Promise<number> {
  const script = 'console.log("ready"); process.stdin.resume()';
  const child = spawn(process.execPath, ['-e', script, ...args], {
    detached: true,
    env: { STRAYS_TEST: mark },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  started.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? Number.NaN;
}

describe('a living process', () => {
  it('is found by the mark in its environment, until it ends', async () => {
    const pid = await start('strays-by-mark');
    expect(markedProcesses('strays-by-mark', Number.NaN)).toEqual([pid]);
    const ended = once(started.at(-1) as ChildProcess, 'exit');
    process.kill(pid, 'SIGKILL');
    await ended;
    expect(markedProcesses('strays-by-mark', Number.NaN)).toEqual([]);
  });

  it('is found as the guard of a shield by its last arguments', async () => {
    const pid = await start('another', 'mcp-shield-guard', '4194305');
    expect(markedProcesses('strays-of-nobody', 4194305)).toEqual([pid]);
    expect(markedProcesses('strays-of-nobody', 194305)).toEqual([]);
  });

  it('keeps its group alive', async () => {
    expect(groupLives(await start('another'))).toBe(true);
  });

  it.runIf(existsSync('/proc/self/stat'))('is seen by ps as it is in /proc', async () => {
    const pid = await start('strays-by-both', 'last');
    const [ofPs, ofProc] = [processesOfPs('axeww'), processesOfProc()].map((all) =>
      all.find((seen) => seen.pid === pid),
    );
    expect(ofPs?.group).toBe(ofProc?.group);
    expect(ofPs?.command).toContain(ofProc?.command);
    for (const seen of [ofPs, ofProc]) expect(seen?.words).toContain('STRAYS_TEST=strays-by-both');
  });
});
