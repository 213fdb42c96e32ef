/**
 * The lock beside a file: two at once, one after the other, and what a killed one leaves.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configLimits } from '../../src/base/limits.ts';
import { type FileSystem, realFileSystem } from '../../src/client-files/file-system.ts';
import { withLock } from '../../src/client-files/lock.ts';

let directory: string;
let path: string;
let lock: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mcp-shield-lock-'));
  path = join(directory, 'mcp.json');
  lock = `${path}.mcp-shield-lock`;
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A process that has ended; its number is not given away again so soon. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the lock', () => {
  it('is there during the task and gone after it', () => {
    const during = withLock(path, realFileSystem, () => existsSync(lock));
    expect(during).toBe(true);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is gone after a task that failed', () => {
    const failing = () => {
      throw new Error('no');
    };
    expect(() => withLock(path, realFileSystem, failing)).toThrow('no');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('of a holder that is dead is taken over', () => {
    writeFileSync(lock, String(deadProcess()));
    expect(withLock(path, realFileSystem, () => 'done')).toBe('done');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('of a living holder is respected, and its process is named', () => {
    writeFileSync(lock, String(process.pid));
    // Each look at the clock takes a second.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
    expect(() => withLock(path, realFileSystem, () => 'done')).toThrow(
      `mcp-shield (process ${process.pid}) is changing the file`,
    );
    clock.mockRestore();
    expect(now).toBeGreaterThan(configLimits.lockWaitMs);
    expect(existsSync(lock)).toBe(true);
  });

  it('that is given free while one waits is taken', () => {
    writeFileSync(lock, String(process.pid));
    let tries = 0;
    const fs: FileSystem = {
      ...realFileSystem,
      writeFileSync: (...args) => {
        tries += 1;
        if (tries === 3) rmSync(lock);
        return realFileSystem.writeFileSync(...args);
      },
    };
    expect(withLock(path, fs, () => 'done')).toBe('done');
    expect(tries).toBe(3);
  });

  it('that somebody else took over in the same moment is put back', () => {
    const [dead, other] = [deadProcess(), process.pid];
    writeFileSync(lock, String(dead));
    let renames = 0;
    const fs: FileSystem = {
      ...realFileSystem,
      renameSync: (from, to) => {
        renames += 1;
        // Between our look and our move another one has moved the old lock away and locked again.
        if (renames === 1) writeFileSync(lock, String(other));
        realFileSystem.renameSync(from, to);
        if (renames === 2) throw new Error('stop here');
      },
    };
    expect(() => withLock(path, fs, () => 'done')).toThrow('stop here');
    expect(realFileSystem.readFileSync(lock, 'utf8')).toBe(String(other));
  });
});
