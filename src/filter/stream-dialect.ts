/**
 * How one life of a server writes its messages. It is believed from its first message and given
 * up at the first one on a line of its own, for good: a server that can write lines and prints a
 * frame, or JSON over several lines, prints a copy of something (a dumped HTTP response, a debug
 * log).
 */
export type Manner = 'lines' | 'frames' | 'multi-line';

export class StreamDialect {
  #manner: Manner | undefined;

  /** Undefined: it has not written a message yet. */
  get manner(): Manner | undefined {
    return this.#manner;
  }

  /** Whether a message written so is the server's own, as far as its stream tells. */
  believes(manner: Manner): boolean {
    return this.#manner === undefined || this.#manner === manner;
  }

  heard(manner: Manner): void {
    if (manner === 'lines' || this.#manner === undefined) this.#manner = manner;
  }
}
