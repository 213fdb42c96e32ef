/**
 * A copy of a line's fields without secrets, safe to print later: bounded in depth, no cycles, no
 * live objects. Decides by the name of a field and by the text of its value.
 */
import { logLimits } from '../base/limits.ts';
import { isSecretName, mask } from '../base/secret-names.ts';
import type { Fields } from './line.ts';

type Redact = (text: string) => string;

export function redactFields(fields: Fields, redact: Redact): Fields {
  return copyEntries(fields, redact, 0);
}

function copyEntries(object: object, redact: Redact, depth: number): Fields {
  const entries = Object.entries(object).map(([name, value]) => {
    const hidden = typeof value === 'string' && isSecretName(name);
    return [name, hidden ? mask : copyValue(value, redact, depth)];
  });
  return Object.fromEntries(entries);
}

function copyValue(value: unknown, redact: Redact, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= logLimits.fieldDepthMax) return '[…]';
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof Error) return copyError(value, redact, depth);
  if (!Array.isArray(value)) return copyEntries(value, redact, depth + 1);
  const items = value.slice(0, logLimits.fieldItemsMax);
  return items.map((item) => copyValue(item, redact, depth + 1));
}

/** An error's own message and stack are not enumerable; its `code` is. */
function copyError(error: Error, redact: Redact, depth: number): Fields {
  const { name, message, stack } = error;
  return copyEntries({ ...error, name, message, stack }, redact, depth + 1);
}
