/**
 * Reads the text of one option by its row in the table. Does not know where the text came from:
 * whoever asked puts the name of the option or the variable in front of the problem.
 */
import type { Option } from './options.ts';
import { formatDuration, formatSize, parseDuration, parseSize } from './units.ts';

export type ValueReading =
  | { readonly kind: 'value'; readonly value: unknown }
  /** What to write instead, as an instruction. */
  | { readonly kind: 'problem'; readonly problem: string };

type Numeric = Extract<Option, { readonly kind: 'integer' | 'duration' | 'size' }>;

/** The value is of the type that `OptionValues` promises for this row (one pair for `pairs`). */
export function readValue(option: Option, text: string): ValueReading {
  switch (option.kind) {
    case 'flag':
      return readFlag(text);
    case 'string':
    case 'list':
      return { kind: 'value', value: text };
    case 'pairs':
      return readPair(option.value, text);
    case 'choice':
      if (option.choices.includes(text)) return { kind: 'value', value: text };
      return problem(`choose one of ${option.choices.join(', ')}`);
    case 'integer':
    case 'duration':
    case 'size':
      return readNumber(option, text);
  }
}

/** A number as the person would write it: `5`, `30s`, `10MB`, `none`. */
export function formatNumber(option: Numeric, value: number): string {
  if (option.none === true && value === 0) return 'none';
  if (option.kind === 'duration') return formatDuration(value);
  return option.kind === 'size' ? formatSize(value) : String(value);
}

function readNumber(option: Numeric, text: string): ValueReading {
  if (option.none === true && text === 'none') return { kind: 'value', value: 0 };
  const read = option.kind === 'integer' ? readInteger(text) : readQuantity(option.kind, text);
  if (read.kind === 'problem') return read;
  const { min, max } = option;
  if (read.value >= min && read.value <= max) return read;
  return problem(`write ${describeRange(option)}`);
}

function describeRange(option: Numeric): string {
  const from = formatNumber(option, option.min);
  const range = `${from} to ${formatNumber(option, option.max)}`;
  return option.none === true ? `none, or ${range}` : range;
}

function readInteger(text: string): NumberReading {
  if (/^-?\d+$/.test(text)) return { kind: 'value', value: Number(text) };
  return problem('write a whole number');
}

function readQuantity(kind: 'duration' | 'size', text: string): NumberReading {
  const quantity = kind === 'duration' ? parseDuration(text) : parseSize(text);
  if (quantity.kind === 'value') return quantity;
  const example = kind === 'duration' ? 's' : 'MB';
  if (quantity.kind === 'no-unit') return problem(`write a unit, for example ${text}${example}`);
  const forms = kind === 'duration' ? '250ms, 30s, 2m or 1h' : '512KB, 10MB or 1GB';
  return problem(`write a ${kind} such as ${forms}`);
}

function readPair(form: string, text: string): ValueReading {
  const equals = text.indexOf('=');
  if (equals <= 0) return problem(`write ${form}`);
  return { kind: 'value', value: [text.slice(0, equals), text.slice(equals + 1)] };
}

/** Only a variable gives a flag a text. */
function readFlag(text: string): ValueReading {
  if (/^(?:1|true|yes|on)$/i.test(text)) return { kind: 'value', value: true };
  if (/^(?:0|false|no|off)$/i.test(text)) return { kind: 'value', value: false };
  return problem('write 1 or 0');
}

type NumberReading =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'problem'; readonly problem: string };

function problem(problem: string): { kind: 'problem'; problem: string } {
  return { kind: 'problem', problem };
}
