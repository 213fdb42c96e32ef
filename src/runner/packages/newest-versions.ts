/**
 * The newest versions of packages that servers were started from, as their managers last said, in
 * one small file each. Asks nobody. What it reads may be of another version of mcp-shield.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNumber, isObjectWith, isOptional, isText } from '../../base/shape.ts';
import { makePrivateDirectory } from '../../log/private-directory.ts';
import type { StartedPackage } from '../../resolve/resolution.ts';

export interface NewestVersion {
  /** Undefined: the manager could not say. */
  readonly version?: string;
  /** ms since 1970. */
  readonly askedAt: number;
}

type Package = Pick<StartedPackage, 'manager' | 'name'>;

const isNewestVersion = isObjectWith({ version: isOptional(isText), askedAt: isNumber });

export function readNewest(directory: string, what: Package): NewestVersion | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(directory, what), 'utf8'));
    return isNewestVersion(value) ? (value as NewestVersion) : undefined;
  } catch {
    return undefined;
  }
}

/** Throws where it cannot be written. */
export function writeNewest(directory: string, what: Package, newest: NewestVersion): void {
  makePrivateDirectory(directory);
  const file = fileOf(directory, what);
  const beside = `${file}.${process.pid.toString(36)}.new`;
  try {
    writeFileSync(beside, JSON.stringify(newest), { flag: 'wx', mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Undefined: nothing newer is known, or a version was asked for by its number. */
export function newerThan(directory: string, started: StartedPackage): string | undefined {
  if (!followsNewest(started)) return undefined;
  const newest = readNewest(directory, started)?.version;
  return newest !== undefined && isNewer(newest, started.version) ? newest : undefined;
}

export function followsNewest({ name, spec }: StartedPackage): boolean {
  return name === spec;
}

/** Whatever is not three numbers is compared by nobody here. */
function isNewer(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => /^\d+(\.\d+)*$/.exec(text)?.[0].split('.'));
  if (one === undefined || other === undefined) return false;
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = Number(one[at] ?? 0) - Number(other[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function fileOf(directory: string, { manager, name }: Package): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const key = createHash('sha256').update(`${manager} ${name}`).digest('hex').slice(0, 32);
  return join(directory, `${key}.json`);
}
