/**
 * Which ends are falls and which are rest, what is told of each, and how the end of a life that
 * the shield wanted is named. Whole shields, told step by step.
 */
import { describe, expect, it } from 'vitest';
import { restartLimits, statusLimits, supervisorLimits } from '../../src/base/limits.ts';
import type { Diagnosis } from '../../src/diagnose/evidence.ts';
import { heardText } from '../session/messages.ts';
import { envelope, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  regreet,
  Script,
} from '../world/script.ts';

const permanent = (): Diagnosis => ({
  reason: 'command-missing',
  title: 'x',
  cause: 'The server is not there.',
  advice: [],
  permanent: true,
});

/** A life that was greeted again, after others had served. */
function secondLife(session = greetedSession()): Script {
  session.exits(1);
  regreet(session);
  forget(session);
  return session;
}

describe('an end is rest', () => {
  it.each([
    ['it ended well, nothing was open, and it had served', 'asleep', () => greetedSession()],
    ['another one before it had', 'asleep', () => secondLife()],
  ])('if %s', (_when, state, make) => {
    const session = make();
    const { fallCount } = session.report();
    session.exits(0);
    expect(session.report()).toMatchObject({ state, fallCount });
  });

  it.each([
    ['its exit code is not 0', () => greetedSession(), 1],
    ['something is open', () => asking(greetedSession()), 0],
    ['nobody has been served', () => unserved(), 0],
    ['it had not answered its greeting', () => ungreeted(), 0],
    ['somebody waits', () => asking(ungreeted()), 0],
  ])('but not if %s', (_when, make, exitCode) => {
    const session = make();
    const { fallCount } = session.report();
    session.exits(exitCode);
    expect(session.report().fallCount).toBe(fallCount + 1);
    expect(session.report().state).not.toBe('asleep');
  });

  function asking(session: Script): Script {
    session.client(request(1, 'resources/list'));
    return session;
  }
  function unserved(): Script {
    const session = new Script();
    session.client(initialize);
    session.server(agreement());
    session.client(initialized);
    return session;
  }
  function ungreeted(): Script {
    const session = greetedSession();
    session.exits(1);
    return session;
  }

  it('nowhere with --restarts 0: its exit code is that of the shield', () => {
    const session = greetedSession({ restarts: 0 });
    session.exits(0);
    expect(session.did()).toContainEqual({ type: 'exit', code: 0 });
    const fallen = greetedSession({ restarts: 0 });
    fallen.exits(3);
    expect(fallen.did()).toContainEqual({ type: 'exit', code: 3 });
  });
});

describe('a fall is told', () => {
  it('to the log as an error, with its reason, where no other server follows', () => {
    const session = greetedSession({ restarts: 0 }, { diagnose: permanent });
    session.exits(3);
    expect(session.lines('server-exited')).toMatchObject([
      { level: 'error', fields: { reason: 'command-missing' } },
    ]);
  });

  it('to whoever looks, the last few of them', () => {
    const session = greetedSession({ restarts: 50 });
    const many = statusLimits.fallsShownMax + 3;
    for (let fall = 1; fall <= many; fall += 1) {
      if (session.report().state !== 'running') session.untilRestart(600_000);
      session.complains(`Error: number ${fall} of them\n`);
      session.exits(1);
    }
    const { fallCount, falls } = session.report();
    expect(fallCount).toBe(many);
    expect(falls).toHaveLength(statusLimits.fallsShownMax);
    const numbers = falls.map(({ sentence }) => Number(/number (\d+)/.exec(sentence)?.[1]));
    expect(numbers).toEqual(numbers.map((_one, index) => many - numbers.length + index + 1));
    expect(falls.at(-1)).toMatchObject({ at: session.now, reason: expect.any(String) });
  });

  it('with the last lines, if there are any, and when the next one starts', () => {
    const silent = greetedSession();
    silent.exits(1);
    const [first] = silent.lines('restart-scheduled');
    expect(first).toMatchObject({ level: 'warn', fields: { falls: 1 } });
    expect(first?.message).toMatch(/; restarting at once$/);
    expect(first?.fields).not.toHaveProperty('output');
    regreet(silent);
    silent.complains('last words\n');
    silent.exits(1);
    const [, second] = silent.lines('restart-scheduled');
    expect(second).toMatchObject({ fields: { falls: 2, output: ['last words'] } });
    expect(second?.message).toMatch(/; restarting in \d+ ms$/);
  });

  it('as the end of the attempts, with what makes another one', () => {
    const session = greetedSession({ restarts: 1 });
    session.exits(1);
    session.exits(1);
    const [line] = session.lines('restarts-stopped');
    expect(line?.level).toBe('error');
    expect(line?.message).toMatch(/; not restarted, the next request after 30\.0 s tries again$/);
    const changed = greetedSession();
    changed.wantsRestart();
    changed.exits(null, { signal: 'SIGTERM' });
    changed.exits(1);
    const [other] = changed.lines('restarts-stopped');
    expect(other?.message).toMatch(/; not restarted, the next change or the next request after/);
    expect(changed.report().state).toBe('stopped');
  });
});

describe('what was started past its package runner', () => {
  function ranDirectly(session: Script): void {
    session.spawns({ direct: true });
    session.exits(1);
  }
  function ran(session: Script): void {
    session.spawns();
    session.exits(1);
  }

  it.each([
    ['ran', ranDirectly],
    ['did not start', (session: Script) => session.spawnFails('EACCES', { direct: true })],
  ])('and %s is started by it once more, which is no fall that counts', (_how, falls) => {
    const session = new Script({ restarts: 1 });
    session.client(initialize);
    forget(session);
    falls(session);
    expect(session.did()).toContainEqual({ type: 'spawn', generation: 2, throughRunner: true });
    expect(session.lines('restart-scheduled')).toEqual([]);
    session.exits(1);
    expect(session.report().state).not.toBe('stopped');
  });

  it('says so in the log', () => {
    const session = new Script();
    session.spawns({ direct: true });
    session.exits(1);
    expect(session.lines('restart-scheduled')[0]?.message).toMatch(
      /; restarting at once through its package runner, which it had not been$/,
    );
  });

  it.each([
    ['ran', ran],
    ['did not start', (session: Script) => session.spawnFails('EACCES')],
  ])('is another thing than what was not, and %s', (_how, falls) => {
    const session = new Script();
    forget(session);
    falls(session);
    expect(session.lines('restart-scheduled')[0]?.message).toMatch(/; restarting in \d+ ms$/);
    session.untilRestart();
    expect(JSON.stringify(session.did())).not.toContain('throughRunner');
  });
});

describe('a death at a probe', () => {
  it('is no fall that counts, so often', () => {
    const session = new Script({ restarts: 1 });
    const falls: (number | undefined)[] = [];
    for (let id = 1; id <= supervisorLimits.probeFallsMax + 1; id += 1) {
      session.client(request(id, 'server/discover', { _meta: envelope }));
      session.exits(1);
    }
    for (const { fields } of session.lines('restart-scheduled'))
      falls.push(fields?.['falls'] as number);
    expect(falls).toEqual([0, 0, 0, 1]);
  });
});

describe('words behind the end of stdout', () => {
  it.each([true, false])('are not those of the server, whether it has ended: %s', (hasEnded) => {
    const session = greetedSession();
    session.client(call(1));
    session.closesStdout();
    if (hasEnded) session.exits(1, { stdoutEnds: false, leftovers: true });
    session.server(result(1, {}), request(0, 'roots/list'), 'noise\n');
    expect(session.clientGot()).toEqual([]);
    expect(session.report().filtered).toBe(0);
  });
});

describe('a restart that was asked for', () => {
  it('is no step towards giving up', () => {
    const session = greetedSession({}, { diagnose: permanent });
    session.wantsRestart();
    session.exits(1);
    regreet(session);
    session.exits(1);
    expect(session.report().state).toBe('restarting');
    session.untilRestart();
    session.exits(1);
    expect(session.report().state).toBe('stopped');
  });
});

describe('a life that the shield ended', () => {
  function why(session: Script): string {
    const [answer] = session.clientGot().filter(({ error }) => error !== undefined);
    return String(answer?.error?.message);
  }

  it.each([
    ['stdout', (session: Script) => session.closesStdout()],
    ['stdin', (session: Script) => session.closesStdin()],
  ] as const)('because it closed its %s is told so', (pipe, closes) => {
    const session = greetedSession();
    session.client(call(1));
    closes(session);
    session.after(supervisorLimits.drainMs);
    expect(session.did()).toContainEqual(expect.objectContaining({ signal: 'SIGKILL' }));
    session.exits(null, { signal: 'SIGKILL' });
    expect(why(session)).toMatch(new RegExp(`^The MCP server closed its ${pipe} without ending`));
    expect(session.report().falls).toMatchObject([{ reason: 'server-exited' }]);
  });

  it('is not told so if it ends by itself in time', () => {
    const session = greetedSession();
    session.client(call(1));
    session.closesStdin();
    session.exits(4);
    expect(why(session)).toContain('exit code 4');
  });

  it('because it hung is told so, once', () => {
    const session = greetedSession({ restartHung: 2, requestTimeoutMs: 1_000 });
    session.client(call(1), call(2));
    session.after(1_000);
    session.client(request(3, 'resources/list'));
    expect(session.did().filter(({ type }) => type === 'signal-server')).toEqual([
      { type: 'signal-server', generation: 1, signal: 'SIGTERM' },
    ]);
    session.after(restartLimits.killMs);
    session.exits(null, { signal: 'SIGKILL' });
    expect(session.report().falls).toMatchObject([
      {
        reason: 'server-hung',
        sentence: expect.stringMatching(/^The MCP server hung: 2 requests/),
      },
    ]);
  });

  it('because somebody asked is named so, also if it was found unfit before', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart('a test');
    session.after(restartLimits.drainMs);
    session.exits(null, { signal: 'SIGTERM' });
    expect(why(session)).toMatch(/^The MCP server was restarted on purpose \(a test\)/);
    expect(session.report().fallCount).toBe(0);
    session.server(agreement({ protocolVersion: '2024-11-05' }));
    session.wantsRestart('another');
    session.exits(null, { signal: 'SIGKILL' });
    expect(session.report().fallCount).toBe(0);
  });

  it('because it is unfit is killed once', () => {
    const session = greetedSession();
    session.exits(1);
    forget(session);
    const other = agreement({ protocolVersion: '2024-11-05' });
    session.server(other);
    session.server(other);
    const kill = { type: 'signal-server', generation: 2, signal: 'SIGKILL' };
    expect(session.did()).toEqual([kill]);
  });
});

describe('a server that cannot carry the session on', () => {
  it('of another version is told with what to do, and given up soon', () => {
    const session = greetedSession();
    session.client(call(1));
    session.exits(1);
    forget(session);
    session.client(request(2, 'resources/list'));
    for (let life = 2; session.report().state !== 'stopped' && life < 9; life += 1) {
      session.server(agreement({ protocolVersion: '2024-11-05' }));
      session.exits(null, { signal: 'SIGKILL' });
      if (session.report().state === 'restarting') session.untilRestart();
    }
    const { falls } = session.report();
    expect(falls.at(-1)?.sentence).toMatch(/^The session cannot go on: \S/);
    expect(falls).toHaveLength(3);
    const [answer] = session.clientGot();
    expect(answer?.error?.data).toMatchObject({
      reason: 'server-unavailable',
      advice: [expect.stringContaining('Reconnect')],
    });
  });

  it('because it refuses is told with its words, and tried again', () => {
    const session = greetedSession();
    for (let life = 1; life < 4; life += 1) {
      session.exits(1);
      if (session.report().state === 'restarting') session.untilRestart();
      session.server({ jsonrpc: '2.0', id: 0, error: { code: 1, message: 'locked' } });
    }
    const [, { sentence, reason } = { sentence: '', reason: '' }] = session.report().falls;
    expect(sentence).toMatch(/^The restarted server refused the handshake: .*locked/);
    expect(reason).toBe('server-unavailable');
    expect(session.report().state).not.toBe('stopped');
  });
});

describe('a command that left with code 0 and open pipes', () => {
  const leaves = { stdoutEnds: false, leftovers: true };

  it.each([
    ['failed', () => greetedSession(), 1],
    ['was asked to end', () => ended(), 0],
    ['was being greeted as a later one', () => later(), 0],
  ])('is no launcher if it %s', (_why, make, exitCode) => {
    const session = make();
    const { generation } = session;
    forget(session);
    session.exits(exitCode, leaves);
    expect(session.did()).toContainEqual({ type: 'signal-server', generation, signal: 'SIGTERM' });
  });

  function ended(): Script {
    const session = greetedSession();
    session.wantsRestart();
    return session;
  }
  function later(): Script {
    const session = greetedSession();
    session.exits(1);
    return session;
  }

  it('is one, while it is first greeted or serves, until nobody answers', () => {
    for (const session of [new Script(), greetedSession()]) {
      session.client(initialize);
      forget(session);
      session.exits(0, leaves);
      expect(session.did()).toEqual([]);
      expect(session.report().state).toBe('running');
    }
  });

  it('is one also in the first life that is greeted in the place of a client', () => {
    const session = new Script({ lazy: true, remembers: true });
    session.client(initialize);
    session.recalls({ initialize: heardText(agreement().result ?? {}), lists: {} });
    session.client(initialized, call(1));
    forget(session);
    session.exits(0, leaves);
    expect(session.did()).toEqual([]);
    session.after(1_000);
    session.server(agreement());
    session.server(result(1, {}));
    expect(session.clientGot()).toEqual([result(1, {})]);
  });

  it('is none if nobody speaks in the time that a start may take', () => {
    const session = new Script();
    session.client(initialize);
    session.exits(0, leaves);
    session.after(supervisorLimits.drainMs + supervisorLimits.launchedMs - 1);
    expect(session.report().fallCount).toBe(0);
    session.after(1);
    session.after(supervisorLimits.leftoverTermMs);
    expect(session.report().fallCount).toBe(1);
  });

  it('is one in each later life once it has been one', () => {
    const session = new Script();
    session.client(initialize);
    session.exits(0, leaves);
    session.after(1_000);
    session.server(agreement());
    session.client(initialized);
    expect(session.lines('launcher-left')).toHaveLength(1);
    session.closesStdout();
    session.untilRestart();
    expect(session.generation).toBe(2);
    forget(session);
    session.exits(0, leaves);
    expect(session.lines('launcher-left')).toHaveLength(1);
    expect(session.report().state).toBe('running');
  });

  it('is none in a later life once a server was outlived by others', () => {
    const session = greetedSession();
    session.exits(0, leaves);
    session.after(60_000);
    expect(session.report().state).toBe('asleep');
    session.client(request(5, 'resources/list'));
    regreet(session);
    session.server(result(5, { resources: [] }));
    forget(session);
    session.exits(0, leaves);
    expect(session.did()).toContainEqual({
      type: 'signal-server',
      generation: 2,
      signal: 'SIGTERM',
    });
  });
});
