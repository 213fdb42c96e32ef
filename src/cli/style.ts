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
  /** How wide it is, if the reader is a terminal. */
  readonly columns?: number | undefined;
}

/** SGR codes. */
const colours = { bold: 1, faint: 2, red: 31, green: 32, yellow: 33 } as const;

export type Colour = keyof typeof colours;

export function styleOf(
  stdout: Writable,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const symbols = 'isTTY' in stdout && stdout.isTTY === true;
  const columns = symbols && 'columns' in stdout ? Number(stdout.columns) || 80 : undefined;
  return { symbols, colour: wantsColour(symbols, environment), columns };
}

export function paint(text: string, colour: Colour, style: Pick<Style, 'colour'>): string {
  return style.colour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}
