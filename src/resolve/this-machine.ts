/**
 * The machine as it is. Synchronous calls on purpose: a start looks at a dozen paths, and each
 * takes some 5 µs. Decides nothing.
 */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Guarded, Machine, ProgramCall } from './machine.ts';

/** `expect` is called before a program is started. */
export function thisMachine(expect?: () => Guarded): Machine {
  const windows = process.platform === 'win32';
  return {
    platform: process.platform,
    path,
    home: attempt(homedir, ''),
    cwd: attempt(() => process.cwd(), undefined),
    execPath: process.execPath,
    nodeVersion: process.version,
    isFile: windows ? isWindowsFile : isFile,
    isDirectory,
    isExecutable: windows ? isWindowsFile : (file) => isFile(file) && may(file, constants.X_OK),
    isWritable: (directory) => may(directory, constants.W_OK),
    list: (directory) => attempt(() => readdirSync(directory), []),
    readStart: (file, bytes) => attempt(() => readStart(file, bytes), undefined),
    changedAt: (path) => attempt(() => lstatSync(path).mtimeMs, undefined),
    realPath: (file) => attempt(() => realpathSync.native(file), file),
    linkTarget: (file) => attempt(() => readlinkSync(file), undefined),
    runProgram: (call) => runProgram(call, expect),
  };
}

/** Loaded when it is needed: most starts ask no program. */
async function runProgram(
  call: ProgramCall,
  expect: (() => Guarded) | undefined,
): Promise<string | undefined> {
  try {
    const programs = await import('./run-program.ts');
    return await programs.runProgram(call, expect);
  } catch {
    // No descriptor is left to load it, or mcp-shield was replaced while it ran.
    return undefined;
  }
}

function attempt<Wanted, Otherwise>(look: () => Wanted, otherwise: Otherwise): Wanted | Otherwise {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

// Says "no such file" without the cost of an error.
function isFile(file: string): boolean {
  return attempt(() => statSync(file, { throwIfNoEntry: false })?.isFile() === true, false);
}

function isDirectory(path: string): boolean {
  return attempt(() => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true, false);
}

/** The aliases of the Microsoft Store can be run but not followed: `stat` fails on them. */
function isWindowsFile(file: string): boolean {
  return (
    isFile(file) ||
    attempt(() => lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === false, false)
  );
}

function may(file: string, mode: number): boolean {
  return attempt(() => {
    accessSync(file, mode);
    return true;
  }, false);
}

function readStart(file: string, bytes: number): string {
  const descriptor = openSync(file, 'r');
  try {
    // What is no file on a disk has no size.
    const length = Math.min(bytes, fstatSync(descriptor).size || bytes);
    const buffer = Buffer.allocUnsafe(length);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}
