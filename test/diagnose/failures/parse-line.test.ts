/** Samples of lines that call themselves errors. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../src/diagnose/failures/parse-line.ts';
import { finds, parsed } from './parsed.ts';

describe('lines that call themselves errors', () => {
  it('a level', () => {
    const text = ['2026-01-02 10:00:00,1 - srv - ERROR - the board is archived'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({
      kind: 'line',
      message: 'the board is archived',
    });
  });

  it('a mark', () => {
    const text = ['❌ No API key found'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ message: 'No API key found' });
  });

  it('JSON', () => {
    const text = ['{"level":50,"time":1,"msg":"the board is archived"}'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ message: 'the board is archived' });
  });

  it('the right edge of rich', () => {
    const text = [
      '[01/02/26 10:00:00] ERROR    the board is archived                server.py:123',
    ].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ message: 'the board is archived' });
  });

  it('a class in it', () => {
    const text = ['ERROR in app: ValueError: no such board'].join('\n');
    expect(parsed(parseLine, text)).toMatchObject({ kind: 'exception', type: 'ValueError' });
  });

  it('lower levels', () => {
    const text = [
      'WARNING: the board is archived',
      '{"level":"warn","msg":"old"}',
      'INFO done',
    ].join('\n');
    expect(parsed(parseLine, text)).toBeUndefined();
  });

  it('what it goes on without', () => {
    const text = ['Error: redis is not there, falling back to memory'].join('\n');
    expect(parsed(parseLine, text)).toBeUndefined();
  });
});

describe('the words of a line', () => {
  const said = 'the board is archived';
  const alone = [
    `ERROR: ${said}`,
    `[error] ${said}`,
    `(FATAL) ${said}`,
    `CRITICAL: ${said}`,
    `2026-01-02T10:00:00.123Z ERROR ${said}`,
    `[2026-01-02 10:00:00,123] [srv/main] [error] ${said}`,
    `2026-01-02 10:00:00 | srv.main | ERROR    | ${said}`,
    `❌ ${said}`,
    `⚠\ufe0f  ${said}`,
    `  ❌ Error: ${said}`,
    `Startup error: ${said}`,
    `Error while the server starts up now: ${said}`,
    `fatal : ${said}`,
    `Fehler：${said}`,
    `错误: ${said}`,
  ];
  finds(parseLine, 'line', [
    ...alone.map((line) => [line, { message: said }] as const),
    ['  Failed to open the board', { message: 'Failed to open the board' }],
    ['could not open the board', { message: 'could not open the board' }],
    ['Cannot open the board', { message: 'Cannot open the board' }],
    ['unable to open the board', { message: 'unable to open the board' }],
    ['missing board', { message: 'missing board' }],
    ['invalid board', { message: 'invalid board' }],
    ['unhandled board', { message: 'unhandled board' }],
    ['uncaught board', { message: 'uncaught board' }],
    ['it Failed to open the board'],
    ['x: Missing board'],
    ['Errors: none'],
    ['the Errorless: day'],
    ['the ❌ board'],
    [
      '  {"severity" : "ERROR", "message" : "the \\"board\\" is archived"}  ',
      { message: 'the "board" is archived' },
    ],
    ['{"level":"info","msg":"Failed to open the board"}'],
    ['{"level":"error"}'],
    ['x {"level":"error","msg":"old"}'],
    ['{"level":"error","msg":"old"} x'],
    [
      'ERROR the board is archived   at srv/main.py:12',
      { message: 'the board is archived   at srv/main.py:12' },
    ],
    ['ERROR in srv/main.py:12', { message: 'in srv/main.py:12' }],
    ['ERROR the board is archived   srv/main.py:12 ', { message: said }],
    [
      'ERROR the board   srv/main.py:12: archived',
      { message: 'the board   srv/main.py:12: archived' },
    ],
    ['ERROR the boards main.py:12', { message: 'the boards main.py:12' }],
    ['ERROR no space left on device', { message: 'no space left on device', code: 'ENOSPC' }],
    ['warning: ERROR the board is archived'],
    ['INFO [error] the board is archived'],
    ['  McpError: boom  ', { kind: 'exception', type: 'McpError', message: 'boom' }],
    ['ERROR ------'],
  ]);

  it('indented lines and brackets go on with it, twelve at most', () => {
    const last = (...below: string[]) => parseLine(['ERROR: no board', ...below]).at(-1)?.last;
    expect(last('  one', '    two', ']', '}', ')', 'on', '  three')).toBe(5);
    expect(last('on', '  one')).toBe(0);
    expect(last('on  one')).toBe(0);
    expect(last('on ]')).toBe(0);
    expect(last('', '  one')).toBe(0);
    expect(last(...Array.from({ length: 20 }, () => '  and so on'))).toBe(12);
  });
});
