/**
 * The way of a server's and a client's bytes: splitter, classifier, salvage, and what is still
 * read of broken lines. Broken is: a throw, a line to the client that is no message, a clean
 * message lost, or a result that depends on how the stream was cut.
 */
import { isUtf8 } from 'node:buffer';
import { createClientSplitter } from '../../../src/filter/client-splitter.ts';
import type { Item } from '../../../src/filter/item.ts';
import { createServerFilter } from '../../../src/filter/server-filter.ts';
import { classify } from '../../../src/protocol/classify.ts';
import { judgeClientLine } from '../../../src/protocol/client-line.ts';
import { openLineReader } from '../../../src/protocol/line-scan/line-reader.ts';
import { isAnswer, type Message, type Single } from '../../../src/protocol/message.ts';
import { diagnoseUnreadable, idNear } from '../../../src/protocol/unreadable.ts';
import { underId } from '../../../src/session/heard.ts';
import { Memory } from '../../../src/session/memory.ts';
import { maskRemembered } from '../../../src/shield/recording/mask-remembered.ts';
import { oracle } from '../../../test/protocol/oracle.ts';
import { clean, streams, words } from './seeds.ts';
import { expect, type Target } from './target.ts';

const maxMessageBytes = 2_000;
const lastWord = Buffer.from('{"jsonrpc":"2.0","id":"the last word","result":{}}\n');

/** The items of a stream, cut into pieces whose sizes follow from `cut`, read fast or slowly. */
function itemsOf(
  input: Buffer,
  cut: number,
  fast: boolean,
): { items: Item<Message>[]; framed: boolean } {
  const reader = fast ? { openReader: openLineReader, fastAfterBytes: 0 } : {};
  const filter = createServerFilter({
    recognise: classify,
    isAnswer,
    isUtf8,
    maxMessageBytes,
    ...reader,
  });
  const items: Item<Message>[] = [];
  for (let at = 0; at < input.length; at += cut) {
    items.push(...filter.push(Buffer.from(input.subarray(at, at + cut)), 0));
  }
  items.push(...filter.end());
  return { items, framed: filter.framing === 'content-length' };
}

/** Which kinds follow which; how often says nothing new. */
function waysOf(kinds: readonly string[]): string {
  return [...new Set(kinds.map((kind, index) => `${kinds[index - 1]}>${kind}`))].sort().join();
}

function told(item: Item<Message>): string {
  if (item.type === 'oversize') return `oversize ${item.sizeBytes} ${item.head} ${item.tail}`;
  const bytes = item.type === 'message' ? item.message.bytes : item.bytes;
  const how = item.type === 'message' ? `${item.salvaged} ${item.trust}` : '';
  return `${item.type} ${how} ${bytes.toString('latin1')}`;
}

const filter: Target = {
  name: 'filter',
  seeds: streams,
  words,
  run(input) {
    const { items, framed } = itemsOf(input, input.length || 1, true);
    for (const item of items) if (item.type === 'message') expectWire(item.message);
    const whole = items.map(told).join('\n');
    const cut = 1 + ((input[0] ?? 0) % 13);
    for (const fast of [false, true]) {
      const pieces = itemsOf(input, cut, fast).items.map(told).join('\n');
      expect(pieces === whole, `cut by ${cut}${fast ? ', read fast,' : ''} it differs`);
    }
    if (!framed) expectLastWord(input);
    return waysOf(items.map((item) => `${item.type}${'salvaged' in item ? item.salvaged : ''}`));
  },
};

/** Whatever stands before it, a clean message on a line of its own arrives. */
function expectLastWord(input: Buffer): void {
  const { items, framed } = itemsOf(
    Buffer.concat([input, Buffer.from('\n'), lastWord]),
    65_536,
    true,
  );
  const last = items.findLast((item) => item.type === 'message');
  const arrived = last?.type === 'message' && last.message.bytes.equals(lastWord);
  // After a frame the length that is announced rules, not the line.
  expect(arrived || framed, 'a clean message was lost');
}

function expectWire({ bytes }: Message): void {
  expect(bytes.indexOf(0x0a) === bytes.length - 1, 'not one line');
  expect(isUtf8(bytes), 'not UTF-8');
  expect(oracle(bytes.toString()) !== undefined, 'no message on its way to the client');
}

const classifier: Target = {
  name: 'classify',
  seeds: clean.map((text) => `${text}\n`),
  words,
  run(input) {
    if (!isUtf8(input)) return 'bytes';
    const verdict = classify(input);
    const expected = oracle(input.toString());
    expect(verdict?.kind === expected?.kind, `${verdict?.kind}, not ${expected?.kind}`);
    return `${verdict?.kind} ${idNear(input, input)?.kind} ${diagnoseUnreadable(input)?.kind}`;
  },
};

const remains: Target = {
  name: 'unreadable',
  seeds: streams,
  words,
  run(input) {
    const found = diagnoseUnreadable(input);
    if (found?.kind === 'repaired') expectWire(found.message);
    const half = input.length >> 1;
    const near = idNear(input.subarray(0, half), input.subarray(half));
    const ids = found?.kind === 'answers' ? found.ids : [];
    for (const id of [near?.id, ...ids]) if (id !== undefined) JSON.parse(String(id));
    if (found?.kind === 'odd') JSON.parse(found.answer.message.bytes.toString());
    const why = found !== undefined && 'why' in found ? found.why.replace(/\d+/g, '') : '';
    return `${found?.kind} ${why} ${near?.kind} ${typeof near?.id}`;
  },
};

const client: Target = {
  name: 'client',
  seeds: streams,
  words,
  run(input) {
    const splitter = createClientSplitter<Single>({
      maxMessageBytes,
      isUtf8,
      openReader: openLineReader,
      fastAfterBytes: 0,
    });
    const pieces = [...splitter.push(input), ...splitter.end()];
    const verdicts = pieces.map((piece) => {
      if (piece.type === 'message') {
        expectWire(piece.message);
        return 'message';
      }
      if (piece.type === 'oversize') return idNear(piece.head, piece.tail)?.kind;
      const text = isUtf8(piece.bytes) ? piece.bytes : Buffer.from(piece.bytes.toString());
      const line = judgeClientLine(text);
      if (line.kind === 'message') expectWire(line.message);
      if (line.kind === 'mixed') for (const one of line.members) expectMember(one);
      return line.kind;
    });
    return waysOf(verdicts.map(String));
  },
};

function expectMember(member: { readonly kind: string }): void {
  if (member.kind !== 'refused') expectWire(member as Message);
}

const heard = '["{\\"jsonrpc\\":\\"2.0\\",\\"id\\":",",\\"result\\":{\\"tools\\":[]}}\\n"]';

/** What a file of another run holds, which anybody may have written. */
const memory: Target = {
  name: 'memory',
  seeds: [
    `{"initialize":${heard},"lists":{"tools/list":[{"cursor":null,"answer":${heard}}]}}`,
    `{"discover":${heard},"lists":{"prompts/list":[{"cursor":"x","answer":${heard}}]}}`,
  ],
  words: ['"lists":', '"cursor":null', '"answer":', '\\\\n', '1', '"id":', 'null', '[', ']'],
  run(input) {
    let value: unknown;
    try {
      value = JSON.parse(input.toString());
    } catch {
      return 'no JSON';
    }
    const one = new Memory();
    one.begin('client');
    one.ask();
    const isKnown = one.recalled(value, undefined);
    const page = one.pageOf('tools/list', undefined);
    for (const answer of [one.initialize, one.discover, page?.answer]) {
      if (answer === undefined) continue;
      const line = underId(answer, 7).toString();
      expect(line.indexOf('\n') === line.length - 1, 'it is no line');
      expect((JSON.parse(line) as { id: unknown }).id === 7, 'it is the answer to another request');
    }
    const masked = maskRemembered(value, (text) => text);
    expect(JSON.stringify(masked) !== undefined, 'it cannot be recorded');
    return `${isKnown} ${page !== undefined} ${one.initialize !== undefined}`;
  },
};

export const protocolTargets: readonly Target[] = [filter, classifier, remains, client, memory];
