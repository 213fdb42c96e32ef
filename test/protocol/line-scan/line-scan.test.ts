import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFlags, lineKinds } from '../../../src/protocol/line-scan/line-record.ts';
import { openLineScanner } from '../../../src/protocol/line-scan/line-scan.ts';
import { json, line, linesOf, messageLine, nastyBytes, notJson, ordinary } from './lines.ts';
import { expectedOf } from './model.ts';
import { cut, type LineRecord, scanned, scannedAlone, scannerHere } from './scanned.ts';

const scanner = scannerHere();
const alone = (bytes: Uint8Array): LineRecord => scannedAlone(scanner, bytes);
const kindOf = (text: string): number => alone(line(text)).kind;
const unsure = lineKinds.unsure;

function expectModel(bytes: Buffer): void {
  const { end, methodHash, ...said } = alone(bytes);
  expect(end).toBe(bytes.length);
  expect(said, bytes.toString('latin1')).toEqual(expectedOf(bytes));
}

function inPieces(bytes: Buffer, sizes: readonly number[]): LineRecord[] {
  scanner.restart();
  return scanned(scanner, cut(bytes, sizes));
}

/** What must come out, however the stream is cut. */
function oneByOne(bytes: Buffer): LineRecord[] {
  let start = 0;
  return linesOf(bytes).map((each) => {
    const record = alone(each);
    start += each.length;
    return { ...record, end: start };
  });
}

describe('an ordinary message', () => {
  it.each(Object.entries(ordinary))('%s is known for what it is', (_name, text) => {
    expectModel(line(text));
    expect(kindOf(text)).not.toBe(unsure);
  });

  it('has its members where the record says', () => {
    const text = ordinary['a call with _meta'] ?? '';
    const record = alone(line(text));
    expect(text.slice(record.idStart, record.idEnd)).toBe('123456789');
    expect(record.idValue).toBe(123_456_789);
    expect(text.slice(record.methodStart, record.methodEnd)).toBe('tools/call');
    expect(JSON.parse(text.slice(record.payloadStart, record.payloadEnd))).toHaveProperty('name');
    expect(record.flags).toBe(lineFlags.idIsInteger | lineFlags.mayHaveMeta);
  });

  it('has a hash of its method alone', () => {
    const hashOf = (method: string, before = '') =>
      alone(line(`{${before}"method":"${method}","jsonrpc":"2.0"}`)).methodHash;
    const methods = Array.from({ length: 300 }, (_, index) => `${'tools/call'.repeat(3)}${index}`);
    const names = [
      ...methods,
      ...methods.map((_, index) => 'a'.repeat(index % 200)),
      'é',
      'b',
      'ab',
    ];
    expect(new Set(names.map((method) => hashOf(method))).size).toBe(new Set(names).size);
    for (const method of names) expect(hashOf(method)).toBe(hashOf(method, '"x":[1], '));
  });
});

describe('a line that is not sure', () => {
  const rest = '"jsonrpc":"2.0","id":1';
  it.each([
    ['an error', `{${rest},"error":{"code":1,"message":"m"}}`],
    ['a batch', `[{${rest},"method":"a"}]`],
    ['null as id', '{"jsonrpc":"2.0","id":null,"method":"a"}'],
    ['an id with a fraction', '{"jsonrpc":"2.0","id":1.0,"method":"a"}'],
    ['an id of ten digits', '{"jsonrpc":"2.0","id":1234567890,"method":"a"}'],
    ['-0', '{"jsonrpc":"2.0","id":-0,"method":"a"}'],
    ['an id with an escape', '{"jsonrpc":"2.0","id":"\\u0031","method":"a"}'],
    ['a key with an escape', `{${rest},"m\\u0065thod":"a"}`],
    ['a key twice', `{${rest},"method":"a","method":"b"}`],
    ['space before it', ` {${rest},"method":"a"}`],
    ['space behind it', `{${rest},"method":"a"} `],
    ['CR behind it', `{${rest},"method":"a"}\r`],
    ['another version', '{"jsonrpc":"2.1","id":1,"method":"a"}'],
    ['no version', '{"id":1,"method":"a"}'],
    ['params that are a string', `{${rest},"method":"a","params":"b"}`],
    ['both method and result', `{${rest},"method":"a","result":1}`],
    ['both result and error', `{${rest},"result":1,"error":{"code":1,"message":"m"}}`],
    ['both method and error', `{${rest},"method":"a","error":1}`],
    ['a result with params', `{${rest},"result":1,"params":{}}`],
    ['a result without id', '{"jsonrpc":"2.0","result":1}'],
    ['neither', `{${rest}}`],
    ['two values', `{${rest},"method":"a"}{${rest},"method":"a"}`],
    ['nothing', ''],
  ])('%s', (_name, text) => expect(kindOf(text)).toBe(unsure));

  it('is too deep, beyond 256', () => {
    const nested = (depth: number) =>
      `{${rest},"result":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(kindOf(nested(256))).toBe(lineKinds.response);
    expect(kindOf(nested(257))).toBe(unsure);
    expect(kindOf(nested(100_000))).toBe(unsure);
  });

  it.each([
    ['id', (text: string) => `{"jsonrpc":"2.0","id":"${text}","method":"a"}`],
    ['method', (text: string) => `{${rest},"method":"${text}"}`],
    ['key', (text: string) => `{${rest},"method":"a","${text}":1}`],
    ['key of params', (text: string) => `{${rest},"method":"a","params":{"${text}":1}}`],
  ])('has a longer %s than 200 bytes', (_name, spell) => {
    for (const sizes of [[1], [150], [10_000]]) {
      expect(inPieces(line(spell('k'.repeat(200))), sizes)[0]?.kind).toBe(lineKinds.request);
      expect(inPieces(line(spell('k'.repeat(201))), sizes)[0]?.kind).toBe(unsure);
      expect(inPieces(line(spell('k'.repeat(999))), sizes)[0]?.kind).toBe(unsure);
    }
  });
});

describe('a value', () => {
  const answer = (value: string) => line(`{"jsonrpc":"2.0","id":1,"result":${value}}`);
  const kindIn = (value: string, sizes: number[]) => inPieces(answer(value), sizes)[0]?.kind;

  it.each(json)('%s is JSON', (value) => {
    for (const sizes of [[1], [1_000]]) expect(kindIn(value, sizes)).toBe(lineKinds.response);
    expectModel(answer(value));
  });

  it.each(notJson)('%s is not', (value) => {
    for (const sizes of [[1], [1_000]]) expect(kindIn(value, sizes)).toBe(unsure);
    expectModel(answer(value));
  });

  it('is not a number of more than 202 digits', () => {
    for (const sizes of [[1], [150], [1_000]]) {
      expect(kindIn('1'.repeat(202), sizes)).toBe(lineKinds.response);
      expect(kindIn('1'.repeat(203), sizes)).toBe(unsure);
    }
  });

  it('is a text with anything anywhere', () => {
    const specials = ['\\n', '\\"', '\\\\', '\\u00e9', '\\x', 'é', '\x7f', '\x1f', '\n', '"'];
    for (let length = 0; length < 40; length += 1) {
      for (let at = 0; at <= length; at += 1) {
        for (const special of specials) {
          const text = `${'a'.repeat(at)}${special}${'b'.repeat(length - at)}`;
          for (const each of linesOf(answer(`"${text}"`))) expectModel(each);
        }
      }
    }
  });
});

describe('what the scanner says', () => {
  it('is what classify says, of thousands of nearly valid messages', () => {
    const kinds = new Set<number>();
    fc.assert(
      fc.property(messageLine, (bytes) => {
        for (const each of linesOf(bytes)) {
          expectModel(each);
          kinds.add(alone(each).kind);
        }
      }),
      { numRuns: 6_000 },
    );
    expect([...kinds].sort()).toEqual([0, 1, 2, 3]);
  });

  it('is what classify says, whichever byte is another one', () => {
    for (const text of Object.values(ordinary)) {
      const intact = line(text);
      for (let at = 0; at < intact.length - 1; at += 1) {
        for (const byte of nastyBytes) {
          const bytes = Buffer.from(intact);
          bytes[at] = byte;
          const [first, second] = linesOf(bytes);
          if (first !== undefined) expectModel(first);
          if (second !== undefined) expectModel(second);
        }
      }
    }
  });
});

describe('a chunk', () => {
  const day = Object.values(ordinary).join('\n');

  it('may end anywhere', () => {
    const bytes = line(day);
    const whole = oneByOne(bytes);
    for (let at = 1; at < bytes.length; at += 1) {
      expect(inPieces(bytes, [at, bytes.length])).toEqual(whole);
    }
    expect(inPieces(bytes, [1])).toEqual(whole);
  });

  it('may end anywhere in lines that are broken', () => {
    const stream = fc.array(messageLine, { minLength: 1, maxLength: 6 }).map(Buffer.concat);
    const sizes = fc.oneof(fc.array(fc.nat({ max: 40 }), { minLength: 1 }), fc.constant([1]));
    fc.assert(
      fc.property(stream, sizes, (bytes, pieces) => {
        expect(inPieces(bytes, pieces)).toEqual(oneByOne(bytes));
      }),
      { numRuns: 1_500 },
    );
  });

  it('may be longer than the input area', () => {
    const unit = fc.constantFrom('plain text ', '\\n', '\\u00e9', 'é', '\\"{\\"');
    const long = fc.tuple(unit, fc.integer({ min: 1, max: 120_000 })).map(([text, times]) => {
      const data = text.repeat(Math.ceil(times / text.length));
      return line(`{"jsonrpc":"2.0","id":1,"result":["${data}",{"${data}":0}]}`);
    });
    const stream = fc.array(fc.oneof(long, messageLine), { maxLength: 5 }).map(Buffer.concat);
    const sizes = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1 });
    fc.assert(
      fc.property(stream, sizes, (bytes, pieces) => {
        const whole = oneByOne(bytes);
        expect(inPieces(bytes, [65_536])).toEqual(whole);
        expect(
          inPieces(
            bytes,
            pieces.map((size) => size + 500),
          ),
        ).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('may have more lines than the table', () => {
    const bytes = Buffer.from('\n{}\n'.repeat(5_000));
    const ends = inPieces(bytes, [bytes.length]).map(({ end }) => end);
    expect(ends).toEqual(linesOf(bytes).map((_, index) => (index >> 1) * 4 + (index % 2 ? 4 : 1)));
  });

  it('may end in a key that never ends', () => {
    const bytes = Buffer.from(`${'{}\n'.repeat(1_000)}{"${'k'.repeat(100_000)}\n`);
    expect(inPieces(bytes, [12_000, 60_000])).toEqual(oneByOne(bytes));
  });

  it('may fill the table with lines behind the end of another', () => {
    const bytes = line(`${day}\n${'{}\n'.repeat(3_000)}${day}`);
    expect(inPieces(bytes, [5, bytes.length])).toEqual(oneByOne(bytes));
  });

  it('may be empty', () => {
    const bytes = line(day);
    scanner.restart();
    const pieces = cut(bytes, [37]);
    let count = 0;
    for (const piece of pieces) {
      expect(scanner.scan(Buffer.alloc(0), 0)).toBe(0);
      count += scanned(scanner, [piece]).length;
    }
    expect(count).toBe(linesOf(bytes).length);
  });
});

describe('a scanner', () => {
  it('forgets the unfinished line when told to', () => {
    const bytes = line(ordinary['ping'] ?? '');
    for (let at = 1; at < bytes.length; at += 1) {
      scanned(scanner, [bytes.subarray(0, at)]);
      expect(alone(bytes).kind).toBe(lineKinds.request);
    }
  });

  it('knows nothing of another scanner', () => {
    const other = scannerHere();
    const bytes = line(ordinary['an answer'] ?? '');
    scanner.restart();
    scanned(scanner, [bytes.subarray(0, 30)]);
    expect(scanned(other, [bytes])).toHaveLength(1);
    expect(scanned(scanner, [bytes.subarray(30)])[0]?.kind).toBe(lineKinds.response);
  });

  it('gives up a line of 2 GB, and is there for the next', () => {
    const part = Buffer.alloc(65_536, 'x');
    scanner.restart();
    scanner.scan(Buffer.from('{"jsonrpc":"2.0","id":1,"result":"'), 0);
    // Twice round the numbers of 32 bits would look like a short line again.
    for (let count = 0; count < 66_000; count += 1) scanner.scan(part, 0);
    const [long, next] = scanned(scanner, [line(`"}\n${ordinary['ping']}`)]);
    expect(long?.kind).toBe(unsure);
    expect(long?.length).toBeGreaterThan(2_100_000_000);
    expect(next?.kind).toBe(lineKinds.request);
  });

  it('is none where there is no WebAssembly, or no room for it', () => {
    class Full {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    const Module = Full as unknown as new () => object;
    const Instance = Full as unknown as new () => { exports: unknown };
    expect(openLineScanner({})).toBeUndefined();
    expect(openLineScanner({ WebAssembly: { Module, Instance } })).toBeUndefined();
    expect(openLineScanner()).toBeDefined();
  });
});
