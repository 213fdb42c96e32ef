/** What is believed of a message that shares its line with text, and what its silence tells. */
import { describe, expect, it } from 'vitest';
import { answer, newFilter, told, toldAll } from './filtering.ts';

const one = answer(1);
const ask = '{"jsonrpc":"2.0","id":7,"method":"elicitation/create"}';
const news = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';

describe('a message beside text', () => {
  it.each([
    ['between text', `[INFO] fetched <p>${one}</p> of a page\n`],
    ['in a tag at the end of the line', `fetched <p>${one}\n`],
    ['in a tag with attributes', `<td class="a"> ${one}\n`],
    ['before the end of a tag', `${one}</p> and more\n`],
    ['in quotes', `title: "${one}\n`],
    ['in quotes that end', `${one}" was the title\n`],
    ['in backticks', `use \`${one}\n`],
    ['in single quotes', `'${one}\n`],
    ['in single quotes that end', `${one}' it was\n`],
    ['in backticks that end', `${one}\` it was\n`],
    ['before a comment of HTML', `${one} <!-- that was it -->\n`],
    ['before a tag, spaces apart', `${one} \t<br/>\n`],
    ['behind a tag, spaces apart', `<BR/> \t${one}\n`],
    ['a question', `--> ${ask}\n`],
    ['a question, then text', `${ask} sent\n`],
    ['news', `upstream: ${news}\n`],
    ['a batch with a question', `> [${one},${ask}]\n`],
  ])('is text: %s', (_name, line) => {
    expect(toldAll(line).map((item) => item.replace(/^broken/, 'noise'))).toEqual([
      `noise ${line}`,
    ]);
  });

  it.each([
    ['behind an arrow', `[upstream] <- ${one}\n`],
    ['behind a bracket that is no tag', `GLUED>${one}\n`],
    ['behind brackets around a number', `<1> ${one}\n`],
    ['behind a tag with text after it', `<b> now ${one}\n`],
    ['before a bracket that is no tag', `${one} < 3 ms\n`],
    ['before a tag further on', `${one} in <b>\n`],
    ['behind quotes that ended', `"it" ${one}\n`],
    ['before quotes, spaces apart', `${one} "it"\n`],
    ['behind a text that is far away in quotes', `"${' '.repeat(5_000)}${one}\n`],
    ['behind a question that is text', `${ask} ${one}\n`.replace('} ', '} x ')],
  ])('is a guess: %s', (_name, line) => {
    expect(toldAll(line).filter((item) => item.startsWith('message'))).toEqual([
      `message[text,guess] ${one}\n`,
    ]);
  });

  it.each([
    ['text, then a pause', ['Loading… ', `${one}\n`]],
    ['text, then spaces after the pause', ['Loading…', ` ${one}\n`]],
    ['a pause, then text', [one, ' done\n']],
  ])('is likely where its writer made a pause: %s', (_name, pieces) => {
    const filter = newFilter();
    const items = pieces.flatMap((piece, index) => filter.push(Buffer.from(piece), index * 20));
    expect(items.map(told)).toContain(`message[text,likely] ${one}\n`);
  });

  it('is a guess where the pause was elsewhere, or none', () => {
    for (const [pieces, gapMs] of [
      [['Load', `ing… ${one}\n`], 20],
      [['Loading… ', `${one}\n`], 1],
    ] as const) {
      const filter = newFilter();
      const items = pieces.flatMap((piece, index) =>
        filter.push(Buffer.from(piece), index * gapMs),
      );
      expect(items.map(told)).toContain(`message[text,guess] ${one}\n`);
    }
  });

  it('a pause counts for its own line only', () => {
    const filter = newFilter();
    filter.push(Buffer.from('Loading… '), 0);
    filter.push(Buffer.from('ready\n'), 20);
    const items = filter.push(Buffer.from(`Loading… ${one}\n`), 40);
    expect(items.map(told)).toContain(`message[text,guess] ${one}\n`);
  });
});

describe('JSON over several lines', () => {
  const pretty = JSON.stringify(JSON.parse(one), null, 2);
  const oneLine = pretty.replaceAll('\n', '');
  const prettyAsk = JSON.stringify(JSON.parse(ask), null, 2);

  it('is a guess of a server that has written a line', () => {
    expect(toldAll(`${one}\n${pretty}\n`).at(-1)).toBe(`message[pretty,guess] ${oneLine}\n`);
  });

  it('is text then, if it is a question', () => {
    expect(toldAll(`${one}\n${prettyAsk}\n`).at(-1)).toBe(`noise ${prettyAsk}\n`);
  });

  it('is the manner of a server that writes so from its first message on', () => {
    const items = toldAll(`${pretty}\n${prettyAsk}\n`);
    expect(items.map((item) => item.split(' ')[0])).toEqual(['message[pretty]', 'message[pretty]']);
  });
});

describe('a message without its newline', () => {
  const wait = (...pieces: string[]) => {
    const filter = newFilter();
    const before = pieces.flatMap((piece) => filter.push(Buffer.from(piece), 0));
    return { filter, before: before.map(told) };
  };

  it('counts when nothing follows it', () => {
    const { filter, before } = wait(one.slice(0, 9), one.slice(9));
    expect(before).toEqual([]);
    expect(filter.mayBeWhole).toBe(true);
    expect(filter.quiet().map(told)).toEqual([`message[no-newline] ${one}\n`]);
    expect(filter.mayBeWhole).toBe(false);
    expect(filter.push(Buffer.from(`\n${one}\n`), 0).map(told)).toEqual([
      'blank \n',
      `message[clean] ${one}\n`,
    ]);
  });

  it('counts as a batch, too', () => {
    const { filter, before } = wait(`[${one},${news}]`);
    expect([...before, filter.mayBeWhole]).toEqual([true]);
    expect(filter.quiet().map(told)).toEqual([`message[no-newline] [${one},${news}]\n`]);
  });

  it.each([
    ['behind a header', `Content-Length: ${one.length}\r\n`],
    ['inside JSON over several lines', '{\n'],
  ])('is none %s, whatever it ends with', (_where, text) => {
    const { filter, before } = wait(text, one);
    expect([...before, filter.mayBeWhole]).toEqual([false]);
    expect(filter.quiet()).toEqual([]);
  });

  it.each([
    ['cut', one.slice(0, -2)],
    ['cut behind a brace', one.slice(0, -1)],
    ['text', '{a}'],
    ['nothing', ''],
  ])('waits: %s', (_name, text) => {
    const { filter, before } = wait(text);
    expect([...before, ...filter.quiet()]).toEqual([]);
    const items = [...filter.push(Buffer.from('\n'), 0), ...filter.end()];
    expect(items.map(told)).not.toContain(`message[no-newline] ${one}\n`);
  });
});

describe('a raw CR in a string', () => {
  it('is escaped, not lost', () => {
    expect(toldAll('{"jsonrpc":"2.0","id":1,"result":"x\ry\\"\r"}\r\n')).toEqual([
      'message[cr] {"jsonrpc":"2.0","id":1,"result":"x\\ry\\"\\r"}\n',
    ]);
  });
});
