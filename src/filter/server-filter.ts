/**
 * The filter of a server's output: bytes in, messages and everything else out, in stream order,
 * in linear time and bounded memory. It knows lines and frames; what a message is it is told by
 * the injected recogniser.
 */
import { messageLimits } from '../base/limits.ts';
import { FastLines, type LineSink } from './fast-lines.ts';
import * as framing from './framing.ts';
import { HeaderText } from './header-text.ts';
import { type Item, type OversizeItem, withoutLastNewline } from './item.ts';
import { LineBuffer } from './line-buffer.ts';
import { LineJudge } from './line-judge.ts';
import { Pauses } from './pauses.ts';
import { trimmed } from './repair.ts';
import { otherItem, repairWhole } from './salvage.ts';
import type { ServerFilter, ServerFilterOptions } from './server-stream.ts';
import { StreamDialect } from './stream-dialect.ts';

export function createServerFilter<M>(options: ServerFilterOptions<M>): ServerFilter<M> {
  return new Filter(options);
}

interface BodyState {
  readonly kind: 'body';
  readonly headers: readonly Buffer[];
  readonly pieces: Buffer[];
  readonly missing: number;
}

type FilterState =
  | { readonly kind: 'lines' }
  | { readonly kind: 'headers'; readonly headers: Buffer[] }
  | BodyState
  /** The body of a frame that is too long to be kept. */
  | { readonly kind: 'long-body'; readonly bytes: number };

const lines: FilterState = { kind: 'lines' };
const newline = Buffer.from('\n');

class Filter<M> implements ServerFilter<M>, LineSink<M> {
  readonly #dialect = new StreamDialect();
  readonly #headerText = new HeaderText();
  readonly #use: ServerFilterOptions<M>;
  readonly #lineBuffer: LineBuffer;
  readonly #judge: LineJudge<M>;
  readonly #fast: FastLines<M>;
  #state: FilterState = lines;
  /** Headers before this place in the stream have been tried and are text. */
  #unframedUntil = 0;
  #items: Item<M>[] = [];
  readonly #pauses = new Pauses();

  constructor(use: ServerFilterOptions<M>) {
    this.#use = use;
    this.#lineBuffer = new LineBuffer(use.maxMessageBytes);
    this.#judge = new LineJudge(use, this.#dialect);
    this.#fast = new FastLines(use, this.#lineBuffer);
  }

  get framing(): 'lines' | 'content-length' {
    return this.#dialect.manner === 'frames' ? 'content-length' : 'lines';
  }

  get mayBeWhole(): boolean {
    if (this.#state !== lines || this.#judge.isHolding) return false;
    const last = this.#lineBuffer.lastPendingByte;
    return last === 0x7d || last === 0x5d;
  }

  push(chunk: Buffer, now: number): Item<M>[] {
    this.#pauses.note(this.#lineBuffer.pendingBytes, now);
    // Frames count bytes: from the first header on there are no lines that the fast way could cut.
    if (this.#state !== lines) this.#fast.close();
    const read = this.#fast.read(chunk, this);
    if (read === chunk.length) return this.#drainItems();
    const rest = chunk.subarray(read);
    this.#lineBuffer.push(rest);
    this.#judge.expect(rest);
    this.#drain();
    return this.#drainItems();
  }

  quiet(): Item<M>[] {
    const pieces = this.#lineBuffer.pendingPieces;
    if (!this.mayBeWhole || pieces === undefined) return [];
    const line = Buffer.concat([...pieces, newline]);
    const found = this.#judge.asMessage(line, this.#pauses.places, this.#headerText.bodyFollows);
    if (found.length === 0) return found;
    this.#headerText.end();
    // The fast way stands in the middle of a line that will not end.
    this.#fast.close();
    this.#lineBuffer.pass(0);
    this.#pauses.ofLine();
    return withoutLastNewline(found);
  }

  get wantsLines(): boolean {
    return this.#headerText.bodyFollows;
  }

  message(message: M): void {
    this.#pauses.ofLine();
    this.#judge.giveUp(this.#items);
    this.#headerText.end();
    this.#dialect.heard('lines');
    this.#items.push({ type: 'message', message, salvaged: undefined, trust: 'certain' });
  }

  line(piece: Buffer | OversizeItem): boolean {
    this.#handle(piece);
    return this.#state === lines;
  }

  end(): Item<M>[] {
    if (this.#state.kind !== 'lines') this.#endFrame(this.#state);
    const rest = this.#lineBuffer.rest();
    if (Buffer.isBuffer(rest)) this.#lastLine(rest);
    else if (rest !== undefined) this.#oversize(rest, lines);
    this.#judge.giveUp(this.#items);
    return this.#drainItems();
  }

  #drainItems(): Item<M>[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #drain(): void {
    for (let piece = this.#next(); piece !== undefined; piece = this.#next()) this.#handle(piece);
  }

  #handle(piece: Buffer | OversizeItem): void {
    // Also of what has no use for them: they are no places of the next line.
    const [state, pauses] = [this.#state, this.#pauses.ofLine()];
    if (!Buffer.isBuffer(piece)) this.#oversize(piece, state);
    else if (state.kind === 'headers') this.#header(piece, state.headers, pauses);
    else if (state.kind === 'body') this.#body(piece, state);
    else this.#wholeLine(piece, pauses);
  }

  #next(): Buffer | OversizeItem | undefined {
    const [state, lineBuffer] = [this.#state, this.#lineBuffer];
    if (state.kind === 'body') return lineBuffer.next({ limit: state.missing, lines: true });
    if (state.kind === 'long-body') return lineBuffer.next({ limit: state.bytes, lines: false });
    return lineBuffer.next();
  }

  #oversize(item: OversizeItem, state: FilterState): void {
    if (state.kind === 'headers') this.#headersWereText(state.headers);
    this.#judge.giveUp(this.#items);
    this.#headerText.end();
    this.#items.push(item);
    this.#state = lines;
  }

  #wholeLine(line: Buffer, pauses: readonly number[]): void {
    const start = this.#lineBuffer.position - line.length;
    const begins = start >= this.#unframedUntil && framing.beginsHeaders(line);
    if (!begins || this.#headerText.goesOn || !this.#dialect.believes('frames')) {
      this.#judgeLine(line, this.#items, pauses);
    } else {
      this.#judge.giveUp(this.#items);
      this.#headerText.end();
      this.#state = { kind: 'headers', headers: [line] };
    }
  }

  #judgeLine(line: Buffer, items: Item<M>[], pauses: readonly number[]): void {
    if (this.#headerText.isBody(line)) this.#judge.judgeCopy(line, items);
    else this.#judge.judge(line, items, pauses);
  }

  #header(line: Buffer, headers: Buffer[], pauses: readonly number[]): void {
    if (otherItem(line).type === 'blank') {
      this.#headersEnded([...headers, line]);
    } else if (framing.isHeader(line) && headers.length < messageLimits.headerLinesMax) {
      headers.push(line);
    } else {
      this.#headersWereText(headers);
      for (const header of headers) this.#headerText.isBody(header);
      this.#wholeLine(line, pauses);
    }
  }

  #headersEnded(headers: readonly Buffer[]): void {
    const bytes = framing.bodyBytesOf(headers) ?? 0;
    const fits = bytes <= this.#use.maxMessageBytes;
    if (bytes > 0 && fits) this.#state = { kind: 'body', headers, pieces: [], missing: bytes };
    // A length beyond the limit is believed only of a server that has framed before.
    else if (!fits && this.framing === 'content-length') this.#state = { kind: 'long-body', bytes };
    else this.#headersWereText(headers);
  }

  #headersWereText(headers: readonly Buffer[]): void {
    for (const header of headers) this.#items.push(otherItem(header));
    this.#state = lines;
  }

  #body(piece: Buffer, state: BodyState): void {
    state.pieces.push(piece);
    const missing = state.missing - piece.length;
    if (missing === 0) this.#bodyEnded(state);
    else if (this.#isNoBody(piece, state)) this.#unframe(state, this.#lineBuffer.position);
    else this.#state = { ...state, missing };
  }

  /** The length was wrong: the body is no JSON from its start, or a line of it is a message. */
  #isNoBody(piece: Buffer, { pieces }: BodyState): boolean {
    const first = pieces.length === 1 ? trimmed(piece)[0] : 0x7b;
    return (first !== 0x7b && first !== 0x5b) || this.#judge.whole(piece) !== undefined;
  }

  #bodyEnded(state: BodyState): void {
    const body = Buffer.concat(state.pieces);
    const item = repairWhole(body, this.#use);
    if (item !== undefined) {
      this.#dialect.heard('frames');
      this.#items.push({ ...item, salvaged: 'content-length' });
    } else if (this.framing === 'lines') {
      this.#unframe(state, this.#lineBuffer.position);
      return;
    } else for (const piece of this.#judge.alone(body)) this.#items.push(piece);
    this.#state = lines;
  }

  /** It was text that looked like a frame: it is read again as lines, and only as lines. */
  #unframe({ headers, pieces }: BodyState, until: number): void {
    this.#unframedUntil = until;
    this.#headersWereText(headers);
    this.#lineBuffer.unread(Buffer.concat(pieces));
  }

  #endFrame(state: FilterState): void {
    const rest = this.#lineBuffer.rest();
    if (state.kind === 'headers') this.#headersWereText(state.headers);
    if (Buffer.isBuffer(rest) && state.kind !== 'long-body') this.#lineBuffer.unread(rest);
    else if (rest !== undefined) this.#items.push(Buffer.isBuffer(rest) ? otherItem(rest) : rest);
    if (state.kind === 'body') this.#unframe(state, Number.POSITIVE_INFINITY);
    this.#state = lines;
    this.#drain();
  }

  #lastLine(rest: Buffer): void {
    this.#judgeLine(Buffer.concat([rest, newline]), this.#items, this.#pauses.ofLine());
    this.#judge.giveUp(this.#items);
    withoutLastNewline(this.#items);
  }
}
