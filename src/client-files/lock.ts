/**
 * A lock beside a file, so that two mcp-shields do not change it at once. It is a file with the
 * holder's process id: of a holder that was killed it is taken over.
 */
import { configLimits } from '../base/limits.ts';
import { codeOf, fileError, systemError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';

/** Runs `task` while no other mcp-shield does so for the same path. */
export function withLock<T>(path: string, fs: FileSystem, task: () => T): T {
  const lock = `${path}.mcp-shield-lock`;
  acquire(lock, fs);
  try {
    return task();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function acquire(lock: string, fs: FileSystem): void {
  const deadline = performance.now() + configLimits.lockWaitMs;
  while (!tryCreate(lock, fs)) {
    const holder = readHolder(lock, fs);
    if (holder !== undefined && !isAlive(holder) && claim(lock, holder, fs)) continue;
    if (performance.now() > deadline) {
      const who = holder === undefined ? 'another mcp-shield' : `mcp-shield (process ${holder})`;
      throw fileError(lock, `${who} is changing the file; if there is none, delete this lock`);
    }
    sleep(configLimits.lockPollMs);
  }
}

function tryCreate(lock: string, fs: FileSystem): boolean {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    // Windows says so of a file that is just being deleted.
    const isGoing = process.platform === 'win32' && codeOf(error) === 'EPERM';
    if (isGoing || codeOf(error) === 'EEXIST') return false;
    fs.rmSync(lock, { force: true });
    throw systemError(lock, 'created', error);
  }
}

function readHolder(lock: string, fs: FileSystem): number | undefined {
  try {
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A process that belongs to somebody else is alive, too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/**
 * Moves the lock of a dead holder away. Two may try: the name belongs to one holder, and what was
 * moved by mistake, because a third has locked again in between, is put back.
 */
function claim(lock: string, holder: number, fs: FileSystem): boolean {
  const aside = `${lock}.of-${holder}-by-${process.pid}`;
  try {
    fs.renameSync(lock, aside);
  } catch {
    return false;
  }
  const isRight = readHolder(aside, fs) === holder;
  if (isRight) fs.rmSync(aside, { force: true });
  else fs.renameSync(aside, lock);
  return isRight;
}

/** Blocks: nothing else goes on in this process. */
export function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
