/**
 * Durations and sizes as people write them. A unit is always written: `30` could be seconds or
 * milliseconds. Sizes are binary: KB and KiB are both 1024 bytes. Knows no option.
 */

/** Smallest first: a value is shown in the largest unit that leaves no fraction. */
const durationUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const sizeUnits = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const;

/** `value` in ms or bytes; `no-unit` = a bare number; `malformed` = not a quantity at all. */
export type Quantity =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'no-unit' }
  | { readonly kind: 'malformed' };

/** `250ms`, `1.5s`, `2m`, `1h`, rounded to whole ms. */
export function parseDuration(text: string): Quantity {
  return parseQuantity(text, (unit) => lookUp(durationUnits, unit));
}

/** `100B`, `512KB`, `10MB`, `1.5GiB`, in any case, rounded to whole bytes. */
export function parseSize(text: string): Quantity {
  return parseQuantity(text, (unit) => lookUp(sizeUnits, unit.toUpperCase().replace('IB', 'B')));
}

/** The shortest exact form that `parseDuration` reads back. */
export function formatDuration(ms: number): string {
  return formatQuantity(ms, durationUnits);
}

/** The shortest exact form that `parseSize` reads back. */
export function formatSize(bytes: number): string {
  return formatQuantity(bytes, sizeUnits);
}

function parseQuantity(text: string, factorOf: (unit: string) => number | undefined): Quantity {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return { kind: 'malformed' };
  if (unit === '') return { kind: 'no-unit' };
  const factor = factorOf(unit);
  if (factor === undefined) return { kind: 'malformed' };
  return { kind: 'value', value: Math.round(Number(digits) * factor) };
}

function formatQuantity(amount: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).filter(([, factor]) => amount % factor === 0);
  const [unit, factor] = (amount === 0 ? fitting[0] : fitting.at(-1)) ?? ['', 1];
  return `${amount / factor}${unit}`;
}

function lookUp(units: Readonly<Record<string, number>>, unit: string): number | undefined {
  return Object.hasOwn(units, unit) ? units[unit] : undefined;
}
