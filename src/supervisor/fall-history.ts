/**
 * How often the server fell lately, and what follows: at once again, after a back-off, or not for
 * now (breaker). Owns the sliding window and the exponential delay; knows nothing of processes,
 * messages or reasons.
 */

import { supervisorLimits } from '../base/limits.ts';

export interface BackoffOptions {
  /** Falls tolerated within the window. */
  readonly restarts: number;
  readonly restartWindowMs: number;
  readonly backoffInitialMs: number;
  readonly backoffMaxMs: number;
  /** Seed of the jitter. */
  readonly seed: number;
}

/** A fall is followed by a pause of so many ms, or by an open breaker. */
export type Consequence =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'open' };

export class FallHistory {
  readonly #options: BackoffOptions;
  #falls: number[] = [];
  #random: number;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#random = options.seed >>> 0;
  }

  /** Falls within the window that ends now. */
  count(now: number): number {
    this.#falls = this.#falls.filter((at) => now - at < this.#options.restartWindowMs);
    return this.#falls.length;
  }

  /**
   * A fall that counts. The first one after a life that served is followed by no pause: the
   * window was empty, so nothing speaks for a crash loop.
   */
  record(now: number, served: boolean): Consequence {
    const before = this.count(now);
    this.#falls.push(now);
    if (before + 1 > this.#options.restarts) return { kind: 'open' };
    if (before === 0 && served) return { kind: 'restart', delayMs: 0 };
    return { kind: 'restart', delayMs: this.#jittered(before) };
  }

  /** After sustained service only: a spawned process or a passed handshake proves nothing. */
  forget(): void {
    this.#falls = [];
  }

  /** Exponential, then between half and all of it, so that many shields do not fall in step. */
  #jittered(exponent: number): number {
    const { backoffInitialMs, backoffMaxMs } = this.#options;
    const full = Math.min(backoffMaxMs, backoffInitialMs * 2 ** Math.min(exponent, 30));
    return Math.round(full * (0.5 + this.#nextRandom() / 2));
  }

  /** mulberry32: the core may not have a random source, only a seed. */
  #nextRandom(): number {
    this.#random = (this.#random + 0x6d2b79f5) >>> 0;
    let mixed = this.#random;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/**
 * Service of one life: answers given to the client over time. Spawning and handshakes are not
 * service, so a server that starts well and dies seconds later never resets its history.
 */
export class Service {
  #firstAnswerAt: number | undefined;

  get served(): boolean {
    return this.#firstAnswerAt !== undefined;
  }

  /** True when this answer makes the service a sustained one. */
  answered(now: number): boolean {
    this.#firstAnswerAt ??= now;
    return now - this.#firstAnswerAt >= supervisorLimits.sustainedServiceMs;
  }
}
