/** Output made fit for parsers, and what of it is read: history, echoes, streams, and bounds. */
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { plainLines, readFacts } from '../../src/diagnose/output.ts';
import { evidence } from './cases.ts';

const read = (part: Parameters<typeof evidence>[0]) =>
  readFacts(evidence({ exitCode: 1, ...part }));

describe('plain lines', () => {
  it.each([
    ['\u001b[31;1mred\u001b[0m', ['red']],
    ['a\u001b[?25h\u001b[2 qb', ['ab']],
    ['\u001b]0;title\u0007a', ['a']],
    ['\u001b]8;;http://x\u001b\\a\u001b]8;;\u001b\\', ['a']],
    ['\u001b]0;title', ['']],
    ['a\u001bMb', ['ab']],
    ['a\r\nb\rc', ['a', 'b', 'c']],
    ["env: 'node\r': x", ["env: 'node\\r': x"]],
    ['node\r: x', ['node\\r: x']],
    ['‘a’ ‚b‛ ‹c›', ["'a' 'b' 'c'"]],
    ['“a” „b‟ «c» 「d」『e』', ['"a" "b" "c" "d""e"']],
    ['a：b', ['a:b']],
    ['a\u00a0b\u202fc', ['a b c']],
    ['a\n\nb\n\n', ['a', '', 'b']],
    ['  a  ', ['  a']],
    ['  \n ', []],
    ['a\nMCP error -32000: Connection closed\nb', ['a', 'b']],
    ['Error: MCP error -32000 Connection closed', []],
    ['Error:MCP error -32000:Connection closed\nb', ['b']],
    ['Server disconnected.\nb', ['b']],
    ['Server disconnected\nb', ['b']],
    ['Transport closed unexpectedly.\nb', ['b']],
    ['Transport closed\nb', ['b']],
    ['CONNECTION_CLOSED  \nb', ['b']],
    ['a Connection closed', ['a Connection closed']],
    ['a\n   \nb', ['a', '   ', 'b']],
  ])('%j', (output, lines) => {
    expect(plainLines(output)).toEqual(lines);
  });

  it('bounded', () => {
    const { linesMax, lineCharsMax: max, textCharsMax } = diagnoseLimits;
    const many = Array.from({ length: linesMax + 9 }, (_, at) => `${at}`);
    expect(plainLines(many.join('\n'))).toEqual(many.slice(-linesMax));
    expect(plainLines(`a${'x'.repeat(max - 1)}`)[0]?.length).toBe(max);
    const [cut = ''] = plainLines(`a${'x'.repeat(max - 1)}b`);
    expect(cut).toBe(`a${'x'.repeat(max / 2 - 1)} … ${'x'.repeat(max / 2 - 1)}b`);
    expect(plainLines(`lost\n${'x'.repeat(textCharsMax)}`)[0]).not.toContain('lost');
  });

  it('what uv wrapped is one sentence again', () => {
    const text = [
      '  a',
      '    b',
      '  × No solution found when resolving:',
      '  ╰─▶ Because x',
      '      is y',
      '  ?-> z',
      '   │  w',
      '',
      '  end',
      'of',
      ' it',
    ];
    expect(plainLines(text.join('\n'))).toEqual(
      [
        '  a',
        '    b',
        '  × No solution found when resolving: Because x is y z w',
        ' end',
        'of',
        ' it',
      ].map((line) => line),
    );
    expect(plainLines('No solution found\n  x\n  y')).toEqual(['No solution found x y']);
    expect(plainLines('a\n    b')).toEqual(['a', '    b']);
  });

  const long = 'x'.repeat(120);
  it.each([
    [`${long} at f (/s/a.js:1:2) at async B.<c> [as d] (node:x:1:2)`, 3],
    [`${long} at f (file:///s/a.js:1:2) at f (C:\\s:1:2)`, 3],
    [`${long} at /s/a.js:12:3 at file:///s/a.js:1 at node:x/y:1`, 4],
    [`${long} ├─▶ a ╰─▶ b`, 3],
    [`${long} Error: a Error [ERR_X]: b`, 3],
    [`${long} npm error a npm ERR! b Node.js v22.1.0`, 4],
    [`${long} ^ TypeError: a ^ Error: b`, 4],
    [`${long} Error: a`, 1],
    [`${long} at home (x) at last (y)`, 1],
    [`${long} ^ x ^ y`, 1],
    ['Error: a Error: b', 1],
    [`${'x'.repeat(104)} Error: Error: `, 1],
  ])('what lost its line breaks is taken apart: %s', (line, count) => {
    expect(plainLines(line)).toHaveLength(count);
  });
});

describe('what is read', () => {
  it('neither history nor the echoes of clients', () => {
    expect(
      read({ stderr: 'old\nnew', stderrHistory: 4, stdout: 'past now', stdoutHistory: 5 }).output,
    ).toBe('new\nnow');
    expect(read({ stderr: 'a', stdout: 'b', spawnMessage: 'c' }).output).toBe('a\nb\nc');
    expect(read({ stderr: 'a', spawnMessage: 'x'.repeat(5_000) }).output.length).toBe(1_002);
    for (const stderr of ['', ' \n', 'Connection closed', 'MCP error -32000: Connection closed \n'])
      expect(read({ stderr })).toMatchObject({
        silent: true,
        failure: undefined,
        text: '',
        quote: undefined,
      });
    expect(read({ stderr: 'Connection closed', stdout: 'the board' }).silent).toBe(false);
  });

  it('a failure of stdout goes before a mere line of stderr', () => {
    const given = { stderr: 'ERROR: no board', stdout: 'KeyError: x' };
    expect(read(given)).toMatchObject({ failure: { kind: 'python' }, quote: 'KeyError: x' });
    expect(read({ ...given, stdout: 'ERROR: none' }).failure?.message).toBe('no board');
    expect(read({ ...given, stderr: 'sh: a' }).failure?.kind).toBe('shell');
  });

  it.each([
    ['a line', 'ERROR: no board', true],
    ['a tool', 'error: no board', true],
    ['a refusal', 'error: unknown option', true],
    ['an exception', 'RangeError: no board', false],
  ])('%s is explained by the lines behind it', (_, line, is) => {
    const rest = Array.from({ length: 16 }, (__, at) => `Board ${at}`);
    const { text, quote } = read({ stderr: ['before', line, ...(is ? rest : [])].join('\n') });
    expect(text).toBe([line, ...(is ? rest : [])].join('\n'));
    expect(quote).toContain(line.replace(/^(?:ERROR|error): /, ''));
    expect(read({ stderr: `before\n${line}` }).text).toBe(line);
  });

  it('the last lines, where there is no failure', () => {
    expect(read({ stderr: 'server ready\nthe board\nis gone', stdout: 'x' })).toMatchObject({
      text: 'the board\nis gone',
      quote: 'is gone',
      failure: undefined,
    });
    expect(read({ stderr: 'server ready', stdout: 'the board' })).toMatchObject({
      text: 'the board',
      quote: 'the board',
    });
    expect(read({ stderr: 'server ready' }).text).toBe('');
  });

  it('the very last lines after an end that was no failure, and no failure in them', () => {
    const stderr = 'a\nKeyError: x\nb\nc\nd';
    expect(read({ stderr, stdout: 'e', exitCode: 0 })).toMatchObject({
      failure: undefined,
      text: 'KeyError: x\nb\nc\nd\ne',
      quote: 'd',
    });
    expect(read({ stderr: 'a\nKeyError: x', spawnErrno: 'E' }).failure?.kind).toBe('python');
  });

  it('both ends of a long block', () => {
    const { blockCharsMax: max } = diagnoseLimits;
    const block = (rows: number) =>
      Array.from({ length: rows }, (_, at) => `Board ${at} ${'x'.repeat(480)}`);
    const { text } = read({ stderr: ['ERROR: no board', ...block(16)].join('\n') });
    expect(text.length).toBe(max + 1);
    expect(text.startsWith('ERROR: no board\nBoard 0')).toBe(true);
    expect(text.slice((max * 3) / 4)).toBe(`\n${`${block(16).join('\n')}`.slice(-max / 4)}`);
    const whole = `ERROR: no board\n${'x'.repeat(900)}\n`.padEnd(1_900, 'y');
    expect(read({ stderr: whole }).text).toBe(whole);
  });
});
