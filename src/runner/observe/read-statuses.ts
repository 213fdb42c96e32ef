/**
 * The shields that run on this machine, by the files they keep. Removes the files of those that
 * were killed. What it reads may be of another version, or of somebody who means harm.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { statusLimits } from '../../base/limits.ts';
import { isListOf, isNumber, isObjectWith, isOneOf, isOptional, isText } from '../../base/shape.ts';
import { readOwnJson } from '../../log/own-file.ts';
import { newSuffix, type Status, statusFormat } from './status-file.ts';

export interface Statuses {
  /** Oldest first. */
  readonly shown: readonly Status[];
  /** Files of running shields that cannot be read. */
  readonly unreadable: readonly string[];
}

export function readStatuses(directory: string): Statuses {
  const shown: Status[] = [];
  const unreadable: string[] = [];
  for (const [file, pid] of filesIn(directory)) {
    const path = join(directory, file);
    if (!isRunning(pid)) remove(path);
    else if (!file.endsWith(newSuffix)) {
      const status = read(path);
      if (status === undefined) unreadable.push(path);
      else shown.push(status);
    }
  }
  return { shown: shown.sort((one, other) => one.startedAt - other.startedAt), unreadable };
}

/** With the process that wrote each of them. */
function filesIn(directory: string): [file: string, pid: number][] {
  try {
    return readdirSync(directory).flatMap((file) => {
      const pid = /^(\d{1,10})\.json(?:\.\w+\.new)?$/.exec(file)?.[1];
      return pid === undefined ? [] : [[file, Number(pid)]];
    });
  } catch {
    return [];
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is somebody else's, or a directory.
  }
}

/** Undefined: it is not a status of this version, or not a file of this user. */
function read(path: string): Status | undefined {
  const value = readOwnJson(path, statusLimits.fileBytesMax);
  return isStatus(value) ? value : undefined;
}

const isPeer = isOptional(isObjectWith({ name: isText, version: isOptional(isText) }));
const isFall = isObjectWith({ at: isNumber, reason: isText, sentence: isText });

const isOfThisForm = isObjectWith({
  format: isOneOf(statusFormat),
  pid: isNumber,
  name: isText,
  command: isListOf(isText),
  startedAt: isNumber,
  writtenAt: isNumber,
  state: isText,
  lives: isNumber,
  era: isText,
  protocol: isOptional(isText),
  parties: isObjectWith({ client: isPeer, server: isPeer }),
  requests: isNumber,
  filtered: isNumber,
  remembered: isOptional(isObjectWith({ since: isText, what: isListOf(isText) })),
  fallCount: isNumber,
  falls: isListOf(isFall),
  package: isOptional(isObjectWith({ name: isText, version: isText, newer: isOptional(isText) })),
});

function isStatus(value: unknown): value is Status {
  return isOfThisForm(value);
}

/** A number may have been given to a stranger; Linux tells who has it now. We keep no file. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('mcp-shield');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
