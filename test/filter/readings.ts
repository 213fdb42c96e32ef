/**
 * What the server filter and the client splitter say of a stream, made plain so that two ways of
 * reading it can be compared in all that others see.
 */
import { isUtf8 } from 'node:buffer';
import { type ClientPiece, createClientSplitter } from '../../src/filter/client-splitter.ts';
import type { FastLinesOptions } from '../../src/filter/fast-lines.ts';
import type { Item } from '../../src/filter/item.ts';
import { createServerFilter } from '../../src/filter/server-filter.ts';
import { classify } from '../../src/protocol/classify.ts';
import { judgeClientLine } from '../../src/protocol/client-line.ts';
import { openLineReader } from '../../src/protocol/line-scan/line-reader.ts';
import { Scanned } from '../../src/protocol/line-scan/scanned.ts';
import { isAnswer, type Message } from '../../src/protocol/message.ts';
import { cut } from '../protocol/line-scan/scanned.ts';

/** How a stream is read. */
export type Way = Pick<FastLinesOptions<Message>, 'openReader' | 'fastAfterBytes'>;

export const slowly: Way = {};
export const fastFrom = (fastAfterBytes: number): Way => ({
  openReader: openLineReader,
  fastAfterBytes,
});
export const atOnce = fastFrom(0);

/** A stream, how it is cut, and how long a message may be. */
export interface Case {
  readonly bytes: Buffer;
  readonly sizes: readonly number[];
  readonly maxMessageBytes: number;
}

/** Each chunk in memory of its own, as chunks come. */
const chunksOf = ({ bytes, sizes }: Case): Buffer[] =>
  cut(bytes, sizes).map((piece) => Buffer.from(piece));

/** All that others read of a message, made at once. */
function plain(message: Message): unknown {
  const wire = message.bytes.toString('latin1');
  if (message.kind === 'batch') return { wire, members: message.members.map(plain) };
  const { kind } = message;
  const common = { kind, wire, byteLength: message.byteLength };
  if (kind === 'notification') {
    const { method, params } = message;
    return { ...common, method, params };
  }
  const { id, idSpan } = message;
  if (kind === 'request') {
    const { method, params } = message;
    return { ...common, id, idSpan, method, params };
  }
  const { isError, outcome } = message;
  return { ...common, id, idSpan, isError, outcome };
}

function plainEnds({ head, tail, sizeBytes }: Extract<Item<Message>, { type: 'oversize' }>) {
  return {
    type: 'oversize',
    head: head.toString('latin1'),
    tail: tail.toString('latin1'),
    sizeBytes,
  };
}

function plainItem(item: Item<Message>): unknown {
  const { type } = item;
  if (type === 'oversize') return plainEnds(item);
  if (type !== 'message') return { type, bytes: item.bytes.toString('latin1') };
  const { message, salvaged, trust } = item;
  return { type, message: plain(message), salvaged, trust };
}

export function filterItems(chunks: readonly Buffer[], maxMessageBytes: number, way: Way) {
  const filter = createServerFilter<Message>({
    recognise: classify,
    isAnswer,
    isUtf8,
    maxMessageBytes,
    ...way,
  });
  // Chunk by chunk: nothing may come late.
  const items = [...chunks.map((chunk) => filter.push(chunk, 0)), filter.end()];
  return { items, framing: filter.framing };
}

/** What the server filter says, after each chunk; and how many messages came fast. */
export function filterSays(testCase: Case, way: Way) {
  const { items, framing } = filterItems(chunksOf(testCase), testCase.maxMessageBytes, way);
  const fast = items.flat().filter((item) => item.type === 'message' && isFast(item.message));
  return { said: { items: items.map((some) => some.map(plainItem)), framing }, fast: fast.length };
}

function isFast(message: Message): boolean {
  return message instanceof Scanned;
}

/** A line is judged as client-side.ts does, so that it can be compared with a message. */
function plainPiece(piece: ClientPiece<Message>): unknown {
  if (piece.type === 'oversize') return plainEnds(piece);
  if (piece.type === 'message') return plain(piece.message);
  const { bytes } = piece;
  const line = judgeClientLine(isUtf8(bytes) ? bytes : Buffer.from(bytes.toString()));
  return line.kind === 'message' ? plain(line.message) : bytes.toString('latin1');
}

export function splitterSays(testCase: Case, way: Way) {
  const { maxMessageBytes } = testCase;
  const splitter = createClientSplitter<Message>({ isUtf8, maxMessageBytes, ...way });
  const pieces = [...chunksOf(testCase).map((chunk) => splitter.push(chunk)), splitter.end()];
  const fast = pieces.flat().filter(({ type }) => type === 'message');
  return { said: pieces.map((some) => some.map(plainPiece)), fast: fast.length };
}
