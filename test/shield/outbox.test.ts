import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src/shield/outbox.ts';

const [a, b, c] = ['a', 'b', 'c'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

describe('the outbox', () => {
  it('makes one write of neighbours that go to the same end', () => {
    const outbox = new Outbox();
    outbox.toClient(a);
    outbox.toClient(b);
    outbox.toServer(1, c);
    outbox.toServer(1, a);
    expect(outbox.take()).toEqual([
      { type: 'to-client', parts: [a, b] },
      { type: 'to-server', generation: 1, parts: [c, a] },
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
      .take()
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
    outbox.log('warn', 'between');
    outbox.toClient(b);
    expect(outbox.take()).toEqual([
      { type: 'to-client', parts: [a, b] },
      { type: 'log', level: 'warn', message: 'between' },
    ]);
  });

  it('is parted by every other effect', () => {
    const outbox = new Outbox();
    outbox.toServer(1, a);
    outbox.add({ type: 'end-server-input', generation: 1 });
    outbox.toServer(1, b);
    expect(outbox.take()).toHaveLength(3);
  });

  it('does not add to what was taken', () => {
    const outbox = new Outbox();
    outbox.toClient(a);
    const [first] = outbox.take();
    outbox.toClient(b);
    expect(first).toEqual({ type: 'to-client', parts: [a] });
    expect(outbox.take()).toEqual([{ type: 'to-client', parts: [b] }]);
  });
});
