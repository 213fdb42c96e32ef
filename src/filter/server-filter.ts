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
    const rest = read === 0 ? chunk : chunk.subarray(read);
    this.#lineBuffer.push(rest);
    this.#judge.expect(rest);
    this.#drain();
    return this.#drainItems();
  }

  quiet(): Item<M>[] {
    const pieces = this.#lineBuffer.pendingPieces;
    if (!this.mayBeWhole || pieces === undefined) return [];
    const found = this.#judge.asMessage(Buffer.concat([...pieces, newline]), this.#pauses.places);
    if (found.length === 0) return found;
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
    if (rest !== undefined) this.#lastLine(rest);
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
    if (Buffer.isBuffer(piece)) this.#piece(piece, this.#state);
    else this.#oversize(piece, this.#state);
  }

  #next(): Buffer | OversizeItem | undefined {
    const [state, lineBuffer] = [this.#state, this.#lineBuffer];
    if (state.kind === 'body') return lineBuffer.next({ limit: state.missing, lines: true });
    if (state.kind === 'long-body') return lineBuffer.next({ limit: state.bytes, lines: false });
    return lineBuffer.next();
  }

  #piece(piece: Buffer, state: FilterState): void {
    if (state.kind === 'headers') this.#header(piece, state.headers);
    else if (state.kind === 'body') this.#body(piece, state);
    else this.#wholeLine(piece);
  }

  #oversize(item: OversizeItem, state: FilterState): void {
    if (state.kind === 'headers') this.#headersWereText(state.headers);
    this.#judge.giveUp(this.#items);
    this.#items.push(item);
    this.#state = lines;
  }

  #wholeLine(line: Buffer): void {
    const start = this.#lineBuffer.position - line.length;
    const pauses = this.#pauses.ofLine();
    const begins = start >= this.#unframedUntil && framing.beginsHeaders(line);
    if (!begins || this.#headerText.goesOn || !this.#dialect.believes('frames')) {
      if (this.#headerText.isBody(line)) this.#judge.judgeCopy(line, this.#items);
      else this.#judge.judge(line, this.#items, pauses);
      return;
    }
    this.#judge.giveUp(this.#items);
    this.#state = { kind: 'headers', headers: [line] };
  }

  #header(line: Buffer, headers: Buffer[]): void {
    if (otherItem(line).type === 'blank') {
      this.#headersEnded([...headers, line]);
    } else if (framing.isHeader(line) && headers.length < messageLimits.headerLinesMax) {
      headers.push(line);
    } else {
      this.#headersWereText(headers);
      for (const header of headers) this.#headerText.isBody(header);
      this.#wholeLine(line);
    }
  }

  #headersEnded(headers: readonly Buffer[]): void {
    const bytes = framing.bodyBytesOf(headers) ?? 0;
    const fits = bytes <= this.#use.maxMessageBytes;
    if (bytes > 0 && fits) this.#state = { kind: 'body', headers, pieces: [], missing: bytes };
    // A length beyond the limit is believed only of a server that has framed before.
    else if (bytes > 0 && this.framing === 'content-length')
      this.#state = { kind: 'long-body', bytes };
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

  #lastLine(rest: Buffer | OversizeItem): void {
    const found: Item<M>[] = [];
    if (Buffer.isBuffer(rest))
      this.#judge.judge(Buffer.concat([rest, newline]), found, this.#pauses.ofLine());
    this.#judge.giveUp(found);
    if (!Buffer.isBuffer(rest)) found.push(rest);
    for (const item of Buffer.isBuffer(rest) ? withoutLastNewline(found) : found) {
      this.#items.push(item);
    }
  }
}
