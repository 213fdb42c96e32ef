/** Feeds a server filter and tells what came out in plain words, for the tests of this folder. */
import { isUtf8 } from 'node:buffer';
import type { Item } from '../../src/filter/item.ts';
import { createServerFilter } from '../../src/filter/server-filter.ts';
import { classify } from '../../src/protocol/classify.ts';
import { isAnswer, type Message } from '../../src/protocol/message.ts';

export function newFilter(maxMessageBytes = 1_000_000) {
  return createServerFilter({ recognise: classify, isAnswer, isUtf8, maxMessageBytes });
}

/** The items of `input`, pushed in pieces of `size` bytes, the end included. */
export function filtered(
  input: string | Buffer,
  size = Number.POSITIVE_INFINITY,
  maxBytes?: number,
) {
  const bytes = Buffer.from(input);
  const filter = newFilter(maxBytes);
  const items: Item<Message>[] = [];
  const step = Math.min(size, bytes.length || 1);
  for (let at = 0; at < bytes.length; at += step) {
    items.push(...filter.push(Buffer.from(bytes.subarray(at, at + step)), 0));
  }
  items.push(...filter.end());
  return { items, framing: filter.framing };
}

/** An item as a short text: `message[kind,trust] …`, `noise …`. */
export function told(item: Item<Message>): string {
  if (item.type === 'oversize') {
    return `oversize ${item.sizeBytes} ${item.head.toString()}…${item.tail.toString()}`;
  }
  if (item.type !== 'message') return `${item.type} ${item.bytes.toString('latin1')}`;
  const marks = [item.salvaged ?? 'clean', ...(item.trust === 'certain' ? [] : [item.trust])];
  return `message[${marks}] ${item.message.bytes.toString()}`;
}

export function toldAll(input: string | Buffer, size?: number, maxBytes?: number): string[] {
  return filtered(input, size, maxBytes).items.map(told);
}

/** The wire forms that would reach the client. */
export function passed(input: string | Buffer): string[] {
  return filtered(input).items.flatMap((item) =>
    item.type === 'message' ? [item.message.bytes.toString()] : [],
  );
}

export function answer(id: number | string, result: unknown = {}): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}
