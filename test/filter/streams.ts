/** Streams as servers and clients write them, for properties: messages, noise, and both damaged. */
import fc from 'fast-check';
import { messageLine, ordinary } from '../protocol/line-scan/lines.ts';
import { answer } from './filtering.ts';

export const one = answer(1, { text: 'é…{' });
const body = JSON.stringify(JSON.parse(one), null, 1);

/** Pieces of text that mean something to the filter, complete or not. */
export const fragments = fc.constantFrom(
  `${one}\n`,
  one,
  '\n',
  '\r\n',
  '{\n',
  '[\n',
  '}\n',
  '"a":1,\n',
  'text ',
  'noise\n',
  '\x1b[1m',
  '\ufeff',
  `${body}\n`,
  `Content-Length: ${Buffer.byteLength(one)}\r\n\r\n${one}`,
  `Content-Length: ${Buffer.byteLength(body)}\n\n${body}`,
  'Content-Length: 40\n\n',
  '{"jsonrpc":"2.0","id":1,',
  `{"jsonrpc":"2.0","resu${one}\n`,
  '\0',
  '{"a":NaN}',
  `${answer(2, 'x'.repeat(150))}\n`,
  'y'.repeat(150),
);

const ordinaryLine = fc.constantFrom(...Object.values(ordinary)).map((text) => `${text}\n`);

/** What the scanner leaves to others: other spellings of ids, errors, nulls, batches. */
const otherLine = fc.constantFrom(
  '{"jsonrpc":"2.0","id":"\\u0031","method":"ping"}\n',
  '{"jsonrpc":"2.0","id":1.0,"method":"ping"}\n',
  '{"jsonrpc":"2.0","id":12345678901,"result":{}}\n',
  '{"jsonrpc":"2.0","id":"日本","result":"語"}\n',
  '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}\n',
  '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}\n',
  '{"jsonrpc":"2.0","id":1,"method":"ping","params":null}\n',
  `[${one},{"jsonrpc":"2.0","method":"a/b"}]\n`,
  `[${one},5]\n`,
);

/** A line of the wide texts that chunks cut, or of bytes that are no text. */
const wide = fc.array(fc.constantFrom('é', '語', '😀', 'a'), { minLength: 1, maxLength: 40 });
const wideLine = wide.map((letters) => `${answer('é', letters.join(''))}\n`);
const noText = fc.constantFrom(
  [0xff],
  [0x80],
  [0xc3],
  [0xe8, 0xaa],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0xf4, 0x90, 0x80, 0x80],
);
const noTextLine = fc
  .tuple(fc.nat({ max: 40 }), noText, fc.nat({ max: 40 }))
  .map(([before, bytes, after]) =>
    Buffer.concat([
      Buffer.from(`{"jsonrpc":"2.0","id":1,"result":"${'é'.repeat(before)}`),
      Buffer.from(bytes),
      Buffer.from(`${'語'.repeat(after)}"}\n`),
    ]),
  );

/** Long enough not to be copied where it is cut, and to go through the scanner in several parts. */
const longLine = fc
  .tuple(fc.constantFrom('x', 'é', '\\n'), fc.integer({ min: 1_000, max: 70_000 }))
  .map(([text, times]) => `${answer(3, '@').replace('@', text.repeat(times))}\n`);

const bytesOf = (part: string | Uint8Array): Buffer => Buffer.from(part as Uint8Array);

/** Mostly messages, and everything that may stand between them. */
export const busyStream: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: messageLine },
      { weight: 4, arbitrary: ordinaryLine },
      { weight: 4, arbitrary: fragments },
      { weight: 2, arbitrary: otherLine },
      { weight: 2, arbitrary: wideLine },
      { weight: 2, arbitrary: noTextLine },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => Buffer.concat(parts.map(bytesOf)));

/** The same with lines that take many chunks. */
export const longStream: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: longLine },
      { weight: 2, arbitrary: messageLine },
      { weight: 1, arbitrary: fragments },
      { weight: 1, arbitrary: fc.constant('\n'.repeat(1_100)) },
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts.map(bytesOf)));
