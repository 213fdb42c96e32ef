/**
 * How often a byte is looked at, copied or written on its way, counted instead of timed: in streams
 * that have just begun, and in busy ones, which are read fast.
 */

import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { mergeNeighbours } from '../../src/process/write-buffers.ts';
import type { ShieldEffect } from '../../src/shield/events.ts';
import { busy, greeted, partsOf, type Session } from './session.ts';

describe('a chunk of many messages', () => {
  const count = 300;
  const lines = (line: (index: number) => string): Buffer =>
    // Memory of its own, as a chunk that was read has it.
    Buffer.from(
      new TextEncoder().encode(Array.from({ length: count }, (_, i) => line(i)).join('')),
    );
  const notification = (index: number): string =>
    `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"é ${index}"}}\n`;

  it('leaves as one slice of itself', () => {
    const { step } = greeted();
    const chunk = lines(notification);
    const effects = step({ type: 'server-sent', generation: 1, chunk });
    expect(effects.map(({ type }) => type)).toEqual(['to-client']);
    const [slice, ...more] = mergeNeighbours(partsOf(effects));
    expect(more).toEqual([]);
    expect(slice?.buffer).toBe(chunk.buffer);
    expect(slice).toEqual(chunk);
  });

  it('is looked at twice at most for its encoding', () => {
    const { step, lookedAt } = greeted();
    const chunk = lines(notification);
    const before = lookedAt();
    step({ type: 'server-sent', generation: 1, chunk });
    const after = lookedAt();
    expect(after.bytes - before.bytes).toBeLessThanOrEqual(chunk.length);
    expect(after.calls - before.calls).toBeLessThanOrEqual(2);
  });

  it('of a client goes on as one slice of itself, too', () => {
    const { step } = greeted();
    const chunk = lines(
      (id) => `{"jsonrpc":"2.0","id":${id + 1},"method":"tools/call","params":{"name":"x"}}\n`,
    );
    const effects = step({ type: 'client-sent', chunk });
    expect(effects.map(({ type }) => type)).toEqual(['to-server']);
    expect(mergeNeighbours(partsOf(effects))).toHaveLength(1);
  });
});

describe('a chunk of many messages, once the stream is busy', () => {
  const count = 300;
  const chunkOf = (line: (index: number) => string): Buffer =>
    Buffer.from(Array.from({ length: count }, (_, index) => line(index)).join(''));
  /** One effect with one part, which is the chunk itself: nothing is made for each message. */
  const expectItself = (effects: readonly ShieldEffect[], chunk: Buffer): void => {
    expect(effects).toHaveLength(1);
    const [part, ...more] = partsOf(effects);
    expect(more).toEqual([]);
    expect(part).toBe(chunk);
  };

  it('of a server is one part as it is, without a look at its encoding', () => {
    const { step, lookedAt } = busy();
    const chunk = chunkOf(
      (index) => `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":${index}}}\n`,
    );
    const before = lookedAt();
    expectItself(step({ type: 'server-sent', generation: 1, chunk }), chunk);
    expect(lookedAt()).toEqual(before);
  });

  it('of a client is one part as it is, and so are the answers', () => {
    const { step, lookedAt } = busy();
    const before = lookedAt();
    const asked = chunkOf(
      (id) => `{"jsonrpc":"2.0","id":${id + 1},"method":"tools/call","params":{"name":"x"}}\n`,
    );
    expectItself(step({ type: 'client-sent', chunk: asked }), asked);
    const answered = chunkOf((id) => `{"jsonrpc":"2.0","id":${id + 1},"result":{}}\n`);
    expectItself(step({ type: 'server-sent', generation: 1, chunk: answered }), answered);
    expect(lookedAt()).toEqual(before);
  });

  it('is looked at once for its encoding', () => {
    const { step, lookedAt } = busy();
    const chunk = chunkOf(
      (index) =>
        `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"é ${index}"}}\n`,
    );
    const before = lookedAt();
    expectItself(step({ type: 'server-sent', generation: 1, chunk }), chunk);
    const after = lookedAt();
    expect(after.bytes - before.bytes).toBeLessThanOrEqual(chunk.length);
    expect(after.calls - before.calls).toBeLessThanOrEqual(2);
  });

  it('is one part around each message that ends here', () => {
    const { step } = busy();
    const news = '{"jsonrpc":"2.0","method":"notifications/message","params":{}}\n';
    const late = '{"jsonrpc":"2.0","id":"nobody waits","result":{}}\n';
    const chunk = Buffer.from(`${news.repeat(100)}${late}${news.repeat(100)}`);
    const effects = step({ type: 'server-sent', generation: 1, chunk });
    expect(partsOf(effects).map(String)).toEqual([news.repeat(100), news.repeat(100)]);
    for (const part of partsOf(effects)) expect(part.buffer).toBe(chunk.buffer);
  });
});

describe('a long message, once the stream is busy', () => {
  const head = '{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"';
  const messageOf = (text: string): Buffer => Buffer.from(`${head}${text}"}}\n`);

  it('leaves as the very chunks it came in, and ASCII is not looked at', () => {
    const message = messageOf('long text\\n '.repeat(100_000));
    const { chunks, parts, looks } = sent(busy(), message, 65_536);
    expect(Buffer.concat(parts).equals(message)).toBe(true);
    expect(parts).toHaveLength(chunks.length);
    for (const [index, part] of parts.entries()) expect(part.buffer).toBe(chunks[index]?.buffer);
    expect(looks).toEqual({ calls: 0, bytes: 0 });
  });

  it('is looked at once for its encoding where it is not ASCII', () => {
    // Three bytes each: two chunks of three end inside a character.
    const message = messageOf('語'.repeat(400_000));
    const { chunks, parts, looks } = sent(busy(), message, 65_536);
    expect(Buffer.concat(parts).equals(message)).toBe(true);
    expect(parts).toHaveLength(chunks.length);
    for (const [index, part] of parts.entries()) expect(part.buffer).toBe(chunks[index]?.buffer);
    expect(looks.bytes).toBeGreaterThanOrEqual(message.length);
    expect(looks.bytes).toBeLessThanOrEqual(message.length + 4 * chunks.length);
  });
});

describe('a stream that is not busy yet', () => {
  it('is read slowly: a long message is looked at once, as a whole', () => {
    const text = 'x'.repeat(messageLimits.fastAfterBytes - 1_000);
    const line = `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"${text}"}}\n`;
    const message = Buffer.from(line);
    const { parts, looks } = sent(greeted(), message, 10_000);
    expect(parts.map((part) => part.equals(message))).toEqual([true]);
    expect(looks).toEqual({ calls: 1, bytes: message.length });
  });
});

/** What comes of a message of the server in chunks, and what of it was looked at. */
function sent({ step, lookedAt }: Session, message: Buffer, chunkBytes: number) {
  const before = lookedAt();
  const chunks: Buffer[] = [];
  const effects: ShieldEffect[] = [];
  for (let at = 0; at < message.length; at += chunkBytes) {
    const chunk = Buffer.from(message.subarray(at, at + chunkBytes));
    chunks.push(chunk);
    effects.push(...step({ type: 'server-sent', generation: 1, chunk }));
  }
  const after = lookedAt();
  const looks = { calls: after.calls - before.calls, bytes: after.bytes - before.bytes };
  return { chunks, parts: partsOf(effects), looks };
}
