/**
 * Arguments for batch files against two models: how cmd.exe reads a line (twice, and more often),
 * and how a C program reads its command line. The same arguments run through the real ones under
 * Wine.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveLimits } from '../../src/base/limits.ts';
import { cmdCommand, quoteForBatch } from '../../src/resolve/cmd-quoting.ts';
import { nastyArguments } from './nasty-arguments.ts';

/** What stands outside quotes is syntax: the characters that cmd would act on there. */
function cmdSyntax(line: string): string {
  let quoted = false;
  let syntax = '';
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && '&|<>^()'.includes(character)) syntax += character;
  }
  return quoted ? `${syntax} and an open quote` : syntax;
}

/** `%NAME%` of the command line, with `cd` alone set; an unknown name stays as it is. */
function expandPercent(line: string): string {
  return line.replaceAll('%cd:~,%', '');
}

/** The rules of the Universal C Runtime. */
function programReads(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const run = /^\\+(?=")/.exec(line.slice(at))?.[0] ?? '';
    word = (word ?? '') + '\\'.repeat(run.length / 2);
    at += run.length;
    const character = line.charAt(at);
    if (character !== '"') {
      if (!quoted && /[ \t]/.test(character)) {
        if (word !== '') words.push(word);
        word = undefined;
      } else word += character;
    } else if (run.length % 2 === 1) word += '"';
    else if (quoted && line.charAt(at + 1) === '"') {
      word += '"';
      at++;
    } else {
      quoted = !quoted;
      if (!quoted && /^(?:[ \t]|$)/.test(line.slice(at + 1))) {
        words.push(word);
        word = undefined;
        at++;
      }
    }
  }
  if (word !== undefined && word !== '') words.push(word);
  return words;
}

const argument = fc.oneof(
  fc.string().filter((text) => !/[\r\n\0]/.test(text)),
  fc
    .array(fc.constantFrom('"', '\\', '%', '^', '&', '|', ' ', 'a', '%PATH%', '!'))
    .map((parts) => parts.join('')),
);

describe('an argument for a batch file', () => {
  it.each(nastyArguments.map((text) => [text]))('%j arrives and does nothing', (text) => {
    const quoted = expandPercent(quoteForBatch(text));
    expect(cmdSyntax(quoted)).toBe('');
    expect(programReads(quoted)).toEqual([text]);
  });

  it('never leaves its quotes, however often cmd reads it', () => {
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 5 }), (args) => {
        const line = expandPercent(args.map(quoteForBatch).join(' '));
        // `%*` hands the line on as it is, so that every further pass reads this one again.
        expect(cmdSyntax(line)).toBe('');
        expect(programReads(line)).toEqual(args);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves plain words alone: a batch file may compare them', () => {
    expect(quoteForBatch('--port=8080')).toBe('"--port=8080"');
    expect(quoteForBatch('serve')).toBe('serve');
    expect(quoteForBatch('C:\\x\\y.js')).toBe('C:\\x\\y.js');
  });
});

describe('the line for cmd.exe', () => {
  it('quotes the file and turns AutoRun and delayed expansion off', () => {
    expect(cmdCommand('C:\\a b\\100%.cmd', ['x y'])).toEqual({
      kind: 'args',
      args: ['/d', '/e:on', '/v:off', '/s', '/c', '""C:\\a b\\100%%cd:~,%.cmd" "x y""'],
    });
  });

  it.each([['a\nb'], ['a\rb'], ['a\0b']])('refuses %j, which cmd would cut', (arg) => {
    expect(cmdCommand('C:\\x.cmd', [arg])).toEqual({
      kind: 'refused',
      message: 'cmd.exe drops what follows a line break in an argument',
    });
    expect(cmdCommand(`C:\\${arg}.cmd`, [])).toEqual({
      kind: 'refused',
      message: 'its path contains a quote or a line break',
    });
  });

  it('refuses a line that cmd would not take', () => {
    const fits = 'x'.repeat(resolveLimits.cmdLineCharsMax - '""C:\\x.cmd" "'.length);
    expect(cmdCommand('C:\\x.cmd', [fits]).kind).toBe('args');
    expect(cmdCommand('C:\\x.cmd', [`${fits}x`])).toEqual({
      kind: 'refused',
      message: 'cmd.exe takes no more than 8191 characters',
    });
  });
});
