/**
 * Which values behind a secret name are worth hiding wherever they appear, and the forms in which
 * a program repeats them. An ordinary word is not: hiding it would make every text unreadable and
 * protect nothing.
 */
import { logLimits } from './limits.ts';
import type { NameStrength } from './secret-names.ts';

/** What stands where a secret will be: `${TOKEN}`, `%TOKEN%`, `<your token>`. */
const placeholder =
  /^(?:\$\{[\w:.-]+\}|\$[A-Z][A-Z\d_]*|%[A-Z]\w*%|<[A-Za-z][\w -]+>|\{\{[\w .-]+\}\}|(?:[Yy]our|YOUR)[-_ ].*|[xX]+|[*•]+)$/;

/** Settings, and passwords that everybody has. */
const everyday = new RegExp(
  '^(?:undefined|missing|required|invalid|expired|enabled|disabled|default|optional|unknown|' +
    'unexpected|production|development|staging|testing|localhost|example|changeme|password|' +
    'secret|bearer|postgres|redacted|\\[redacted\\])$',
  'i',
);

/** Of a key; the next key has the same. */
const armour = /^-{4,5} ?(?:BEGIN|END) .{0,60}-{4,5}$/;

const word = '(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,15})';
const ordinaryWords = new RegExp(`^${word}(?:[-_. ]${word}){0,8}$`);
const numbers = /^(?:\d{0,5}|[\d.:]*[.:][\d.:]*(?:\/(?:tcp|udp))?)$/;
const path = /^(?:\.{0,2}|~)[\\/]|^[a-z]:[\\/]|^[a-z][a-z\d+.-]*:\/\/|\.[a-z]{2,5}$/i;
/** `-p @scope/name@1.2`, `-p python3.12`. */
const packages = /^@|@\d|^(?:c?python|pypy)-?[\d.]/;

/** Whether `value` is to be hidden wherever it stands, given what its name told. */
export function isWorthHiding(value: string, strength: NameStrength): boolean {
  if (value.length < logLimits.secretCharsMin) return false;
  if (strength === 'none' || everyday.test(value) || placeholder.test(value)) return false;
  if (armour.test(value)) return false;
  return strength === 'strong' || !looksOrdinary(value);
}

/** A word, a number, a port, a path, an address or the name of a package. */
export function looksOrdinary(value: string): boolean {
  return [ordinaryWords, numbers, path, packages].some((shape) => shape.test(value));
}

/** Letters and digits mixed, no blanks, not a path or an address. */
export function looksLikeKey(value: string): boolean {
  return /^[^\s/\\]{12,}$/.test(value) && /[a-z]/i.test(value) && /\d/.test(value);
}

/** The value itself, and what of it a server may repeat: its lines, without its scheme. */
export function partsOfValue(value: string): string[] {
  const whole = value.trim();
  const bare = withoutQuotes(whole);
  // A key is printed line by line.
  const lines = bare.split(/\r?\n|\\n/).map((line) => line.trim());
  return [whole, bare, ...lines].flatMap((part) => {
    const [, scheme = '', rest] =
      /^(bearer|basic|token|key|apikey|negotiate)\s+(\S.*)$/i.exec(part) ?? [];
    if (rest === undefined) return [part];
    const inner = withoutQuotes(rest.trim());
    return [part, inner, ...(scheme.toLowerCase() === 'basic' ? passwordIn(inner) : [])];
  });
}

/** As it is, inside a JSON string, and inside a URL. */
export function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inAscii = inJson.replace(
    /[^\x00-\x7f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const inUrl = percentEncoded(secret);
  const lower = inUrl.replace(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase());
  return [secret, inJson, inAscii, inUrl, lower, inUrl.replace(/%20/g, '+')];
}

/** Of `%41%2f`; undefined if it cannot be. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A lone surrogate cannot be encoded, nor can it have been. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

function withoutQuotes(text: string): string {
  return /^(\\?["'`])(.*)\1$/s.exec(text)?.[2] ?? text;
}

/** `Basic dXNlcjpwYXNz`: base64 of `user:password`. */
function passwordIn(encoded: string): string[] {
  const decoded = Buffer.from(encoded, 'base64').toString();
  return /^[^:]*:(.+)$/s.exec(decoded)?.slice(1) ?? [];
}
