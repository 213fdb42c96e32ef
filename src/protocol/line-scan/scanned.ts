/**
 * A message that the line scanner vouches for. Its bytes stay in the chunks they came in, and its
 * spans are numbers, until somebody asks: of a message that only passes nobody does.
 */
import type { Id, Single, Span } from '../message.ts';
import { fieldCount, fields, lineFlags } from './line-record.ts';

/** Where a line and its record lie. */
export interface ScannedLine {
  readonly table: Int32Array;
  readonly index: number;
  readonly chunk: Buffer;
  /** In `chunk`; 0 where the line began before it. */
  readonly start: number;
  /** What of the line came before the chunk. */
  readonly before: readonly Buffer[] | undefined;
}

/** The members that a kind of message has, and others have not. */
interface Named {
  readonly request: { readonly id: Id; readonly method: string };
  readonly notification: { readonly id: undefined; readonly method: string };
  readonly response: { readonly id: Id; readonly method: undefined };
}

/**
 * Reads as a `Request`, `Notification` or `Response`, by its kind. One class for all of them, so
 * that every reader of a message meets the same shape.
 */
export class Scanned<Kind extends Single['kind'] = Single['kind']> {
  readonly kind: Kind;
  readonly id: Named[Kind]['id'];
  readonly method: Named[Kind]['method'];
  /** Of a response: those with an error are not vouched for. */
  readonly isError = false;
  readonly chunk: Buffer;
  /** In `chunk`, of the part of the line that came with it. */
  readonly start: number;
  readonly end: number;
  readonly before: readonly Buffer[] | undefined;
  /** With its newline. */
  readonly byteLength: number;
  readonly mayHaveMeta: boolean;
  readonly #idStart: number;
  readonly #idEnd: number;
  readonly #payloadStart: number;
  readonly #payloadEnd: number;
  #bytes: Buffer | undefined;

  constructor(line: ScannedLine, kind: Kind, named: Named[Kind]) {
    const { table, chunk, start, before } = line;
    const row = line.index * fieldCount;
    this.kind = kind;
    this.id = named.id;
    this.method = named.method;
    this.chunk = chunk;
    this.start = start;
    this.end = table[row + fields.end] as number;
    this.before = before;
    this.byteLength = table[row + fields.length] as number;
    this.mayHaveMeta = ((table[row + fields.flags] as number) & lineFlags.mayHaveMeta) !== 0;
    this.#idStart = table[row + fields.idStart] as number;
    this.#idEnd = table[row + fields.idEnd] as number;
    this.#payloadStart = table[row + fields.payloadStart] as number;
    this.#payloadEnd = table[row + fields.payloadEnd] as number;
  }

  get bytes(): Buffer {
    this.#bytes ??= joined(this);
    return this.#bytes;
  }

  get idSpan(): Span {
    return { start: this.#idStart, end: this.#idEnd };
  }

  get params(): Span | undefined {
    return this.#payloadEnd === 0 ? undefined : this.outcome;
  }

  get outcome(): Span {
    return { start: this.#payloadStart, end: this.#payloadEnd };
  }
}

/** The line as one Buffer: a copy if it came in several chunks. */
export function joined({
  chunk,
  start,
  end,
  before,
}: Pick<Scanned, 'chunk' | 'start' | 'end' | 'before'>): Buffer {
  const last = chunk.subarray(start, end);
  return before === undefined ? last : Buffer.concat([...before, last]);
}
