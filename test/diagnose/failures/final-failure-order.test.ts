/**
 * Of several failures the last one is told, but not what was handled, what only repeats another,
 * or what life went on after; and what one speaker says at once is one failure.
 */
import { describe, expect, it } from 'vitest';
import { finalFailure, lastParagraph } from '../../../src/diagnose/failures/final-failure.ts';

describe('the last of several', () => {
  it('is told by its end, whoever reports it', () => {
    expect(finalFailure(['sh: a', 'KeyError: x'])?.kind).toBe('python');
    expect(finalFailure(['KeyError: x', 'sh: a'])?.kind).toBe('shell');
    expect(finalFailure(['RangeError: x', '    at f (a:1:2)', 'KeyError: y'])?.kind).toBe('python');
  });

  it('of two that read the same line the better is believed, and of one the earlier', () => {
    const lines = ['Error: listen EADDRINUSE: x', '    at f (a:1:2)', 'npm error code 1'];
    expect(finalFailure(lines)).toMatchObject({ kind: 'node', first: 0, last: 1 });
    const [head, frame] = ["thread 'main' panicked at a.rs:1:2:", 'Error: no such board'];
    expect(finalFailure([head, frame])).toMatchObject({ kind: 'rust', message: frame });
  });

  it('a file that cmd.exe cannot read is one failure, whatever stands between', () => {
    const unknown = (name: string) => `'${name}' 不是内部或外部命令`;
    const lines = [unknown('x'), 'sh: a', unknown('y'), unknown('z')];
    expect(finalFailure(lines)).toMatchObject({ kind: 'compiler', first: 0, last: 3 });
  });

  it('a record that begins above another is the one that is told', () => {
    const category = '    + CategoryInfo : SecurityError: (:) [], PSSecurityException';
    const lines = ['npx : cannot be loaded', 'about_Execution_Policies', 'At line:1', category];
    expect(finalFailure(lines)).toMatchObject({ type: 'PSSecurityException', first: 0, last: 3 });
  });

  it('a wrapper and words that say little give way to what is above them', () => {
    const little = [
      'npm error code ELIFECYCLE',
      'SystemExit: 1',
      'subprocess.CalledProcessError: x',
      'ERROR: Failed to start',
      'ERROR: could not run the server',
      'ERROR: Cannot launch',
      'ERROR: unable to execute',
      'ERROR: cannot boot',
      'ERROR: Application startup failed. Exiting.',
      'ERROR: fatal errors',
      'ERROR: exit',
      'ERROR: shut down',
      'ERROR: initialisation aborted',
      'ERROR: initialization error 12',
      'FATAL: crash',
      'ERROR: the script returned a non-zero status',
      'ERROR Exception: server crashed',
    ];
    for (const line of little)
      expect([line, finalFailure(['sh: a', line])?.message]).toEqual([line, 'sh: a']);
    for (const line of [
      'ERROR: Failed to start the thing: no board',
      'ERROR: it Failed to start',
      'ERROR: Application board failed',
      'MySystemExit: gone',
      'ERROR: exited error=13,',
      `ERROR: failed to start ${'x'.repeat(60)}`,
      'error: failed',
    ])
      expect([line, finalFailure(['sh: a', line])?.message]).not.toEqual([line, 'sh: a']);
  });

  it('what says little is kept where nothing is above it, the last of it', () => {
    expect(finalFailure(['ERROR: startup failed'])?.message).toBe('startup failed');
    expect(finalFailure(['ERROR: startup failed', 'ERROR: exiting'])?.message).toBe('exiting');
    expect(finalFailure(['sh: a', 'server ready', 'ERROR: startup failed'])?.message).toBe(
      'startup failed',
    );
  });
});

describe('one speaker that says several things at once', () => {
  it('means one failure: the first line is the reason', () => {
    const story = finalFailure(['starting', 'sh: a', 'sh: b', 'sh: c']);
    expect(story).toMatchObject({ kind: 'shell', message: 'sh: a', first: 1, last: 3 });
    expect(story?.text.split('\n')).toEqual(['sh: a', 'sh: b', 'sh: b', 'sh: c', 'sh: c']);
    const npm = ['npm error code E1', 'npm error x'];
    expect(finalFailure(['error Cannot a', 'error Cannot b'])?.message).toBe('Cannot a');
    expect(finalFailure(['dyld: a', 'dyld: b'])?.message).toBe('dyld: a');
    expect(finalFailure([...npm, 'command not found: x'])?.message).toBe('x');
  });

  it('but not with words between, of another kind, or too many', () => {
    expect(finalFailure(['sh: a', '', 'sh: b'])?.message).toBe('sh: b');
    expect(finalFailure(['dyld: a', 'sh: b'])?.message).toBe('sh: b');
    expect(finalFailure(['KeyError: a', 'IndexError: b'])?.message).toBe('b');
    expect(finalFailure(['npm error x', 'error Command failed'])).toMatchObject({
      message: 'x',
      last: 0,
    });
    const many = Array.from({ length: 60 }, (_, at) => `sh: ${at}`);
    expect(finalFailure(many)).toMatchObject({ message: 'sh: 40', last: 59 });
    expect(finalFailure(many.slice(0, 40))).toMatchObject({ message: 'sh: 0', last: 39 });
    expect(finalFailure(many.slice(0, 41))).toMatchObject({ message: 'sh: 40' });
  });
});

describe('life went on', () => {
  const ended = [
    'Node.js v22.1.0',
    'npm notice x',
    '    at f (a:1:2)',
    '',
    'Please install x',
    '  indented',
    'exited with code 1',
  ];
  const went = ['server ready', 'INFO x', 'Listening on stdio', 'Look at me'];
  it.each([
    'KeyError: x',
    'RangeError: x',
    'sh: x',
    'panic: x',
    'PHP Fatal error:  x',
    'npm error code E1',
  ])('an uncaught failure is the last word: %s', (line) => {
    for (const after of ended)
      expect([after, finalFailure([line, after])?.first]).toEqual([after, 0]);
    for (const after of went)
      expect([after, finalFailure([line, after])]).toEqual([after, undefined]);
    expect(finalFailure([line, '', 'Look at me'])).toBeUndefined();
  });

  it.each(['ERROR: no board', 'error: no board', 'Usage: srv', 'ERROR BoardError: gone'])(
    'sentences may explain: %s',
    (line) => {
      const more = (count: number) => Array.from({ length: count }, (_, at) => `Board ${at}`);
      const error = line === 'Usage: srv' ? ['error: unknown option', line] : [line];
      expect(finalFailure([...error, ...more(16)])?.first).toBe(0);
      expect(finalFailure([...error, ...more(17)])).toBeUndefined();
      expect(finalFailure([...error, ...Array(20).fill(''), ...more(16)])?.first).toBe(0);
      expect(finalFailure([...error, 'server ready'])).toBeUndefined();
    },
  );

  it('what says that it goes on without is no cause', () => {
    expect(finalFailure(['error: no board; skipped'])).toBeUndefined();
    expect(finalFailure(['sh: no board; skipped'])?.kind).toBe('shell');
  });

  it('only what stands between two of them counts', () => {
    const lines = ['KeyError: x', 'ERROR: startup failed', 'Look at me'];
    expect(finalFailure(lines)?.message).toBe('x');
    expect(finalFailure(['KeyError: x', 'Look at me', 'ERROR: startup failed'])?.message).toBe(
      'startup failed',
    );
  });

  it('nothing was printed', () => {
    expect(finalFailure([])).toBeUndefined();
    expect(finalFailure(['the board'])).toBeUndefined();
  });
});

describe('the last lines a person would read', () => {
  it('without decoration behind them, from where life went on', () => {
    expect(
      lastParagraph(['server ready', 'the board', 'is gone', '', '    at f (x)', 'exited']),
    ).toEqual(['the board', 'is gone']);
    expect(lastParagraph(['the board'])).toEqual(['the board']);
    expect(lastParagraph(['a', 'b is optional', 'c'])).toEqual(['a', 'c']);
    expect(lastParagraph(['INFO a', 'c'])).toEqual(['c']);
  });

  it('nine at most', () => {
    const lines = Array.from({ length: 20 }, (_, at) => `board ${at}`);
    expect(lastParagraph(lines)).toEqual(lines.slice(-9));
  });

  it('none where they tell of no failure', () => {
    for (const lines of [[], [''], ['a', 'server ready'], ['a', 'b is optional'], ['exited']])
      expect(lastParagraph(lines)).toEqual([]);
  });
});
