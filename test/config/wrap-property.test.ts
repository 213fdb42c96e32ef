/**
 * What holds for every file: taking mcp-shield out gives the very text back, wrapping twice is
 * wrapping once, the client would start what it is meant to start, and nothing else changes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { findCommand } from '../../src/cli/wrap.ts';
import type { Broken } from '../../src/config/configuration.ts';
import { applyEdits } from '../../src/config/documents/edit.ts';
import { type Result, unwrap, wrap } from '../../src/config/wrap.ts';
import { type Generated, generate } from './generate/configuration.ts';
import { readData, restOf, serversIn, wordsIn } from './reading.ts';

const program = ['/opt/node 24/bin/node', 'C:\\x\\mcp-shield.js'];
const options = ['--name', "it's"];
const shield = [...program, ...options];
const all = { names: undefined, findCommand };
const seed = fc.integer();
/** As many as a loop of seconds allows; `npm run fuzz` tries many more. */
const runs = { numRuns: 300 };

function wrapped(source: Generated): Result {
  return successful(wrap(source, { ...all, program, options }));
}

function successful(result: Result | Broken): Result {
  if (result.kind === 'broken') throw new Error(`broken: ${result.reason}`);
  return result;
}

describe('every file', () => {
  // [R-unwrap]
  it('is the same, byte for byte, after unwrapping', () => {
    fc.assert(
      fc.property(seed, (it) => {
        const source = generate(it);
        const { text } = wrapped(source);
        const back = successful(unwrap({ ...source, text }, all));
        expect(back.text).toBe(source.text);
      }),
      runs,
    );
  });

  it('is wrapped only once', () => {
    fc.assert(
      fc.property(seed, (it) => {
        const source = generate(it);
        const once = wrapped(source);
        const twice = wrapped({ ...source, text: once.text });
        expect(twice.text).toBe(once.text);
        expect(twice.edits).toEqual([]);
      }),
      runs,
    );
  });

  it('starts the shield with the command behind it, and says so', () => {
    fc.assert(
      fc.property(seed, (it) => meansWhatItSays(generate(it))),
      runs,
    );
  });

  it('may be written anew by a program in between', () => {
    // Words with a line feed: in JSON beside needless escapes, in YAML as a block once rewritten.
    const examples: [number][] = [[-584680183], [-550625465], [-511861960]];
    fc.assert(
      fc.property(seed, (it) => survivesRewriting(generate(it))),
      { ...runs, examples },
    );
  });

  it('changes by its edits alone', () => {
    fc.assert(
      fc.property(seed, (it) => {
        const source = generate(it);
        const { text, edits } = wrapped(source);
        expect(applyEdits(source.text, edits)).toBe(text);
      }),
    );
  });

  it('is left alone by unwrap if nothing is wrapped', () => {
    fc.assert(
      fc.property(seed, (it) => {
        const source = generate(it);
        expect(successful(unwrap(source, all)).text).toBe(source.text);
      }),
    );
  });
});

function meansWhatItSays(source: Generated): void {
  const { text, outcomes } = wrapped(source);
  const before = serversIn(readData(source.text, source.dialect), source.paths[0] ?? []);
  const after = serversIn(readData(text, source.dialect), source.paths[0] ?? []);
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const { name, words } of source.servers) {
    const [old, changed] = [before.get(name) ?? {}, after.get(name) ?? {}];
    const outcome = outcomes.find((one) => one.name === name);
    expect(wordsIn(old)).toEqual(words);
    expect(restOf(changed)).toEqual(restOf(old));
    if (words === undefined) {
      expect(outcome).toMatchObject({ kind: 'left', problem: 'it is reached by a URL' });
    } else if (outcome?.kind === 'left') {
      // Only YAML has texts that mean something else in another place.
      expect(source.dialect).toBe('yaml');
      expect(changed).toEqual(old);
    } else {
      expect(outcome?.kind).toBe('done');
      expect(withoutShield(wordsIn(changed) ?? [])).toEqual(words);
    }
  }
}

/** As clients do when a server is switched off: all is kept but the layout. */
function survivesRewriting(source: Generated): void {
  if (source.dialect === 'toml') return;
  const data = readData(wrapped(source).text, source.dialect);
  const text =
    source.dialect === 'json'
      ? JSON.stringify(data, undefined, 2)
      : stringify(data, { lineWidth: 0 });
  const back = successful(unwrap({ ...source, text }, all));
  const servers = serversIn(readData(back.text, source.dialect), source.paths[0] ?? []);
  for (const { name, words } of source.servers) {
    expect(wordsIn(servers.get(name) ?? {})).toEqual(words);
  }
}

/** What the command line means, put together by hand. */
function withoutShield(words: readonly string[]): readonly string[] {
  expect(words.slice(0, shield.length)).toEqual(shield);
  const rest = words.slice(shield.length);
  if (rest[0] !== '--instead-of') {
    expect(rest[0]).toBe('--');
    return rest.slice(1);
  }
  const launcher = rest[1]?.split(' ') ?? [];
  expect(rest[2]).toBe('--');
  const real = rest.slice(3);
  if (launcher[0] === '[]') return real;
  if (launcher.at(-1) !== '*') return [...launcher, ...real];
  return [...launcher.slice(0, -1), real.join(' ')];
}
