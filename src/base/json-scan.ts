/**
 * A JSON value on bytes: where it ends, or where it stops being JSON. The whole grammar, no
 * recursion (100,000 brackets are a loop), no value built, nothing allocated per token.
 * It lives on the ground floor because both the filter and the protocol stand on it; it knows
 * neither lines nor messages. Outcomes are those of json-bytes.ts. Bytes >= 0x80 are taken as
 * they are inside strings: whether they are UTF-8 is the caller's question.
 */

import {
  incomplete,
  invalidAt,
  skipNumber,
  skipSpace,
  skipString,
  skipWord,
} from './json-bytes.ts';
import { jsonLimits } from './limits.ts';

const phases = {
  value: 0,
  valueOrClose: 1,
  key: 2,
  keyOrClose: 3,
  colon: 4,
  commaOrClose: 5,
  done: 6,
} as const;
type ScanPhase = (typeof phases)[keyof typeof phases];

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * Resumable between tokens: after `incomplete` at the end of a line, `scan` may be called with the
 * next line. (No token reaches over a line end: a raw newline inside a string is invalid.)
 */
export class JsonScanner {
  #phase: ScanPhase = phases.value;
  #depth = 0;
  /** For each open container the byte that closes it. */
  #closers = new Uint8Array(jsonLimits.shallowDepth);
  readonly #nonFinite: number[] | undefined;

  /**
   * @param nonFinite where the start offsets of `NaN`, `Infinity`, `-Infinity` are put; without it
   *   they are invalid, as JSON says.
   */
  constructor(nonFinite?: number[]) {
    this.#nonFinite = nonFinite;
  }

  restart(): void {
    this.#phase = phases.value;
    this.#depth = 0;
    const { shallowDepth } = jsonLimits;
    if (this.#closers.length > shallowDepth) this.#closers = new Uint8Array(shallowDepth);
  }

  /** Goes on from `start`: the end of the value, `incomplete`, or `invalidAt`. */
  scan(bytes: Buffer, start: number, end: number): number {
    let at = start;
    for (;;) {
      if (at < end && (bytes[at] as number) <= 0x20) at = skipSpace(bytes, at, end);
      if (at >= end) return incomplete;
      at = this.#token(bytes, at, end);
      if (at < 0 || this.#phase === phases.done) return at;
    }
  }

  #token(bytes: Buffer, at: number, end: number): number {
    const byte = bytes[at] as number;
    switch (this.#phase) {
      case phases.commaOrClose:
        if (byte !== 0x2c) return this.#close(byte, at);
        this.#phase = this.#closers[this.#depth - 1] === closeBrace ? phases.key : phases.value;
        return at + 1;
      case phases.keyOrClose:
        if (byte === closeBrace) return this.#close(byte, at);
        break;
      case phases.key:
        break;
      case phases.colon:
        if (byte !== 0x3a) return invalidAt(at);
        this.#phase = phases.value;
        return at + 1;
      case phases.valueOrClose:
        if (byte === closeBracket) return this.#close(byte, at);
        return this.#value(bytes, at, end);
      default:
        return this.#value(bytes, at, end);
    }
    return this.#key(bytes, at, end);
  }

  /** With its colon, if that is the next byte: it saves a round for nearly every member. */
  #key(bytes: Buffer, at: number, end: number): number {
    const after = skipString(bytes, at, end);
    const hasColon = after >= 0 && after < end && bytes[after] === 0x3a;
    this.#phase = hasColon ? phases.value : phases.colon;
    return hasColon ? after + 1 : after;
  }

  #value(bytes: Buffer, at: number, end: number): number {
    const byte = bytes[at] as number;
    if (byte === openBrace) {
      if (!this.#open(closeBrace)) return invalidAt(at);
      this.#phase = phases.keyOrClose;
      return at + 1;
    }
    if (byte === openBracket) {
      if (!this.#open(closeBracket)) return invalidAt(at);
      this.#phase = phases.valueOrClose;
      return at + 1;
    }
    this.#phase = this.#depth === 0 ? phases.done : phases.commaOrClose;
    if (byte === 0x22) return skipString(bytes, at, end);
    return this.#plainScalar(bytes, at, end);
  }

  #plainScalar(bytes: Buffer, at: number, end: number): number {
    switch (bytes[at]) {
      case 0x74:
        return skipWord(bytes, { start: at, end }, 'true');
      case 0x66:
        return skipWord(bytes, { start: at, end }, 'false');
      case 0x6e:
        return skipWord(bytes, { start: at, end }, 'null');
      case 0x4e:
        return this.#nonFiniteWord(bytes, { start: at, end }, 'NaN');
      case 0x49:
        return this.#nonFiniteWord(bytes, { start: at, end }, 'Infinity');
      case 0x2d:
        if (bytes[at + 1] !== 0x49 || at + 1 >= end) return skipNumber(bytes, at, end);
        return this.#nonFiniteWord(bytes, { start: at, end }, '-Infinity');
      default:
        return skipNumber(bytes, at, end);
    }
  }

  #nonFiniteWord(bytes: Buffer, span: { start: number; end: number }, word: string): number {
    const { length = jsonLimits.nonFiniteMax } = this.#nonFinite ?? {};
    if (this.#nonFinite === undefined || length >= jsonLimits.nonFiniteMax) {
      return invalidAt(span.start);
    }
    const at = skipWord(bytes, span, word);
    if (at >= 0) this.#nonFinite.push(span.start);
    return at;
  }

  /** False: it is nested too deeply. */
  #open(closer: number): boolean {
    if (this.#depth === this.#closers.length) {
      if (this.#depth >= jsonLimits.nestingMax) return false;
      const grown = new Uint8Array(this.#depth * 2);
      grown.set(this.#closers);
      this.#closers = grown;
    }
    this.#closers[this.#depth] = closer;
    this.#depth += 1;
    return true;
  }

  #close(byte: number, at: number): number {
    if (byte !== this.#closers[this.#depth - 1]) return invalidAt(at);
    this.#depth -= 1;
    this.#phase = this.#depth === 0 ? phases.done : phases.commaOrClose;
    return at + 1;
  }
}

/** Scratch of `skipValue`, which is never entered twice at a time and leaves nothing in it. */
const strict = new JsonScanner();

/** Skips the value at `start` (space before it allowed): its end, `incomplete` or `invalidAt`. */
export function skipValue(bytes: Buffer, start: number, end: number): number {
  strict.restart();
  return strict.scan(bytes, start, end);
}
