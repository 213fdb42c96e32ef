/**
 * How the demo looks: one line for each thing that happened, with signs and colour on a terminal
 * only. Knows nothing of what happens.
 */
import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { demoLimits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { type Colour, paint, styleOf } from '../style.ts';

const nameColumns = 16;

export type Transcript = ReturnType<typeof createTranscript>;

export function createTranscript(
  stdout: Writable & { readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
) {
  const style = styleOf(stdout, environment);
  const columns = Math.min(stdout.columns ?? demoLimits.columnsMax, demoLimits.columnsMax);
  const coloured = (colour: Colour, text: string): string => paint(text, colour, style);
  const say = (text = ''): void => {
    stdout.write(`${text}\n`);
  };
  const sign = (isOk: boolean): string => {
    const [good, bad] = style.symbols ? ['✓', '✗'] : ['ok    ', 'FAILED'];
    return isOk ? coloured('green', good) : coloured('red', bad);
  };
  const signColumns = style.symbols ? 1 : 'FAILED'.length;

  return {
    /** A paragraph. */
    say: (text = '') => wrapped(text, columns).forEach(say),
    heading(title: string, command?: string): void {
      const line = '─'.repeat(Math.max(0, columns - title.length - 4));
      say(`\n${coloured('bold', `── ${title} ${line}`)}`);
      if (command !== undefined) say(coloured('faint', `   $ ${command}`));
      say();
    },
    outcome(name: string, isOk: boolean, text: string): void {
      const indent = ' '.repeat(3 + nameColumns + 1 + signColumns + 1);
      const [first = '', ...others] = wrapped(visible(text), columns - indent.length);
      say(`   ${name.padEnd(nameColumns)} ${sign(isOk)} ${first}`);
      for (const line of others) say(`${indent}${line}`);
    },
    alarm: (text: string) => say(coloured('yellow', `   ${style.symbols ? '⚡ ' : ''}${text}`)),
    quote(title: string, lines: readonly string[]): void {
      say(`\n   ${title}`);
      for (const line of lines) {
        for (const part of wrapped(visible(stripVTControlCharacters(line)), columns - 5)) {
          say(coloured('faint', `   │ ${part}`));
        }
      }
    },
    verdict(claim: string, holds: boolean): void {
      say(`   ${sign(holds)} ${holds ? '' : 'NOT SEEN: '}${claim}`);
    },
  };
}

function wrapped(text: string, columns: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1] ?? '';
    if (line.length + word.length < columns) lines[lines.length - 1] = `${line} ${word}`.trim();
    else lines.push(word);
  }
  return lines;
}
