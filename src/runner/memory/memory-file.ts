/**
 * Files of what was heard of servers: one per server and client, for its owner alone, replaced
 * whole, bounded in number. What is in one may be of another version, or of somebody who means
 * harm: it is read as such.
 */
import {
  closeSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { memoryLimits } from '../../base/limits.ts';
import { isObjectWith, isOneOf, isText } from '../../base/shape.ts';
import { readOwnJson } from '../../log/own-file.ts';
import { makePrivateDirectory } from '../../log/private-directory.ts';
import type { Remembered } from '../../session/memory.ts';
import { memoryFormat } from './server-key.ts';

export interface MemoryFile {
  readonly format: typeof memoryFormat;
  /** ISO 8601. */
  readonly since: string;
  /** Of the server, for people. */
  readonly name: string;
  /** Read by the core, which believes none of it before it has looked. */
  readonly remembered: unknown;
}

const isMemory = isObjectWith({ format: isOneOf(memoryFormat), since: isText, name: isText });
const ending = '.json';
/** One that is left was broken off. */
const newEnding = '.new';

/** Undefined: there is none, or it is not one of this user and version. */
export function readMemory(path: string): MemoryFile | undefined {
  const value = readOwnJson(path, 4 * memoryLimits.textCharsMax);
  return isMemory(value) ? (value as MemoryFile) : undefined;
}

/** Throws where it cannot be written: a full disk, a directory of somebody else. */
export function writeMemory(
  directory: string,
  file: string,
  { name, remembered }: { readonly name: string; readonly remembered: Remembered },
): void {
  makePrivateDirectory(directory);
  const path = join(directory, file);
  const beside = `${path}.${process.pid.toString(36)}${newEnding}`;
  const memory = { format: memoryFormat, since: new Date().toISOString(), name, remembered };
  try {
    const descriptor = openSync(beside, 'wx', 0o600);
    try {
      writeFileSync(descriptor, JSON.stringify(memory satisfies MemoryFile));
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  forgetOldest(directory);
}

/** Nothing happens if there is none. Throws where it cannot be removed. */
export function removeMemory(path: string): void {
  rmSync(path, { force: true });
}

/** All of them; returns how many there were. */
export function removeAllMemories(directory: string): number {
  const files = memoriesIn(directory);
  for (const { path } of files) removeMemory(path);
  return files.filter(({ path }) => path.endsWith(ending)).length;
}

function forgetOldest(directory: string): void {
  const files = memoriesIn(directory);
  const surplus = files.length - memoryLimits.filesMax;
  if (surplus <= 0) return;
  files.sort((one, other) => one.changedAt - other.changedAt);
  for (const { path } of files.slice(0, surplus)) removeMemory(path);
}

function memoriesIn(directory: string): { path: string; changedAt: number }[] {
  try {
    return readdirSync(directory)
      .filter((file) => /^[0-9a-f]{32}-[0-9a-f]{32}\.json(?:\.\w+\.new)?$/.test(file))
      .map((file) => {
        const path = join(directory, file);
        const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
        return { path, changedAt };
      });
  } catch {
    return [];
  }
}
