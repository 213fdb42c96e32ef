/**
 * When a cause is called permanent, and what is told of it: with rows made for that. A false
 * permanent cause costs the session its restarts.
 */
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { candidates, diagnose, diagnoseWith } from '../../src/diagnose/diagnose.ts';
import type { Evidence } from '../../src/diagnose/evidence.ts';
import type { Rule, Sees } from '../../src/diagnose/rule.ts';
import { evidence } from './cases.ts';

const row = (sees: Sees, part: Partial<Rule> = {}): Rule => ({
  id: 'x',
  reason: 'x-x',
  certainty: 95,
  permanent: true,
  title: 'The title',
  sees,
  cause: ['The cause {program}.', 'The cause.'],
  advice: ['Do it.'],
  sample: {},
  ...part,
});

const say = (given: Partial<Evidence>, ...rows: readonly Rule[]) =>
  diagnoseWith([{ rows, kinds: ['python'] }], evidence({ exitCode: 1, ...given }));

const words: Sees = { text: [/board/gm] };

describe('permanent', () => {
  it.each<[string, Partial<Evidence>, Rule, boolean]>([
    ['a fixed phrase in an exception', { stderr: 'KeyError: board' }, row(words), true],
    [
      'but not if the row is not',
      { stderr: 'KeyError: board' },
      row(words, { permanent: false }),
      false,
    ],
    [
      'words that may mean something else',
      { stderr: 'KeyError: board' },
      row(words, { certainty: 89 }),
      false,
    ],
    [
      'words confirmed by a code',
      { stderr: 'OSError: [Errno 28] board' },
      row({ ...words, confirmedBy: ['E1', 'ENOSPC'] }, { certainty: 80 }),
      true,
    ],
    [
      'words with another code',
      { stderr: 'OSError: [Errno 13] board' },
      row({ ...words, confirmedBy: ['ENOSPC'] }, { certainty: 80 }),
      false,
    ],
    [
      'words without a code',
      { stderr: 'KeyError: board' },
      row({ ...words, confirmedBy: ['undefined'] }, { certainty: 80 }),
      false,
    ],
    [
      'words with a code of no row',
      { stderr: 'OSError: [Errno 28] board' },
      row(words, { certainty: 80 }),
      false,
    ],
    ['words in a failure of another runtime', { stderr: 'panic: board' }, row(words), false],
    ['a line of the log', { stderr: 'ERROR: board' }, row({ kinds: ['line'] }), false],
    [
      'a line of the log with its code',
      { stderr: 'ERROR: board error=13,' },
      row({ codes: ['EACCES'] }),
      false,
    ],
    ['words without a failure', { stderr: 'the board' }, row(words), false],
    ['the ending', { stderr: 'ERROR: board' }, row({ endings: [1] }), true],
    [
      'the manner of the end',
      { stderr: 'ERROR: board' },
      row({ endings: [1] }, { certainty: 40 }),
      true,
    ],
    [
      'the manner after an exception',
      { stderr: 'KeyError: board' },
      row({ endings: [1] }, { certainty: 40 }),
      true,
    ],
  ])('%s', (_, given, rule, is) => {
    const said = say(given, rule);
    expect([said.reason, said.permanent]).toEqual(['x-x', is]);
  });
});

describe('the failure it was raised from', () => {
  const stderr = [
    'KeyError: board',
    '',
    'The above exception was the direct cause of the following exception:',
    '',
    'Traceback (most recent call last):',
    'OSError: gone',
  ].join('\n');
  const deeper = row({ types: ['KeyError'] }, { reason: 'deep-er' });
  const last = row({ types: ['OSError'] }, { reason: 'la-st' });
  const manner = row({ endings: [1] }, { certainty: 40, reason: 'man-ner' });

  it('is asked where the last one has no known cause', () => {
    expect(say({ stderr }, deeper).reason).toBe('deep-er');
    expect(say({ stderr }, deeper, manner).reason).toBe('deep-er');
    expect(
      say({ stderr }, row({ types: ['KeyError'], text: [/board/gm] }, { reason: 'deep-er' }))
        .reason,
    ).toBe('deep-er');
    expect(say({ stderr }, deeper, last).reason).toBe('la-st');
    expect(say({ stderr }, manner).reason).toBe('man-ner');
    expect(say({ stderr }).reason).toBe('server-exited');
    const mere = row({ types: ['KeyError'] }, { certainty: 40 });
    expect(say({ stderr }, mere).reason).toBe('server-exited');
    expect(say({ stderr: 'OSError: gone' }, deeper, manner).reason).toBe('man-ner');
    expect(say({ stderr: 'OSError: gone' }, deeper).reason).toBe('server-exited');
  });
});

describe('what is told', () => {
  const stderr = 'KeyError: the board';

  it('of an exception: its class, its message, and the cause without a hole', () => {
    expect(say({ stderr }, row(words))).toStrictEqual({
      reason: 'x-x',
      title: 'The title',
      cause: 'The cause.',
      advice: ['Do it.'],
      permanent: true,
      words: 'KeyError: the board',
      failure: { type: 'KeyError', message: 'the board' },
    });
  });

  it('its words behind the cause, where words are all there is or the row wants them', () => {
    const quoted = 'The cause; it said: KeyError: the board.';
    expect(say({ stderr }, row(words, { certainty: 80 })).cause).toBe(quoted);
    expect(say({ stderr }, row(words, { quotes: true })).cause).toBe(quoted);
  });

  it('the code, and no class that a parser gave', () => {
    expect(say({ stderr: 'ERROR: no board error=13,' }).failure).toStrictEqual({
      code: 'EACCES',
      message: 'no board error=13,',
    });
    expect(say({})).not.toHaveProperty('failure');
    expect(say({})).not.toHaveProperty('words');
    expect(say({ stderr: 'the board' })).toMatchObject({ words: 'the board' });
    expect(say({ stderr: 'the board' })).not.toHaveProperty('failure');
  });

  it('without secrets, cut after they are gone', () => {
    const max = diagnoseLimits.quoteCharsMax;
    const hide = (text: string) => text.replaceAll('SECRET', '-');
    const long = `KeyError: ${'SECRET '.repeat(60)}${'x'.repeat(900)}`;
    const said = diagnoseWith([], evidence({ exitCode: 1, stderr: long }), hide);
    expect(said.failure?.message.length).toBe(max);
    expect(JSON.stringify(said)).not.toContain('SECRET');
  });

  it('of an end without a cause', () => {
    const silent = say({ exitCode: null });
    expect(silent).toMatchObject({
      reason: 'server-exited',
      permanent: false,
      cause: 'The server ended; no output was captured.',
    });
    expect(say({ stderr: 'INFO x' }).cause).toBe(
      'The server ended with exit code 1 after 0.8 s; its output names no cause.',
    );
    expect(say({ stderr: 'the board' }).cause).toBe(
      'The server ended with exit code 1 after 0.8 s; it said: the board.',
    );
    const refused = say({ spawnErrno: 'E1', command: [] });
    expect(refused).toMatchObject({
      reason: 'server-unavailable',
      permanent: false,
      cause: 'The system refused: E1.',
    });
    for (const { advice } of [silent, refused]) expect(advice[0]).toMatch(/terminal/);
  });
});

describe('all that fit', () => {
  it('once each, and the manner only alone', () => {
    const reasons = (given: Partial<Evidence>) =>
      candidates(evidence(given)).map(({ reason }) => reason);
    const both = reasons({ exitCode: 137, stderr: '' });
    expect(both).toEqual([...new Set(both)]);
    expect(both.length).toBeGreaterThan(0);
    expect(reasons({ exitCode: 1, stderr: 'KeyError: x' })).toContain('server-exception');
    const stderr = "ModuleNotFoundError: No module named 'bs4'";
    expect(reasons({ exitCode: 1, stderr })).toEqual(['python-module-missing']);
    expect(reasons({ exitCode: 1 })).toEqual([]);
  });

  it('the first of them is what is told', () => {
    const given = evidence({
      exitCode: 1,
      stderr: 'Error: listen EADDRINUSE: address already in use :::3000',
    });
    expect(candidates(given)[0]).toEqual(diagnose(given));
  });
});
