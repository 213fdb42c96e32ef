/**
 * What each piece of a message is in a recording, row by row: with contents and without, as a
 * whole message and as a piece of one, nested as deep as is walked and deeper.
 */
import { describe, expect, it } from 'vitest';
import { recordLimits } from '../../src/base/limits.ts';
import { maskLine } from '../../src/shield/recording/mask.ts';

const shape = {
  contents: false,
  redact: (text: string) => text.replaceAll('hunter2', '[redacted]'),
  hash: (text: string) => String(text.length),
  isSecretName: (name: string) => name === 'api_key',
};
const whole = { ...shape, contents: true };

describe('a message without contents', () => {
  it.each([
    ['{"a":"text"}', '{"a":"~4"}'],
    ['{"name":"text"}', '{"name":"text"}'],
    ['{"name":"hunter2"}', '{"name":"[redacted]"}'],
    ['{"api_key":"x"}', '{"api_key":"[redacted]"}'],
    ['{"names":"text","myname":"text"}', '{"names":"~4","myname":"~4"}'],
    ['{"a":7,"id":7,"b":-1.5}', '{"a":0,"id":7,"b":0}'],
    ['{"a":true,"b":false,"c":null}', '{"a":true,"b":false,"c":null}'],
    ['{"a":["text","tex"]}', '{"a":["~4","~3"]}'],
    ['{"name":["text"]}', '{"name":["text"]}'],
    ['{"arguments":{"a":1}}', '{"arguments":"~7"}'],
    ['{"arguments":[1]}', '{"arguments":"~3"}'],
    ['{"arguments":null,"data":"text"}', '{"arguments":null,"data":"~4"}'],
    [
      '{"myarguments":{"a":1},"argumentsOf":{"a":1}}',
      '{"myarguments":{"a":0},"argumentsOf":{"a":0}}',
    ],
    ['{"data":{"source":"mcp-shield","a":"x"}}', '{"data":{"source":"mcp-shield","a":"~1"}}'],
    ['{"data":{"source":"another","a":"x"}}', '{"data":"~28"}'],
    ['{"data":{"a":"mcp-shield"}}', '{"data":"~18"}'],
    ['[{"a":"text"}]', '[{"a":"~4"}]'],
    ['  {"a":"text"}', '{"a":"~4"}'],
    ['\t[1]', '[0]'],
  ])('%s is %s', (line, masked) => {
    expect(maskLine(line, shape)).toBe(masked);
  });

  it.each([
    ['plain text', 'plain text'],
    ['7', '7'],
    ['"text"', '"~4"'],
    ['log {"a":"text"}', 'log {"a":"~4"}'],
    ['x{"name":"text","a":"text"}', 'x{"name":"text","a":"~4"}'],
    ['log {"name" : "text", "b" :"text"}', 'log {"name" : "text", "b" :"~4"}'],
    ['log "name" "text"', 'log "~4" "~4"'],
    ['log {"a":"te\\"xt","b":"t\\\\"}', 'log {"a":"~6","b":"~3"}'],
    ['{"a":"te\\"x\\"t", ', '{"a":"~8", '],
    ['{"a":"text', '{"a":"~4"'],
    ['', ''],
  ])('in a piece: %s is %s', (line, masked) => {
    expect(maskLine(line, shape)).toBe(masked);
  });

  it('hides secrets in what is no message', () => {
    expect(maskLine('it is hunter2', shape)).toBe('it is [redacted]');
    const redactLine = (line: string): string => line.toUpperCase();
    expect(maskLine('it is', { ...shape, redactLine })).toBe('IT IS');
    expect(maskLine('{"name":"x"}', { ...shape, redactLine })).toBe('{"name":"x"}');
  });
});

describe('a message with contents', () => {
  it.each([
    ['{"a":"text hunter2","b":7}', '{"a":"text [redacted]","b":7}'],
    ['{"api_key":"x","arguments":{"a":"x"}}', '{"api_key":"[redacted]","arguments":{"a":"x"}}'],
    ['log {"a":"text"} hunter2', 'log {"a":"text"} [redacted]'],
  ])('%s is %s', (line, masked) => {
    expect(maskLine(line, whole)).toBe(masked);
  });
});

describe('what is nested', () => {
  const max = recordLimits.nestingMax;
  const nested = (depth: number, inner = '"text"', [open, close] = ['[', ']']): string =>
    `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

  it('is walked so deep, and deeper is masked as text', () => {
    expect(maskLine(nested(max), shape)).toBe(nested(max, '"~4"'));
    // As text a key steers what stands behind it, in any list.
    const key = '"name":["text"]';
    const objects = (depth: number): string => nested(depth - 2, key, ['{"a":', '}']);
    expect(maskLine(objects(max + 2), shape)).toContain('"name"');
    const deep = `${'[{"name":'.repeat(max)}["x", "y"]${'}]'.repeat(max)}`;
    expect(maskLine(deep, shape)).toContain('["x", "~1"]');
  });

  it.each([
    ['brackets in a text', `["${'['.repeat(max + 1)}", 1]`],
    ['brackets behind a quote that is escaped', `["\\"${'['.repeat(max + 1)}", 1]`],
    ['many that are closed again', `[${'[],'.repeat(max + 1)}1]`],
    ['many objects that are closed again', `[${'{},'.repeat(max + 1)}1]`],
    ['a backslash at the end of a text', `["\\\\", ${'[],'.repeat(max + 1)} 1]`],
  ])('does not count %s', (_what, line) => {
    // A number shows it: 0 in a message, and as it is in a text.
    expect(maskLine(line, shape)).toMatch(/[,[ ]0\]$/);
  });

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('counts each %s', (open, close) => {
    const line = `${open.repeat(max + 1)}{"b":1}${close.repeat(max + 1)}`;
    expect(maskLine(line, shape)).toContain('{"b":1}');
  });
});
