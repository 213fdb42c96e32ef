/**
 * Starts a server as an SDK client does, with mcp-shield in front of it or without, and knows
 * which processes that started. Not for Windows.
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { commandOf, markedProcesses, until } from '../process/strays.ts';
import type { ServerArgs } from './real-servers.ts';

/** For what comes from another process; only ever reached by a failing test. */
export const deadlineMs = 60_000;
export const testTimeoutMs = 3 * deadlineMs;

export const ways = ['direct', 'shielded'] as const;
export type Way = (typeof ways)[number];

export interface LaunchOptions {
  readonly shieldOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the server is started with; node if not given. */
  readonly command?: string;
  /** The server's script; the first argument if not given. */
  readonly script?: string;
}

/** What a StdioClientTransport of either SDK is given. */
export interface Launch {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly mark: string;
  /** How the path of the server's script ends. */
  readonly script: string;
}

const shieldEntry = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));

export function launch(server: ServerArgs, way: Way, options: LaunchOptions = {}): Launch {
  const { shieldOptions = [], env = {}, command = process.execPath } = options;
  const mark = `sdk-test-${randomUUID()}`;
  const common = {
    env: { ...env, SHIELD_TEST_MARK: mark },
    mark,
    script: options.script ?? server[0] ?? '',
  };
  if (way === 'direct') return { ...common, command, args: [...server] };
  const args = [shieldEntry, '--no-env-fixes', ...shieldOptions, '--', command, ...server];
  return { ...common, command: process.execPath, args };
}

/** The id of the server's own process: neither of the shield nor of its guard. */
export async function serverProcess({ mark, script }: Launch): Promise<number> {
  const servers = (): number[] =>
    markedProcesses(mark, Number.NaN).filter((pid) =>
      commandOf(pid).split(' ')[1]?.endsWith(script),
    );
  // A client that probes starts two for a moment.
  await until(() => servers().length === 1, deadlineMs);
  const [pid] = servers();
  if (pid === undefined) throw new Error('there is no server');
  return pid;
}

/** A server that is stopped takes requests and answers none. */
export async function stopServer(started: Launch): Promise<void> {
  process.kill(await serverProcess(started), 'SIGSTOP');
}

/** Kills the server behind the client's back and returns the id it had. */
export async function killServer(started: Launch): Promise<number> {
  const pid = await serverProcess(started);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Whatever a test did, nothing of it may be left. */
export async function expectNothingLeft({ mark }: Launch, clientPid: number): Promise<void> {
  const left = (): number[] => markedProcesses(mark, clientPid);
  await until(() => left().length === 0, deadlineMs);
  const strays = left();
  for (const pid of strays) process.kill(pid, 'SIGKILL');
  expect(strays.map(commandOf), 'processes that were left behind').toEqual([]);
}
