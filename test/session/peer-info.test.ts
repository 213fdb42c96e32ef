/** How a server that is greeted by nobody says its name; in whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { envelope, request, result } from '../world/packet.ts';
import { agreement, initialize, initialized, Script, tools } from '../world/script.ts';

const modern = { _meta: envelope };

describe('the name of a modern server', () => {
  const { introductionsMax } = sessionLimits;
  const named = (name: string) => ({
    'io.modelcontextprotocol/serverInfo': { name, version: '1' },
  });

  /** It says its name in the answer to that request. */
  function introduced(at: number): Script {
    const session = new Script();
    for (let id = 1; id <= at; id += 1) {
      session.client(request(id, 'tools/list', modern));
      session.server(result(id, { tools, ...(id === at && { _meta: named('it') }) }));
    }
    return session;
  }

  it('is looked for in its first answers', () => {
    expect(introduced(1).report().parties.server?.name).toBe('it');
    expect(introduced(introductionsMax).report().parties.server?.name).toBe('it');
    expect(introduced(introductionsMax + 1).report().parties.server).toBeUndefined();
  });

  it('is the one that it said first', () => {
    const session = introduced(1);
    session.client(request(2, 'tools/list', modern));
    session.server(result(2, { tools, _meta: named('someone else') }));
    expect(session.report().parties.server?.name).toBe('it');
  });

  it('is the one of the greeting in a session that has one', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement({ serverInfo: undefined }));
    session.client(initialized, request(1, 'tools/list'));
    session.server(result(1, { tools, _meta: named('it') }));
    expect(session.report().parties.server).toBeUndefined();
  });
});
