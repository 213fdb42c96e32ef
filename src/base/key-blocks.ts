/**
 * Hides private keys in armour (`-----BEGIN … PRIVATE KEY-----`): in one text, where their
 * beginning or end may be cut off, and in a stream whose lines come one by one. Knows nothing of
 * logs or MCP.
 */
import { logLimits } from './limits.ts';

const label = '[A-Z\\d ]{0,40}PRIVATE KEY(?: BLOCK)?';
const begin = new RegExp(`-{4,5} ?BEGIN ${label} ?-{4,5}`);
const end = new RegExp(`-{4,5} ?END ${label} ?-{4,5}`);
const block = new RegExp(`${begin.source}[\\s\\S]*?(?:${end.source}|$)`, 'g');
const hint = 'PRIVATE KEY';

/** With its newline, which may be one of a JSON string. */
const line = /(?:(?!\r?\n|\\n)[\s\S])*(?:\r?\n|\\n|$)/g;

/** In one text. A key whose end is missing ends with the text. */
export function hideKeyBlocks(text: string, mask: string): string {
  if (!text.includes(hint)) return text;
  const hidden = text.replace(block, mask);
  if (!end.test(hidden)) return hidden;
  return hideBeheaded(linesOf(hidden), mask).join('');
}

/** In a stream of lines; a call may bring one or several. */
export class KeyBlockStream {
  readonly #mask: string;
  /** How many more lines may belong to a key that has begun; 0 = there is none. */
  #linesLeft = 0;

  constructor(mask: string) {
    this.#mask = mask;
  }

  /** Lines stay lines: what is a line of a key becomes the mask. */
  hide(text: string): string {
    if (this.#linesLeft === 0 && !text.includes(hint)) return text;
    const lines = hideBeheaded(linesOf(text), this.#mask, this.#linesLeft > 0);
    return lines.map((piece) => this.#hideLine(piece)).join('');
  }

  #hideLine(piece: string): string {
    if (this.#linesLeft === 0) {
      const at = piece.search(begin);
      if (at < 0) return piece;
      if (end.test(piece.slice(at))) return piece.replace(block, this.#mask);
      this.#linesLeft = logLimits.keyLinesMax;
      return piece.slice(0, at) + this.#mask + newlineOf(piece);
    }
    this.#linesLeft -= 1;
    if (!end.test(piece)) return hideBody(piece, this.#mask);
    this.#linesLeft = 0;
    return this.#mask + afterLastEnd(piece);
  }
}

/** Of a key that begins before the text only the end can be recognised. */
function hideBeheaded(lines: readonly string[], mask: string, begun = false): string[] {
  const hidden = [...lines];
  let isOpen = begun;
  lines.forEach((piece, index) => {
    if (begin.test(piece)) isOpen = true;
    if (!end.test(piece)) return;
    if (!isOpen) {
      hidden[index] = mask + afterLastEnd(piece);
      for (let at = index - 1; at >= 0 && isBody(lines[at] ?? ''); at -= 1) {
        hidden[at] = hideBody(lines[at] ?? '', mask);
      }
    }
    isOpen = false;
  });
  return hidden;
}

function afterLastEnd(piece: string): string {
  const [last] = [...piece.matchAll(new RegExp(end, 'g'))].slice(-1);
  return piece.slice(last === undefined ? 0 : last.index + last[0].length);
}

function linesOf(text: string): string[] {
  return text.match(line)?.filter((piece) => piece !== '') ?? [];
}

function newlineOf(piece: string): string {
  return /(?:\r?\n|\\n)?$/.exec(piece)?.[0] ?? '';
}

const wholeLine =
  /^\s*(?:[A-Za-z\d+/]{1,80}={0,2}|(?:Proc-Type|DEK-Info|Comment|Version|Hash): .*)\s*$/;
const run = /[A-Za-z\d+/]{16,}={0,2}/g;

function isBody(piece: string): boolean {
  // Another key ends there, and was hidden.
  if (end.test(piece)) return false;
  const text = piece.slice(0, piece.length - newlineOf(piece).length);
  return text.trim() === '' || wholeLine.test(text) || text.search(run) >= 0;
}

/** A line that is no part of the key, of another thread, stays. */
function hideBody(piece: string, mask: string): string {
  const newline = newlineOf(piece);
  const text = piece.slice(0, piece.length - newline.length);
  if (wholeLine.test(text)) return mask + newline;
  // Behind the prefix of a log; its last line may be short.
  return text.replace(run, mask).replace(/[A-Za-z\d+/]{2,}={1,2}\s*$/, mask) + newline;
}
