/**
 * How a program for another machine is run on this one, if it can be at all: Windows' under Wine
 * (scripts/windows/setup-wine.sh), ARM's under QEMU. Needed for the code cache, which only the
 * target's own Node.js can make, and for trying the result.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** Runs it to its end, quietly; throws with what it wrote if it fails. */
export function runFor(target, [program, ...args], cwd) {
  const [file, ...rest] = [...prefixFor(target), program, ...args];
  // Under Wine a program cannot read a pipe of Linux; it can do without a stdin.
  return execFileSync(file, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
}

function hasWine() {
  return existsSync(join(wineHome, 'env.sh'));
}

function hasQemu() {
  const found = (process.env.PATH ?? '').split(':').some((at) => existsSync(`${at}/qemu-aarch64`));
  return found && existsSync(`${armLibraries}/lib/libatomic.so.1`);
}
