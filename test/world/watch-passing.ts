/**
 * Watches that what wants no answer reaches the server: cancels of what it was asked, at once, and
 * other notifications as soon as one is there to be told. Nothing of it is dropped in silence.
 */

import { restartLimits } from '../../src/base/limits.ts';
import type { ShieldEffect } from '../../src/shield/events.ts';
import { type Asked, Broken, type Facts } from './facts.ts';
import { isAnswer, keyOf, type Packet, packetsOf, type WireId } from './packet.ts';
import type { SimulatedProcess } from './process.ts';
import type { WatchedLife } from './watch-server.ts';

/** What clients here say of their own accord. */
const told: ReadonlySet<string | undefined> = new Set([
  'notifications/custom',
  'notifications/roots/list_changed',
]);

/** They may be all that a server was asked before it has started. */
const greetings: ReadonlySet<string | undefined> = new Set(['initialize', 'server/discover']);

/** A restart that was asked for holds everything back for so long. */
const toldMaxMs = restartLimits.drainMs + 2_000;

interface On {
  readonly watched: WatchedLife;
  readonly process: SimulatedProcess;
}

export class PassingWatch {
  readonly #facts: Facts;
  #said = 0;
  #passed = 0;
  /** When more was said than has reached a server. */
  #missingSince: number | undefined;
  /** Some were dropped for want of a server; that is logged, but not each time. */
  #hasDropped = false;
  /** In the step at hand: ids that a server was told of. */
  readonly #cancelled = new Set<string>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  clientSaid(line: string): void {
    for (const { method } of packetsOf(line) ?? []) if (told.has(method)) this.#said += 1;
  }

  /** Written to the server that is on. */
  wrote(life: WatchedLife, packet: Packet): void {
    const { method, params } = packet;
    if (told.has(method)) this.#passed += 1;
    if (method === 'notifications/cancelled') {
      this.#cancelled.add(keyOf(params?.['requestId'] as WireId));
    }
    if (packet.id === undefined || isAnswer(packet) || greetings.has(method)) return;
    life.asks += 1;
    if (life.asks === 1) life.askedAt = this.#facts.now;
  }

  effect(effect: ShieldEffect): void {
    if (effect.type === 'log' && effect.event === 'notification-dropped') this.#hasDropped = true;
  }

  /** A step is over. `timedOut`: what the client was told of in it. */
  stepped(on: On | undefined, timedOut: readonly Asked[]): void {
    if (on !== undefined && this.#hears(on)) {
      const cancelled = [...this.#facts.justCancelled].filter(({ answers }) => answers === 0);
      for (const { packet, writtenTo } of [...cancelled, ...timedOut]) {
        if (!writtenTo.includes(this.#facts.generation)) continue;
        if (packet.method === 'initialize' || this.#cancelled.has(keyOf(packet.id))) continue;
        throw new Broken(`the server is not told that nobody waits for ${keyOf(packet.id)}`);
      }
    }
    this.#cancelled.clear();
  }

  /** The server that is on can be told something. */
  #hears({ watched, process }: On): boolean {
    const { ended, isEnding, isReleased } = this.#facts;
    if (ended !== undefined || isEnding || isReleased) return false;
    // What left may have been a launcher, and what is there may be another's.
    const isOne = !process.endedWell && !process.isLaunched;
    return isOne && process.isHealthy && !watched.exited && !watched.inputEnded;
  }

  /** Now and then, while a server is well: one that was asked something may be told everything. */
  lookAround(on: On | undefined, sinceMs: number): void {
    const { now } = this.#facts;
    const missing = this.#hasDropped ? 0 : this.#said - this.#passed;
    if (missing > 0) this.#missingSince ??= now;
    else this.#missingSince = undefined;
    if (on === undefined || !this.#hears(on) || on.watched.asks === 0) return;
    if (sinceMs < toldMaxMs) return;
    if (this.#missingSince === undefined || now - this.#missingSince < toldMaxMs) return;
    throw new Broken(`${missing} notifications have not reached the server`);
  }
}
