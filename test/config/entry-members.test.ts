/**
 * What an entry says beside its command: texts by name, and its variables under any of their names.
 */
import { expect, it } from 'vitest';
import { parseDocument } from '../../src/config/documents/document.ts';
import { entryMember, textOf, variablesOf } from '../../src/config/entry-members.ts';

function entry(text: string) {
  const parsed = parseDocument(text, 'json');
  if (parsed.kind === 'broken') throw new Error(parsed.reason);
  return parsed.root;
}

it.each([
  ['{"env": {"A": "1", "B": 2, "C": null}}', { A: '1', B: '2', C: 'null' }],
  ['{"environment": {"A": "1"}}', { A: '1' }],
  ['{"envs": {"A": "1"}}', { A: '1' }],
  ['{"envs": {"A": "1"}, "env": {"B": "2"}}', { B: '2' }],
  ['{"env": {"A": ["1"], "B": {}, "C": "3"}}', { C: '3' }],
  ['{"env": {"A": "1", "A": "2"}}', { A: '2' }],
  ['{"env": ["A=1"]}', {}],
  ['{"env": "A=1"}', {}],
  ['{"variables": {"A": "1"}}', {}],
  ['["env"]', {}],
])('the variables of %s', (text, variables) => {
  expect(variablesOf(entry(text))).toStrictEqual(variables);
});

it.each([
  ['{"cwd": "/x"}', '/x'],
  ['{"cwd": 5}', '5'],
  ['{"cwd": ["/x"]}', undefined],
  ['{"dir": "/x"}', undefined],
  ['"cwd"', undefined],
])('the directory of %s is %s', (text, directory) => {
  expect(textOf(entry(text), 'cwd')).toBe(directory);
});

it('a member is the value as it is written', () => {
  expect(entryMember(entry('{"a": 1, "b": ["c"]}'), 'b')).toMatchObject({
    kind: 'list',
    start: 14,
  });
  expect(entryMember(entry('[1]'), 'b')).toBeUndefined();
});
