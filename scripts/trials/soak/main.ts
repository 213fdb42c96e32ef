/**
 * One session that never ends: many requests over many falls, with some in flight at each. Memory
 * must be flat and no descriptor may be left over.
 *
 *   npm run soak -- [--requests 1000000] [--falls 1000]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Peer, root } from '../chaos/peer.ts';
import { childrenOf, openDescriptors, residentMb } from '../chaos/processes.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    falls: { type: 'string', default: '1000' },
  },
});
const requests = Number(values.requests);
const falls = Number(values.falls);
const window = 200;
const patienceMs = 60_000;
/** Node takes memory when it may; more than this from one half to the other is a leak. */
const growthMaxMb = 20;

interface Sample {
  readonly memoryMb: number;
  readonly descriptors: number;
}

class Soak {
  readonly #peer: Peer;
  readonly #samples: Sample[] = [];
  #errors = 0;

  constructor() {
    const server = resolve(root, 'scripts/trials/soak/soak-server.mjs');
    const options = ['--restarts', '1000', '--restart-window', '1s', '--log-level', 'silent'];
    options.push('--backoff-initial', '1ms', '--backoff-max', '1ms');
    this.#peer = new Peer({
      args: [...options, '--', process.execPath, server],
      onMessage: ({ error }) => {
        if (error !== undefined) this.#errors += 1;
      },
    });
  }

  async run(): Promise<string[]> {
    await this.#greet();
    const batch = Math.ceil(requests / Math.max(1, falls));
    let id = 0;
    while (id < requests) {
      const last = Math.min(requests, id + batch);
      while (id < last) {
        id += 1;
        await this.#ask(id, id === last && falls > 0);
      }
      await this.#peer.until(() => this.#peer.owed === 0, patienceMs);
      this.#sample();
      if (this.#peer.owed > 0) break;
      // Answered requests are told by their number; a million entries would be the soak's own leak.
      this.#peer.forgetAnswered();
    }
    return this.#judge();
  }

  async #greet(): Promise<void> {
    const clientInfo = { name: 'soak', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    this.#peer.write(this.#peer.ask(0, 'initialize', params));
    await this.#peer.until(() => this.#peer.owed === 0, patienceMs);
    this.#peer.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  async #ask(id: number, deadly: boolean): Promise<void> {
    const peer = this.#peer;
    if (peer.owed >= window) await peer.until(() => peer.owed < window / 2, patienceMs);
    const text = deadly
      ? peer.ask(id, 'tools/call', { name: 'die' })
      : peer.ask(id, 'resources/read', { uri: `soak:${id}` });
    if (!peer.write(text)) await peer.drained();
  }

  #sample(): void {
    const { pid } = this.#peer;
    this.#samples.push({ memoryMb: residentMb(pid), descriptors: openDescriptors(pid) });
    this.#peer.measure();
  }

  async #judge(): Promise<string[]> {
    const peer = this.#peer;
    const { servers } = childrenOf(peer.pid);
    const broken = [...peer.violations];
    if (peer.owed > 0) broken.push(`${peer.owed} requests lost`);
    if (this.#errors !== falls) broken.push(`${this.#errors} errors for ${falls} falls`);
    if (servers.length !== 1) broken.push(`${servers.length} servers at the end`);
    const half = this.#samples.length >> 1;
    const [early, late] = [this.#samples.slice(half >> 1, half), this.#samples.slice(half)];
    const grew = most(late, 'memoryMb') - most(early, 'memoryMb');
    if (grew > growthMaxMb) broken.push(`memory grew by ${Math.round(grew)} MB`);
    const extra = least(late, 'descriptors') - least(early, 'descriptors');
    if (extra > 0) broken.push(`${extra} descriptors more`);
    peer.closeStdin();
    await peer.until(() => peer.gone, 5_000);
    const left = peer.leftovers().length;
    if (left > 0) broken.push(`${left} processes left`);
    peer.sweep();
    console.log(
      [
        `${requests} requests, ${falls} falls, ${peer.owed} lost`,
        `memory ${Math.round(most(early, 'memoryMb'))} → ${Math.round(most(late, 'memoryMb'))} MB`,
        `peak ${Math.round(peer.peakMb)} MB`,
        `descriptors ${least(early, 'descriptors')} → ${least(late, 'descriptors')}`,
        `${left} processes left, ${broken.length} broken`,
      ].join(', '),
    );
    return broken;
  }
}

function most(samples: readonly Sample[], of: keyof Sample): number {
  return Math.max(...samples.map((sample) => sample[of]));
}

function least(samples: readonly Sample[], of: keyof Sample): number {
  return Math.min(...samples.map((sample) => sample[of]));
}

async function main(): Promise<void> {
  const broken = await new Soak().run();
  for (const sentence of broken) console.error(`broken: ${sentence}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

void main();
