/**
 * One session that is ended in one way, in one phase, with one kind of server, and the processes
 * that are left of it. Nothing should be.
 */
import { resolve } from 'node:path';
import { endLimits } from '../../../src/base/limits.ts';
import { until } from '../../../test/process/strays.ts';
import { Peer, root } from '../chaos/peer.ts';
import { childrenOf, signal } from '../chaos/processes.ts';

const ways = [
  ...(['eof', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGINT, then SIGKILL'] as const),
  ...(['all pipes closed', 'client killed'] as const),
] as const;
const phases = [
  ...(['at once', 'server started', 'initialized', 'call in flight', 'server killed'] as const),
  ...(['waiting for the next server', 'breaker open', 'guard killed'] as const),
] as const;
const trees = ['polite', 'stubborn', 'stubborn behind a wrapper', 'cannot start'] as const;

export interface Case {
  readonly way: (typeof ways)[number];
  readonly phase: (typeof phases)[number];
  readonly tree: (typeof trees)[number];
}

export interface Outcome {
  readonly left: number;
  /** From the end that was made to the last process gone. */
  readonly goneMs: number;
}

/** All combinations that mean something, in an order that mixes them. */
export const cases: readonly Case[] = ways
  .flatMap((way) => phases.flatMap((phase) => trees.map((tree) => ({ way, phase, tree }))))
  .filter(({ way, phase, tree }) => {
    // Killed together, guard and shield leave what nobody can end any more.
    const hopeless = phase === 'guard killed' && /SIGKILL/.test(way);
    const neverThere = tree === 'cannot start' && phase !== 'at once' && phase !== 'breaker open';
    return !hopeless && !neverThere;
  })
  .map((one, index, all) => all[(index * 37) % all.length] ?? one);

const goneWithinMs = 8_000;
/** At the end of input an answer that is owed is waited for, and a server that hangs gives none. */
const owedWithinMs = endLimits.finishMs + goneWithinMs;
const readyWithinMs = 15_000;
const fixture = (name: string): string => resolve(root, 'test/fixtures/servers', name);
const stubborn = ['--ignore-eof', '--ignore-sigterm', '--grandchild'];

export async function endOne({ way, phase, tree }: Case): Promise<Outcome> {
  const wait = phase === 'waiting for the next server' ? '30s' : '1ms';
  const restarts = phase === 'breaker open' ? '1' : '1000';
  const options = ['--restarts', restarts, '--backoff-initial', wait, '--backoff-max', '30s'];
  const peer = new Peer({
    args: [...options, '--', ...commandOf(tree)],
    ...(way === 'client killed' && {
      through: resolve(root, 'scripts/trials/orphans/mortal-client.mjs'),
    }),
  });
  try {
    await reach(peer, phase, tree);
    if (way === 'client killed') peer.shieldPid = childrenOf(peer.pid).servers[0] ?? peer.pid;
    const start = performance.now();
    await end(peer, way);
    const endsInput = way === 'eof' || way === 'all pipes closed';
    const isOwed = phase === 'call in flight' || phase === 'guard killed';
    const withinMs = endsInput && isOwed ? owedWithinMs : goneWithinMs;
    await until(() => peer.leftovers().length === 0, withinMs);
    return { left: peer.leftovers().length, goneMs: performance.now() - start };
  } finally {
    peer.sweep();
  }
}

function commandOf(tree: Case['tree']): string[] {
  const server = [process.execPath, fixture('legacy-server.mjs')];
  switch (tree) {
    case 'polite':
      return server;
    case 'stubborn':
      return [...server, ...stubborn];
    case 'stubborn behind a wrapper':
      return [fixture('wrapper.sh'), ...server, ...stubborn];
    case 'cannot start':
      return ['no-such-command-here'];
  }
}

async function reach(peer: Peer, phase: Case['phase'], tree: Case['tree']): Promise<void> {
  if (phase === 'at once') return;
  const said = (text: string) => () => peer.stderrTail.includes(text);
  const params = { protocolVersion: '2025-11-25', capabilities: {} };
  peer.write(peer.ask(0, 'initialize', { ...params, clientInfo: { name: 'o', version: '1' } }));
  if (phase === 'server started') {
    await peer.until(said('[server] ready'), readyWithinMs);
    return;
  }
  await peer.until(() => peer.owed === 0, readyWithinMs);
  if (phase === 'initialized' || tree === 'cannot start') return;
  peer.write(peer.ask(1, 'tools/call', { name: 'hang' }));
  await peer.until(said('[server] hanging'), readyWithinMs);
  if (phase === 'call in flight') return;
  const { servers, guard } = childrenOf(shieldOf(peer));
  if (phase === 'guard killed') {
    signal(guard, 'SIGKILL');
    return;
  }
  signal(servers[0], 'SIGKILL');
  if (phase === 'server killed') return;
  await peer.until(() => peer.owed === 0, readyWithinMs);
  // A life that answered nothing but the handshake did not serve: the pause is half a minute.
  if (phase === 'waiting for the next server') return;
  peer.write(peer.ask(2, 'tools/call', { name: 'crash' }));
  await peer.until(() => peer.owed === 0, readyWithinMs);
}

/** Behind a client of its own it is that one's child. */
function shieldOf(peer: Peer): number {
  const { servers, guard } = childrenOf(peer.pid);
  return guard === undefined ? (servers[0] ?? peer.pid) : peer.pid;
}

async function end(peer: Peer, way: Case['way']): Promise<void> {
  switch (way) {
    case 'eof':
      peer.closeStdin();
      return;
    case 'all pipes closed':
      peer.vanish();
      return;
    case 'client killed':
      peer.kill('SIGKILL');
      return;
    case 'SIGINT, then SIGKILL':
      peer.kill('SIGINT');
      await new Promise((done) => setTimeout(done, 400));
      peer.kill('SIGKILL');
      return;
    default:
      peer.kill(way);
  }
}
