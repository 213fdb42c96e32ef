/**
 * What a recording without contents may show: the shape of the session, and nothing of what was
 * said.
 */
import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../src/base/secret-names.ts';
import { maskLine } from '../../src/shield/recording/mask.ts';
import { Recorder } from '../../src/shield/recording/recorder.ts';

const redact = (text: string): string => text.replaceAll('hunter2', '[redacted]');
const hash = (text: string): string => String(text.length);
const shape = { contents: false, redact, hash, isSecretName };
const whole = { ...shape, contents: true };
const line = (message: object): string => JSON.stringify({ jsonrpc: '2.0', ...message });
const masked = (message: object): unknown => JSON.parse(maskLine(line(message), shape));

// [R-no-contents]
describe('a message without contents', () => {
  it.each([
    ['a call', { id: 1, method: 'tools/call', params: { name: 'x', arguments: { a: 'secret' } } }],
    ['a result', { id: 1, result: { content: [{ type: 'text', text: 'secret' }] } }],
    ['a number', { id: 1, result: { structuredContent: { secret: 4711 } } }],
    ['an error', { id: 1, error: { code: 1, message: 'secret', data: { key: 'secret' } } }],
    ['a log line', { method: 'notifications/message', params: { data: 'secret' } }],
  ])('%s', (_what, message) => {
    expect(JSON.stringify(masked(message))).not.toMatch(/secret|4711/);
  });

  it.each([
    [{ id: 'a', method: 'initialize', params: { protocolVersion: '2025-11-25' } }],
    [{ method: 'notifications/cancelled', params: { requestId: 3 } }],
    [{ method: 'notifications/progress', params: { progressToken: 't', progress: 0.5 } }],
    [{ id: 1, result: { capabilities: { tools: { listChanged: true } } } }],
    [{ id: 1, result: { tools: [{ name: 'x', annotations: { readOnlyHint: true } }] } }],
    [{ id: 1, error: { code: -32603, data: { source: 'mcp-shield', reason: 'server-hung' } } }],
  ])('keeps what the session works with: %j', (message) => {
    expect(masked(message)).toEqual({ jsonrpc: '2.0', ...message });
  });

  it('keeps equal texts equal and others apart', () => {
    const uris = ['file:///a', 'file:///a', 'file:///abc'].map((uri) =>
      masked({ params: { uri } }),
    );
    expect(uris[0]).toEqual(uris[1]);
    expect(uris[0]).not.toEqual(uris[2]);
  });

  it.each([
    ['beside other text', `DEBUG ${line({ id: 1, result: { text: 'secret' } })} sent`],
    ['cut off', '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"secr'],
    ['a line of a pretty-printed one', '    "text": "secret", "list": ["secret", "secret"]'],
  ])('%s', (_what, text) => {
    expect(maskLine(text, shape)).not.toContain('secr');
    expect(maskLine(text, whole)).toContain('secr');
  });

  it('leaves noise as it is, which explains a fall', () => {
    expect(maskLine('listening on port 3000', shape)).toBe('listening on port 3000');
  });
});

describe('a message with contents', () => {
  it('hides secrets by name and by value', () => {
    const params = { arguments: { api_key: 'abc', text: 'it is hunter2' } };
    expect(JSON.parse(maskLine(line({ params }), whole))).toMatchObject({
      params: { arguments: { api_key: '[redacted]', text: 'it is [redacted]' } },
    });
  });
});

describe('what a recorder writes', () => {
  const recorded = (...chunks: string[]): string[] => {
    const recorder = new Recorder(whole, { startedAt: 0, maxMessageBytes: 1_000_000 });
    const events = chunks.map((chunk) => ({
      type: 'server-complained' as const,
      generation: 1,
      chunk: Buffer.from(chunk),
    }));
    const end = { type: 'server-stdout-ended' as const, generation: 1 };
    const lines = [...events, end].map((event) => recorder.record({ event, effects: [], now: 0 }));
    return lines
      .join('')
      .trimEnd()
      .split('\n')
      .map((step) => JSON.parse(step).event.text);
  };

  it('shows no secret that two chunks cut in two', () => {
    expect(recorded('key: hunt', 'er2\nthe rest')).toEqual([
      '',
      'key: [redacted]\n',
      'the rest',
      undefined,
    ]);
  });
});
