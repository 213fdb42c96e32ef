/** What a client sends that no server can be asked: it is answered, and nothing of it is kept. */
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createClientInput } from '../../src/shield/client-input.ts';
import { lineOf, notification, type Packet, packetsOf, request } from '../world/packet.ts';

/** What the client is answered, and what goes on, with room for 200 bytes. */
function reading(text: string) {
  const answers: Packet[] = [];
  let passed = 0;
  const input = createClientInput({
    maxMessageBytes: 200,
    isUtf8,
    fastAfterBytes: undefined,
    toClient: (bytes) => void answers.push(...(packetsOf(bytes.toString()) ?? [])),
    warn: () => {},
  });
  input.read(Buffer.from(text), () => {
    passed += 1;
  });
  return { answers, passed };
}

describe('a message of the client that is too long', () => {
  const long = { text: 'x'.repeat(300) };

  it('is refused under its id, and the next one is read', () => {
    const text = lineOf(request(7, 'tools/call', long)) + lineOf(request(8, 'ping'));
    const { answers, passed } = reading(text);
    const data = { source: 'mcp-shield', reason: 'message-too-large' };
    expect(answers).toMatchObject([{ id: 7, error: { data } }]);
    expect(passed).toBe(1);
  });

  it('is not answered if it wants no answer, and without an id where none can be read', () => {
    expect(reading(lineOf(notification('notifications/x', long)))).toEqual({
      answers: [],
      passed: 0,
    });
    const { answers } = reading(`${'x'.repeat(300)}\n`);
    expect(answers).toMatchObject([{ id: null, error: { code: -32600 } }]);
  });
});
