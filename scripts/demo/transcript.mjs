/**
 * How the demo looks: one line for each thing that happened, in colour on a terminal only.
 */
import { stripVTControlCharacters, styleText } from 'node:util';

const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const paint = (style, text) => (coloured ? styleText(style, text) : text);
const nameColumns = 18;
const lineColumns = 100;

export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

export function heading(title, command) {
  say();
  say(paint('bold', `── ${title} ${'─'.repeat(lineColumns - title.length - 4)}`));
  if (command !== undefined) say(paint('dim', `   $ ${command}`));
  say();
}

export function tell(what, outcome) {
  if (what === 'SIGKILL') {
    say(
      paint('yellow', `   ⚡ kill -9 ${outcome.pid}  the server is gone, two requests in flight`),
    );
    return;
  }
  const sign = outcome.ok ? paint('green', '✓') : paint('red', '✗');
  const [first, ...others] = wrapped(outcome.text, lineColumns - nameColumns - 6);
  say(`   ${what.padEnd(nameColumns)} ${sign} ${first}`);
  for (const line of others) say(`   ${' '.repeat(nameColumns)}   ${line}`);
}

export function quote(title, lines) {
  say();
  say(`   ${title}`);
  for (const line of lines) {
    for (const part of wrapped(stripVTControlCharacters(line), lineColumns - 5)) {
      say(paint('dim', `   │ ${part}`));
    }
  }
}

export function verdict(claim, holds) {
  say(`   ${holds ? paint('green', '✓') : paint('red', '✗ NOT SEEN:')} ${claim}`);
}

function wrapped(text, columns) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line.length + word.length < columns) lines[lines.length - 1] = `${line} ${word}`.trim();
    else lines.push(word);
  }
  return lines;
}
