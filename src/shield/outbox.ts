/**
 * Collects the effects of one step, in order. Neighbouring writes to one end become one effect, so
 * that a chunk of messages leaves as one write. Performs nothing.
 */

import type { Generation, LogLevel, ShieldEffect } from './events.ts';

export class Outbox {
  #effects: ShieldEffect[] = [];
  /** The last effect's parts, while they can still grow. */
  #parts: { readonly to: 'client' | Generation; readonly list: Buffer[] } | undefined;

  /** All effects since the last call. */
  take(): ShieldEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    this.#parts = undefined;
    return effects;
  }

  add(effect: ShieldEffect): void {
    this.#parts = undefined;
    this.#effects.push(effect);
  }

  toClient(bytes: Buffer): void {
    if (this.#parts?.to === 'client') {
      this.#parts.list.push(bytes);
      return;
    }
    const list = [bytes];
    this.add({ type: 'to-client', parts: list });
    this.#parts = { to: 'client', list };
  }

  toServer(generation: Generation, bytes: Buffer): void {
    if (this.#parts?.to === generation) {
      this.#parts.list.push(bytes);
      return;
    }
    const list = [bytes];
    this.add({ type: 'to-server', generation, parts: list });
    this.#parts = { to: generation, list };
  }

  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void {
    // A log line between two writes does not part them: it goes elsewhere.
    const parts = this.#parts;
    this.add({ type: 'log', level, message, ...(fields === undefined ? {} : { fields }) });
    this.#parts = parts;
  }
}
