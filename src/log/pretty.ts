/**
 * One line for people, from the JSON line that pino wrote. Nothing in it can steer a terminal or
 * look like a second line. Pure; does not know where the line goes.
 */

import { visible } from '../base/visible.ts';

const colours: Readonly<Record<string, string>> = { error: '\x1b[31m', warn: '\x1b[33m' };
const reset = '\x1b[0m';

/** `mcp-shield[name] warn: message (key=value, key=value)`, with its newline. */
export function prettyLine(json: string, { colour }: { readonly colour: boolean }): string {
  const { level, name, fields, msg } = JSON.parse(json) as PinoLine;
  const who = name === undefined ? 'mcp-shield' : `mcp-shield[${name}]`;
  const what = visible(`${who} ${level}: ${msg}${prettyFields(fields)}`);
  const start = colour ? colours[level] : undefined;
  return start === undefined ? `${what}\n` : `${start}${what}${reset}\n`;
}

/** What `pino-writer.ts` lets pino write. */
interface PinoLine {
  readonly level: string;
  readonly name?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly msg: string;
}

function prettyFields(fields: PinoLine['fields']): string {
  const pairs = Object.entries(fields ?? {}).map(([key, value]) => `${key}=${prettyValue(value)}`);
  return pairs.length === 0 ? '' : ` (${pairs.join(', ')})`;
}

/** A text that cannot be misread stands as it is. */
function prettyValue(value: unknown): string {
  if (typeof value === 'string' && /^[\w./:@+-]+$/.test(value)) return value;
  return JSON.stringify(value);
}
