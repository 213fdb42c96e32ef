/**
 * What each line of a server's output is, text over several lines included. Knows lines; how they
 * are cut from the stream, and frames, belong to server-filter.ts.
 */
import { CleanText } from './clean-text.ts';
import type { Item, MessageItem } from './item.ts';
import { MultiLineJson } from './multi-line-json.ts';
import { mentionsJsonRpc, otherItem, type Recogniser, repairWhole, searchLine } from './salvage.ts';
import type { StreamDialect } from './stream-dialect.ts';

export interface LineJudgeOptions<M> extends Recogniser<M> {
  /** Text over several lines is held up to this size. */
  readonly maxMessageBytes: number;
}

export class LineJudge<M> {
  readonly #use: LineJudgeOptions<M>;
  readonly #dialect: StreamDialect;
  readonly #multiLine: MultiLineJson;
  readonly #clean: CleanText;
  /** The lines held are the body of a dumped HTTP message. */
  #holdsCopy = false;

  constructor(use: LineJudgeOptions<M>, dialect: StreamDialect) {
    this.#use = use;
    this.#dialect = dialect;
    this.#multiLine = new MultiLineJson(use.maxMessageBytes);
    this.#clean = new CleanText(use.isUtf8);
  }

  /** Lines of `chunk` will follow, whole ones and the end of one that began before. */
  expect(chunk: Buffer): void {
    this.#clean.look(chunk);
  }

  /** Lines are held that may be one JSON value. */
  get isHolding(): boolean {
    return this.#multiLine.isOpen;
  }

  /**
   * Puts into `items` what `line` (with its newline) makes known, in stream order.
   * @param pauses places in the line at which its writer made a pause
   */
  judge(line: Buffer, items: Item<M>[], pauses: readonly number[]): void {
    const whole = this.whole(line);
    if (whole !== undefined) {
      this.giveUp(items);
      this.#dialect.heard('lines');
      items.push(whole);
    } else if (!this.#goOn(line, items)) this.#fresh(line, items, pauses);
  }

  /**
   * What `line` makes known if a message ends it; else nothing, for more of it may come.
   * @param isCopy it is the body of a dumped HTTP message
   */
  asMessage(line: Buffer, pauses: readonly number[], isCopy: boolean): Item<M>[] {
    const found: Item<M>[] = [];
    if (isCopy) this.judgeCopy(line, found);
    else this.judge(line, found, pauses);
    if (found.at(-1)?.type === 'message') return found;
    this.giveUp([]);
    return [];
  }

  /** The body of a dumped HTTP message: an answer in it is a guess, all else is text. */
  judgeCopy(line: Buffer, items: Item<M>[]): void {
    const whole = this.whole(line);
    if (whole === undefined) {
      this.judge(line, items, []);
      this.#holdsCopy = true;
      return;
    }
    this.giveUp(items);
    items.push(this.#copied(whole, line));
  }

  /** Nothing will follow the lines held: they are what they are one by one. */
  giveUp(items: Item<M>[]): void {
    if (!this.#multiLine.isOpen) return;
    for (const held of this.#multiLine.drain()) {
      for (const item of this.alone(held)) items.push(item);
    }
  }

  /** The message that all of `line` is, as it came or repaired. */
  whole(line: Buffer): MessageItem<M> | undefined {
    // CR is space in JSON, but not every client's reader of lines agrees.
    if (this.#clean.has(line) || (!line.includes(0x0d) && this.#use.isUtf8(line))) {
      const message = this.#use.recognise(line);
      if (message !== undefined) {
        return { type: 'message', message, salvaged: undefined, trust: 'certain' };
      }
    }
    return mentionsJsonRpc(line) ? repairWhole(line, this.#use) : undefined;
  }

  /** What a line is that is not a message, on its own. */
  alone(line: Buffer, pauses: readonly number[] = []): Item<M>[] {
    const found = mentionsJsonRpc(line) ? searchLine(line, this.#use, pauses) : undefined;
    return found ?? [otherItem(line)];
  }

  #fresh(line: Buffer, items: Item<M>[], pauses: readonly number[]): void {
    const found = mentionsJsonRpc(line) ? searchLine(line, this.#use, pauses) : undefined;
    if (found !== undefined) for (const item of found) items.push(item);
    else if (this.#multiLine.open(line)) this.#holdsCopy = false;
    else items.push(otherItem(line));
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
    if (message !== undefined) items.push(this.#overLines(message, text));
    else if (otherItem(text).type === 'broken') items.push({ type: 'broken', bytes: text });
    else for (const bytes of held) items.push({ type: 'noise', bytes });
    if (!isLast) this.judge(rest, items, []);
  }

  #overLines(item: MessageItem<M>, text: Buffer): Item<M> {
    const salvaged: MessageItem<M> = { ...item, salvaged: 'pretty' };
    if (this.#holdsCopy || !this.#dialect.believes('multi-line'))
      return this.#copied(salvaged, text);
    this.#dialect.heard('multi-line');
    return salvaged;
  }

  #copied(item: MessageItem<M>, text: Buffer): Item<M> {
    if (!this.#use.isAnswer(item.message)) return { type: 'noise', bytes: text };
    return { ...item, trust: 'guess' };
  }
}
