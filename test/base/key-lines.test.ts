/** Private keys line by line, exactly: what is hidden of each line and what stays. */
import { describe, expect, it } from 'vitest';
import { hideKeyBlocks, KeyBlockStream } from '../../src/base/key-blocks.ts';
import { logLimits } from '../../src/base/limits.ts';

const begin = '-----BEGIN PRIVATE KEY-----';
const end = '-----END PRIVATE KEY-----';
const long = 'aB3+/'.repeat(12);

describe('a stream of lines', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'keeps what stands before and behind',
      [`x ${begin}\n`, `${long}\n`, `${end} y\n`, `${long}\n`],
      ['x #\n', '#\n', '# y\n', `${long}\n`],
    ],
    [
      'takes a key in one line',
      [`a ${begin}QUJD${end} b\n`, `${long}\n`],
      ['a # b\n', `${long}\n`],
    ],
    [
      'takes a key behind the end of another',
      [`${end} ${begin}\n`, `${long}\n`, `${end}\n`],
      [`${end} #\n`, '#\n', '#\n'],
    ],
    [
      'hides what belongs to armour, and nothing else',
      [
        `${begin}\r\n`,
        'Proc-Type: 4,ENCRYPTED\r\n',
        'DEK-Info: AES-256-CBC,0\n',
        'Comment: x\n',
        'Version: 1\n',
        'Hash: SHA1\n',
        'Other: a b\n',
        '\n',
        ' QUJD \n',
        'QUJDRA==\n',
        `${'Q'.repeat(81)}\n`,
        `${end}\n`,
      ],
      [
        '#\r\n',
        '#\r\n',
        '#\n',
        '#\n',
        '#\n',
        '#\n',
        'Other: a b\n',
        '\n',
        '#\n',
        '#\n',
        '#\n',
        '#\n',
      ],
    ],
    [
      'looks behind the prefix of a log',
      [`12:00 ${begin}\n`, `12:00 ${long}\n`, '12:00 Qw==\n', '12:00 b=\n', '12:00 Qw== c d\n'],
      ['12:00 #\n', '12:00 #\n', '12:00 #\n', '12:00 b=\n', '12:00 Qw== c d\n'],
    ],
    [
      'knows newlines that are written as two letters',
      [`${begin}\\n${long}\\n${end}\\nafter\n`],
      ['#\\n#\\n#\\nafter\n'],
    ],
    [
      'takes a key of which the beginning was never said',
      [`a b\n${long}\nQw==\n${end}\ny\n`, 'QUJD\n'],
      ['a b\n#\n#\n#\ny\n', 'QUJD\n'],
    ],
    [
      'takes several keys that come at once',
      [`${begin}\n${long}\n${end}\n${begin}\n${long}\n${end}\n`],
      ['#\n#\n#\n#\n#\n#\n'],
    ],
    ['takes several keys in one line', [`${begin}A${end} ${begin}B${end} b\n`], ['# # b\n']],
    [
      'hides a short last line before blanks',
      [`${begin}\n`, '1:2 Qw==  \n', '1:2 Qw== c\n', '1:2 Q==\n'],
      ['#\n', '1:2 #\n', '1:2 Qw== c\n', '1:2 Q==\n'],
    ],
    ['takes the last line of a text', [begin, long, end], ['#', '#', '#']],
    ['lets a text without a key be', ['a\n', `${long}\n`], ['a\n', `${long}\n`]],
  ])('%s', (_what, lines, expected) => {
    const stream = new KeyBlockStream('#');
    expect(lines.map((line) => stream.hide(line))).toEqual(expected);
  });

  it('expects so many lines of a key and no more', () => {
    const stream = new KeyBlockStream('#');
    stream.hide(`${begin}\n`);
    const lines = Array.from({ length: logLimits.keyLinesMax + 1 }, () => stream.hide(`${long}\n`));
    expect(lines.slice(0, -1)).toEqual(Array.from({ length: logLimits.keyLinesMax }, () => '#\n'));
    expect(lines.at(-1)).toBe(`${long}\n`);
  });
});

describe('a text of which the beginning is cut off', () => {
  it.each([
    ['', `GET /a 200\nQUJD\n\nQw==\n${end}\nafter`, 'GET /a 200\n#\n\n#\n#\nafter'],
    ['with two keys', `QUJD\n${end}\nQUJE\n${end}\n`, '#\n#\n#\n#\n'],
    ['that goes back to a line that is none', `QUJD\na b\nQw==\n${end}\n`, 'QUJD\na b\n#\n#\n'],
    ['with a line of blanks', `QUJD\n  \nQw==\n${end}\n`, '#\n  \n#\n#\n'],
    ['behind newlines of two letters', `a b\\nQUJD\\nQw==\\n${end}\\nz`, 'a b\\n#\\n#\\n#\\nz'],
    ['with words behind a line', `QUJD\n${long} x\n${end}`, '#\n# x\n#'],
    ['behind the end of another in one line', `QUJD\n${long}${end}\nQw==\n${end}`, '#\n#\n#\n#'],
    ['and two whole keys behind', `${end}${`\n${begin}\nQUJD\n${end}`.repeat(2)}\nz`, '#\n#\n#\nz'],
    ['with two ends in a line', `QUJD${end}x${end}y\n`, '#y\n'],
    [
      'behind the prefix of a log',
      `12:00 a b\n12:00 ${long}\n12:01 ${end}\n`,
      '12:00 a b\n12:00 #\n#\n',
    ],
    ['and a whole key behind', `QUJD\n${end}\n${begin}\nQUJD\n${end}\nz`, '#\n#\n#\nz'],
    ['and a key that does not end', `QUJD\n${end}\n${begin}\nQUJD\n`, '#\n#\n#'],
    ['that only names a key', 'a PRIVATE KEY\nQUJD', 'a PRIVATE KEY\nQUJD'],
    ['of another kind', `QUJD\n-----END CERTIFICATE-----\nPRIVATE KEY`, undefined],
  ])('%s', (_what, text, expected) => {
    expect(hideKeyBlocks(text, '#')).toBe(expected ?? text);
  });
});
