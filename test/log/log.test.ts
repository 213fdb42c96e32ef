/**
 * The log in a real process: nothing is lost at the end, nothing secret comes out, and nothing is
 * loaded that a silent session does not need.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log/log.ts';
import { buildSpeaker, speak, speakToNobody } from './log-process.ts';

const directory = mkdtempSync(join(tmpdir(), 'log-'));
beforeAll(buildSpeaker);
afterAll(() => rmSync(directory, { recursive: true }));

describe('a clean session', () => {
  // [P7]
  it('prints nothing and never evaluates pino', () => {
    const { stderr, stdout, code } = speak({}, ['info:hello', 'debug:x', 'trace:x']);
    expect({ stderr, stdout, code }).toEqual({ stderr: '', stdout: 'no pino', code: 0 });
  });

  it('is silent when told to be', () => {
    expect(speak({ level: 'silent' }, ['error:x'])).toMatchObject({
      stderr: '',
      stdout: 'no pino',
    });
  });
});

describe('lines for people', () => {
  it('come out whole and in order before the exit', () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `warn:line ${index}`);
    const { stderr, stdout } = speak({}, lines);
    expect(stdout).toBe('pino was evaluated');
    expect(stderr).toBe(lines.map((line) => `mcp-shield warn: ${line.slice(5)}\n`).join(''));
  });

  it('carry the name of the server and the fields', () => {
    const { stderr } = speak({ name: 'git' }, ['warn:fields']);
    expect(stderr).toMatch(
      /^mcp-shield\[git\] warn: fields \(plain=a\/b\.c, spaced="a b\\u001b\[31m", error=\{.*\)\n$/,
    );
  });

  it.each([
    ['red \u001b[31m and C1 \u009b31m', 'red \\u001b[31m and C1 \\u009b31m'],
    ['two\nlines\r\n', 'two\\nlines\\r\\n'],
    ['reversed \u202etxt', 'reversed \\u202etxt'],
    ['100% %s %d', '100% %s %d'],
    ['grüße 🎉 "quoted" back\\slash', 'grüße 🎉 "quoted" back\\slash'],
  ])('cannot steer a terminal: %j', (message, shown) => {
    expect(speak({}, [`error:${message}`]).stderr).toBe(`mcp-shield error: ${shown}\n`);
  });

  it('hide secrets in message and fields', () => {
    const env = { MY_TOKEN: 'hunter22', MCP: 'x=1' };
    const { stderr } = speak({}, ['warn:said hunter22', 'warn:fields'], env);
    expect(stderr).toContain('said [redacted]');
    expect(stderr).toContain('"apiKey":"[redacted]"');
  });
});

describe('a client that does not read stderr', () => {
  it('does not hold up the end', async () => {
    const lines = Array.from({ length: 25 }, () => `warn:${'. '.repeat(30_000)}`);
    expect(await speakToNobody(lines)).toBe(0);
  });
});

describe('a log file', () => {
  const file = join(directory, 'shield.log');

  // [R-log-file]
  it('is JSON lines that only its owner may read, and is appended to', () => {
    const before = Date.now();
    speak({ file, name: 'git' }, ['warn:first', 'warn:fields']);
    const { stderr } = speak({ file }, ['error:\u007f third \u2028']);
    expect(stderr).toBe('');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: 'warn', event: 'start-note', name: 'git', msg: 'first' },
      { level: 'warn', msg: 'fields', fields: { circular: { pid: 7, level: 'mine' } } },
      { level: 'error', msg: '\u007f third \u2028' },
    ]);
    expect(text).not.toMatch(/[\u007f\u2028]/);
    expect(Date.parse(lines[0].time)).toBeGreaterThanOrEqual(before);
  });

  it('is for people when asked for', () => {
    const other = join(directory, 'pretty.log');
    speak({ file: other, format: 'pretty' }, ['warn:hello']);
    expect(readFileSync(other, 'utf8')).toBe('mcp-shield warn: hello\n');
  });

  it('may be a device', () => {
    expect(speak({ file: '/dev/null' }, ['warn:hello'])).toMatchObject({ stderr: '', code: 0 });
  });

  it('that is full does not end the session', () => {
    expect(speak({ file: '/dev/full' }, ['warn:hello'])).toMatchObject({ stderr: '', code: 0 });
  });

  it.each([
    ['a symbolic link', 'link', 'it is a symbolic link, name the file itself'],
    ['a directory', '.', 'it is a directory'],
    ['in no directory', 'none/file', 'its directory does not exist'],
    ['below a file', 'shield.log/file', 'its directory does not exist'],
  ])('is refused at the start: %s', (_, name, reason) => {
    writeFileSync(file, '');
    if (name === 'link') symlinkSync(file, join(directory, 'link'));
    const path = join(directory, name);
    const open = () =>
      createLog({ level: 'warn', format: 'auto', file: path, name: undefined, redact: String });
    const message = `--log-file ${path}: ${reason}`;
    expect(open).toThrow(expect.objectContaining({ exitCode: 2, message }));
  });
});

describe('asking first', () => {
  it.each([
    ['silent', []],
    ['error', ['error']],
    ['info', ['error', 'warn', 'info']],
    ['trace', ['error', 'warn', 'info', 'debug', 'trace']],
  ] as const)('at %s', (level, on) => {
    const log = createLog({
      level,
      format: 'auto',
      file: undefined,
      name: undefined,
      redact: String,
    });
    const levels = ['error', 'warn', 'info', 'debug', 'trace'] as const;
    expect(levels.filter((each) => log.isOn(each))).toEqual(on);
  });
});
