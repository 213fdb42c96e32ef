/**
 * How text for people looks: symbols and colour only where a terminal shows them. A file or another
 * program gets plain words. Knows no command.
 */
import type { Writable } from 'node:stream';

export interface Style {
  /** The reader is a terminal. */
  readonly symbols: boolean;
  readonly colour: boolean;
}

/** SGR codes. */
const colours = { bold: 1, faint: 2, red: 31, green: 32, yellow: 33 } as const;

export type Colour = keyof typeof colours;

/** `NO_COLOR` is honoured, as https://no-color.org asks for. */
export function styleOf(
  stdout: Writable,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const symbols = 'isTTY' in stdout && stdout.isTTY === true;
  return { symbols, colour: symbols && !environment['NO_COLOR'] };
}

export function paint(text: string, colour: Colour, style: Pick<Style, 'colour'>): string {
  return style.colour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}
