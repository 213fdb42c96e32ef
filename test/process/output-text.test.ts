/** Output of Windows programs as text; the code page of the console is asked as late as can be. */
import { describe, expect, it } from 'vitest';
import { createConsoleText, outputText } from '../../src/process/output-text.ts';
import { decodeConsoleText } from '../../src/resolve/code-page.ts';

function consoleOf(codePage: number) {
  let asked = 0;
  const text = createConsoleText(() => {
    asked += 1;
    return (line) => decodeConsoleText(line, codePage);
  });
  return { text, asked: () => asked };
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('text of a console', () => {
  it('that is UTF-8 asks nobody', () => {
    const { text, asked } = consoleOf(850);
    expect(text(Buffer.from('漢字\r\nü\n'))).toBe('漢字\r\nü\n');
    expect(text(Buffer.alloc(0))).toBe('');
    expect(asked()).toBe(0);
  });

  it('asks once, however much there is', () => {
    const { text, asked } = consoleOf(850);
    expect(text(latin1('gef\x81llt\nvoll\x84\n'))).toBe('gefüllt\nvollä\n');
    expect(text(latin1('\x84'))).toBe('ä');
    expect(asked()).toBe(1);
  });

  it('is decoded line by line: UTF-8 may stand beside it', () => {
    const { text } = consoleOf(936);
    const mixed = Buffer.concat([Buffer.from('b2bbcac7', 'hex'), Buffer.from('\r\nnicht 漢字 ü')]);
    expect(text(mixed)).toBe('不是\r\nnicht 漢字 ü');
  });

  it('that was cut in the middle of a character costs its line at most', () => {
    const { text } = consoleOf(437);
    const cut = Buffer.from('漢 first\nsecond 漢\n').subarray(1);
    expect(text(cut).split('\n').slice(1)).toEqual(['second 漢', '']);
  });
});

describe('tables that cannot be loaded', () => {
  it('cost the letters beyond ASCII, and are asked for again', () => {
    let asked = 0;
    const text = createConsoleText(() => {
      asked += 1;
      throw new Error('EMFILE');
    });
    expect(text(latin1('gef\x81llt\nvoll\x84\n'))).toBe('gef\ufffdllt\nvoll\ufffd\n');
    expect(asked).toBe(2);
  });
});

describe('text elsewhere', () => {
  it('is UTF-8', () => {
    expect(outputText(Buffer.from('漢字 ü'))).toBe('漢字 ü');
    expect(outputText(latin1('\xfc'))).toBe('\ufffd');
  });
});
