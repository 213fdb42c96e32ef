/**
 * Answers that were only deduced (dug out of other text, broken, nameless, without a version):
 * kept aside, one per pending request, until the certain answer replaces them or their time is
 * over. Owns how long that is, and what it has learnt of each kind. Gives no answer itself.
 *
 * How long: `guessLimits.fullMs`, because servers that log what they handle print the copy
 * shortly before they answer. `shortMs` where the stream shows that nothing better will come:
 * the filter saw the newline get lost, or a guess of this kind has stood its full time in this
 * session and none was ever contradicted. A contradicted kind waits its full time for ever, and
 * so does a result without what each result of that method has: a copy of some other answer.
 */
import { guessLimits } from '../base/limits.ts';
import type { Id, Response } from '../protocol/message.ts';
import type { Failure } from './failure.ts';
import type { PendingRequest } from './pending-requests.ts';

export type GuessKind =
  | 'beside-text'
  | 'multi-line'
  | 'unversioned'
  | 'batched'
  | 'nameless'
  | 'broken';

export interface Guess {
  readonly kind: GuessKind;
  /** The server's words, or an error about words that could not be read. */
  readonly answer: Response | Failure;
  /** An error, or a result of the form that the method asks for. */
  readonly fits: boolean;
  readonly deadline: number;
}

interface Kept {
  readonly entry: PendingRequest;
  readonly guess: Guess;
}

export class Guesses {
  readonly #kept = new Map<Id, Kept>();
  readonly #confirmed = new Set<GuessKind>();
  readonly #refuted = new Set<GuessKind>();
  /** Given out: a late true answer tells that this was wrong. */
  readonly #given = new Map<Id, GuessKind>();
  #bytes = 0;
  #earliest = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#kept.size;
  }

  /**
   * Of two guesses the later counts, for a copy is printed before the answer itself; but words of
   * the server before none, and those that fit before any. `isLikely`: the stream shows that
   * nothing better will come. False: there is no room, nothing was kept.
   */
  keep(entry: PendingRequest, guess: Omit<Guess, 'deadline'>, at: GuessMoment): boolean {
    const before = this.#kept.get(entry.id);
    if (before !== undefined && worth(before.guess) > worth(guess)) return true;
    const bytes = bytesOf(guess);
    if (before !== undefined) this.forget(entry.id);
    const { countMax, bytesMax } = guessLimits;
    if (this.#kept.size >= countMax || this.#bytes + bytes > bytesMax) return false;
    const waitMs = this.#waitMs(guess, at.isLikely);
    // What came first decides when it is over: a stream of copies cannot hold an answer back.
    // And what may be the answer is better than none at all when the request's own time is over.
    const first = Math.min(before?.guess.deadline ?? entry.deadline, entry.deadline);
    const deadline = Math.min(first, at.now + waitMs);
    this.#kept.set(entry.id, { entry, guess: { ...guess, deadline } });
    this.#bytes += bytes;
    this.#earliest = Math.min(this.#earliest, deadline);
    return true;
  }

  /** Something that may be its answer has come. */
  has(id: Id): boolean {
    return this.#kept.has(id);
  }

  /** The certain answer came, or nobody waits any more. */
  forget(id: Id): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    this.#kept.delete(id);
    this.#bytes -= bytesOf(kept.guess);
  }

  /** The certain answer came to `id`: what was deduced of it was wrong, or came too early. */
  contradicted(id: Id): void {
    const kind = this.#kept.get(id)?.guess.kind ?? this.#given.get(id);
    if (kind !== undefined) this.#refuted.add(kind);
    this.#given.delete(id);
    this.forget(id);
  }

  /** Somebody still waited when its time was over, and was given it. */
  stood({ kind, fits }: Pick<Guess, 'kind' | 'fits'>): void {
    if (fits) this.#confirmed.add(kind);
  }

  /** Takes out those whose time is over, in the order in which they came. */
  drainDue(now: number): Kept[] {
    if (now < this.#earliest) return [];
    const due = [...this.#kept.values()].filter(({ guess }) => guess.deadline <= now);
    for (const { entry, guess } of due) this.#give(entry.id, guess.kind);
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const { guess } of this.#kept.values()) {
      this.#earliest = Math.min(this.#earliest, guess.deadline);
    }
    return due;
  }

  /** The stream has ended: nothing better can come. */
  drainAll(): Kept[] {
    const all = [...this.#kept.values()];
    for (const { entry, guess } of all) this.#give(entry.id, guess.kind);
    this.#earliest = Number.POSITIVE_INFINITY;
    return all;
  }

  nextWakeup(): number {
    return this.#kept.size === 0 ? Number.POSITIVE_INFINITY : this.#earliest;
  }

  #waitMs({ kind, fits }: Pick<Guess, 'kind' | 'fits'>, isLikely: boolean): number {
    if (!fits || this.#refuted.has(kind)) return guessLimits.fullMs;
    return isLikely || this.#confirmed.has(kind) ? guessLimits.shortMs : guessLimits.fullMs;
  }

  #give(id: Id, kind: GuessKind): void {
    this.forget(id);
    this.#given.set(id, kind);
    const [oldest] = this.#given.size > guessLimits.givenMax ? this.#given.keys() : [];
    if (oldest !== undefined) this.#given.delete(oldest);
  }
}

export interface GuessMoment {
  readonly now: number;
  readonly isLikely: boolean;
}

/** Of an error that the shield made, of words that do not fit, and of those that do. */
function worth({ answer, fits }: Pick<Guess, 'answer' | 'fits'>): number {
  if (!('bytes' in answer)) return 0;
  return fits ? 2 : 1;
}

function bytesOf({ answer }: Pick<Guess, 'answer'>): number {
  return 'bytes' in answer ? answer.bytes.length : 0;
}
