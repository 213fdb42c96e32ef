/**
 * What the filter of a server's output stream is told, and what it offers. Types only; how it
 * works is server-filter.ts.
 */
import type { FastLinesOptions } from './fast-lines.ts';
import type { Item } from './item.ts';
import type { Recogniser } from './salvage.ts';

/** A message longer than `maxMessageBytes` (without its newline) comes as `oversize`. */
export interface ServerFilterOptions<M> extends Recogniser<M>, FastLinesOptions<M> {}

export interface ServerFilter<M> {
  /**
   * What `chunk`, which came at `now` (ms), makes known. Clean messages are slices of it: it must
   * not be changed.
   */
  push(chunk: Buffer, now: number): Item<M>[];
  /** The unfinished line may be a whole message whose newline never comes: see `quiet`. */
  readonly mayBeWhole: boolean;
  /** Nothing came for a while: a whole message without its newline counts now. */
  quiet(): Item<M>[];
  /** The stream has ended: whatever was held, a last line without newline included. */
  end(): Item<M>[];
  /** How the server writes: `content-length` while its messages come in frames. */
  readonly framing: 'lines' | 'content-length';
}
