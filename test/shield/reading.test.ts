/** A defect of mcp-shield on the bytes of one server: the client's session goes on. */
import { describe, expect, it, vi } from 'vitest';
import { ServerOutput } from '../../src/shield/server-output.ts';
import { readingFailed } from '../../src/shield/wording.ts';
import { request } from '../world/packet.ts';
import { forget, greetedSession } from '../world/script.ts';

describe('an exception while the bytes of a server are read', () => {
  it('costs that server its life and is told as a defect', () => {
    const session = greetedSession();
    const read = vi.spyOn(ServerOutput.prototype, 'read').mockImplementationOnce(() => {
      throw new RangeError('too deep');
    });
    forget(session);
    session.server('whatever it is');
    read.mockRestore();
    expect(session.logged()).toContain(readingFailed);
    const did = session.did();
    expect(did).toContainEqual({ type: 'signal-server', generation: 1, signal: 'SIGKILL' });
    expect(did.map(({ type }) => type)).not.toContain('exit');
    session.exits(null, { signal: 'SIGKILL' });
    session.client(request(9, 'tools/list'));
    session.untilRestart();
    expect(session.generation).toBeGreaterThan(1);
  });
});
