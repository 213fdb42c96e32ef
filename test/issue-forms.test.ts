/**
 * The forms of issues are such as GitHub shows: it hides one that it cannot read, and says nothing.
 * They ask for what a fault is searched with.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = join(root, '.github/ISSUE_TEMPLATE');
const read = (name: string) => parse(readFileSync(join(directory, name), 'utf8'));
const forms = readdirSync(directory).filter((name) => name !== 'config.yml');

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly validations?: Readonly<Record<string, unknown>>;
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Field[];
}

/** What a field of a kind may say of itself; only `markdown` has no label. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  markdown: ['value'],
  textarea: ['label', 'description', 'placeholder', 'value', 'render'],
  input: ['label', 'description', 'placeholder', 'value'],
  dropdown: ['label', 'description', 'multiple', 'options', 'default'],
  checkboxes: ['label', 'description', 'options'],
};

function mistakesIn({ name, description, body, ...more }: Form): string[] {
  const found: string[] = [];
  if (!name || !description) found.push('no name or description');
  const known = ['title', 'labels', 'assignees', 'projects', 'type'];
  found.push(...Object.keys(more).filter((key) => !known.includes(key)));
  const ids = body.flatMap(({ id }) => id ?? []);
  found.push(...ids.filter((id, at) => !/^[\w-]+$/.test(id) || ids.indexOf(id) !== at));
  for (const { type, attributes: given, validations = {}, id: _id, ...other } of body) {
    const allowed = attributes[type];
    if (allowed === undefined) found.push(`type ${type}`);
    found.push(...Object.keys(given).filter((key) => !allowed?.includes(key)));
    if (!given[type === 'markdown' ? 'value' : 'label']) found.push(`${type} says nothing`);
    if (Object.keys(validations).some((key) => key !== 'required')) found.push('validations');
    found.push(...Object.keys(other));
  }
  if (!body.some(({ type }) => type !== 'markdown')) found.push('no field');
  return found;
}

describe.each(forms)('%s', (name) => {
  it('is a form', () => {
    expect(mistakesIn(read(name))).toEqual([]);
  });
});

describe('the form of a fault', () => {
  it('asks for the report of doctor and for a recording', () => {
    const { body } = read('fault.yml') as Form;
    const asked = new Map(body.map((field) => [field.id, field]));
    const textOf = (id: string) => JSON.stringify(asked.get(id)?.attributes);
    expect(textOf('doctor')).toContain('`mcp-shield doctor --json --');
    expect(textOf('recording')).toContain('`--record session.jsonl`');
    for (const id of ['doctor', 'recording']) {
      expect(asked.get(id)?.validations?.['required']).toBe(true);
    }
  });
});

describe('the choice of forms', () => {
  it('leaves another way open', () => {
    expect(read('config.yml')).toEqual({ blank_issues_enabled: true });
  });
});

describe('the search for mistakes', () => {
  it('finds them', () => {
    const field = { type: 'input', id: 'a', attributes: { label: 'A' } };
    const form = { name: 'n', description: 'd', body: [field] };
    expect(mistakesIn(form)).toEqual([]);
    expect(mistakesIn({ ...form, body: [field, field] })).toEqual(['a']);
    expect(mistakesIn({ ...form, body: [{ ...field, type: 'textbox' }] })).toContain(
      'type textbox',
    );
    expect(mistakesIn({ ...form, body: [{ ...field, attributes: { lable: 'A' } }] })).toEqual([
      'lable',
      'input says nothing',
    ]);
    expect(mistakesIn({ ...form, body: [] })).toEqual(['no field']);
    expect(mistakesIn({ ...form, description: '' })).toEqual(['no name or description']);
  });
});
