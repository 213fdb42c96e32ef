/**
 * How a program for another machine is run on this one, if it can be at all: Windows' under Wine
 * (scripts/trials/windows/setup-wine.sh), ARM's under QEMU. Needed for the code cache, which only
 * the target's own Node.js can make, and for trying the result.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { host } from './targets.mjs';

const wineHome = process.env.WINE_HOME ?? '/opt/wine10';
const armLibraries = '/usr/aarch64-linux-gnu';

/** The words before the program's path; undefined if its programs cannot be run here. */
export function prefixFor(target) {
  if (target === host) return [];
  if (host !== 'linux-x64') return undefined;
  if (target === 'linux-arm64') return hasQemu() ? ['qemu-aarch64', '-L', armLibraries] : undefined;
  if (target === 'win-x64') return hasWine() ? underWine : undefined;
  return undefined;
}

// The last word is $0 of the shell; the program and its arguments follow.
const underWine = ['/bin/bash', '-c', `. "${wineHome}/env.sh"; exec wine64 "$@"`, 'wine64'];

/** Runs it to its end, in `cwd`, where a log of its output is kept; throws that if it fails. */
export function runFor(target, [program, ...args], cwd) {
  const [file, ...rest] = [...(prefixFor(target) ?? []), program, ...args];
  // A file, because under Wine a program cannot open a pipe of Linux.
  const log = join(cwd, 'run.log');
  const output = openSync(log, 'w');
  const { status, error } = spawnSync(file, rest, { cwd, stdio: ['ignore', output, output] });
  closeSync(output);
  const printed = readFileSync(log, 'utf8');
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}\n${printed}`);
  return printed;
}

function hasWine() {
  return existsSync(join(wineHome, 'env.sh'));
}

function hasQemu() {
  const found = (process.env.PATH ?? '').split(':').some((at) => existsSync(`${at}/qemu-aarch64`));
  return found && existsSync(`${armLibraries}/lib/libatomic.so.1`);
}
