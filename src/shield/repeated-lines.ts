/**
 * What may happen again and again, whenever a client or a server wants it to: it is told the first
 * time, and then at each tenfold. Otherwise a few kilobytes of nonsense would push everything else
 * out of a log that is bounded.
 */

import type { LogEvent } from '../base/log-events.ts';
import type { LogLevel } from './events.ts';
import type { Outbox } from './outbox.ts';

export class RepeatedLines {
  readonly #outbox: Outbox;
  readonly #counts = new Map<string, number>();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** `message` is one of a few that are written in the code; `kind` parts what is said alike. */
  log(
    level: LogLevel,
    event: LogEvent,
    message: string,
    fields: Readonly<Record<string, unknown>> & { readonly kind?: string } = {},
  ): void {
    const key = `${message} ${fields.kind ?? ''}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (!Number.isInteger(Math.log10(count))) return;
    this.#outbox.log(level, event, message, count === 1 ? fields : { ...fields, count });
  }
}
