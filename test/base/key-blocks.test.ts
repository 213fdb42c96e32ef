/** Private keys: whole, without beginning or end, and line by line. All of them are made up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideKeyBlocks, KeyBlockStream } from '../../src/base/key-blocks.ts';
import { createRedactor } from '../../src/base/redact.ts';
import { mask } from '../../src/base/secret-names.ts';

const labels = ['RSA PRIVATE KEY', 'PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'];
const body = Array.from({ length: 24 }, (_, at) => `${at}a+/`.repeat(20).slice(0, 64));

function keyOf(label: string): string[] {
  return [`-----BEGIN ${label}-----`, ...body, 'Qw==', `-----END ${label}-----`];
}

describe.each(labels)('%s', (label) => {
  const lines = keyOf(label);

  it.each(['\n', '\r\n', '\\n'])('is hidden with %j between its lines', (newline) => {
    const shown = hideKeyBlocks(`before${newline}${lines.join(newline)}${newline}after`, mask);
    expect(shown).toBe(`before${newline}${mask}${newline}after`);
  });

  it('is hidden wherever a text begins or ends', () => {
    const text = ['before', ...lines, 'after'].join('\n');
    const redact = createRedactor({});
    for (const from of text.matchAll(/^/gm)) {
      const shown = redact(text.slice(from.index));
      for (const line of [...body, 'Qw==']) expect(shown).not.toContain(line);
      expect(shown).toContain('after');
      expect(redact(text.slice(0, from.index))).not.toContain(body[0]);
    }
  });

  it('is hidden in a stream, however its lines come', () => {
    const all = ['listening on 3000', ...lines, 'ready', ...lines, 'done'];
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: all.length }), (cuts) => {
        const stream = new KeyBlockStream(mask);
        let text = '';
        let waiting = '';
        all.forEach((line, at) => {
          waiting += `${line}\n`;
          if (cuts[at] !== 0) return;
          text += stream.hide(waiting);
          waiting = '';
        });
        text += stream.hide(waiting);
        for (const line of [...body, 'Qw==']) expect(text).not.toContain(line);
        for (const line of ['listening on 3000', 'ready', 'done']) expect(text).toContain(line);
        expect(text.split('\n').length).toBe(all.length + 1);
      }),
    );
  });

  it('is hidden behind the prefix of a log, and between the lines of another thread', () => {
    const stream = new KeyBlockStream(mask);
    const said = lines.flatMap((line) => [`12:00:01 [info] ${line}\n`, 'GET /mcp 200\n']);
    const text = said.map((line) => stream.hide(line)).join('');
    for (const line of [...body, 'Qw==']) expect(text).not.toContain(line);
    expect(text.split('GET /mcp 200').length - 1).toBe(lines.length);
  });
});

it('a key that never ends does not hide a stream for ever', () => {
  const stream = new KeyBlockStream(mask);
  stream.hide('-----BEGIN PRIVATE KEY-----\n');
  for (let line = 0; line < 1_000; line += 1) stream.hide('listening\n');
  expect(stream.hide('listening\n')).toBe('listening\n');
});

it('public keys and certificates stay', () => {
  const text = ['-----BEGIN CERTIFICATE-----', ...body, '-----END CERTIFICATE-----'].join('\n');
  expect(hideKeyBlocks(text, mask)).toBe(text);
  expect(new KeyBlockStream(mask).hide(text)).toBe(text);
});

it.each(['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----\n', 'A\n'])(
  '%j over and over takes no time to speak of',
  { timeout: 5_000 },
  (part) => {
    const text = part.repeat(65_536 / part.length);
    hideKeyBlocks(`${text}\n-----END PRIVATE KEY-----`, mask);
    new KeyBlockStream(mask).hide(`${text}\n-----END PRIVATE KEY-----`);
  },
);
