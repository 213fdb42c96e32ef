/**
 * The command `logs`: what mcp-shield has told of its servers, since clients hide stderr. Of one
 * server or of all, and on request what comes next.
 */
import { setTimeout as elapsed } from 'node:timers/promises';
import { exitCodes } from '../base/errors.ts';
import { logLimits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import { wantsColour } from '../base/wants-colour.ts';
import { keptLogFile } from '../log/kept.ts';
import { createLogReader, namesOfLogs } from '../log/log-files.ts';
import { prettyLine } from '../log/pretty.ts';
import { logDirectory, statusDirectory } from '../runner/directories.ts';
import { readStatuses } from '../runner/observe/read-statuses.ts';
import type { World } from '../runner/world.ts';
import { readOwnArgs } from './command-args.ts';
import { wrongUsage } from './command-line.ts';
import { nearest } from './suggest.ts';

interface LogsRequest {
  readonly name: string | undefined;
  readonly follow: boolean;
  readonly json: boolean;
  /** Only where the files are. */
  readonly path: boolean;
  readonly lines: number;
}

export async function logs(
  args: readonly string[],
  { world }: { readonly world: World },
): Promise<number> {
  const request = readArgs(args);
  const directory = logDirectory();
  const names = namesOfLogs(directory);
  const wanted = request.name === undefined ? names : [known(request.name, names, directory)];
  if (request.path) {
    const files = wanted.map((name) => keptLogFile(directory, name));
    world.stdout.write(files.map((file) => `${visible(file)}\n`).join(''));
    return wanted.length > 0 ? exitCodes.done : exitCodes.problemsFound;
  }
  const isTerminal = 'isTTY' in world.stdout && world.stdout.isTTY === true;
  // For a program no lines are nothing to read.
  if (wanted.length === 0 && !request.json) {
    world.stdout.write(`No log yet in ${visible(directory)}.\n`);
  }
  const bytesMax = logLimits.fileBytesMax;
  const readers = wanted.map((name) => createLogReader(directory, name, { bytesMax }));
  const running = readStatuses(statusDirectory()).shown.map((status) => status.name);
  const twins = new Set(running.filter((name, at) => running.indexOf(name) !== at));
  const apart = (line: string): string => (twins.size === 0 ? line : toldApart(line, twins));
  const show = (last: number): void => {
    // ISO times stand first in what differs, so this is the order of time.
    const lines = readers.flatMap((reader) => reader.read()).sort(byTime);
    const shown = lines
      .slice(last === 0 ? lines.length : -last)
      .map((line) => (request.json ? `${visible(line)}\n` : pretty(apart(line), isTerminal)));
    if (shown.length > 0) world.stdout.write(shown.join(''));
  };
  show(request.lines);
  while (request.follow && world.stdout.writable) {
    await elapsed(logLimits.followMs);
    show(Number.POSITIVE_INFINITY);
  }
  return exitCodes.done;
}

function known(name: string, names: readonly string[], directory: string): string {
  if (names.includes(name)) return name;
  const meant = nearest(name, names, '');
  const advice =
    meant === undefined ? `there are ${names.join(', ') || 'none'}` : `did you mean ${meant}?`;
  throw wrongUsage(`no log of ${name} in ${directory}: ${advice}`);
}

function readArgs(args: readonly string[]): LogsRequest {
  const { names, options } = readOwnArgs('logs', args, 1);
  const lines = options.get('lines') ?? String(logLimits.linesShown);
  if (!/^\d+$/.test(lines)) throw wrongUsage(`--lines ${lines}: write a whole number`);
  return {
    name: names[0],
    follow: options.has('follow'),
    json: options.has('json'),
    path: options.has('path'),
    lines: Number(lines),
  };
}

/** Two that run under one name write into one file: their process ids tell who said what. */
function toldApart(line: string, twins: ReadonlySet<string>): string {
  try {
    const said = JSON.parse(line) as { readonly name?: string; readonly pid?: number };
    const { name = '', pid } = said;
    return twins.has(name) ? JSON.stringify({ ...said, name: `${name} ${pid}` }) : line;
  } catch {
    return line;
  }
}

function byTime(one: string, other: string): number {
  const [a, b] = [timeOf(one), timeOf(other)];
  return a < b ? -1 : Number(a > b);
}

function timeOf(line: string): string {
  return /"time":"([^"]+)"/.exec(line)?.[1] ?? '';
}

/** Other programs get the time of the world, a person at a terminal that of his clock. */
function pretty(line: string, isTerminal: boolean): string {
  try {
    const time = timeOf(line);
    const when = isTerminal
      ? new Date(time).toLocaleString('sv-SE')
      : time.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
    const colour = wantsColour(isTerminal, process.env);
    return `${visible(when)}  ${prettyLine(line, { colour })}`;
  } catch {
    return `${visible(line)}\n`;
  }
}
