/**
 * What each line of a server's output is, text over several lines included. Knows lines; how they
 * are cut from the stream, and frames, belong to server-filter.ts.
 */
import { CleanText } from './clean-text.ts';
import type { Item } from './item.ts';
import { MultiLineJson } from './multi-line-json.ts';
import { mentionsJsonRpc, otherItem, type Recogniser, repairWhole, searchLine } from './salvage.ts';

export class LineJudge<M> {
  readonly #use: Recogniser<M>;
  readonly #multiLine: MultiLineJson;
  readonly #clean: CleanText;

  /** @param maxBytes text over several lines is held up to this size */
  constructor(use: Recogniser<M>, maxBytes: number) {
    this.#use = use;
    this.#multiLine = new MultiLineJson(maxBytes);
    this.#clean = new CleanText(use.isUtf8);
  }

  /** Lines of `chunk` will follow, whole ones and the end of one that began before. */
  expect(chunk: Buffer): void {
    this.#clean.look(chunk);
  }

  /** Puts into `items` what `line` (with its newline) makes known, in stream order. */
  judge(line: Buffer, items: Item<M>[]): void {
    const whole = this.whole(line);
    if (whole !== undefined) {
      this.giveUp(items);
      items.push(whole);
    } else if (!this.#goOn(line, items)) this.#fresh(line, items);
  }

  /** Nothing will follow the lines held: they are what they are one by one. */
  giveUp(items: Item<M>[]): void {
    if (!this.#multiLine.isOpen) return;
    for (const held of this.#multiLine.drain()) items.push(...this.alone(held));
  }

  /** The message that all of `line` is, as it came or repaired. */
  whole(line: Buffer): Item<M> | undefined {
    // CR is space in JSON, but not every client's reader of lines agrees.
    if (this.#clean.has(line) || (!line.includes(0x0d) && this.#use.isUtf8(line))) {
      const message = this.#use.recognise(line);
      if (message !== undefined) {
        return { type: 'message', message, salvaged: undefined, embedded: false };
      }
    }
    return mentionsJsonRpc(line) ? repairWhole(line, this.#use) : undefined;
  }

  /** What a line is that is not a message, on its own. */
  alone(line: Buffer): Item<M>[] {
    const found = mentionsJsonRpc(line) ? searchLine(line, this.#use) : undefined;
    return found ?? [otherItem(line)];
  }

  #fresh(line: Buffer, items: Item<M>[]): void {
    const found = mentionsJsonRpc(line) ? searchLine(line, this.#use) : undefined;
    if (found !== undefined) items.push(...found);
    else if (!this.#multiLine.open(line)) items.push(otherItem(line));
  }

  /** Whether `line` was taken as the next of the lines held. */
  #goOn(line: Buffer, items: Item<M>[]): boolean {
    if (!this.#multiLine.isOpen) return false;
    const end = this.#multiLine.add(line);
    if (end === 'broken') {
      this.giveUp(items);
      return false;
    }
    if (end !== 'held') this.#complete(line, end, items);
    return true;
  }

  /** The value ends at `end` in `line`; what follows on the line is a line of its own. */
  #complete(line: Buffer, end: number, items: Item<M>[]): void {
    const rest = line.subarray(end);
    const isLast = otherItem(rest).type === 'blank';
    const held = [...this.#multiLine.drain(), isLast ? line : line.subarray(0, end)];
    const text = Buffer.concat(held);
    const message = mentionsJsonRpc(text) ? repairWhole(text, this.#use) : undefined;
    // A whole JSON value that is no message: nothing inside it is one.
    if (message !== undefined) items.push({ ...message, salvaged: 'pretty' });
    else if (otherItem(text).type === 'broken') items.push({ type: 'broken', bytes: text });
    else items.push(...held.map((bytes) => ({ type: 'noise' as const, bytes })));
    if (!isLast) this.judge(rest, items);
  }
}
