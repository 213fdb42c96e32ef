/**
 * Which packages are being installed on this machine now: one small file for each, made by whoever
 * installs it and removed at its end. So there is one install of a package at a time, whoever
 * wants it, and it can be seen and stopped. Installs nothing.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { installLimits } from '../../base/limits.ts';
import { isNumber, isObjectWith, isOneOf, isText } from '../../base/shape.ts';
import { makePrivateDirectory } from '../../log/private-directory.ts';
import type { AbsentPackage } from '../../resolve/direct/package-run.ts';

export interface RunningInstall {
  /** Of the mcp-shield that installs it. */
  readonly pid: number;
  readonly manager: string;
  readonly spec: string;
  /** Wall clock, ms since 1970. */
  readonly startedAt: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

const isRunningInstall = isObjectWith({
  pid: isNumber,
  manager: isOneOf('npm', 'uv'),
  spec: isText,
  startedAt: isNumber,
});
const ending = '.lock';
/** What decides where a manager installs. */
const placeVariables =
  /^(HOME|XDG_CACHE_HOME|UV_CACHE_DIR|npm_config_cache|npm_config_userconfig)$/i;

/** The same for all who would install the same thing in the same place. */
export function installKey({ manager, spec }: AbsentPackage, env: Variables): string {
  const place = Object.entries(env).filter(([name]) => placeVariables.test(name));
  const text = JSON.stringify([manager, spec, place.sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Undefined: somebody installs it already. Throws where no file can be made. */
export function claimInstall(
  directory: string,
  key: string,
  { manager, spec }: AbsentPackage,
): { release(): void } | undefined {
  makePrivateDirectory(directory);
  if (readInstall(directory, key) !== undefined) return undefined;
  const file = fileOf(directory, key);
  const { pid } = process;
  const lock: RunningInstall = { pid, manager, spec, startedAt: Date.now() };
  try {
    writeFileSync(file, JSON.stringify(lock), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** Undefined: nobody does, or who did is gone. */
export function readInstall(directory: string, key: string): RunningInstall | undefined {
  const file = fileOf(directory, key);
  const found = readLock(file);
  if (found === 'none') return undefined;
  if (found !== 'unreadable' && isRunning(found)) return found;
  rmSync(file, { force: true });
  return undefined;
}

export function readInstalls(directory: string): readonly RunningInstall[] {
  return runningIn(directory).map(([, install]) => install);
}

/** Whether this install is one of the first `atOnce`, in the order in which they were claimed. */
export function isTurn(directory: string, key: string, atOnce: number): boolean {
  const order = runningIn(directory).sort(
    ([one, { startedAt }], [other, later]) => startedAt - later.startedAt || (one < other ? -1 : 1),
  );
  return order.slice(0, atOnce).some(([claimed]) => claimed === key);
}

function runningIn(directory: string): [key: string, install: RunningInstall][] {
  try {
    return readdirSync(directory)
      .filter((name) => /^[0-9a-f]{32}\.lock$/.test(name))
      .flatMap((name) => {
        const key = name.slice(0, -ending.length);
        const install = readInstall(directory, key);
        return install === undefined ? [] : [[key, install]];
      });
  } catch {
    return [];
  }
}

/**
 * An install that ended well and after which the package cannot be started directly all the same
 * is not worth a second one soon: its runner does as well.
 */
export function noteInVain(directory: string, key: string): void {
  makePrivateDirectory(directory);
  writeFileSync(vainFile(directory, key), '', { mode: 0o600 });
}

export function wasInVain(directory: string, key: string): boolean {
  const { mtimeMs } = statSync(vainFile(directory, key), { throwIfNoEntry: false }) ?? {};
  return mtimeMs !== undefined && Date.now() - mtimeMs < installLimits.inVainMs;
}

function vainFile(directory: string, key: string): string {
  return join(directory, `${key}.in-vain`);
}

function fileOf(directory: string, key: string): string {
  return join(directory, `${key}${ending}`);
}

/** A file that was made a moment ago may be empty still. */
function readLock(file: string): RunningInstall | 'none' | 'unreadable' {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    const descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const { size, uid, mtimeMs } = fstatSync(descriptor);
      const isOwn = uid === (process.getuid?.() ?? uid);
      if (!isOwn || size > installLimits.lockBytesMax) return 'unreadable';
      const text = readFileSync(descriptor, 'utf8');
      if (text === '') {
        const isNew = Date.now() - mtimeMs < installLimits.writeMs;
        return isNew ? { pid: 0, manager: 'npm', spec: '', startedAt: mtimeMs } : 'unreadable';
      }
      const value: unknown = JSON.parse(text);
      return isRunningInstall(value) ? (value as RunningInstall) : 'unreadable';
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'none' : 'unreadable';
  }
}

/** Beyond its time the number may be another's. */
function isRunning({ pid, startedAt }: RunningInstall): boolean {
  if (Date.now() - startedAt > installLimits.longestMs + installLimits.graceMs) return false;
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
