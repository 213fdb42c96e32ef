/**
 * Wrapped files that another program has written anew since: prettier, JSON.stringify, the writers
 * of Python and the layout of serde_yaml. Unwrapped, they start what they started before, and have
 * no member more or less. The recordings are made by scripts/trials/rewriters/record-rewritten.ts.
 */
import { readFileSync } from 'node:fs';
import { parse as parseJsonc } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { findCommand } from '../../src/cli/wrap.ts';
import { clients } from '../../src/config/clients.ts';
import type { Dialect } from '../../src/config/documents/document.ts';
import { unwrap, wrap } from '../../src/config/wrap.ts';
import { jsonFiles } from './corpus/json-files.ts';
import { otherFiles } from './corpus/other-files.ts';
import { readData } from './reading.ts';

interface Recording {
  readonly client: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly writer: string;
  readonly text: string;
}

const fixture = new URL('fixtures/rewritten.json', import.meta.url);
const recordings: readonly Recording[] = JSON.parse(readFileSync(fixture, 'utf8'));
const corpus = [...jsonFiles, ...otherFiles];

function originalOf({ client, name }: Pick<Recording, 'client' | 'name'>): string {
  const file = corpus.find(([id, peculiarity]) => id === client && peculiarity === name);
  if (file === undefined) throw new Error(`${client}, ${name} is not in the corpus`);
  return file[2];
}

function pathsOf(client: string) {
  return clients.find(({ id }) => id === client)?.paths ?? [];
}

/** What a client makes of it; no arguments may be written as an empty list, or not at all. */
function meaningOf(text: string, dialect: Dialect): unknown {
  const data = JSON.parse(JSON.stringify(readData(text, dialect)));
  delete data['added_by_another_program'];
  return JSON.parse(JSON.stringify(data), (key, value) => {
    return key === 'args' && Array.isArray(value) && value.length === 0 ? undefined : value;
  });
}

function comesBack({ client, name, dialect, text }: Recording): void {
  const original = originalOf({ client, name });
  const source = { text, dialect, paths: pathsOf(client) };
  const back = unwrap(source, { names: undefined, findCommand });
  if (back.kind === 'broken') throw new Error(back.reason);
  expect(meaningOf(back.text, dialect)).toEqual(meaningOf(original, dialect));
  // What was there as an empty list must not be gone.
  expect(emptyLists(back.text, dialect)).toBeGreaterThanOrEqual(emptyLists(original, dialect));
}

function emptyLists(text: string, dialect: Dialect): number {
  return JSON.stringify(readData(text, dialect)).split('"args":[]').length - 1;
}

const cases = recordings.map((it) => [it.writer, it.client, it.name, it] as const);

it('is recorded for each file of the corpus', () => {
  const recorded = new Set(recordings.map(({ client, name }) => `${client}, ${name}`));
  expect(corpus.filter(([client, name]) => !recorded.has(`${client}, ${name}`))).toEqual([]);
});

describe('written by another program', () => {
  it.each(cases)('%s: %s, %s', (_, __, ___, recording) => {
    comesBack(recording);
  });
});

describe('written by JavaScript', () => {
  const writers: readonly (readonly [name: string, dialect: Dialect, (data: unknown) => string])[] =
    [
      ['JSON.stringify', 'json', (data) => JSON.stringify(data)],
      ['JSON.stringify, two blanks', 'json', (data) => JSON.stringify(data, undefined, 2)],
      ['JSON.stringify, tabs', 'json', (data) => `${JSON.stringify(data, undefined, '\t')}\n`],
      ['yaml', 'yaml', (data) => stringify(data)],
      ['yaml, dashes in the column', 'yaml', (data) => stringify(data, { indentSeq: false })],
      [
        'yaml, all quoted',
        'yaml',
        (data) => stringify(data, { defaultStringType: 'QUOTE_DOUBLE' }),
      ],
    ];

  it.each(writers)('%s', (_, dialect, write) => {
    const files = dialect === 'json' ? jsonFiles : otherFiles;
    for (const [client, name, text] of files) {
      if (dialect === 'yaml' && /^(?:codex|mistral)/.test(client)) continue;
      const request = { names: undefined, findCommand, program: ['mcp-shield'], options: [] };
      const wrapped = wrap({ text, dialect, paths: pathsOf(client) }, request);
      if (wrapped.kind === 'broken') throw new Error(wrapped.reason);
      const data =
        dialect === 'json'
          ? parseJsonc(wrapped.text, [], { allowTrailingComma: true })
          : readData(wrapped.text, dialect);
      comesBack({ client, name, dialect, writer: '', text: write(data) });
    }
  });
});
