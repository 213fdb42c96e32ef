/**
 * How text for people looks: symbols and colour only where a terminal shows them. A file or another
 * program gets plain words. Knows no command.
 */
import type { Writable } from 'node:stream';
import { wantsColour } from '../base/wants-colour.ts';

export interface Style {
  /** The reader is a terminal. */
  readonly symbols: boolean;
  readonly colour: boolean;
}

/** SGR codes. */
const colours = { bold: 1, faint: 2, red: 31, green: 32, yellow: 33 } as const;

export type Colour = keyof typeof colours;

export function styleOf(
  stdout: Writable,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const symbols = 'isTTY' in stdout && stdout.isTTY === true;
  return { symbols, colour: wantsColour(symbols, environment) };
}

export function paint(text: string, colour: Colour, style: Pick<Style, 'colour'>): string {
  return style.colour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}
