import { describe, expect, it } from 'vitest';
import { answer, filtered, passed } from './filtering.ts';
import corpus from './stdout-corpus.json' with { type: 'json' };

/**
 * What real servers wrote on stdout (see `source`). Where a report elided part of a message, the
 * text was completed (`adapted`), because a message cannot be found in an ellipsis.
 */
const good = [answer(101), answer('x'), '{"jsonrpc":"2.0","method":"notifications/message"}'];
const wires = good.map((text) => `${text}\n`);
const isPassing = (expected: string) => /^(reframe|forward|split|salvage)/.test(expected);

function own(entry: (typeof corpus)[number]): string[] {
  return passed(entry.text);
}

describe.each(corpus.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
  const ending = entry.text.endsWith('\n') ? '' : '\n';
  const isFramed = entry.expect === 'reframe';

  it(`alone: ${entry.expect}`, () => {
    const { items, framing } = filtered(entry.text);
    expect(own(entry)).toHaveLength(isPassing(entry.expect) ? 1 : 0);
    expect(framing).toBe(isFramed ? 'content-length' : 'lines');
    for (const wire of own(entry)) expect(() => JSON.parse(wire)).not.toThrow();
    if (isPassing(entry.expect)) return;
    const bytes = items.map((item) =>
      item.type === 'noise' || item.type === 'blank' || item.type === 'broken'
        ? item.bytes
        : Buffer.from('?'),
    );
    expect(Buffer.concat(bytes).toString()).toBe(entry.text);
  });

  it('before, between and after messages: nothing good is lost, nothing else passes', () => {
    const text = entry.text + (isFramed ? '' : ending);
    const [a = '', b = '', c = ''] = wires;
    expect(passed(text + a + b)).toEqual([...own(entry), a, b]);
    expect(passed(a + text + b + text + c)).toEqual([a, ...own(entry), b, ...own(entry), c]);
    expect(passed(a + b + text)).toEqual([a, b, ...own(entry)]);
  });
});

describe('text without a line end of its own: its last line and a message become one', () => {
  const texts = corpus.filter(({ expect: e, text }) => !isPassing(e) && text.trim() !== '');
  it.each(texts.map(({ id, text }) => [id, text] as const))('%s', (_id, text) => {
    expect(passed(`${text.trimEnd()} ${wires[0]}${wires[1]}`)).toEqual([wires[0], wires[1]]);
  });
});
