import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incomplete, invalidAt } from '../../src/base/json-bytes.ts';
import { JsonScanner } from '../../src/base/json-scan.ts';
import { createServerFilter } from '../../src/filter/server-filter.ts';
import { classify } from '../../src/protocol/classify.ts';
import { isAnswer } from '../../src/protocol/message.ts';
import { answer, filtered, newFilter, passed, told, toldAll } from './filtering.ts';
import { fragments, one } from './streams.ts';

const streams = fc.array(fragments, { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')));

describe('a stream', () => {
  it('gives the same items however it is cut', () => {
    fc.assert(
      fc.property(streams, fc.integer({ min: 1, max: 40 }), (bytes, size) => {
        const whole = toldAll(bytes, undefined, 120);
        expect(toldAll(bytes, size, 120)).toEqual(whole);
        expect(toldAll(bytes, 1, 120)).toEqual(whole);
      }),
      { numRuns: 1_500 },
    );
  });

  it('passes only messages, and clean ones as they came', () => {
    fc.assert(
      fc.property(streams, (bytes) => {
        for (const item of filtered(bytes).items) {
          if (item.type !== 'message') continue;
          const { bytes: wire } = item.message;
          expect(wire.indexOf(0x0a)).toBe(wire.length - 1);
          expect(isUtf8(wire)).toBe(true);
          expect(JSON.parse(wire.toString())).toMatchObject({ jsonrpc: '2.0' });
          if (item.salvaged === undefined) expect(bytes.includes(wire)).toBe(true);
        }
      }),
    );
  });

  it('loses no byte of what is not a message', () => {
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        const { items } = filtered(bytes, size);
        expect(items.every(({ type }) => type !== 'message' && type !== 'oversize')).toBe(true);
        const parts = items.map((item) => ('bytes' in item ? item.bytes : Buffer.alloc(0)));
        expect(Buffer.concat(parts)).toEqual(bytes);
      }),
    );
  });

  it('gives slices of the chunk, neighbours beside each other', () => {
    const chunk = Buffer.from(`${one}\n${one}\n`);
    const [first, second] = newFilter().push(chunk, 0);
    if (first?.type !== 'message' || second?.type !== 'message') throw new Error('no messages');
    expect(first.message.bytes.buffer).toBe(chunk.buffer);
    expect(first.message.bytes.byteOffset).toBe(chunk.byteOffset);
    expect(second.message.bytes.byteOffset).toBe(chunk.byteOffset + first.message.bytes.length);
  });
});

describe('noise of any kind', () => {
  const good = `${one}\n`;
  it.each<[string, Buffer]>([
    ['UTF-16', Buffer.from('{"level":"info"}\nwide text\n', 'utf16le')],
    ['binary', Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 197) % 256))],
    ['NULs', Buffer.alloc(100_000)],
    ['a lone continuation byte', Buffer.from([0x80])],
    ['3 MB on one line', Buffer.alloc(3_000_000, 'log ')],
    ['braces', Buffer.from('{'.repeat(200_000))],
    ['brackets that mention it', Buffer.from(`${'['.repeat(200_000)}"jsonrpc"`)],
    ['members without end', Buffer.from(`${'{"id":'.repeat(50_000)}"jsonrpc"`)],
    ['escape sequences without end', Buffer.from(`${'\x1b]'.repeat(50_000)}"jsonrpc"`)],
  ])('%s', (_name, noise) => {
    const input = Buffer.concat([Buffer.from(good), noise, Buffer.from(`\n${good}`), noise]);
    const filter = newFilter(10_000_000);
    const items = [...filter.push(input, 0), ...filter.end()];
    const wires = items.flatMap((item) =>
      item.type === 'message' ? [item.message.bytes.toString()] : [],
    );
    expect(wires).toEqual([good, good]);
  });

  it('loses nothing beside braces on the same line', () => {
    expect(passed(`${'{'.repeat(500)}${good}`)).toEqual([good]);
  });
});

describe('a line that is too long', () => {
  const long = answer(1, 'x'.repeat(300));
  const ends = `${long.slice(0, 100)}…${long.slice(-100)}`;

  it.each([1, 7, 99, 100, 101, 1_000])('comes as its ends, cut in pieces of %i', (size) => {
    expect(toldAll(`${long}\n${one}\n`, size, 100)).toEqual([
      `oversize ${long.length} ${ends}`,
      told(filtered(`${one}\n`).items[0] ?? { type: 'noise', bytes: Buffer.alloc(0) }),
    ]);
    expect(toldAll(long, size, 100)).toEqual([`oversize ${long.length} ${ends}`]);
  });

  it('may be as long as the limit, newline apart', () => {
    const { length } = Buffer.from(one);
    expect(toldAll(`${one}\n`, 3, length)[0]).toMatch(/^message/);
    expect(toldAll(`${one}\n`, 3, length - 1)[0]).toMatch(/^oversize/);
  });

  it('is not kept while it streams', () => {
    const filter = newFilter(100_000);
    const part = Buffer.alloc(50_000, 'x');
    for (let count = 0; count < 2_000; count += 1) expect(filter.push(part, 0)).toEqual([]);
    const [item] = filter.end();
    if (item?.type !== 'oversize') throw new Error('not oversize');
    expect(item.sizeBytes).toBe(100_000_000);
    expect(item.head.buffer.byteLength + item.tail.buffer.byteLength).toBeLessThan(1_000_000);
  });
});

describe('work grows with the input, not with its square', () => {
  /** Bytes copied, scanned and recognised while `run` runs. */
  function work(run: (recognise: typeof classify) => void): number {
    let bytes = 0;
    const { concat } = Buffer;
    const { scan } = JsonScanner.prototype;
    // Counted in place, without a mocking library: it would keep every argument.
    Buffer.concat = (list, length) => {
      const joined = concat(list, length);
      bytes += joined.length;
      return joined;
    };
    JsonScanner.prototype.scan = function (chunk, start, end) {
      const reached = scan.call(this, chunk, start, end);
      bytes += 1 + (reached >= 0 ? reached : reached === incomplete ? end : invalidAt(reached));
      bytes -= start;
      return reached;
    };
    try {
      run((wire) => {
        bytes += wire.length;
        return classify(wire);
      });
    } finally {
      Buffer.concat = concat;
      JsonScanner.prototype.scan = scan;
    }
    return bytes;
  }

  function workFor(input: string, size: number): number {
    const chunk = Buffer.from(input);
    return work((recognise) => {
      const filter = createServerFilter({
        recognise,
        isAnswer,
        isUtf8,
        maxMessageBytes: 50_000_000,
      });
      for (let at = 0; at < chunk.length; at += size) filter.push(chunk.subarray(at, at + size), 0);
      filter.end();
    });
  }

  it.each<[string, string]>([
    ['one long text', 'x'],
    ['braces', '{'],
    ['brackets', '['],
    ['members', '{"id":'],
    ['strings that never end', '{"jsonrpc":"'],
    ['NaN', '{"jsonrpc":[NaN,'],
    ['broken members', '{"jsonrpc":1,"id":tru '],
    ['lines that may go on', '{"jsonrpc":\n'],
    ['lines that may go on and do not', '[\n1,\n"jsonrpc"\n'],
    ['messages cut by messages', `{"jsonrpc":"2.0","resu${one}`],
    ['objects that are no messages', '{"jsonrpc":{"a":1}} '],
    ['fake headers', 'Content-Length: 9000\n\n{'],
    ['fake headers on lines', 'Content-Length: 9000\n\n{\n'],
  ])('%s', (_name, unit) => {
    for (const size of [1_000, 1_000_000]) {
      const once = workFor(`${unit.repeat(20_000)}"jsonrpc"\n`, size);
      const twice = workFor(`${unit.repeat(40_000)}"jsonrpc"\n`, size);
      expect(twice).toBeLessThan(2.2 * once);
      expect(once).toBeLessThan(32 * unit.length * 20_000);
    }
  });
});
