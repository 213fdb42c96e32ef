/** Text in the code pages of Windows consoles, as cmd and Python print it. */
import { describe, expect, it } from 'vitest';
import { decodeConsoleText, readChcp } from '../../src/resolve/code-page.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('a line of a console', () => {
  it.each([
    ['startup-027: GBK', 936, 'b2bbcac7c4dab2bfbbf2cde2b2bfc3fcc1ee', '不是内部或外部命令'],
    ['Big5', 950, 'a4a4a4e5', '中文'],
    ['Shift-JIS', 932, '93fa967b8cea', '日本語'],
    ['Korean', 949, 'c7d1b1db', '한글'],
    ['Cyrillic of the console', 866, 'ad a5 20 ef a2 ab ef a5 e2 e1 ef', 'не является'],
    ['Cyrillic of a program without one', 866, 'ed e5 20 ff e2 eb ff e5 f2 f1 ff', 'не является'],
    ['German of the console', 850, '6b 6f 6e 6e 74 65 20 67 65 66 81 6c 6c 74', 'konnte gefüllt'],
    ['German of a program without one', 850, '67 65 66 fc 6c 6c 74', 'gefüllt'],
    ['French of an American console', 437, '82 74 82', 'été'],
    ['Polish', 852, 'a5 a4', 'ąĄ'],
    ['Turkish', 857, '98 a7', 'İğ'],
    ['UTF-8 on any of them', 850, 'c3 bc', 'ü'],
    ['ASCII', 437, '6f 6b', 'ok'],
    ['an unknown code page', 12345, 'e9', 'é'],
    ['a code page that nobody knows any more', 720, 'e9', 'é'],
    ['Thai', 874, 'a1', 'ก'],
    ['the newer Chinese', 54936, 'c4e3', '你'],
    ['a frame of an American console', 437, 'b3 c4', '│─'],
    ['a frame of a German console', 850, 'b3 c4', '│─'],
    ['a frame of a Polish console', 852, 'b3 c4', '│─'],
    ['a frame of a Turkish console', 857, 'b3 c4', '│─'],
    ['American of a program without one', 437, 'e9 e8 41', 'éèA'],
    ['Polish of a program without one', 852, 'e9 f8', 'éř'],
    ['Turkish of a program without one', 857, 'fd fe', 'ış'],
    ['the first letter of the console', 850, '80 e9', 'ÇÚ'],
    ['the first letter of the others', 850, 'c0 e9', 'Àé'],
    ['the first ANSI code page', 1250, '9a', 'š'],
    ['the last ANSI code page', 1258, 'd0', 'Đ'],
    ['an ANSI code page', 1251, 'ef f0 e8', 'при'],
  ])('%s', (_, codePage, hex, expected) => {
    expect(decodeConsoleText(bytes(hex), codePage)).toBe(expected);
  });
});

describe('what chcp prints', () => {
  it.each([
    ['Active code page: 437\r\n', 437],
    ['Aktive Codepage: 850.\r\n', 850],
    ['活动代码页: 936\r\n', 936],
    ['65001', 65001],
    ['Windows 10.0.19045: 850 (OEM)\r\n', 850],
    ['no 12 or so', undefined],
    ['', undefined],
  ])('%j', (printed, expected) => {
    expect(readChcp(printed)).toBe(expected);
  });
});
