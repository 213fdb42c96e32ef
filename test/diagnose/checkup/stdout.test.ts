/** What is said of other lines on stdout, and of how a server goes when it is told to. */
import { describe, expect, it } from 'vitest';
import type { Ending, Noise } from '../../../src/diagnose/checkup/observed.ts';
import { find, initialized, observed, trial } from './observed.ts';

const gone = { kind: 'gone' } as const;
const silence = { kind: 'silence', waitedMs: 60_000 } as const;

describe('stdout', () => {
  const stdout = (noise: Partial<Noise>, more: Partial<Noise> = {}, shielded = false) => {
    const full = { lines: [], lineCount: 0, salvaged: [] };
    const trials = [noise, more].map((part) => trial(initialized, { noise: { ...full, ...part } }));
    const [legacy = trial(gone), modern = trial(gone)] = trials;
    return find({ ...observed(legacy, modern), shielded }, 'stdout');
  };
  it('only messages', () => {
    expect(stdout({})).toStrictEqual({ name: 'stdout', status: 'ok', text: 'only messages' });
    expect(find(observed(trial(gone)), 'stdout')).toBeUndefined();
    const evidence = { ...trial(gone).evidence, spawnErrno: 'EACCES' };
    expect(find(observed(trial(silence, { evidence })), 'stdout')).toBeUndefined();
  });

  it.each([
    [1, '1 line that is not a message'],
    [3, '3 lines that are not messages'],
  ])('%i other lines', (lineCount, said) => {
    const lines = ['hello'];
    const shown = lineCount === 1 ? lines : ['hello', `… and ${lineCount - 1} more`];
    expect(stdout({ lines, lineCount })).toStrictEqual({
      name: 'stdout',
      status: 'problem',
      text: `${said}; clients complain or hang up`,
      lines: shown,
      advice: [expect.stringContaining('mcp-shield')],
    });
    expect(stdout({ lines, lineCount }, {}, true)).toStrictEqual({
      name: 'stdout',
      status: 'note',
      text: `${said}; mcp-shield keeps it from the client`,
      lines: shown,
      advice: [],
    });
  });

  it('is counted once, of the process that said more', () => {
    const text = (first: Partial<Noise>, second: Partial<Noise>) => stdout(first, second)?.text;
    expect(text({ lineCount: 2 }, { lineCount: 5 })).toMatch(/^2 lines/);
    expect(text({}, { lineCount: 5, salvaged: ['bom'] })).toMatch(/^5 lines.*; a byte order mark/);
    expect(text({ salvaged: ['bom', 'utf8'] }, { salvaged: ['bom'] })).toMatch(
      /^a byte order mark [^;]*; a message is not UTF-8; clients/,
    );
  });

  it.each([
    'bom',
    'escapes',
    'utf8',
    'non-finite',
    'glued',
    'text',
    'pretty',
    'no-newline',
    'oversize',
    'content-length',
  ])('says what had to be done: %s', (kind) => {
    expect(stdout({ salvaged: [kind] })?.text).toMatch(/^[a-z].{10,}; clients/);
    expect(stdout({ salvaged: [`x${kind}`] })?.status).toBe('ok');
  });

  it.each([
    ['[dotenv@17.0.0] injecting', /DOTENV_CONFIG_QUIET=true/],
    ['injected env (3) from .env', /DOTENV_CONFIG_QUIET=true/],
    ['> srv@1.0.0 start', /--silent/],
    ['> @a/srv start', /--silent/],
    ['a > srv start', undefined],
    ['> srv', undefined],
    ['>  srv', undefined],
    ['> srv @ start', undefined],
    ['> srv ! x', undefined],
  ])('who prints it: %s', (line, advice) => {
    const [first = '', second] = stdout({ lines: ['', line], lineCount: 2 })?.advice ?? [];
    if (advice === undefined)
      expect([first, second]).toEqual([expect.stringContaining('mcp-shield'), undefined]);
    else expect(first).toMatch(advice);
  });
});

describe('the end', () => {
  const ended = (ending: Partial<Ending>, shielded = false) => {
    const full = {
      asked: 'end-of-input',
      heard: 'end-of-input',
      afterMs: 200,
      leftovers: [],
    } as const;
    const name = ending.asked === 'SIGTERM' ? 'SIGTERM' : 'end of input';
    return find(
      { ...observed(trial(initialized, { ending: { ...full, ...ending } })), shielded },
      name,
    );
  };
  it('when it is told, and with everything it started', () => {
    expect(ended({})).toStrictEqual({
      name: 'end of input',
      status: 'ok',
      text: 'ends after 200 ms',
    });
    expect(ended({ asked: 'SIGTERM', heard: 'SIGTERM' })).toMatchObject({ status: 'ok' });
    const late = { heard: 'SIGKILL', leftovers: ['node', 'sh'] } as const;
    expect(ended(late)).toMatchObject({
      status: 'note',
      text: expect.stringMatching(/^still runs .* ended only by SIGKILL; leaves behind node, sh$/),
    });
    expect(ended(late, true)).toMatchObject({
      status: 'ok',
      text: expect.stringMatching(/SIGKILL; leaves behind node, sh; mcp-shield/),
    });
  });
});
