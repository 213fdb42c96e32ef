/** Which servers are told what: the stall of a client reaches each of them, also later ones. */
import { describe, expect, it } from 'vitest';
import {
  createServerProcesses,
  type ServerProcessesDeps,
} from '../../src/runner/server-processes.ts';

/** Lives that are started at once; `held` says what each was told of the client, by its number. */
function lives() {
  const held: [life: number, isHeld: boolean][] = [];
  let count = 0;
  const begin = () => {
    count += 1;
    const life = count;
    return { holdOutput: (isHeld: boolean) => void held.push([life, isHeld]), release: () => {} };
  };
  const deps = {
    headStart: {
      claim: () => undefined,
      begin,
      commandSource: { startable: () => ({ notes: [] }), forget: () => {} },
    },
    log: { write: () => {} },
    post: () => {},
    inputStalled: () => {},
  };
  return { held, servers: createServerProcesses(deps as unknown as ServerProcessesDeps) };
}

describe('a client that does not read', () => {
  it('holds every server that is there, and lets it go again, each said once', () => {
    const { held, servers } = lives();
    servers.start(1, false);
    servers.holdOutput(true);
    servers.holdOutput(true);
    servers.holdOutput(false);
    expect(held).toEqual([
      [1, true],
      [1, false],
    ]);
  });

  it('holds one that is started meanwhile', () => {
    const { held, servers } = lives();
    servers.start(1, false);
    servers.holdOutput(true);
    servers.release(1);
    servers.start(2, false);
    expect(held).toEqual([
      [1, true],
      [2, true],
    ]);
  });
});
