/**
 * What waits for a server: requests and notifications, in order, bounded in count and bytes.
 * Knows neither why they wait nor when they may go.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id } from '../protocol/message.ts';

export interface Held {
  /** Of a request; undefined for a notification. */
  readonly id: Id | undefined;
  readonly bytes: Buffer;
}

export class Hold {
  #waiting: Held[] = [];
  #bytes = 0;

  get size(): number {
    return this.#waiting.length;
  }

  hasRequest(): boolean {
    return this.#waiting.some((held) => held.id !== undefined);
  }

  has(id: Id): boolean {
    return this.#waiting.some((held) => held.id === id);
  }

  /** False: full, nothing was taken. */
  add(held: Held): boolean {
    if (this.#waiting.length >= sessionLimits.holdCountMax) return false;
    if (this.#bytes + held.bytes.length > sessionLimits.holdBytesMax) return false;
    // A slice keeps the whole chunk it came in alive: of more than a few a copy is kept.
    const isMany = this.#waiting.length > sessionLimits.uncopiedMax;
    const kept = isMany ? { ...held, bytes: Buffer.from(held.bytes) } : held;
    this.#waiting.push(kept);
    this.#bytes += held.bytes.length;
    return true;
  }

  /** Requests that go to a server again stand before all that never reached one. */
  putFirst(toResend: readonly Held[]): void {
    this.#waiting = [...toResend, ...this.#waiting];
    for (const held of toResend) this.#bytes += held.bytes.length;
  }

  remove(id: Id): boolean {
    const index = this.#waiting.findIndex((held) => held.id === id);
    const [removed] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (removed === undefined) return false;
    this.#bytes -= removed.bytes.length;
    return true;
  }

  drain(): Held[] {
    const all = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    return all;
  }
}
