/**
 * The commands in a shell script, as far as one can tell without running it: each a list of words
 * with their places in the text. For the scripts of `sh -c` in a client's configuration, which are
 * a line long; here-documents and `case` are not understood, and what is not understood is left
 * alone by whoever asks. Pure text.
 */

export interface ShellWord {
  /** Undefined if only the shell can tell: `$HOME`, `$(…)`, `*`. */
  readonly value: string | undefined;
  /** As it is written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What ends a command or stands in front of one. */
const separators = new Set([';', '&', '|', '(', ')', '\n']);
const blanks = new Set([' ', '\t', '\r']);
/** A line that goes on in the next one. */
const continued = '\\\n';
const before = new Set(['{', '}', '!', 'if', 'then', 'else', 'elif', 'do', 'while', 'until']);

/** In the order of the script; without the assignments in front (`DOCKER_HOST=… docker run`). */
export function shellCommands(script: string): readonly (readonly ShellWord[])[] {
  const commands: ShellWord[][] = [[]];
  for (let at = 0; at < script.length; ) {
    const char = script.charAt(at);
    if (separators.has(char)) {
      commands.push([]);
      at += 1;
    } else if (blanks.has(char)) {
      at += 1;
    } else if (script.startsWith(continued, at)) {
      at += continued.length;
    } else if (char === '#') {
      const end = script.indexOf('\n', at);
      at = end < 0 ? script.length : end;
    } else {
      const word = readWord(script, at);
      commands.at(-1)?.push(word);
      at = word.end;
    }
  }
  return commands.map(withoutFront).filter((words) => words.length > 0);
}

function withoutFront(words: readonly ShellWord[]): readonly ShellWord[] {
  const first = words.findIndex(({ text }) => !before.has(text) && !/^\w+=/.test(text));
  return first < 0 ? [] : words.slice(first);
}

function isBorder(char: string): boolean {
  return separators.has(char) || blanks.has(char);
}

/** Never empty: it is called where a word begins. */
function readWord(script: string, start: number): ShellWord {
  let at = start;
  let value = '';
  let isPlain = true;
  // No other space parts words in a shell; each word is at least one character long.
  while (at < script.length && !isBorder(script.charAt(at))) {
    const char = script.charAt(at);
    const end = char === "'" || char === '"' ? closing(script, at) : at + 1;
    if (char === "'") {
      value += script.slice(at + 1, end - 1);
    } else if (char === '"') {
      const inside = script.slice(at + 1, end - 1);
      if (/[$`]/.test(inside)) isPlain = false;
      value += inside.replace(/\\(?:\n|(["\\$`]))/g, '$1');
    } else if (char === '\\') {
      value += script.charAt(at + 1).replace('\n', '');
      at += 2;
      continue;
    } else {
      if (/[$`*?[~<>]/.test(char)) isPlain = false;
      value += char;
    }
    at = end;
  }
  const end = Math.min(at, script.length);
  return { value: isPlain ? value : undefined, text: script.slice(start, end), start, end };
}

/** Behind the quote that closes the one at `open`; the end of the script if none does. */
function closing(script: string, open: number): number {
  const quote = script.charAt(open);
  for (let at = open + 1; at < script.length; at += 1) {
    const char = script.charAt(at);
    if (char === '\\' && quote === '"') at += 1;
    else if (char === quote) return at + 1;
  }
  return script.length;
}
