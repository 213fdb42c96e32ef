/**
 * Messages made of the scanner's records: the names and ids they are known by, where their members
 * stand, and that it is the same of a message that came in pieces.
 */
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/protocol/classify.ts';
import {
  openLineReader,
  type ScannerLineReader,
} from '../../../src/protocol/line-scan/line-reader.ts';
import { linesOf } from '../../../src/protocol/lines.ts';
import type { Message, Single } from '../../../src/protocol/message.ts';
import { ordinary } from './lines.ts';

function readerHere(): ScannerLineReader {
  const reader = openLineReader();
  if (reader === undefined) throw new Error('no WebAssembly here');
  return reader;
}

/** All of them clean messages, in one chunk. */
function read(chunk: Buffer): Single[] {
  const reader = readerHere();
  const count = reader.scan(chunk, 0);
  return Array.from({ length: count }, (_, index) =>
    reader.message(index, index === 0 ? 0 : reader.lineEnd(index - 1), undefined),
  );
}

function expectClassified(lines: readonly string[]): void {
  const chunk = Buffer.from(lines.join(''));
  const classified = linesOf([chunk]).map((line) => facts(classify(line)));
  expect(read(chunk).map(facts)).toEqual(classified);
}

/** All that others read of a message that is no batch. */
function facts(message: Message | undefined) {
  if (message === undefined || message.kind === 'batch') return undefined;
  const { kind, byteLength } = message;
  const common = { kind, byteLength, bytes: message.bytes.toString() };
  if (kind === 'response') {
    const { id, idSpan, isError, outcome } = message;
    return { ...common, id, idSpan, isError, outcome };
  }
  const { method, params } = message;
  if (kind === 'notification') return { ...common, method, params };
  return { ...common, method, params, id: message.id, idSpan: message.idSpan };
}

/** The message that `line` is, which came in pieces that end at these places. */
function readCut(reader: ScannerLineReader, line: Buffer, at: readonly number[]): Single {
  const before = at.map((end, index) => line.subarray(at[index - 1] ?? 0, end));
  for (const piece of before) expect(reader.scan(piece, 0)).toBe(0);
  const last = line.subarray(at.at(-1));
  expect(reader.scan(last, 0)).toBe(1);
  expect(reader.isMessage(0)).toBe(true);
  return reader.message(0, 0, before);
}

const notification = (method: string) => `{"jsonrpc":"2.0","method":"${method}"}\n`;

describe('names of methods', () => {
  it('are told apart although their bytes read as characters are the same', () => {
    // Equal length, equal slot: C3 89 C2 80 61 and C9 80 61.
    expectClassified(['\u00c9\u0080a', '\u0240a', '\u00c9\u0080a'].map(notification));
  });

  it.each([
    ['differ in their ends', (index: number) => `n${String(index).padStart(3, '0')}`],
    ['go on where others end', (index: number) => 'n'.repeat(1 + (index % 90))],
    [
      'have no letter in common',
      (index: number) => String.fromCharCode(97 + (index % 26)).repeat(2 + index / 26),
    ],
  ])('are told apart whatever the slot they share: those that %s', (_how, nameOf) => {
    const names = Array.from({ length: 300 }, (_, index) => nameOf(index));
    expectClassified([...names, ...names].map(notification));
  });
});

describe('ids', () => {
  it('are those that classify gives', () => {
    const ids = ['1', '0', '-7', '999999999', '"1"', '"a b"', '"\u00e9\u2028"', '""'];
    expectClassified(ids.map((id) => `{"jsonrpc":"2.0","id":${id},"result":{}}\n`));
  });
});

describe('an ordinary message', () => {
  it.each(Object.entries(ordinary))(
    '%s has its members where classify finds them',
    (_name, text) => {
      const line = `${text}\n`;
      expectClassified([line, line]);
      const reader = readerHere();
      const bytes = Buffer.from(line);
      const expected = facts(classify(bytes));
      for (let at = 1; at < bytes.length - 1; at += 1) {
        expect([at, facts(readCut(reader, bytes, [at]))]).toEqual([at, expected]);
        expect(facts(readCut(reader, bytes, [at, at + 1]))).toEqual(expected);
      }
    },
  );

  it.each([
    ['"params":{"_meta":{}}', true],
    ['"params":{"a":1,"\\u005fmeta":{}}', true],
    ['"params":{"meta":{}}', false],
    ['"params":{}', false],
    ['"x":"_meta"', false],
  ])('says whether it may have _meta: with %s it is %s', (members, may) => {
    const [message] = read(Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"a",${members}}\n`));
    expect(message?.mayHaveMeta).toBe(may);
  });

  it('has bytes of its own to look at if there are some beyond ASCII', () => {
    const reader = readerHere();
    const lines = ['{"jsonrpc":"2.0","method":"a"}\n', '{"jsonrpc":"2.0","method":"\u00e9"}\n'];
    reader.scan(Buffer.from(lines.join('')), 0);
    expect([reader.hasHighBytes(0), reader.hasHighBytes(1)]).toEqual([false, true]);
  });
});
