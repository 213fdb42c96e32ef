/**
 * Watches what the shield writes to servers: only to the life that is on, a greeting before all
 * else, nothing that was cancelled or answered, nothing once too often, all in order.
 */

import { type Asked, Broken, type Facts, type Handshake } from './facts.ts';
import type { LifePlan } from './life-plan.ts';
import {
  hasEnvelope,
  isAnswer,
  isFrameHeader,
  keyOf,
  type Packet,
  packetsOf,
  type WireId,
} from './packet.ts';
import type { World } from './plan.ts';
import type { SimulatedProcess } from './process.ts';
import { checkCall } from './shown.ts';
import type { PassingWatch } from './watch-passing.ts';
import type { RestoredWatch } from './watch-restored.ts';

const reads: ReadonlySet<string> = new Set([
  'tools/list',
  'resources/read',
  'prompts/get',
  'ping',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

/** What of a life matters here. */
export interface WatchedLife {
  readonly generation: number;
  /** False: it could not be started, so what is written to it reaches nobody. */
  readonly ran: boolean;
  exited: boolean;
  readonly process: Pick<SimulatedProcess, 'endedWell' | 'looksLaunched'>;
  inputEnded: boolean;
  /** A client that was greeted before expects its new server to be greeted first. */
  readonly replay: boolean;
  readonly handshake: Handshake | undefined;
  readonly modern: boolean;
  lines: number;
  /** Requests written to it, greetings left out. */
  asks: number;
  /** When the first of them was written. */
  askedAt: number;
  /** The client was told what it has to agree to. */
  readonly isBound: boolean;
  /** What it will agree to is that. */
  readonly fits: boolean;
  greeting: 'none' | 'asked' | 'answered' | 'refused' | 'done';
  lastOrder: number;
}

/** Of the shield's own: a name, or a number that no client here comes near. */
function isOwn(id: WireId): boolean {
  return typeof id === 'number' ? id >= 1_000_000_000 : String(id).startsWith('mcp-shield:');
}

export class ServerWatch {
  readonly #facts: Facts;
  readonly #world: World;
  readonly #passing: PassingWatch;
  readonly #restored: RestoredWatch;

  constructor(
    facts: Facts,
    world: World,
    { passing, restored }: { passing: PassingWatch; restored: RestoredWatch },
  ) {
    this.#facts = facts;
    this.#world = world;
    this.#passing = passing;
    this.#restored = restored;
  }

  begin(generation: number, plan: LifePlan, process: WatchedLife['process']): WatchedLife {
    const ran = plan.spawnErrno === undefined;
    const isTold = !this.#world.habits.isVersionless;
    const { handshake, modern } = this.#facts;
    const asked = handshake !== undefined;
    const isLate = generation > 1 || this.#world.options.lazy;
    const refused = asked && handshake.agreed === undefined && handshake.asked.answers > 0;
    return {
      generation,
      ran,
      exited: false,
      process,
      inputEnded: false,
      handshake,
      // A new handshake that starts the server itself is written as the client writes.
      replay: isLate && asked && !refused && handshake.asked.at < this.#facts.now,
      modern: modern && isLate,
      lines: 0,
      asks: 0,
      askedAt: 0,
      isBound: handshake?.agreed !== undefined,
      fits: !isTold || this.#facts.fits(plan.protocolVersion),
      greeting: 'none',
      lastOrder: -1,
    };
  }

  /** Returns the client's own requests among it. */
  wrote(life: WatchedLife, bytes: Buffer): readonly Asked[] {
    const line = bytes.toString();
    if (this.#world.habits.manner === 'frames' && isFrameHeader(line.slice(0, -1))) return [];
    const packets = packetsOf(line);
    if (packets === undefined || !line.endsWith('\n')) {
      throw new Broken(`no message for the server: ${JSON.stringify(line)}`);
    }
    // Until its output ends it may be a launcher's, and what needs no answer does no harm.
    const isHarmless =
      life.process.endedWell &&
      packets.every((packet) => packet.id === undefined || isAnswer(packet));
    if (life.exited && !life.process.looksLaunched && !isHarmless)
      throw new Broken(`written to a dead server: ${line}`);
    if (life.inputEnded) throw new Broken(`written after the end of its input: ${line}`);
    for (const packet of packets) this.#wrotePacket(life, packet, line);
    const requests = packets.filter((packet) => packet.id !== undefined && !isAnswer(packet));
    return requests
      .map(({ id }) => this.#facts.asked.get(keyOf(id)))
      .filter((asked) => asked !== undefined);
  }

  #wrotePacket(life: WatchedLife, packet: Packet, line: string): void {
    checkCall(this.#world.options, packet);
    life.lines += 1;
    this.#passing.wrote(life, packet);
    if (life.modern && life.lines === 1 && (packet.id === undefined || !hasEnvelope(packet))) {
      throw new Broken(`pins a fresh modern server to the legacy era: ${line}`);
    }
    if (life.replay) this.#greets(life, packet, line);
    if (packet.method === 'notifications/cancelled') this.#cancels(life, packet);
    if (packet.id === undefined || isAnswer(packet)) return;
    const asked = this.#facts.asked.get(keyOf(packet.id));
    this.#restored.wrote(packet, asked === undefined);
    if (asked === undefined && isOwn(packet.id)) return;
    if (asked === undefined) throw new Broken(`a request nobody made: ${line}`);
    if (!asked.batched && asked.line !== line.trimEnd()) throw new Broken(`changed: ${line}`);
    if (packet.method !== 'initialize') this.#request(life, asked, line);
    else if (life.ran && asked.answers === 0) note(asked, life);
    asked.writtenAt = this.#facts.now;
  }

  /** Nothing before the answer to `initialize`, then `initialized`, but pings at any time. */
  #greets(life: WatchedLife, packet: Packet, line: string): void {
    if (isAnswer(packet) || packet.method === 'ping') return;
    const { method } = packet;
    const { asked, agreed } = life.handshake ?? {};
    // The greeting ended in an error, or will in this very step, so nobody has been greeted.
    const isRefused = asked !== undefined && (asked.answers > 0 || life.greeting === 'refused');
    if (agreed === undefined && isRefused) return;
    if (method === 'initialize') {
      // A second handshake of the client's own may follow.
      if (life.greeting === 'none') life.greeting = 'asked';
    } else if (life.greeting === 'none' || life.greeting === 'asked') {
      throw new Broken(`before the greeting: ${line}`);
    } else if (life.isBound && isUnfit(life)) {
      throw new Broken(`to a server that cannot go on with the session: ${line}`);
    } else if (life.greeting === 'answered' || life.greeting === 'refused') {
      if (method !== 'notifications/initialized' && this.#facts.handshake?.initialized) {
        throw new Broken(`before \`initialized\`: ${line}`);
      }
      life.greeting = 'done';
    }
  }

  #cancels(life: WatchedLife, { params }: Packet): void {
    const target = this.#facts.asked.get(keyOf(params?.['requestId'] as WireId));
    if (target === undefined) throw new Broken('cancels a request nobody made');
    if (target.writtenTo.includes(life.generation) || !life.ran) return;
    // The client's cancel and the shield's own answer to a ping crossed.
    if (target.packet.method === 'ping' && target.answers > 0) return;
    throw new Broken(`cancels what this server never saw: ${keyOf(target.packet.id)}`);
  }

  #request(life: WatchedLife, asked: Asked, line: string): void {
    const { method = '' } = asked.packet;
    if (asked.answers > 0) throw new Broken(`sends what was answered: ${line}`);
    if (asked.cancelled && !this.#facts.justCancelled.has(asked)) {
      throw new Broken(`sends what was cancelled: ${line}`);
    }
    if (method === 'subscriptions/listen') {
      if (life.ran) note(asked, life);
      if (asked.acknowledgedAt === undefined && asked.writtenTo.length > 2) {
        throw new Broken(`a stream that killed two servers is sent again: ${line}`);
      }
      return;
    }
    if (asked.order < life.lastOrder) throw new Broken(`out of order: ${line}`);
    life.lastOrder = asked.order;
    if (!life.ran) return;
    asked.writtenTo.push(life.generation);
    const max = this.#timesAllowed(asked);
    if (asked.writtenTo.length > max) {
      throw new Broken(`sent to lives ${asked.writtenTo} (allowed: ${max}): ${line}`);
    }
  }

  #timesAllowed({ packet }: Asked): number {
    const { retry } = this.#world.options;
    if (retry === 'never') return 1;
    if (reads.has(packet.method ?? '')) return 2;
    const marked = packet.method === 'tools/call' && packet.params?.['name'] !== 'write';
    return marked && retry === 'annotated' ? 2 : 1;
  }
}

function isUnfit({ greeting, fits }: WatchedLife): boolean {
  return greeting === 'refused' || (greeting === 'answered' && !fits);
}

function note({ writtenTo }: Asked, { generation }: WatchedLife): void {
  if (!writtenTo.includes(generation)) writtenTo.push(generation);
}
