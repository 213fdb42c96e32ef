/**
 * SIGKILL in the first moments of a life, when mcp-shield may not yet have told anybody of the
 * server: at every millisecond from the first process that it starts, at a start, at a restart and
 * while the login shell is asked.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { until } from '../../../test/process/strays.ts';
import { Peer, root } from '../chaos/peer.ts';

const kinds = ['start', 'restart', 'login shell'] as const;

export interface Moment {
  readonly kind: (typeof kinds)[number];
  /** Since the first process that was started for it. */
  readonly atMs: number;
}

const lastMs = 50;

/** Every kind at every millisecond, over and over. */
export function momentOf(index: number): Moment {
  const kind = kinds[index % kinds.length] ?? 'start';
  return { kind, atMs: Math.floor(index / kinds.length) % lastMs };
}

/** Hears neither the end of its stdin nor a signal that can be ignored, from its first line on. */
const deaf = `trap '' TERM INT HUP; exec sleep 600`;
const deafShell = 'test/fixtures/deaf-shell.sh';
const startsWithinMs = 30_000;
const goneWithinMs = 8_000;

const lives: Readonly<Record<Moment['kind'], readonly string[]>> = {
  start: ['--', 'sh', '-c', deaf],
  restart: ['--backoff-initial', '1ms', '--', 'sh', '-c', deaf],
  'login shell': ['--shell-path', 'always', '--', 'sh', '-c', deaf],
};

/** How many processes are left. */
export async function endAtMoment({ kind, atMs }: Moment): Promise<number> {
  const peer = new Peer({ args: lives[kind], env: { SHELL: resolve(root, deafShell) } });
  try {
    const before = new Set<string>();
    if (kind === 'restart') await endFirstLife(peer, before);
    while (!peer.gone && !childrenOf(peer.pid).some((child) => !before.has(child))) await turn();
    const end = performance.now() + atMs;
    while (performance.now() < end) await turn();
    peer.kill('SIGKILL');
    await peer.exited;
    await until(() => peer.leftovers().length === 0, goneWithinMs);
    return peer.leftovers().length;
  } finally {
    peer.sweep();
  }
}

async function endFirstLife(peer: Peer, before: Set<string>): Promise<void> {
  let server: string | undefined;
  const isThere = (): boolean => {
    server = childrenOf(peer.pid).find((pid) => read(`${pid}/cmdline`).startsWith('sleep'));
    return server !== undefined;
  };
  await until(isThere, startsWithinMs);
  if (server === undefined) throw new Error('the first server was not started in time');
  for (const child of childrenOf(peer.pid)) before.add(child);
  process.kill(Number(server), 'SIGKILL');
}

function childrenOf(pid: number): string[] {
  return read(`${pid}/task/${pid}/children`).split(' ').filter(Boolean);
}

function read(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}
