import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createServerFilter } from '../../src/filter/server-filter.ts';
import { classify } from '../../src/protocol/classify.ts';
import { openLineReader } from '../../src/protocol/line-scan/line-reader.ts';
import { isAnswer, type Message } from '../../src/protocol/message.ts';
import { Outbox } from '../../src/shield/outbox.ts';

const [a, b, c] = ['a', 'b', 'c'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

describe('the outbox', () => {
  it('makes one write of neighbours that go to the same end', () => {
    const outbox = new Outbox();
    outbox.toClient(a);
    outbox.toClient(b);
    outbox.toServer(1, c);
    outbox.toServer(1, a);
    expect(outbox.drain()).toEqual([
      { type: 'to-client', buffers: [a, b] },
      { type: 'to-server', generation: 1, buffers: [c, a] },
    ]);
  });

  it('keeps the order of different things', () => {
    const outbox = new Outbox();
    outbox.toClient(a);
    outbox.toServer(1, b);
    outbox.toClient(c);
    outbox.toServer(1, a);
    outbox.toServer(2, a);
    const order = outbox
      .drain()
      .map((effect) => [effect.type, 'generation' in effect && effect.generation]);
    expect(order).toEqual([
      ['to-client', false],
      ['to-server', 1],
      ['to-client', false],
      ['to-server', 1],
      ['to-server', 2],
    ]);
  });

  it('is not parted by the log, which goes elsewhere', () => {
    const outbox = new Outbox();
    outbox.toClient(a);
    outbox.log('warn', 'noise', 'between');
    outbox.toClient(b);
    expect(outbox.drain()).toEqual([
      { type: 'to-client', buffers: [a, b] },
      { type: 'log', level: 'warn', event: 'noise', message: 'between' },
    ]);
  });

  it('is parted by every other effect', () => {
    const outbox = new Outbox();
    outbox.toServer(1, a);
    outbox.add({ type: 'end-server-input', generation: 1 });
    outbox.toServer(1, b);
    expect(outbox.drain()).toHaveLength(3);
  });

  it('does not add to what was taken', () => {
    const outbox = new Outbox();
    outbox.toClient(a);
    const [first] = outbox.drain();
    outbox.toClient(b);
    expect(first).toEqual({ type: 'to-client', buffers: [a] });
    expect(outbox.drain()).toEqual([{ type: 'to-client', buffers: [b] }]);
  });
});

describe('what goes to stderr', () => {
  const told = (...pieces: Buffer[]) => {
    const outbox = new Outbox();
    outbox.toClient(a);
    for (const piece of pieces) outbox.toStderr(piece);
    outbox.toClient(b);
    return outbox;
  };

  it('is one write at the place of its first piece, and parts no others', () => {
    const outbox = told(a, b, c);
    expect(outbox.drain()).toEqual([
      { type: 'to-client', buffers: [a, b] },
      { type: 'to-stderr', bytes: Buffer.from('abc') },
    ]);
    outbox.toStderr(c);
    expect(outbox.drain()).toEqual([{ type: 'to-stderr', bytes: c }]);
  });

  it('is the very bytes that came, if they came in one piece', () => {
    const [, effect] = told(c).drain();
    expect(effect?.type === 'to-stderr' && effect.bytes).toBe(c);
  });
});

describe('messages that were read fast', () => {
  const line = (id: number): string => `{"jsonrpc":"2.0","id":${id},"result":{}}\n`;
  const three = Buffer.from(line(1) + line(2) + line(3));
  const { length } = line(1);

  /** One list for each chunk. */
  function read(...chunks: readonly Buffer[]): Message[][] {
    const filter = createServerFilter<Message>({
      recognise: classify,
      isAnswer,
      openReader: openLineReader,
      fastAfterBytes: 0,
      isUtf8,
      maxMessageBytes: 1_000,
    });
    return chunks.map((chunk) =>
      filter.push(chunk, 0).flatMap((item) => (item.type === 'message' ? [item.message] : [])),
    );
  }

  function partsOf(...written: readonly (Message | Buffer)[]): readonly Buffer[] {
    const outbox = new Outbox();
    for (const out of written) outbox.toServer(1, out);
    const [effect, ...more] = outbox.drain();
    expect(more).toEqual([]);
    return effect?.type === 'to-server' ? effect.buffers : [];
  }

  it('are one part if they lie side by side: the chunk itself, if it is all of it', () => {
    const [messages = []] = read(three);
    expect(partsOf(...messages)[0]).toBe(three);
    expect(partsOf(...messages)).toHaveLength(1);
    const [part, ...more] = partsOf(...messages.slice(1));
    expect(more).toEqual([]);
    expect(part?.toString()).toBe(line(2) + line(3));
    expect(part?.buffer).toBe(three.buffer);
  });

  it('are parted where one is missing, or another stands between them', () => {
    const [[first, second, third] = []] = read(three);
    if (first === undefined || second === undefined || third === undefined) throw new Error('few');
    const texts = (...written: (Message | Buffer)[]) => partsOf(...written).map(String);
    expect(texts(first, third)).toEqual([line(1), line(3)]);
    expect(texts(first, a, second, third, b)).toEqual([line(1), 'a', line(2) + line(3), 'b']);
    expect(texts(third, second, first)).toEqual([line(3), line(2), line(1)]);
    expect(texts(first, second, second)).toEqual([line(1) + line(2), line(2)]);
  });

  it('are parted where another chunk begins', () => {
    const chunks = [three.subarray(0, length), three.subarray(length)];
    const parts = partsOf(...read(...chunks).flat());
    expect(parts).toHaveLength(2);
    for (const [index, part] of parts.entries()) expect(part).toBe(chunks[index]);
  });

  it('go as the pieces they came in', () => {
    const chunks = [three.subarray(0, length + 5), three.subarray(length + 5)];
    const messages = read(...chunks);
    expect(messages.map((some) => some.length)).toEqual([1, 2]);
    const parts = partsOf(...messages.flat());
    expect(parts.map(String)).toEqual([line(1), line(2).slice(0, 5), String(chunks[1])]);
    expect(parts[2]).toBe(chunks[1]);
  });

  it('keep the order in which they go to both ends, the log apart', () => {
    const outbox = new Outbox();
    const [[first, second, third] = []] = read(three);
    if (first === undefined || second === undefined || third === undefined) throw new Error('few');
    outbox.toClient(first);
    outbox.log('debug', 'noise', 'between');
    outbox.toClient(second);
    outbox.toServer(1, third);
    outbox.toClient(third);
    expect(outbox.drain()).toEqual([
      { type: 'to-client', buffers: [three.subarray(0, 2 * length)] },
      { type: 'log', level: 'debug', event: 'noise', message: 'between' },
      { type: 'to-server', generation: 1, buffers: [three.subarray(2 * length)] },
      { type: 'to-client', buffers: [three.subarray(2 * length)] },
    ]);
    expect(outbox.drain()).toEqual([]);
  });
});
