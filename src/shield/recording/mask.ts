/**
 * What of a message is written into a recording. Without contents: its shape, and of its texts
 * only those that steer the session; any other text becomes a keyed hash, so that equal texts stay
 * equal and nobody can read them. With contents: everything but secrets.
 */

import { recordLimits } from '../../base/limits.ts';

export interface Masking {
  /** Whole messages, secrets taken out. */
  readonly contents: boolean;
  readonly redact: (text: string) => string;
  /** Short, and with a key that is not recorded. */
  readonly hash: (text: string) => string;
  /** The value behind such a name is a secret. */
  readonly isSecretName: (name: string) => boolean;
}

/** Values under these keys are what the session works with. */
const steering =
  /^(?:jsonrpc|id|method|name|version|protocolVersion|requestId|progressToken|progress|code|level|reason|source|role|type|resultType|cacheScope|io\.modelcontextprotocol\/(?:protocolVersion|subscriptionId))$/;

/** Nothing in there steers anything, and its very keys may tell something. */
const opaque = /^(?:arguments|structuredContent|inputSchema|outputSchema|requestedSchema|data)$/;

/** Our own errors carry why they were made. */
const ownSource = 'mcp-shield';

/**
 * One line of an output, without its newline. `redactLine` hides secrets in what is no message,
 * and may know the lines before.
 */
export function maskLine(
  line: string,
  masking: Masking & { readonly redactLine?: (text: string) => string },
): string {
  const { contents, redact, redactLine = redact } = masking;
  const value = parse(line);
  if (value === undefined) return redactLine(contents ? line : maskTexts(line, masking));
  return JSON.stringify(maskValue(value, '', masking));
}

/** Pieces of messages in what is no whole one: beside other text, cut off, over several lines. */
function maskTexts(line: string, { hash }: Masking): string {
  if (!line.includes('"')) return line;
  let key = '';
  return line.replace(
    /"([^"\\]*(?:\\.[^"\\]*)*)(?:"(\s*:)?|$)/g,
    (whole, text: string, colon?: string) => {
      const before = key;
      key = colon === undefined ? '' : text;
      return colon !== undefined || steering.test(before) ? whole : `"~${hash(text)}"`;
    },
  );
}

/**
 * An object or a list; anything else on a line is no message. One that is nested without end is
 * masked as text: walking it could exhaust the stack.
 */
function parse(line: string): object | undefined {
  if (!/^\s*[[{]/.test(line) || isNestedBeyond(recordLimits.nestingMax, line)) return undefined;
  try {
    return JSON.parse(line) as object;
  } catch {
    return undefined;
  }
}

function isNestedBeyond(max: number, line: string): boolean {
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') at = endOfText(line, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > max) return true;
  }
  return false;
}

/** Where the text that begins at `start` has its closing quote, or the line its end. */
function endOfText(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    if (line[at] === '"') return at;
    if (line[at] === '\\') at += 1;
  }
  return line.length;
}

function maskValue(value: unknown, key: string, masking: Masking): unknown {
  const { contents, redact, hash, isSecretName } = masking;
  if (typeof value === 'string') {
    if (steering.test(key)) return redact(value);
    if (isSecretName(key)) return '[redacted]';
    return contents ? redact(value) : `~${hash(value)}`;
  }
  if (typeof value === 'number') return contents || steering.test(key) ? value : 0;
  if (typeof value !== 'object' || value === null) return value;
  if (!contents && opaque.test(key) && !isOwn(value)) return `~${hash(JSON.stringify(value))}`;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, key, masking));
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    maskValue(inner, name, masking),
  ]);
  return Object.fromEntries(entries);
}

function isOwn(value: object): boolean {
  return 'source' in value && value.source === ownSource;
}
