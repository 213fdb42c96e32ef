/**
 * Answers that can be read although they are not JSON-RPC 2.0: what servers write by hand, or by
 * the habits of JSON-RPC 1.0. Id and outcome are the server's own; only their form is set right.
 * Knows neither who waits nor whether the line is believed.
 */
import { skipSpace } from '../base/json-bytes.ts';
import { walkMembers } from '../base/json-members.ts';
import { messageLimits } from '../base/limits.ts';
import { classify, isErrorObject } from './classify.ts';
import { errorCodes } from './compose.ts';
import { type Envelope, nameOf, readEnvelope } from './envelope.ts';
import { idAt, memberAt, numberAt, textAt } from './member.ts';
import type { Response, Span } from './message.ts';

/** One way in which an outcome goes wrong, and what is written instead. */
interface OddOutcome {
  readonly fits: (bytes: Buffer, outcome: AnswerOutcome) => boolean;
  readonly becomes: (bytes: Buffer, outcome: AnswerOutcome) => string | undefined;
}

interface AnswerOutcome {
  readonly result: Span | undefined;
  readonly error: Span | undefined;
}

/** The first row that fits counts. */
const oddOutcomes: readonly OddOutcome[] = [
  {
    // "result":{},"error":null
    fits: (bytes, { result, error }) => result !== undefined && isNothing(bytes, error),
    becomes: (bytes, { result }) => result && `"result":${textOf(bytes, result)}`,
  },
  {
    // "result":null,"error":{"code":1,"message":"disk full"}
    fits: (bytes, { error }) => error !== undefined && isErrorObject(bytes, error),
    becomes: (bytes, { error }) => error && `"error":${textOf(bytes, error)}`,
  },
  {
    // "error":"disk full"
    fits: (bytes, { error }) => error !== undefined && bytes[error.start] !== 0x6e,
    becomes: (bytes, { error }) => error && `"error":${asErrorObject(bytes, error)}`,
  },
];

export interface RepairedAnswer {
  /** `id` is null where the line names none. */
  readonly message: Response;
  /** The line calls itself JSON-RPC, of whatever version: it is not somebody's log entry. */
  readonly isNamed: boolean;
}

/**
 * The answer that a whole line is when its form is set right; undefined if its outcome cannot be
 * read, or it is none. `bytes` may hold line breaks between tokens.
 */
export function repairAnswer(bytes: Buffer): RepairedAnswer | undefined {
  const start = bytes.indexOf(0x7b);
  if (start < 0) return undefined;
  const envelope = readEnvelope(bytes, start, bytes.length);
  const { end, id, jsonrpc } = envelope;
  if (end < 0 || skipSpace(bytes, end, bytes.length) < bytes.length) return undefined;
  const outcome = outcomeOf(bytes, envelope);
  if (outcome === undefined) return undefined;
  const isNamed = jsonrpc !== undefined;
  if (!isNamed && !isBare(bytes, { start, end })) return undefined;
  const known = id === undefined ? undefined : idAt(bytes, id);
  if (known !== undefined && id !== undefined) {
    const line = `{"jsonrpc":"2.0","id":${textOf(bytes, id)},${outcome}}\n`;
    const message = classify(Buffer.from(line));
    return message?.kind === 'response' ? { message, isNamed } : undefined;
  }
  const isNameless = id === undefined || bytes[id.start] === 0x6e;
  // Without its version and its id it is any JSON object that has a result.
  if (!isNameless || !isNamed) return undefined;
  return { message: nameless(outcome), isNamed };
}

/** Nothing but an id and an outcome: with more members it is somebody's log entry. */
function isBare(bytes: Buffer, span: Span): boolean {
  let isBare = true;
  walkMembers(bytes, span, (member) => {
    const name = nameOf(bytes, member);
    if (name !== 'id' && name !== 'result' && name !== 'error') isBare = false;
  });
  return isBare;
}

function outcomeOf(bytes: Buffer, { result, error }: Envelope): string | undefined {
  const outcome = { result, error };
  const row = oddOutcomes.find(({ fits }) => fits(bytes, outcome));
  if (row !== undefined) return row.becomes(bytes, outcome);
  return result && `"result":${textOf(bytes, result)}`;
}

function nameless(outcome: string): Response {
  const before = '{"jsonrpc":"2.0",';
  const bytes = Buffer.from(`${before}${outcome}}\n`);
  const isError = outcome.startsWith('"error"');
  const start = before.length + outcome.indexOf(':') + 1;
  const span = { start, end: bytes.length - 2 };
  const { length: byteLength } = bytes;
  const form = { kind: 'response', bytes, byteLength, mayHaveMeta: true } as const;
  return { ...form, id: null, idSpan: undefined, isError, outcome: span };
}

/** What stands for "no error" beside a result: `null`, `false`, `0`, `""`, `{}`, `[]`. */
function isNothing(bytes: Buffer, span: Span | undefined): boolean {
  if (span === undefined || span.end - span.start > 5) return false;
  const text = bytes.toString('latin1', span.start, span.end).replace(/\s/g, '');
  return ['null', 'false', '0', '""', '{}', '[]'].includes(text);
}

/** Through a string: nobody has looked at its UTF-8 yet, and line breaks are space here. */
function textOf(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('utf8', start, end).replace(/[\r\n]/g, '');
}

/** The server's words as `message`, what it wrote whole in `data`. */
function asErrorObject(bytes: Buffer, error: Span): string {
  const original = textOf(bytes, error);
  const spoken = wordsOf(bytes, error) ?? original.slice(0, messageLimits.oddErrorCharsMax);
  return `{"code":${codeOf(bytes, error) ?? errorCodes.internal},"message":${JSON.stringify(spoken)},"data":${original}}`;
}

/** An integer, also one in quotes: clients that read into integers take that as well. */
function codeOf(bytes: Buffer, error: Span): number | undefined {
  const code = memberAt(bytes, error, 'code');
  if (code === undefined) return undefined;
  const text = textAt(bytes, code);
  const isNumeral = text !== undefined && /^-?\d+$/.test(text);
  const value = isNumeral ? Number(text) : numberAt(bytes, code);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Where people put the words of an error. */
const wordKeys = ['message', 'error', 'msg', 'detail', 'description', 'reason', 'title'];

function wordsOf(bytes: Buffer, error: Span): string | undefined {
  const whole = textAt(bytes, error);
  if (whole !== undefined) return whole;
  for (const key of wordKeys) {
    const span = memberAt(bytes, error, key);
    const text = span === undefined ? undefined : textAt(bytes, span);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}
