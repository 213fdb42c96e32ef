/**
 * What the filter makes of a server's output: messages, and everything else, in stream order.
 * `M` is what the injected recogniser returns; the filter does not look into it.
 */

/** What had to be done to a line before it was a message; the gravest, if several things. */
export type SalvageKind =
  | 'cr'
  | 'bom'
  | 'padding'
  | 'escapes'
  | 'utf8'
  | 'non-finite'
  /** Several messages on one line. */
  | 'glued'
  /** Text before or after it on its line. */
  | 'text'
  | 'pretty'
  | 'no-newline'
  | 'content-length';

/**
 * Whether the server meant it. `certain`: the line is the message. `guess`: it stood beside other
 * text, or in a form that this server does not use, so it may be a copy of something. `likely`:
 * the same, but the server wrote the text and the message at different times, so the newline
 * between them was lost.
 */
type Trust = 'certain' | 'likely' | 'guess';

export interface MessageItem<M> {
  readonly type: 'message';
  readonly message: M;
  /** Undefined: its wire form is a slice of the chunk, byte for byte as it came. */
  readonly salvaged: SalvageKind | undefined;
  readonly trust: Trust;
}

/** A message too long to be kept: its ends, without the newline. They overlap if it is short. */
export interface OversizeItem {
  readonly type: 'oversize';
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly sizeBytes: number;
}

/**
 * Bytes exactly as they came: `noise`, `blank` lines, and what is `broken`: it begins like a
 * message and is none, so something may be waiting for it.
 */
export interface OtherItem {
  readonly type: 'noise' | 'blank' | 'broken';
  readonly bytes: Buffer;
}

export type Item<M> = MessageItem<M> | OversizeItem | OtherItem;

/** The newline that the last line was lent is not among the bytes that came. */
export function withoutLastNewline<M>(items: Item<M>[]): Item<M>[] {
  const last = items.at(-1);
  if (last === undefined || last.type === 'oversize') return items;
  if (last.type !== 'message') items.splice(-1, 1, { ...last, bytes: last.bytes.subarray(0, -1) });
  else items.splice(-1, 1, { ...last, salvaged: last.salvaged ?? 'no-newline' });
  return items;
}
