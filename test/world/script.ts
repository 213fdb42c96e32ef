/**
 * One session told step by step: what the client says, what the server does, and what came out.
 * Deterministic and without pipes; the clock moves only when told to.
 */

import { linesOf } from '../../src/protocol/lines.ts';
import type { Remembered } from '../../src/session/memory.ts';
import type {
  EndingSignal,
  ReportingShield,
  ShieldEffect,
  ShieldEvent,
  ShieldOptions,
  ShieldReport,
  Surroundings,
} from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { defaultOptions } from './default-options.ts';
import {
  lineOf,
  notification,
  type Packet,
  type Params,
  packetsOf,
  request,
  result,
} from './packet.ts';
import { surroundings } from './surroundings.ts';

interface Death {
  readonly signal?: string;
  readonly leftovers?: boolean;
  /** False: a grandchild holds it open. */
  readonly stdoutEnds?: boolean;
}

export class Script {
  readonly #shield: ReportingShield;
  #now = 0;
  #generation = 0;
  #toClient: string[] = [];
  #toServer: string[] = [];
  #others: ShieldEffect[] = [];
  readonly #recalls: number[] = [];

  constructor(options: Partial<ShieldOptions> = {}, around: Partial<Surroundings> = {}) {
    this.#shield = createShield({ ...defaultOptions, ...options }, { ...surroundings, ...around });
    this.#step({ type: 'started' });
  }

  /** How many servers have been started. */
  get generation(): number {
    return this.#generation;
  }

  get now(): number {
    return this.#now;
  }

  client(...said: (Packet | readonly Packet[] | string)[]): void {
    this.#step({ type: 'client-sent', chunk: bytesOf(said) });
  }

  /** `generation`: of a life that is over, perhaps. */
  server(...said: (Packet | readonly Packet[] | string)[]): void {
    this.late(this.#generation, ...said);
  }

  late(generation: number, ...said: (Packet | readonly Packet[] | string)[]): void {
    this.#step({ type: 'server-sent', generation, chunk: bytesOf(said) });
  }

  complains(text: string): void {
    const chunk = Buffer.from(text);
    this.#step({ type: 'server-complained', generation: this.#generation, chunk });
  }

  spawns(start: { direct?: true } = {}): void {
    this.#step({ type: 'server-spawned', generation: this.#generation, pid: 4711, ...start });
  }

  spawnFails(errno: string, start: { resolvedCommand?: string; direct?: true } = {}): void {
    const generation = this.#generation;
    const message = `spawn server ${errno}`;
    this.#step({ type: 'server-spawn-failed', generation, errno, message, ...start });
  }

  exits(exitCode: number | null = 1, death: Death = {}): void {
    const generation = this.#generation;
    const { signal = null, leftovers = false, stdoutEnds = true } = death;
    if (stdoutEnds) this.#step({ type: 'server-stdout-ended', generation });
    this.#step({ type: 'server-exited', generation, exitCode, signal, leftovers });
  }

  closesStdout(): void {
    this.#step({ type: 'server-stdout-ended', generation: this.#generation });
  }

  closesStdin(): void {
    this.#step({ type: 'server-input-closed', generation: this.#generation });
  }

  endOfClient(cause: 'eof' | 'broken-pipe' | 'orphaned' = 'eof'): void {
    this.#step({ type: 'client-ended', cause });
  }

  signal(signal: EndingSignal): void {
    this.#step({ type: 'signalled', signal });
  }

  changes(...paths: string[]): void {
    for (const path of paths) this.#step({ type: 'file-changed', path });
  }

  /** What an earlier run heard is found, or nothing is. */
  recalls(remembered?: Remembered): void {
    const number = this.#recalls.shift();
    if (number === undefined) throw new Error('nobody asked what is remembered');
    const since = remembered && '2026-01-01T00:00:00.000Z';
    this.#step({ type: 'recalled', number, remembered, since });
  }

  wantsRestart(why = 'SIGUSR2'): void {
    this.#step({ type: 'restart-requested', why });
  }

  /** The machine sleeps: the clock goes on, nothing else does, and then every timer is late. */
  sleeps(ms: number): void {
    this.#now += ms;
    this.#step({ type: 'woke' });
  }

  /** Moves the clock; the shield wakes whenever it asked to be woken. */
  after(ms: number): void {
    const until = this.#now + ms;
    for (let wakes = 0; wakes < 1_000; wakes += 1) {
      const wakeAt = this.#shield.nextWakeup();
      if (wakeAt === undefined || wakeAt > until) break;
      this.#now = Math.max(this.#now, wakeAt);
      this.#step({ type: 'woke' });
    }
    this.#now = until;
  }

  /** Until the next server is started, at most so long. */
  untilRestart(atMostMs = 60_000): void {
    const { generation, now } = this;
    while (this.#generation === generation && this.#now < now + atMostMs) this.after(1);
  }

  /** What the client was written since the last look. */
  clientGot(): Packet[] {
    const got = this.#toClient.flatMap((line) => packetsOf(line) ?? []);
    this.#toClient = [];
    return got;
  }

  /** The lines as they are. */
  clientLines(): string[] {
    const lines = this.#toClient;
    this.#toClient = [];
    return lines;
  }

  /** What servers were written since the last look. */
  serverGot(): Packet[] {
    const got = this.#toServer.flatMap((line) => packetsOf(line) ?? []);
    this.#toServer = [];
    return got;
  }

  serverLines(): string[] {
    const lines = this.#toServer;
    this.#toServer = [];
    return lines;
  }

  /** All that is no message, since the last look; the log left out. */
  did(): ShieldEffect[] {
    const done = this.#others.filter(({ type }) => type !== 'log');
    this.#others = [];
    return done;
  }

  report(): ShieldReport {
    return this.#shield.report();
  }

  /** Lines of this kind, since the last look. */
  lines(event: string): Extract<ShieldEffect, { type: 'log' }>[] {
    return this.#others.flatMap((it) => (it.type === 'log' && it.event === event ? [it] : []));
  }

  logged(): string[] {
    return this.#others.flatMap((effect) => (effect.type === 'log' ? [effect.message] : []));
  }

  #step(event: ShieldEvent): void {
    for (const effect of this.#shield.step(event, this.#now)) {
      if (effect.type === 'spawn') this.#generation = effect.generation;
      if (effect.type === 'to-client') this.#toClient.push(...textsOf(effect.buffers));
      else if (effect.type === 'to-server') this.#toServer.push(...textsOf(effect.buffers));
      else this.#others.push(effect);
      if (effect.type === 'recall') this.#recalls.push(effect.number);
    }
  }
}

function textsOf(buffers: readonly Buffer[]): string[] {
  return linesOf(buffers).map(String);
}

function bytesOf(said: readonly (Packet | readonly Packet[] | string)[]): Buffer {
  const texts = said.map((one) => (typeof one === 'string' ? one : lineOf(one)));
  return Buffer.from(texts.join(''));
}

export const initialize = request(0, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'client', version: '1' },
});
export const initialized = notification('notifications/initialized');
export const tools: readonly Params[] = [
  { name: 'write', inputSchema: {} },
  { name: 'look', inputSchema: {}, annotations: { readOnlyHint: true } },
  { name: 'again', inputSchema: {}, annotations: { idempotentHint: true } },
];

export function agreement(more: Params = {}): Packet {
  const capabilities = { tools: { listChanged: true }, resources: { subscribe: true } };
  const serverInfo = { name: 'server', version: '1' };
  return result(0, { protocolVersion: '2025-11-25', capabilities, serverInfo, ...more });
}

/** A legacy session in which the handshake is done and one answer was given. */
export function greetedSession(
  options: Partial<ShieldOptions> = {},
  around: Partial<Surroundings> = {},
): Script {
  const script = new Script(options, around);
  script.client(initialize);
  script.server(agreement());
  script.client(initialized, request('first', 'ping'));
  script.server(result('first', {}));
  forget(script);
  return script;
}

/** The next server starts and is greeted; what is left is what comes after that. */
export function regreet(script: Script): void {
  script.server(agreement());
}

export function forget(script: Script): void {
  script.clientGot();
  script.serverGot();
  script.did();
}

export function call(id: number | string, name = 'write'): Packet {
  return request(id, 'tools/call', { name, arguments: {} });
}
