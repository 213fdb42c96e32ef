/**
 * Tells whether a value that was read from a file has the form it should have. Knows no file.
 */

export type Test = (value: unknown) => boolean;

export const isText: Test = (value) => typeof value === 'string';
export const isNumber: Test = (value) => Number.isFinite(value);
export const isBoolean: Test = (value) => typeof value === 'boolean';

export function isOneOf(...values: readonly unknown[]): Test {
  return (value) => values.includes(value);
}

export function isListOf(isItem: Test): Test {
  return (value) => Array.isArray(value) && value.every(isItem);
}

/** Undefined, too. */
export function isOptional(isIt: Test): Test {
  return (value) => value === undefined || isIt(value);
}

/** An object with these members; it may have more. */
export function isObjectWith(members: Readonly<Record<string, Test>>): Test {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, isIt]) => isIt((value as Record<string, unknown>)[name]));
}
