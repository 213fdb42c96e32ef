/**
 * The schemas that are shipped, as checks: as they are, for readers who pass over what they do not
 * know, and strict, where a member that no schema tells of is a fault of ours.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';

const directory = fileURLToPath(new URL('../../schemas', import.meta.url));
const suffix = '.schema.json';

export const schemaNames = readdirSync(directory).map((file) => file.replace(suffix, ''));

export function readSchema(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(join(directory, `${name}${suffix}`), 'utf8')) as AnySchemaObject;
}

const checks = new Map<string, ValidateFunction>();

/** What is wrong with `value`, or nothing. */
export function problemsOf(name: string, value: unknown, form: 'open' | 'strict'): string[] {
  const key = `${name} ${form}`;
  const schema = readSchema(name);
  const shown = form === 'open' ? schema : (closed(schema) as AnySchemaObject);
  // Without `$id`: two forms of one schema are not the same to the library.
  const { $id: _id, ...own } = shown;
  const check =
    checks.get(key) ?? new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(own);
  checks.set(key, check);
  if (check(value)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** The schema with every object that has members closed to others. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, inner]) => [name, closed(inner)]);
  const isOpen = 'properties' in schema && 'type' in schema && schema.type === 'object';
  return { ...Object.fromEntries(entries), ...(isOpen ? { additionalProperties: false } : {}) };
}
