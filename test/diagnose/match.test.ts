/**
 * Which row is believed: each condition by itself, with rows made for it; and the order, by what a
 * row rests on, its certainty, and where its words stand.
 */
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import type { Evidence } from '../../src/diagnose/evidence.ts';
import type { ParsedFailure } from '../../src/diagnose/failures/parsed-failure.ts';
import { bestMatch, matching } from '../../src/diagnose/match.ts';
import type { Facts } from '../../src/diagnose/output.ts';
import type { Rule, Sees } from '../../src/diagnose/rule.ts';
import type { Family } from '../../src/diagnose/rules/all.ts';
import { evidence } from './cases.ts';

const row = (id: string, sees: Sees, certainty = 95): Rule => ({
  id,
  reason: id,
  certainty,
  permanent: true,
  title: id,
  sees,
  cause: [id],
  advice: [],
  sample: {},
});

const family = (rows: readonly Rule[], part: Partial<Family> = {}): Family => ({
  rows,
  kinds: ['node'],
  ...part,
});

const failed = (part: Partial<ParsedFailure> = {}): ParsedFailure => ({
  kind: 'node',
  message: 'no board',
  text: 'no board',
  first: 0,
  last: 0,
  ...part,
});

const facts = ({
  given = {},
  ...part
}: Partial<Facts> & { given?: Partial<Evidence> } = {}): Facts => ({
  evidence: evidence({ exitCode: 1, ...given }),
  ending: { kind: 'failed' },
  failure: undefined,
  text: 'no board',
  output: 'ready\nno board',
  quote: undefined,
  silent: false,
  ...part,
});

const found = (sees: Sees, given: Facts, part: Partial<Family> = {}) =>
  matching([family([row('x', sees)], part)], given)[0];

describe('a condition', () => {
  const node = { failure: failed({ type: 'BoardError', code: 'E1' }) };
  const fits: readonly (readonly [Sees, Parameters<typeof facts>[0], boolean])[] = [
    [{ kinds: ['node'] }, node, true],
    [{ kinds: ['go'] }, node, false],
    [{ kinds: ['node'] }, {}, false],
    [{ types: ['BoardError'] }, node, true],
    [{ types: ['OtherError'] }, node, false],
    [{ types: ['BoardError'] }, {}, false],
    [{ types: [''] }, { failure: failed() }, true],
    [{ codes: ['E1'] }, node, true],
    [{ codes: ['E2'] }, node, false],
    [{ codes: ['E1'] }, {}, false],
    [{ codes: [''] }, { failure: failed() }, true],
    [{ codes: ['Stryker was here!'] }, { failure: failed() }, false],
    [{ kinds: ['node'], codes: ['E2'] }, node, false],
    [{ notKinds: ['node'], text: [/board/gm] }, node, false],
    [{ notKinds: ['go'], text: [/board/gm] }, node, true],
    [{ notKinds: ['node'], text: [/board/gm] }, {}, true],
    [{ nodeBelow: 20, text: [/board/gm] }, { failure: failed({ nodeMajor: 20 }) }, false],
    [{ nodeBelow: 20, text: [/board/gm] }, { failure: failed({ nodeMajor: 18 }) }, true],
    [{ nodeBelow: 20, text: [/board/gm] }, { failure: failed() }, true],
    [{ text: [/board/gm] }, { failure: failed({ nodeMajor: 22 }) }, true],
    [{ errno: ['ENOENT'] }, { given: { spawnErrno: 'ENOENT' } }, true],
    [{ errno: ['ENOENT'] }, { given: { spawnErrno: 'EACCES' } }, false],
    [{ errno: ['ENOENT'] }, {}, false],
    [{ endings: [1] }, {}, true],
    [{ endings: ['SIGSEGV', 2] }, { given: { signal: 'SIGSEGV' } }, true],
    [{ endings: ['SIGABRT', 2] }, { given: { signal: 'SIGSEGV' } }, false],
    [{ endings: [1], platforms: ['linux'] }, {}, true],
    [{ endings: [1], platforms: ['win32'] }, {}, false],
    [{ endings: [1], phases: ['handshake'] }, {}, true],
    [{ endings: [1], phases: ['session'] }, {}, false],
    [{ endings: [1], command: /^npx x$/ }, { given: { command: ['npx', 'x'] } }, true],
    [{ endings: [1], command: /^npxx$/ }, { given: { command: ['npx', 'x'] } }, false],
    [{ endings: [1], resolved: true }, { given: { resolvedCommand: '/x' } }, true],
    [{ endings: [1], resolved: true }, {}, false],
    [{ endings: [1], resolved: false }, {}, true],
    [{ endings: [1], resolved: false }, { given: { resolvedCommand: '/x' } }, false],
    [{ endings: [1] }, { given: { resolvedCommand: '/x' } }, true],
    [{ endings: [1], silent: true }, {}, false],
    [{ endings: [1], silent: true }, { silent: true }, true],
    [{ endings: [1], uptimeMaxMs: 800 }, {}, true],
    [{ endings: [1], uptimeMaxMs: 799 }, {}, false],
    [{ endings: [1], inFlight: /call/ }, { given: { inFlight: ['ping', 'tools/call'] } }, true],
    [{ endings: [1], inFlight: /call/ }, { given: { inFlight: ['ping'] } }, false],
    [{ endings: [1], inFlight: /./ }, {}, false],
    [{ text: [/x/gm, /board/gm] }, {}, true],
    [{ text: [/ready/gm] }, {}, false],
    [{ text: [/ready/gm], anywhere: true }, {}, true],
    [{ text: [/board/gm], also: /no/ }, {}, true],
    [{ text: [/board/gm], also: /yes/ }, {}, false],
    [{ text: [/board/gm], never: /no/ }, {}, false],
    [{ text: [/board/gm], never: /yes/ }, {}, true],
    [{ also: /board/, endings: [1] }, {}, true],
    [{ message: /^no/ }, node, true],
    [{ message: /^no/ }, { failure: failed({ message: 'x' }) }, false],
    [{ message: /board/ }, {}, true],
    [{ message: /x/ }, {}, false],
    [{ message: /^$/ }, { text: '', failure: failed({ message: '' }) }, false],
    [{ endings: [1], never: /x/ }, { text: '' }, true],
  ];
  it.each(fits)('%j %j', (sees, given, is) => {
    expect(found(sees, facts(given)) !== undefined).toBe(is);
  });

  const ends = ['clean', 'from-outside', 'failed', 'not-started'] as const;
  it.each([
    [{ text: [/board/gm] }, ['failed', 'not-started']],
    [{ also: /board/ }, ['failed', 'not-started']],
    [{ message: /board/ }, ['failed', 'not-started']],
    [{ kinds: ['node'] }, ['failed', 'not-started']],
    [{ types: ['A'] }, ['failed', 'not-started']],
    [{ text: [/board/gm], despiteSignal: true }, ['from-outside', 'failed', 'not-started']],
    [{ endings: [1] }, ends],
  ] as const)('words explain only what was a failure: %j', (sees, kinds) => {
    const failure = failed({ type: 'A' });
    const believed = ends.filter((kind) =>
      found(sees as Sees, facts({ ending: { kind }, failure })),
    );
    expect(believed).toEqual(kinds);
  });

  it('families have nothing to say of some kinds', () => {
    const sees = { text: [/board/gm] };
    expect(found(sees, facts({ failure: failed() }), { not: ['node'] })).toBeUndefined();
    expect(found(sees, facts({ failure: failed() }), { not: ['go'] })).toBeDefined();
    expect(found(sees, facts(), { not: ['node'] })).toBeDefined();
  });
});

describe('words in a session', () => {
  const say = (certainty: number, phase: Evidence['phase'], failure?: ParsedFailure) =>
    matching(
      [family([row('x', { text: [/board/gm] }, certainty)])],
      facts({ given: { phase }, failure }),
    ).length;
  it('of a mere line must be nearly certain', () => {
    for (const failure of [undefined, failed({ kind: 'line' })]) {
      expect([84, 85, 86].map((it) => say(it, 'session', failure))).toEqual([0, 1, 1]);
      expect([60, 84].map((it) => say(it, 'handshake', failure))).toEqual([1, 1]);
    }
    expect(say(60, 'session', failed({ kind: 'go' }))).toBe(1);
    expect(say(60, 'session', failed())).toBe(1);
  });
});

describe('what a row rests on', () => {
  it.each([
    [{ endings: [1] }, 50, 'ending'],
    [{ endings: [1] }, 49, 'manner'],
    [{ text: [/board/gm] }, 49, 'manner'],
    [{ text: [/board/gm] }, 90, 'table'],
    [{ text: [/board/gm] }, 89, 'words'],
    [{ message: /board/ }, 89, 'words'],
    [{ kinds: ['node'] }, 60, 'table'],
    [{ types: ['A'], text: [/board/gm] }, 60, 'table'],
    [{ codes: ['B'], text: [/board/gm] }, 60, 'table'],
  ] as const)('%j of %i: %s', (sees, certainty, footing) => {
    const failure = failed({ type: 'A', code: 'B' });
    const [match] = matching([family([row('x', sees as Sees, certainty)])], facts({ failure }));
    expect(match?.footing).toBe(footing);
  });

  it('words are only words in a failure of another kind, and without one', () => {
    const sees = { text: [/board/gm] };
    expect(found(sees, facts({ failure: failed({ kind: 'go' }) }))?.footing).toBe('words');
    expect(found(sees, facts())?.footing).toBe('words');
  });

  it('what the ending proves, then tables, then words, then the manner', () => {
    const rows = [
      row('manner', { endings: [1] }, 40),
      row('words', { text: [/board/gm] }, 89),
      row('table', { kinds: ['node'] }, 60),
      row('ending', { endings: [1] }, 55),
      row('ending-2', { endings: [1] }, 56),
      row('words-2', { text: [/no/gm] }, 89),
      row('words-3', { text: [/no/gm] }, 88),
    ];
    const given = facts({ failure: failed() });
    const order = ['ending-2', 'ending', 'table', 'words', 'words-2', 'words-3', 'manner'];
    for (const all of [rows, rows.toReversed()]) {
      expect(matching([family(all)], given).map(({ rule }) => rule.id)).toEqual(order);
      expect(bestMatch([family(all.slice(0, 2)), family(all.slice(2))], given)?.rule.id).toBe(
        'ending-2',
      );
    }
    expect(bestMatch([], given)).toBeUndefined();
  });
});

describe('names in words', () => {
  const names = (sees: Sees, text: string, message = text) =>
    found(sees, facts({ text, failure: failed({ message }) }))?.names;

  it('are those of the last match, and of the other conditions', () => {
    const sees = {
      text: [/a=(?<a>\w*)/gm, /b=(?<b>\w*)/gm],
      also: /c=(?<c>\w+)/,
      message: /d=(?<d>\w+)/,
    };
    expect(names(sees, 'a=1 b=2 a=3 c=4', 'd=5')).toEqual({ a: '3', b: '2', c: '4', d: '5' });
  });

  it('the first that is known counts, without blanks', () => {
    expect(names({ text: [/a=(?<a>[ \w]*);/gm], also: /z=(?<a>\w+)/ }, 'a= 1 ; z=2')).toEqual({
      a: '1',
    });
    expect(names({ text: [/a=(?<a>[ \w]*);/gm], also: /z=(?<a>\w+)/ }, 'a=  ; z=2')).toEqual({
      a: '2',
    });
    expect(names({ text: [/x|(?<a>y)/gm] }, 'x')).toEqual({});
    expect(names({ kinds: ['node'] }, 'x')).toEqual({});
  });

  it('a line that looks like a warning does not count', () => {
    const sees = { text: [/a=(?<a>\w+)\nb|a=(?<a2>\w+)/gm], unlessLine: /skip/ };
    expect(names(sees, 'a=1\nskip a=2\na=3 skip')).toEqual({ a2: '1' });
    expect(names(sees, 'skip\na=1\nb\nskip')).toEqual({ a: '1' });
    expect(names(sees, 'a=1\nb skip')).toBeUndefined();
    expect(names(sees, 'skip a=2')).toBeUndefined();
    expect(names(sees, 'skip a=2\nx')).toBeUndefined();
  });

  it('of so many matches no more are looked at', () => {
    const max = diagnoseLimits.matchesMax;
    const text = Array.from({ length: max + 5 }, (_, at) => `a=${at}`).join(' ');
    expect(names({ text: [/a=(?<a>\w+)/gm] }, text)).toEqual({ a: `${max - 1}` });
  });
});
