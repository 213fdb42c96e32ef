/**
 * Watches when the next server is started after a fall: at once after a life that served, else
 * after an exponential pause with jitter, and not at all while the breaker is open, until somebody
 * asks. Only in worlds in which it is certain from outside what counts as a fall.
 */

import { supervisorLimits } from '../../src/base/limits.ts';
import { Broken, type Facts } from './facts.ts';
import type { LifePlan } from './life-plan.ts';
import type { World } from './plan.ts';
import type { Service } from './watch-lives.ts';

/** What must come next. */
type Due =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'start'; readonly from: number; readonly to: number; readonly fullMs: number }
  | { readonly kind: 'request'; readonly from: number };

interface Released {
  readonly plan: LifePlan;
  /** For sure. */
  readonly isFall: () => boolean;
  readonly service: () => Service | undefined;
}

/** Errors at which no server has ever been found. */
const missing: ReadonlySet<string | undefined> = new Set(['ENOENT']);
/** Wake-ups are rounded up. */
const airMs = 2;
/** A pause so short says nothing about jitter. */
const longMs = 100;

export class PausesWatch {
  readonly #facts: Facts;
  readonly #world: World;
  #isCertain: boolean;
  #falls: number[] = [];
  #isHalfOpen = false;
  #missingInARow = 0;
  #released: Released | undefined;
  #due: Due = { kind: 'nothing' };
  /** Pauses as shares of what they may be at most. */
  readonly #shares: number[] = [];

  constructor(facts: Facts, world: World) {
    this.#facts = facts;
    this.#world = world;
    const { options, client, server, interruptions } = world;
    const isOrdinary = !options.lazy && options.idleMs === 0 && options.restartHung === 0;
    const isTold = client.kind !== 'probing' && interruptions.length === 0 && options.restarts > 0;
    this.#isCertain = isOrdinary && isTold && !world.isPackage && !server.isLaunched;
  }

  /** Its last answers may still be given in this step. */
  released(life: Released): void {
    this.#released = life;
  }

  #settle(): void {
    const released = this.#released;
    this.#released = undefined;
    if (released !== undefined) this.#fell(released, released.service());
  }

  #fell({ plan, isFall }: Released, service: Service | undefined): void {
    const { now, ended } = this.#facts;
    const { options, server } = this.#world;
    const isOdd = plan.protocolVersion !== server.protocolVersion || plan.refusesHandshake;
    if (!isFall() || isOdd || ended !== undefined) this.#isCertain = false;
    if (!this.#isCertain) return;
    const isSustained =
      service !== undefined && service.last - service.first >= supervisorLimits.sustainedServiceMs;
    if (isSustained) this.#forgive();
    this.#missingInARow = missing.has(plan.spawnErrno) ? this.#missingInARow + 1 : 0;
    const before = this.#falls.filter((at) => now - at < options.restartWindowMs).length;
    this.#falls.push(now);
    const isOpen =
      this.#isHalfOpen ||
      before + 1 > options.restarts ||
      this.#missingInARow >= supervisorLimits.permanentConfirmCount;
    if (isOpen) this.#due = { kind: 'request', from: now + options.backoffMaxMs };
    else if (before === 0 && service !== undefined) this.#due = start(now, 0);
    else
      this.#due = start(
        now,
        Math.min(options.backoffMaxMs, options.backoffInitialMs * 2 ** before),
      );
  }

  #forgive(): void {
    this.#falls = [];
    this.#isHalfOpen = false;
    this.#missingInARow = 0;
  }

  spawned(): void {
    this.#settle();
    const due = this.#due;
    const { now } = this.#facts;
    this.#due = { kind: 'nothing' };
    if (!this.#isCertain || due.kind === 'nothing') return;
    if (now < due.from) throw new Broken(`a server is started ${due.from - now} ms too soon`);
    if (due.kind === 'request') this.#isHalfOpen = true;
    else if (due.fullMs >= longMs) this.#note((now - (due.to - due.fullMs)) / due.fullMs);
  }

  /** So many pauses in a row that are as long as they may be have no jitter. */
  #note(share: number): void {
    this.#shares.push(share);
    const last = this.#shares.slice(-3);
    if (last.length === 3 && last.every((one) => one > 0.995)) {
      throw new Broken('pauses have no jitter');
    }
  }

  /** A step is over: requests came, or none. */
  stepped(hasAsked: boolean): void {
    this.#settle();
    const { now, ended } = this.#facts;
    if (!this.#isCertain || ended !== undefined) return;
    const due = this.#due;
    if (due.kind === 'request' && hasAsked && now >= due.from) {
      throw new Broken('the breaker is open, and what is asked starts no server');
    }
    if (due.kind === 'start' && now > due.to + airMs) {
      throw new Broken(`no server is started after ${due.to - now} ms`);
    }
  }
}

function start(now: number, fullMs: number): Due {
  return { kind: 'start', from: now + Math.floor(fullMs / 2), to: now + fullMs, fullMs };
}
