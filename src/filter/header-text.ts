/**
 * Text that looks like the headers of a frame and is none: a dumped HTTP message. Follows it line
 * by line, so that its body, which may be a message, is not taken for the server's own.
 */
import { messageLimits } from '../base/limits.ts';

/** Not those that have no body: what follows them is the server's own. */
const beginning = new RegExp(
  [
    String.raw`^HTTP/[\d.]+ (?!1|204|304)\d{3}`,
    String.raw`^(?!GET|HEAD)[A-Z]+ \S+ HTTP/[\d.]+\s*$`,
    String.raw`^(?:content-[a-z]+|transfer-encoding)[ \t]*:`,
  ].join('|'),
  'i',
);
/** Behind one that only HTTP has; alone it may be a line of a log (`Warning: deprecated`). */
const header = /^[A-Za-z][A-Za-z0-9-]*[ \t]*:/;

/** What a message begins with: mostly no more of a line is looked at. */
const brace = 0x7b;

export class HeaderText {
  #state: 'headers' | 'body' | undefined;

  /** The line before was such a header: a `Content-Length` behind it begins no frame. */
  get goesOn(): boolean {
    return this.#state === 'headers';
  }

  /** Called for each line in turn; true: it is the body of such a text. */
  isBody(line: Buffer): boolean {
    if (this.#state === 'body') {
      this.#state = undefined;
      return true;
    }
    const first = line[0];
    if (first === 0x0a || (first === 0x0d && line[1] === 0x0a)) {
      this.#state = this.goesOn ? 'body' : undefined;
    } else this.#state = first !== brace && this.#looksSo(line) ? 'headers' : undefined;
    return false;
  }

  /** The next line is the body of such a text, whatever it looks like. */
  get bodyFollows(): boolean {
    return this.#state === 'body';
  }

  /** A message came: nothing of the kind goes on. */
  end(): void {
    this.#state = undefined;
  }

  #looksSo(line: Buffer): boolean {
    const text = line.toString('latin1', 0, messageLimits.lookedAtBytes);
    return beginning.test(text) || (this.goesOn && header.test(text));
  }
}
