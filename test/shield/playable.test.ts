/**
 * What of a recording can be played: each member that an event or a heading needs is missing once,
 * and once is something else. A file is written by anybody.
 */
import { describe, expect, it } from 'vitest';
import {
  headingLine,
  optionsOfCore,
  readHeading,
  readStep,
} from '../../src/shield/recording/format.ts';
import { defaultOptions } from '../world/default-options.ts';

type Members = Readonly<Record<string, unknown>>;

const events: readonly Members[] = [
  { type: 'started' },
  { type: 'client-sent', text: 'x' },
  { type: 'client-ended', cause: 'eof' },
  { type: 'client-ended', cause: 'broken-pipe' },
  { type: 'client-ended', cause: 'orphaned' },
  { type: 'signalled', signal: 'SIGINT' },
  { type: 'signalled', signal: 'SIGTERM' },
  { type: 'signalled', signal: 'SIGHUP' },
  { type: 'server-spawned', generation: 1, pid: 2 },
  { type: 'server-spawn-failed', generation: 1, errno: 'ENOENT', message: 'x' },
  { type: 'server-sent', generation: 1, text: 'x' },
  { type: 'server-complained', generation: 1, text: 'x' },
  { type: 'server-stdout-ended', generation: 1 },
  { type: 'server-input-closed', generation: 1 },
  { type: 'server-exited', generation: 1, exitCode: 1, signal: null, leftovers: false },
  { type: 'server-exited', generation: 1, exitCode: null, signal: 'SIGKILL', leftovers: true },
  { type: 'file-changed', path: '/a' },
  { type: 'restart-requested', why: 'x' },
  { type: 'recalled', number: 1 },
  { type: 'woke' },
];

const stepOf = (event: unknown, more: Members = {}) =>
  readStep(JSON.stringify({ t: 1, decided: ['a'], event, ...more }));

/** The same without a member, and with another kind of value in its place. */
function spoilt(members: Members): Members[] {
  return Object.keys(members).flatMap((name) => {
    const { [name]: _gone, ...rest } = members;
    return [rest, { ...members, [name]: [{}] }, { ...members, [name]: { a: 1 } }];
  });
}

describe('an event of a recording', () => {
  it.each(events.map((event) => [event]))('can be played: %j', (event) => {
    const { text, ...rest } = event;
    const chunk = text === undefined ? {} : { chunk: Buffer.from('x') };
    expect(stepOf(event)).toEqual({ t: 1, decided: ['a'], event: { ...rest, ...chunk } });
  });

  it('cannot be played without one of its members, or with something else there', () => {
    for (const event of events) {
      for (const bad of spoilt(event)) expect([bad, stepOf(bad)]).toEqual([bad, undefined]);
    }
  });

  it('tells no bytes, which are those before anything was masked', () => {
    expect(stepOf({ type: 'client-sent', text: 'x', bytes: 9 })?.event).not.toHaveProperty('bytes');
  });

  it.each([
    [{ type: 'client-ended', cause: 'other' }],
    [{ type: 'signalled', signal: 'SIGKILL' }],
    [{ type: 'toString' }],
    [{ type: '' }],
    [undefined],
    [null],
    ['woke'],
  ])('cannot be played: %j', (event) => {
    expect(stepOf(event)).toBeUndefined();
  });

  it('stands in a step with a time and what was decided', () => {
    expect(stepOf({ type: 'woke' }, { t: '1' })).toBeUndefined();
    expect(stepOf({ type: 'woke' }, { decided: 'a' })).toBeUndefined();
    expect(stepOf({ type: 'woke' }, { decided: [1] })).toBeUndefined();
    expect(readStep('{"t":1,"decided":[],"event":{"type":"wo')).toBeUndefined();
    expect(readStep('null')).toBeUndefined();
  });
});

describe('the heading of a recording', () => {
  const heading = {
    version: '1.0.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    contents: false,
    platform: 'linux',
    cwd: '/',
    options: optionsOfCore(defaultOptions),
  };
  const line = (more: Members = {}): string =>
    `${JSON.stringify({ recording: 1, ...heading, ...more })}\n`;

  /** Without those that came later. */
  function optionsOf010(): Members {
    const later = [
      'idleMs',
      'lazy',
      'startPatienceMs',
      'remembers',
      'stderr',
      'hideTools',
      'onlyTools',
    ];
    const entries = Object.entries(heading.options);
    return Object.fromEntries(entries.filter(([name]) => !later.includes(name)));
  }

  it('is read as it was written', () => {
    expect(readHeading(headingLine(heading))).toEqual({ recording: 1, ...heading });
    expect(headingLine(heading)).toMatch(/^\{"recording":1,/);
  });

  it('has the options of the core and no others', () => {
    const more = { ...defaultOptions, env: { TOKEN: 'secret' } };
    expect(optionsOfCore(more)).toEqual(defaultOptions);
  });

  it.each([
    ['retry', ['never', 'reads', 'annotated']],
    ['noise', ['stderr', 'log', 'drop']],
    ['stderr', ['pass', 'log', 'drop', undefined]],
  ])('may have in %s each of %j, and nothing else', (name, values) => {
    for (const value of values) {
      const options = { ...heading.options, [name]: value };
      expect(readHeading(line({ options }))).toBeDefined();
    }
    expect(readHeading(line({ options: { ...heading.options, [name]: 'other' } }))).toBeUndefined();
  });

  it('of an older version has what was so then', () => {
    const old = optionsOf010();
    expect(readHeading(line({ options: old }))?.options).toEqual({
      ...old,
      idleMs: 0,
      lazy: false,
      startPatienceMs: 0,
      remembers: false,
      stderr: 'pass',
      hideTools: [],
      onlyTools: [],
    });
  });

  it('is none without one of its members, or with something else there', () => {
    for (const bad of spoilt({ recording: 1, ...heading })) {
      expect([bad, readHeading(JSON.stringify(bad))]).toEqual([bad, undefined]);
    }
    const needed = optionsOf010();
    for (const bad of spoilt(needed)) {
      expect([bad, readHeading(line({ options: bad }))]).toEqual([bad, undefined]);
    }
  });

  it('is none of a later format, and nothing else is one', () => {
    expect(readHeading(line({ recording: 2 }))).toBeUndefined();
    for (const text of ['null', '7', '', '{"recording":1}', 'text']) {
      expect(readHeading(text)).toBeUndefined();
    }
  });
});
