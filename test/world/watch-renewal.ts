/**
 * Watches restarts that somebody asked for: changes settle first, calls in flight finish, what is
 * asked meanwhile waits for the next server, and that one comes. Only where one was asked for, and
 * nothing else ends the server.
 */

import { restartLimits } from '../../src/base/limits.ts';
import { type Asked, Broken, type Facts } from './facts.ts';
import { keyOf } from './packet.ts';
import type { World } from './plan.ts';
import type { SimulatedProcess } from './process.ts';

/** Changes settle, calls finish, the old one is killed, and what it left is read. */
const renewedMaxMs = restartLimits.settleMs + restartLimits.drainMs + restartLimits.killMs + 2_500;

interface Wanted {
  readonly at: number;
  readonly isChange: boolean;
  readonly generation: number;
}

export class RenewalWatch {
  readonly #facts: Facts;
  readonly #world: World;
  /** Undefined: none, or more than one. */
  #wanted: Wanted | undefined;
  #count = 0;

  constructor(facts: Facts, world: World) {
    this.#facts = facts;
    this.#world = world;
  }

  /** Somebody wants another server. */
  wants(isChange: boolean): void {
    const { now, generation } = this.#facts;
    this.#count += 1;
    this.#wanted = this.#count === 1 ? { at: now, isChange, generation } : undefined;
  }

  begins(): void {
    this.#count = 0;
    this.#wanted = undefined;
  }

  slept(): void {
    this.#wanted = undefined;
  }

  /** The shield ends the life that is on, and for no other reason. */
  signalled(process: SimulatedProcess): void {
    const wanted = this.#mine(process);
    if (wanted === undefined) return;
    const waited = this.#facts.now - wanted.at;
    if (wanted.isChange && waited < restartLimits.settleMs) {
      throw new Broken('a server is ended before changes have settled');
    }
    const busy = [...this.#facts.asked.values()].find((asked) => this.#isInFlight(asked, wanted));
    if (busy !== undefined && waited < restartLimits.drainMs) {
      throw new Broken(`a server is ended that works on ${keyOf(busy.packet.id)}`);
    }
  }

  /** What it was asked before, and has not answered, by a client that has been greeted. */
  #isInFlight(asked: Asked, { at, generation }: Wanted): boolean {
    const { packet, answers, cancelled, writtenTo, writtenAt } = asked;
    if (answers > 0 || cancelled || packet.method === 'subscriptions/listen') return false;
    const isGreeting = packet.method === 'initialize' || packet.method === 'server/discover';
    return !isGreeting && writtenTo.includes(generation) && writtenAt <= at;
  }

  /** A request was written to the life that is on. */
  wrote(asked: Asked, process: SimulatedProcess): void {
    const wanted = this.#mine(process);
    if (wanted === undefined || wanted.isChange || asked.at <= wanted.at) return;
    throw new Broken(`${keyOf(asked.packet.id)} reaches a server that will be replaced`);
  }

  /** One life alone was wanted gone, it is on, and well: nothing else would end it. */
  #mine(process: SimulatedProcess): Wanted | undefined {
    const wanted = this.#wanted;
    const { generation, ended, timeoutsInARow, agreed, modern } = this.#facts;
    const { restartHung, idleMs, lazy } = this.#world.options;
    if (wanted?.generation !== generation || ended !== undefined) return undefined;
    const isGreeted = agreed !== undefined || modern;
    const mayHang = restartHung > 0 && timeoutsInARow > 0;
    const isAlone = isGreeted && !mayHang && idleMs === 0 && !lazy;
    return isAlone && process.isHealthy && !process.isLaunched ? wanted : undefined;
  }

  /** Now and then. */
  lookAround(process: SimulatedProcess | undefined): void {
    const wanted = process && this.#mine(process);
    if (wanted === undefined) return;
    const waited = this.#facts.now - wanted.at;
    if (waited > renewedMaxMs) throw new Broken(`no restart ${waited} ms after it was asked for`);
  }
}
