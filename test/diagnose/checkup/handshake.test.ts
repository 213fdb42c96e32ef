/** What is said of each answer of a server: to initialize, to server/discover, and of its tools. */
import { describe, expect, it } from 'vitest';
import { examineLimits } from '../../../src/base/limits.ts';
import { find, initialized, observed, result, trial } from './observed.ts';

const gone = { kind: 'gone' } as const;
const silence = { kind: 'silence', waitedMs: 60_000 } as const;

describe('the answer to initialize', () => {
  const text = (value: unknown) => find(observed(trial(result(value))), 'initialize')?.text;
  it.each([
    [
      { serverInfo: { name: 'x', version: '1' }, protocolVersion: '2025-11-25' },
      ': x 1, protocol 2025-11-25',
    ],
    [{ serverInfo: { name: 'x', version: 1 } }, ': x'],
    [{ serverInfo: { version: '1' }, protocolVersion: 3 }, ': 1'],
    [{ protocolVersion: '2025-11-25' }, ': protocol 2025-11-25'],
    [{ serverInfo: null }, ''],
    [{}, ''],
    [null, ''],
    ['x', ''],
  ])('%j', (value, who) => {
    expect(text(value)).toBe(`answered after 100 ms${who}`);
  });

  it('slow is what clients may not wait for', () => {
    const status = (ms: number) => find(observed(trial(result({}, ms))), 'initialize')?.status;
    expect([examineLimits.slowAnswerMs, examineLimits.slowAnswerMs + 1].map(status)).toEqual([
      'ok',
      'note',
    ]);
  });

  it.each([
    [{ kind: 'broken', why: 'no JSON' }, 'the answer is not a message: no JSON'],
    [{ kind: 'mute' }, 'the server closed its stdout'],
    [{ kind: 'error', afterMs: 1, code: -1, message: 'no' }, 'refused with -1, no'],
  ] as const)('%j', (greeting, said) => {
    const evidence = { ...trial(greeting).evidence, stderr: 'Ok to proceed? (y) ' };
    const check = find(observed(trial(greeting, { evidence })), 'initialize');
    expect(check).toMatchObject({ status: 'problem', text: said, lines: ['Ok to proceed? (y) '] });
    expect(check?.advice).toEqual([expect.stringContaining('terminal')]);
    expect(check).not.toHaveProperty('reason');
  });

  it('none is needed of a server that was gone, and silence may have a cause', () => {
    expect(find(observed(trial(gone)), 'initialize')).toBeUndefined();
    const evidence = { ...trial(silence).evidence, stderr: 'Ok to proceed? (y) ' };
    const check = find(observed(trial(silence, { evidence })), 'initialize');
    expect(check?.text).toMatch(/^no answer within 60\.0 s: .{10}/);
  });

  it('frames are a problem with two ways out', () => {
    const check = find(observed(trial(silence, { readsFramesOnly: true })), 'initialize');
    expect(check?.advice).toHaveLength(2);
  });

  it('a refusal of the old era only', () => {
    const refusal = { kind: 'error', afterMs: 1, code: -1, message: 'no' } as const;
    const modern = trial(result({ supportedVersions: ['2026-07-28'] }));
    expect(find(observed(trial(refusal), modern), 'initialize')?.text).toMatch(
      /^refused: .*2026-07-28/,
    );
    expect(find(observed(trial(silence), modern), 'initialize')?.status).toBe('problem');
  });
});

describe('the answer to server/discover', () => {
  const discover = (
    greeting: Parameters<typeof trial>[0],
    legacy = initialized as typeof greeting,
  ) => find(observed(trial(legacy), trial(greeting)), 'server/discover');
  it.each([
    [result({ supportedVersions: ['a', 'b'] }), 'ok', 'answered after 100 ms, offers a, b'],
    [result({ supportedVersions: [] }), 'ok', 'answered after 100 ms, offers no version'],
    [result({}), 'ok', 'answered after 100 ms, offers no version'],
    [
      { kind: 'error', afterMs: 1, code: -1, message: 'x' },
      'ok',
      expect.stringContaining('2025-11-25'),
    ],
    [gone, 'note', expect.stringMatching(/^the server ends/)],
    [silence, 'note', expect.stringMatching(/^no answer within 60\.0 s; /)],
    [{ kind: 'mute' }, 'note', expect.stringMatching(/^the server closed its stdout; /)],
  ] as const)('%j', (greeting, status, text) => {
    expect(discover(greeting)).toStrictEqual({ name: 'server/discover', status, text });
  });

  it('is nothing where the server speaks neither', () => {
    expect(discover(silence, silence)).toBeUndefined();
    expect(find(observed(trial(initialized)), 'server/discover')).toBeUndefined();
  });
});

describe('tools', () => {
  it('of either era, and what came instead', () => {
    const tools = { kind: 'counted', count: 3 } as const;
    expect(find(observed(trial(silence), trial(initialized, { tools })), 'tools')).toStrictEqual({
      name: 'tools',
      status: 'ok',
      text: '3',
    });
    const failed = (answer: Parameters<typeof trial>[0]) =>
      find(observed(trial(initialized, { tools: { kind: 'failed', answer } })), 'tools');
    expect(failed(gone)).toBeUndefined();
    expect(failed(result({}))?.text).toBe('tools/list failed: answered after 100 ms');
    expect(find(observed(trial(initialized)), 'tools')).toBeUndefined();
  });
});
