import { describe, expect, it, vi } from 'vitest';
import { runnerLimits } from '../../src/base/limits.ts';
import { createOwnStderr } from '../../src/runner/own-stderr.ts';
import { fakeWorld } from './fake-world.ts';

describe('own stderr', () => {
  it('passes bytes as they came when it is no terminal', async () => {
    const world = fakeWorld();
    createOwnStderr(world).write(Buffer.from('\x1b[31mred\xff', 'latin1'));
    expect(world.stderr.read()).toEqual(Buffer.from('\x1b[31mred\xff', 'latin1'));
  });

  it('makes controls visible on a terminal', () => {
    const world = fakeWorld();
    world.stderr.isTTY = true;
    createOwnStderr(world).write(Buffer.from('\x1b[31mred\n'));
    expect(String(world.stderr.read())).toBe('\\u001b[31mred\n');
  });

  it('drops what nobody reads and tells how much when somebody does', async () => {
    const world = fakeWorld();
    const stderr = createOwnStderr(world);
    const chunk = Buffer.alloc(runnerLimits.stderrBufferBytes, 'x');
    for (let count = 0; count < 10; count += 1) stderr.write(chunk);
    expect(world.stderr.writableLength).toBeLessThanOrEqual(2 * chunk.length);
    let text = '';
    world.stderr.on('data', (bytes) => {
      text += bytes;
    });
    await vi.waitFor(() => expect(text).toContain('bytes of stderr were dropped'));
    const dropped = Number(/mcp-shield: (\d+) bytes/.exec(text)?.[1]);
    expect(dropped + text.split('x').length - 1).toBe(10 * chunk.length);
  });

  it('survives a broken pipe', async () => {
    const world = fakeWorld();
    const stderr = createOwnStderr(world);
    stderr.write(Buffer.from('a'));
    world.stderr.destroy(new Error('EPIPE'));
    stderr.write(Buffer.from('b'));
    await stderr.flushed(1);
    expect(world.stderr.destroyed).toBe(true);
  });
});

// [R-terminal]
describe('on a terminal', () => {
  const shown = (...chunks: readonly Buffer[]): string => {
    const world = fakeWorld();
    world.stderr.isTTY = true;
    const stderr = createOwnStderr(world);
    let text = '';
    for (const chunk of chunks) {
      stderr.write(chunk);
      text += world.stderr.read() ?? '';
    }
    return text;
  };

  it.each([
    ['plain text, tab\tand\nlines', 'plain text, tab\tand\nlines'],
    ['größer → 漢字', 'größer → 漢字'],
    ['\x1b]0;title\x07', '\\u001b]0;title\\u0007'],
    ['100%\rdone\r\n', '100%\\rdone\n'],
    ['\x7f\x00', '\\u007f\\u0000'],
    ['\u009b31m', '\\u009b31m'],
    ['a\u202eb\u2028c\ufeff', 'a\\u202eb\\u2028c\\ufeff'],
  ])('%j becomes %j', (raw, text) => {
    const bytes = Buffer.from(raw);
    expect(shown(bytes)).toBe(text);
    // However it is cut; \r\n excepted, which is one newline only as a whole.
    if (raw.includes('\r\n')) return;
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(shown(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(text);
    }
  });

  it('a character that is broken does not hide what follows', () => {
    expect(shown(Buffer.from([0xff, 0xe2, 0x80, 0x41, 0xe2]), Buffer.from([0x80, 0xae]))).toBe(
      '\ufffd\ufffdA\\u202e',
    );
  });
});
