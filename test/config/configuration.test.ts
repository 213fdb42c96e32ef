/**
 * Changes of a file that are proved before they are made: what cannot be written in its place is
 * refused, and does not keep the others from it.
 */
import { describe, expect, it } from 'vitest';
import { change, type Proof, readConfiguration } from '../../src/config/configuration.ts';
import { applyEdits } from '../../src/config/documents/edit.ts';
import type { Replacement } from '../../src/config/replace-words.ts';

const text =
  'servers:\n  a: { command: x, args: [y] }\n  b:\n    command: m,n\n    args: [o]\n  c: { url: z }\n';
const put: Replacement = { from: 0, to: 0, insert: ['new'] };
/** A plain word with a comma cannot go into brackets. */
const exchange: Replacement = { from: 0, to: 1, insert: ['new'] };

function changed(proposals: [index: number, ...Replacement[]][], proof: Proof = () => true) {
  const read = readConfiguration({ text, dialect: 'yaml', paths: [['servers']] });
  if (read.kind === 'broken') throw new Error(read.reason);
  const all = proposals.map(([index, ...variants]) => ({ index, variants }));
  const { configuration, edits, refused } = change(read, all, proof);
  expect(applyEdits(text, edits)).toBe(configuration.text);
  const commands = configuration.servers.map(({ start }) =>
    start.kind === 'command' ? start.command.join(' ') : start.kind,
  );
  return [commands, [...refused]];
}

describe('a change', () => {
  it('is made of the best variant that can be written', () => {
    expect(changed([[0, put]])).toEqual([['new x y', 'm,n o', 'url'], []]);
    expect(changed([[1, exchange]])).toEqual([['x y', 'new o', 'url'], []]);
    expect(changed([[1, put, exchange]])).toEqual([['x y', 'new o', 'url'], []]);
    expect(changed([[0, put, exchange]])).toEqual([['new x y', 'm,n o', 'url'], []]);
  });

  it('that cannot be written is refused, and only that', () => {
    expect(changed([[1, put]])).toEqual([['x y', 'm,n o', 'url'], [1]]);
    expect(
      changed([
        [0, put],
        [1, put],
      ]),
    ).toEqual([['new x y', 'm,n o', 'url'], [1]]);
    expect(
      changed([
        [1, put],
        [0, put],
      ]),
    ).toEqual([['new x y', 'm,n o', 'url'], [1]]);
  });

  it('of what has no command is none', () => {
    expect(changed([[2, put]])).toEqual([['x y', 'm,n o', 'url'], []]);
  });

  it('must stand the proof, which is told of which servers', () => {
    const asked: (readonly number[])[] = [];
    const proof: Proof = ({ servers }, indexes) => {
      asked.push(indexes);
      return servers.length === 3 && !indexes.includes(0);
    };
    expect(
      changed(
        [
          [0, put, exchange],
          [1, exchange],
        ],
        proof,
      ),
    ).toEqual([['x y', 'new o', 'url'], [0]]);
    expect(asked).toEqual([[0, 1], [0], [0], [1], [1]]);
  });

  it('is not made at all if not all can be made together', () => {
    const proof: Proof = (_, indexes) => indexes.length < 2;
    expect(
      changed(
        [
          [0, put],
          [1, exchange],
        ],
        proof,
      ),
    ).toEqual([
      ['x y', 'm,n o', 'url'],
      [0, 1],
    ]);
    expect(changed([], () => false)).toEqual([['x y', 'm,n o', 'url'], []]);
  });
});
