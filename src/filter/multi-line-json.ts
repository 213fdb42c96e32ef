/**
 * Text that may be one JSON value printed over several lines: held until it is complete or cannot
 * become one. Knows JSON's grammar only as far as "it may go on".
 */
import { incomplete } from '../base/json-bytes.ts';
import { JsonScanner } from '../base/json-scan.ts';
import { messageLimits } from '../base/limits.ts';
import { trimmed } from './repair.ts';

export class MultiLineJson {
  #lines: Buffer[] = [];
  #sizeBytes = 0;
  readonly #maxBytes: number;
  /** NaN and its like are repaired later, if it becomes a message. */
  readonly #scanner = new JsonScanner([]);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isOpen(): boolean {
    return this.#lines.length > 0;
  }

  /** Holds `line` if an object or array begins on it and does not end on it. */
  open(line: Buffer): boolean {
    const text = trimmed(line);
    if (text[0] !== 0x7b && text[0] !== 0x5b) return false;
    this.#scanner.restart();
    // To the end of the line: its newline tells an open string from an open object.
    const start = text.byteOffset - line.byteOffset;
    return this.#scanner.scan(line, start, line.length) === incomplete && this.#hold(line);
  }

  /**
   * Goes on with `line`: `held`; `broken` if it cannot go on here; otherwise the offset in `line`
   * at which the value is complete. Only when `held` is the line taken.
   */
  add(line: Buffer): number | 'held' | 'broken' {
    const end = this.#scanner.scan(line, 0, line.length);
    if (end >= 0) return end;
    return end === incomplete && this.#hold(line) ? 'held' : 'broken';
  }

  /** All lines held, which it then forgets. */
  drain(): Buffer[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#sizeBytes = 0;
    return lines;
  }

  #hold(line: Buffer): boolean {
    const fits =
      this.#sizeBytes + line.length <= this.#maxBytes &&
      this.#lines.length < messageLimits.prettyLinesMax;
    if (!fits) return false;
    this.#lines.push(line);
    this.#sizeBytes += line.length;
    return true;
  }
}
