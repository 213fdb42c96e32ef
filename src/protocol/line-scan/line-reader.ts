/**
 * Messages from the records of the line scanner. What it is not sure of is for others to look at.
 * Knows neither noise nor limits: those are the filter's.
 */
import type { Id, Single } from '../message.ts';
import { fieldCount, fields, lineFlags, lineKinds } from './line-record.ts';
import { type LineScanner, openLineScanner } from './line-scan.ts';
import { joined, Scanned, type ScannedLine } from './scanned.ts';

/** For one stream; undefined where there is no WebAssembly. */
export function openLineReader(): ScannerLineReader | undefined {
  const scanner = openLineScanner();
  return scanner === undefined ? undefined : new ScannerLineReader(scanner);
}

export class ScannerLineReader {
  readonly #scanner: LineScanner;
  readonly #table: Int32Array;
  readonly #methods = new MethodNames();
  #chunk: Buffer = Buffer.alloc(0);

  constructor(scanner: LineScanner) {
    this.#scanner = scanner;
    this.#table = scanner.table;
  }

  /** How many lines end in `chunk` from the offset `from` on; see `LineScanner`. */
  scan(chunk: Buffer, from: number): number {
    this.#chunk = chunk;
    return this.#scanner.scan(chunk, from);
  }

  get scannedTo(): number {
    return this.#scanner.scannedTo;
  }

  /** Just behind the newline, in the chunk. */
  lineEnd(index: number): number {
    return this.#table[index * fieldCount + fields.end] as number;
  }

  /** False: it may be one all the same. */
  isMessage(index: number): boolean {
    return this.#table[index * fieldCount + fields.kind] !== lineKinds.unsure;
  }

  /** There are bytes >= 0x80: that they are UTF-8 is the caller's to check. */
  hasHighBytes(index: number): boolean {
    return (
      ((this.#table[index * fieldCount + fields.flags] as number) & lineFlags.hasHighBytes) !== 0
    );
  }

  /**
   * The message that line `index` is; only after `isMessage`.
   * @param start where the line begins in the chunk
   * @param before the parts of it that came in earlier chunks
   */
  message(index: number, start: number, before: readonly Buffer[] | undefined): Single {
    const line = { table: this.#table, index, chunk: this.#chunk, start, before };
    switch (this.#table[index * fieldCount + fields.kind]) {
      case lineKinds.request:
        return new Scanned(line, 'request', {
          id: this.#idOf(line),
          method: this.#methods.of(line),
        });
      case lineKinds.notification:
        return new Scanned(line, 'notification', { id: undefined, method: this.#methods.of(line) });
      default:
        return new Scanned(line, 'response', { id: this.#idOf(line), method: undefined });
    }
  }

  /** Of a request or a response: a notification has none. */
  #idOf(line: ScannedLine): Id {
    const { table, index } = line;
    const row = index * fieldCount;
    const isInteger = ((table[row + fields.flags] as number) & lineFlags.idIsInteger) !== 0;
    if (isInteger) return table[row + fields.idValue] as number;
    // Without a backslash its JSON text is its own.
    const start = table[row + fields.idStart] as number;
    return textIn(line, start, table[row + fields.idEnd] as number);
  }
}

/** Offsets are those of the line. */
function textIn(line: ScannedLine, start: number, end: number): string {
  const { chunk, before } = line;
  if (before === undefined) return chunk.toString('utf8', line.start + start, line.start + end);
  const [first] = before;
  if (first !== undefined && end <= first.length) return first.toString('utf8', start, end);
  const whole = { chunk, start: line.start, end: line.table[line.index * fieldCount] as number };
  return joined({ ...whole, before }).toString('utf8', start, end);
}

/** A few names come again and again: each is made a string once. */
class MethodNames {
  readonly #bySlot: (string | undefined)[] = new Array(64).fill(undefined);

  of(line: ScannedLine): string {
    const { table, index, chunk, before } = line;
    const row = index * fieldCount;
    const start = table[row + fields.methodStart] as number;
    const end = table[row + fields.methodEnd] as number;
    const slot = (table[row + fields.methodHash] as number) & 63;
    const known = this.#bySlot[slot];
    if (known !== undefined && before === undefined && known.length === end - start) {
      if (isAt(chunk, line.start + start, known)) return known;
    }
    const name = textIn(line, start, end);
    // Bytes are compared with characters, which are the same thing only in ASCII: a byte each.
    if (name.length === end - start) this.#bySlot[slot] = name;
    return name;
  }
}

function isAt(chunk: Buffer, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (chunk[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
