/**
 * The command `tail`: the messages of running sessions, as they pass. Listens on a socket of its
 * own, which only its owner may open, asks the shields to write to it, and takes everything away
 * when it ends. A session that it looks at does not wait for it.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodes, ShieldError } from '../base/errors.ts';
import { statusLimits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import { statusDirectory } from '../runner/directories.ts';
import { readStatuses } from '../runner/observe/read-statuses.ts';
import type { Status } from '../runner/observe/status-file.ts';
import type { ViewedMessage, ViewGap } from '../runner/observe/view-feed.ts';
import {
  readViewRequest,
  type ViewRequest,
  viewFormat,
  viewRequestFile,
} from '../runner/observe/view-request.ts';
import type { World } from '../runner/world.ts';
import { readOwnArgs } from './command-args.ts';
import { notRunning } from './not-running.ts';

interface TailRequest {
  readonly name: string | undefined;
  readonly contents: boolean;
  readonly raw: boolean;
}

export async function tail(
  args: readonly string[],
  { world }: { readonly world: World },
): Promise<number> {
  const request = readTailArgs(args);
  const directory = statusDirectory();
  const { shown } = readStatuses(directory);
  const wanted = named(shown, request.name);
  if (wanted.length === 0) {
    world.stderr.write('mcp-shield: no shield is running here, so no message passes\n');
    return exitCodes.problemsFound;
  }
  const names = namesOf(wanted);
  removeLeft(directory);
  const address = addressIn(directory);
  const files: string[] = [];
  const stopped = new Promise<void>((stop) => {
    world.onSignal(() => stop());
    const look = (): void => {
      if (!wanted.some(({ pid }) => isRunning(pid))) stop();
    };
    setInterval(look, statusLimits.refreshMs).unref();
    world.stdout.on('error', () => stop());
  });
  const server = createServer((socket) => {
    socket.on('error', () => {});
    createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      world.stdout.write(request.raw ? `${visible(line)}\n` : pretty(line, names));
    });
  });
  try {
    await listen(server, address);
    for (const { pid } of wanted) files.push(ask(directory, pid, { address, ...request }));
    world.stderr.write(`mcp-shield: waiting for messages of ${[...names.values()].join(', ')}\n`);
    await stopped;
  } finally {
    for (const file of files) rmSync(file, { force: true });
    server.close();
    if (process.platform !== 'win32') rmSync(address, { force: true });
  }
  return exitCodes.done;
}

function readTailArgs(args: readonly string[]): TailRequest {
  const { names, options } = readOwnArgs('tail', args, 1);
  return { name: names[0], contents: options.has('contents'), raw: options.has('raw') };
}

function named(all: readonly Status[], name: string | undefined): readonly Status[] {
  if (name === undefined) return all;
  const found = all.filter((status) => status.name === name);
  if (found.length > 0) return found;
  throw new ShieldError(notRunning(name, all), exitCodes.problemsFound);
}

/** By process: two of one name are told apart by their process id. */
function namesOf(statuses: readonly Status[]): ReadonlyMap<number, string> {
  const isAlone = ({ name }: Status): boolean =>
    statuses.filter((other) => other.name === name).length === 1;
  return new Map(
    statuses.map((status) => {
      const name = visible(status.name);
      return [status.pid, isAlone(status) ? name : `${name} (${status.pid})`];
    }),
  );
}

/** A long home directory leaves no room for the name of a socket; then it is a temporary one. */
function addressIn(directory: string): string {
  const name = `view-${process.pid}-${randomBytes(8).toString('hex')}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\mcp-shield-${name}`;
  const path = join(directory, `${name}.sock`);
  return path.length <= statusLimits.socketPathChars ? path : join(tmpdir(), `${name}.sock`);
}

/** Sockets of viewers that were killed. */
function removeLeft(directory: string): void {
  for (const file of readdirSync(directory)) {
    const pid = /^view-(\d{1,10})-[0-9a-f]+\.sock$/.exec(file)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(directory, file), { force: true });
  }
}

function listen(server: Server, address: string): Promise<void> {
  // From its first moment nobody else may connect.
  const before = process.umask(0o177);
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  }).finally(() => process.umask(before));
}

/** Returns the file by which the shield is asked. Throws if somebody else looks at it. */
function ask(
  directory: string,
  pid: number,
  { address, contents }: Pick<ViewRequest, 'address' | 'contents'>,
): string {
  const file = viewRequestFile(directory, pid);
  const other = readViewRequest(file);
  if (other !== undefined && isRunning(other.pid)) {
    const sentence = `process ${other.pid} looks at it already; end that mcp-shield tail first`;
    throw new ShieldError(sentence, exitCodes.problemsFound);
  }
  rmSync(file, { force: true });
  const request = { format: viewFormat, pid: process.pid, address, contents } as const;
  writeFileSync(file, JSON.stringify(request satisfies ViewRequest), { mode: 0o600, flag: 'wx' });
  return file;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function pretty(line: string, names: ReadonlyMap<number, string>): string {
  let said: ViewedMessage | ViewGap;
  try {
    said = JSON.parse(line) as ViewedMessage | ViewGap;
  } catch {
    return `${visible(line)}\n`;
  }
  const when = new Date(said.time).toLocaleTimeString('sv-SE');
  const start = `${when}  ${names.get(said.pid) ?? said.pid}`;
  if ('leftOut' in said) return `${start}  … ${said.leftOut} messages were not shown\n`;
  const { to, method = said.error === true ? 'error' : 'answer', id, bytes, ms, message } = said;
  const arrow = to === 'server' ? '→ server' : '← server';
  const parts = [
    ...(id === undefined ? [] : [`id ${id}`]),
    `${bytes} bytes`,
    ...(ms === undefined ? [] : [`${ms} ms`]),
  ];
  const body = message === undefined ? '' : `\n    ${visible(message)}`;
  return `${start}  ${arrow}  ${visible(method)}  ${visible(parts.join(', '))}${body}\n`;
}
