/**
 * One line for people, from the JSON line that pino wrote. Nothing in it can steer a terminal or
 * look like a second line. Pure; does not know where the line goes.
 */

const colours: Readonly<Record<string, string>> = { error: '\x1b[31m', warn: '\x1b[33m' };
const reset = '\x1b[0m';

/** `mcp-shield[name] warn: message (key=value, key=value)`, with its newline. */
export function prettyLine(json: string, { colour }: { readonly colour: boolean }): string {
  const { level, name, fields, msg } = JSON.parse(json) as PinoLine;
  const who = name === undefined ? 'mcp-shield' : `mcp-shield[${name}]`;
  const what = escapeControls(`${who} ${level}: ${msg}${prettyFields(fields)}`);
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

/**
 * Control characters become the escapes of JSON, so the answer is also valid inside a JSON string:
 * C0, DEL, C1, line separators, and the marks that reverse the direction of text.
 */
export function escapeControls(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const short = shortEscapes[character];
    return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function prettyFields(fields: PinoLine['fields']): string {
  const pairs = Object.entries(fields ?? {}).map(([key, value]) => `${key}=${prettyValue(value)}`);
  return pairs.length === 0 ? '' : ` (${pairs.join(', ')})`;
}

/** A text that cannot be misread stands as it is. */
function prettyValue(value: unknown): string {
  if (typeof value === 'string' && /^[\w./:@+-]+$/.test(value)) return value;
  return JSON.stringify(value);
}
