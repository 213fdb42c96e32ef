/** Messages made of the scanner's records: the names and ids they are known by. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/protocol/classify.ts';
import {
  openLineReader,
  type ScannerLineReader,
} from '../../../src/protocol/line-scan/line-reader.ts';
import { linesOf } from '../../../src/protocol/lines.ts';
import type { Single } from '../../../src/protocol/message.ts';

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
  const facts = (message: Single | undefined) => ({
    kind: message?.kind,
    method: message && 'method' in message ? message.method : undefined,
    id: message && 'id' in message ? message.id : undefined,
  });
  const classified = linesOf([chunk]).map((line) => facts(classify(line) as Single | undefined));
  expect(read(chunk).map(facts)).toEqual(classified);
}

const notification = (method: string) => `{"jsonrpc":"2.0","method":"${method}"}\n`;

describe('names of methods', () => {
  it('are told apart although their bytes read as characters are the same', () => {
    // Equal length, equal slot: C3 89 C2 80 61 and C9 80 61.
    expectClassified(['\u00c9\u0080a', '\u0240a', '\u00c9\u0080a'].map(notification));
  });

  it('are told apart whatever the slot they share', () => {
    const names = Array.from({ length: 300 }, (_, index) => `n${String(index).padStart(3, '0')}`);
    expectClassified([...names, ...names].map(notification));
  });
});

describe('ids', () => {
  it('are those that classify gives', () => {
    const ids = ['1', '0', '-7', '999999999', '"1"', '"a b"', '"\u00e9\u2028"', '""'];
    expectClassified(ids.map((id) => `{"jsonrpc":"2.0","id":${id},"result":{}}\n`));
  });
});
