/** Members of an object and elements of a list, as offsets: what is visited, and the outcome. */
import { describe, expect, it } from 'vitest';
import { incomplete, invalidAt } from '../../src/base/json-bytes.ts';
import { spells, walkElements, walkMembers } from '../../src/base/json-members.ts';

/** What is visited, and the outcome: the same whatever stands behind the end. */
function walked(text: string, walk: (bytes: Buffer, end: number, seen: string[]) => number) {
  const [first, ...others] = [...'"]}:,1 '].map((behind): [string[], number] => {
    const bytes = Buffer.from(`{}${text}${behind}`);
    const seen: string[] = [];
    const outcome = walk(bytes, 2 + text.length, seen);
    return [seen, outcome < 0 ? outcome : outcome - 2];
  });
  for (const other of others) expect(other).toEqual(first);
  return first;
}

function members(text: string) {
  return walked(text, (bytes, end, seen) =>
    walkMembers(bytes, { start: 2, end }, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
      const value = valueEnd < 0 ? 'broken' : bytes.toString('utf8', valueStart, valueEnd);
      seen.push(`${bytes.toString('utf8', keyStart, keyEnd)}=${value}`);
    }),
  );
}

function elements(text: string, countMax = Number.POSITIVE_INFINITY) {
  return walked(text, (bytes, end, seen) =>
    walkElements(bytes, { start: 2, end }, (valueStart, valueEnd) => {
      seen.push(bytes.toString('utf8', valueStart, valueEnd));
      return seen.length < countMax;
    }),
  );
}

describe('the members of an object', () => {
  it.each<[string, string[], number]>([
    ['{}', [], 2],
    ['{ \n}, ', [], 4],
    ['{"a":1}', ['"a"=1'], 7],
    [' {}', [], invalidAt(2)],
    ['[]', [], invalidAt(2)],
    ['{ "a" : [1, 2] , "b":{"c":3} } x', ['"a"=[1, 2]', '"b"={"c":3}'], 30],
    ['{"a":1,"a":2}', ['"a"=1', '"a"=2'], 13],
    ['{', [], incomplete],
    ['{ ', [], incomplete],
    ['{"a', [], incomplete],
    ['{"a"', [], incomplete],
    ['{"a" ', [], incomplete],
    ['{"a":', ['"a"=broken'], incomplete],
    ['{"a":tru', ['"a"=broken'], incomplete],
    ['{"a":1', ['"a"=1'], incomplete],
    ['{"a":1 ', ['"a"=1'], incomplete],
    ['{"a":1,', ['"a"=1'], incomplete],
    ['{"a":1, ', ['"a"=1'], incomplete],
    ['{1:2}', [], invalidAt(3)],
    ['{"a\n":1}', [], invalidAt(5)],
    ['{"a",1}', [], invalidAt(6)],
    ['{"a":x}', ['"a"=broken'], invalidAt(7)],
    ['{"a":1]', ['"a"=1'], invalidAt(8)],
    ['{"a":1 "b":2}', ['"a"=1'], invalidAt(9)],
    ['{"a":1,}', ['"a"=1'], invalidAt(9)],
    ['{,}', [], invalidAt(3)],
  ])('of %j', (text, seen, outcome) => {
    expect(members(text)).toEqual([seen, outcome]);
  });
});

describe('the elements of a list', () => {
  it.each<[string, string[], number]>([
    ['[]', [], 2],
    ['[ \t], ', [], 4],
    ['[1]', ['1'], 3],
    ['[1]2', ['1'], 3],
    ['{}', [], invalidAt(2)],
    ['[ 1 , "b" ,[3, 4],{"c":[]} ] x', ['1', '"b"', '[3, 4]', '{"c":[]}'], 28],
    ['[', [], incomplete],
    ['[ ', [], incomplete],
    ['[1', ['1'], incomplete],
    ['[1 ', ['1'], incomplete],
    ['[1,', ['1'], incomplete],
    ['[1, ', ['1'], incomplete],
    ['["a', [], incomplete],
    ['[tru', [], incomplete],
    ['[x]', [], invalidAt(3)],
    ['[1}', ['1'], invalidAt(4)],
    ['[1 2]', ['1'], invalidAt(5)],
    ['[1,]', ['1'], invalidAt(5)],
    ['[,]', [], invalidAt(3)],
  ])('of %j', (text, seen, outcome) => {
    expect(elements(text)).toEqual([seen, outcome]);
  });

  it('are read until there are enough', () => {
    expect(elements('[1,2,x]', 2)).toEqual([['1', '2'], incomplete]);
    expect(elements('[1]', 1)).toEqual([['1'], incomplete]);
  });
});

it.each<[string, string, boolean]>([
  ['"id"', 'id', true],
  ['"iD"', 'id', false],
  ['"i"', 'id', false],
  ['"idx"', 'id', false],
  ['""', '', true],
  ['"\\u0069d"', 'id', true],
  ['"\\u0069\\u0064"', 'id', true],
  ['"\\u0069\\u0065"', 'id', false],
  ['"\\u0069\\u0064x"', 'id', false],
  ['"a\\/b"', 'a/b', true],
  ['"i\\n"', 'id', false],
])('%s spells %j: %s', (text, name, isIt) => {
  const bytes = Buffer.from(`id${text}id`);
  expect(spells(bytes, { start: 2, end: 2 + text.length }, name)).toBe(isIt);
});
