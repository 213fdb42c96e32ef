/**
 * The virtual clock: what will happen, in the order of its time; of equal times what was planned
 * first comes first. Nothing here waits.
 */

interface Planned {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

export class Timeline {
  now = 0;
  #count = 0;
  /** A binary heap: the first to happen is at the root. */
  readonly #heap: Planned[] = [];

  at(time: number, act: () => void): void {
    this.#count += 1;
    this.#push({ at: Math.max(time, this.now), order: this.#count, act });
  }

  after(delayMs: number, act: () => void): void {
    this.at(this.now + delayMs, act);
  }

  nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** Moves the clock to the next happening and lets it happen. */
  advance(): void {
    const next = this.#pop();
    if (next === undefined) return;
    this.now = next.at;
    next.act();
  }

  #push(planned: Planned): void {
    const heap = this.#heap;
    heap.push(planned);
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfEarlier(at, parent)) return;
      at = parent;
    }
  }

  #pop(): Planned | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = this.#isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfEarlier(child, at)) return first;
      at = child;
    }
  }

  #isEarlier(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swapIfEarlier(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (a === undefined || b === undefined || !this.#isEarlier(one, other)) return false;
    this.#heap[one] = b;
    this.#heap[other] = a;
    return true;
  }
}
