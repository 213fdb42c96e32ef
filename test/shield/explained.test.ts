/**
 * What is gathered of a fall for whoever finds its cause, and what is made of the cause: the
 * sentence for people, and `data` for programs. The cause itself is given here.
 */
import { describe, expect, it } from 'vitest';
import type { Diagnosis, Evidence } from '../../src/diagnose/evidence.ts';
import type { Packet } from '../world/packet.ts';
import { envelope, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  regreet,
  Script,
} from '../world/script.ts';

const plain: Diagnosis = {
  reason: 'server-crashed',
  title: 'It crashed',
  cause: 'A cause.',
  advice: ['Do this.', 'Or that.'],
  permanent: false,
};

/** A shield that finds `found` whatever happens, and what it was asked about. */
function diagnosed(found: Partial<Diagnosis> = {}) {
  const seen: Evidence[] = [];
  const diagnose = (evidence: Evidence): Diagnosis => {
    seen.push(evidence);
    return { ...plain, ...found };
  };
  const redact = (text: string): string => text.replaceAll('s3cret', '<redacted>');
  return { seen, around: { diagnose, redact, platform: 'win32', cwd: '/home' } };
}

const modern = (id: number, method: string): Packet =>
  request(id, method, { name: 'write', _meta: envelope });

/** The next life has begun: some begin at once. */
function restarted(session: Script): void {
  if (session.report().state !== 'running') session.untilRestart();
}

function dataOf(session: Script): Record<string, unknown> {
  const [first] = session.clientGot().filter((it) => it.error !== undefined) as Packet[];
  return { message: first?.error?.message, ...(first?.error?.data as object) };
}

describe('of a fall is handed over', () => {
  it('how it ended, what it printed, where it ran, and for how long', () => {
    const { seen, around } = diagnosed();
    const session = new Script({ command: ['node', 'x.js'] }, around);
    session.after(30);
    session.complains('to stderr\n');
    session.server('to stdout\n');
    session.exits(3, { signal: 'SIGABRT' });
    expect(seen).toEqual([
      {
        exitCode: 3,
        signal: 'SIGABRT',
        phase: 'start',
        uptimeMs: 30,
        stderr: 'to stderr\n',
        stdout: 'to stdout\n',
        stderrHistory: 0,
        stdoutHistory: 0,
        inFlight: [],
        command: ['node', 'x.js'],
        platform: 'win32',
        cwd: '/home',
      },
    ]);
  });

  it('the time of its own life, not of those before', () => {
    const { seen, around } = diagnosed();
    const session = new Script({}, around);
    session.after(100);
    session.exits(1);
    restarted(session);
    session.after(70);
    session.exits(1);
    expect(seen.map(({ uptimeMs }) => uptimeMs)).toEqual([100, 70]);
  });

  it('where it stood: before anything was said, and in the greeting', () => {
    const { seen, around } = diagnosed();
    const silent = new Script({}, around);
    silent.exits(1);
    const greeted = new Script({}, around);
    greeted.client(initialize);
    greeted.exits(1);
    expect(seen.map(({ phase }) => phase)).toEqual(['start', 'handshake']);
  });

  it('where it stood: in a session, and each next one in its own greeting', () => {
    const { seen, around } = diagnosed();
    const session = greetedSession({}, around);
    for (const isMet of [true, false, true]) {
      if (seen.length > 0) restarted(session);
      if (isMet && seen.length > 0) regreet(session);
      session.exits(1);
    }
    expect(seen.map(({ phase }) => phase)).toEqual(['session', 'handshake', 'session']);
  });

  it('where it stood: a modern one that has said nothing is at its start, or at its work', () => {
    const { seen, around } = diagnosed();
    const session = new Script({}, around);
    const asks = (id: number, method: string) => session.client(modern(id, method));
    asks(1, 'tools/list');
    session.server(result(1, { tools: [] }));
    asks(2, 'tools/list');
    session.exits(1);
    restarted(session);
    session.exits(1);
    restarted(session);
    session.server(result(2, { tools: [] }));
    asks(3, 'tools/call');
    session.exits(1);
    restarted(session);
    asks(4, 'tools/call');
    session.exits(1);
    expect(seen.map(({ phase }) => phase)).toEqual(['session', 'start', 'session', 'session']);
  });

  it('the tool that was called, and what else was open', () => {
    const { seen, around } = diagnosed();
    const session = greetedSession({}, around);
    session.client(request(1, 'resources/list'), call(2, 'look'));
    session.exits(1);
    expect(seen).toMatchObject([{ tool: 'look', inFlight: ['resources/list', 'tools/call'] }]);
  });

  it('nothing that was open, if it has answered nothing and no tool was called', () => {
    const fallen = (...asked: Packet[]): Evidence | undefined => {
      const { seen, around } = diagnosed();
      const session = new Script({}, around);
      session.client(initialize);
      session.server(agreement());
      session.client(...asked);
      session.exits(1);
      return seen[0];
    };
    expect(fallen(request(1, 'resources/list'))?.inFlight).toEqual([]);
    expect(fallen(request(1, 'resources/list'))).not.toHaveProperty('tool');
    expect(fallen(request(1, 'resources/list'), call(2))?.inFlight).toEqual([
      'resources/list',
      'tools/call',
    ]);
    const { seen, around } = diagnosed();
    const session = greetedSession({}, around);
    session.client(request(1, 'resources/list'));
    session.exits(1);
    expect(seen[0]?.inFlight).toEqual(['resources/list']);
  });

  it.each([
    [{}, {}],
    [{ resolvedCommand: '/bin/x' }, { resolvedCommand: '/bin/x' }],
  ])('why nothing could be started: %j', (start, found) => {
    const { seen, around } = diagnosed();
    const session = new Script({}, around);
    session.spawnFails('EACCES', start);
    expect(seen[0]).toMatchObject({ exitCode: null, signal: null });
    const { spawnErrno, spawnMessage, resolvedCommand } = seen[0] as Evidence;
    expect({ spawnErrno, spawnMessage, ...(resolvedCommand && { resolvedCommand }) }).toEqual({
      spawnErrno: 'EACCES',
      spawnMessage: 'spawn server EACCES',
      ...found,
    });
    expect('resolvedCommand' in (seen[0] as object)).toBe('resolvedCommand' in start);
  });
});

describe('a cause is told', () => {
  const mayHaveRun = '; this call may have run, check before you repeat it.';
  function told(found: Partial<Diagnosis>, end: (session: Script) => void): string {
    const { around } = diagnosed(found);
    const session = greetedSession({}, around);
    session.client(call(1));
    end(session);
    return String(dataOf(session)['message']);
  }
  const exits = (session: Script): void => session.exits(7);

  it.each([
    ['It broke.', 'It broke (the MCP server ended with exit code 7)'],
    ['It left with exit code 7 at once.', 'It left with exit code 7 at once'],
    ['The server broke', 'The server broke'],
    [
      'Of late The server broke',
      'Of late The server broke (the MCP server ended with exit code 7)',
    ],
    ['It read s3cret', 'It read <redacted> (the MCP server ended with exit code 7)'],
  ])('with how it ended, if it does not say so itself: %s', (cause, message) => {
    expect(told({ cause }, exits)).toBe(`${message}${mayHaveRun}`);
  });

  it('as it is where nothing ran', () => {
    const { around } = diagnosed({ cause: 'No such file.' });
    const session = new Script({ restarts: 0 }, around);
    session.client(initialize);
    session.spawnFails('ENOENT');
    expect(dataOf(session)['message']).toBe('No such file');
  });

  it('with advice, reason, page and the last lines, all without secrets', () => {
    const { around } = diagnosed({ advice: ['Hide s3cret.', 'Then go.'], reason: 'x-y' });
    const session = greetedSession({}, around);
    session.client(call(1));
    session.server('printed to stdout\n');
    session.complains('first\nlast s3cret\n');
    session.exits(7, { signal: 'SIGSEGV' });
    const { message, docs, ...data } = dataOf(session);
    expect(message).toBe(`A cause (the MCP server ended with SIGSEGV)${mayHaveRun}`);
    expect(docs).toMatch(/x-y$/);
    expect(data).toMatchObject({
      exitCode: 7,
      signal: 'SIGSEGV',
      stderr: ['first', 'last <redacted>'],
      advice: ['Hide <redacted>.', 'Then go.'],
    });
    expect(data).not.toHaveProperty('cause');
  });

  it('with the last lines of stdout where stderr is blank', () => {
    const { around } = diagnosed();
    const session = greetedSession({}, around);
    session.client(call(1));
    session.server('printed to stdout\n');
    session.complains(' \n');
    session.exits(7);
    expect(dataOf(session)['stderr']).toEqual(['printed to stdout']);
  });

  it('with what the server itself reported', () => {
    const failure = { type: 'KeyError', code: 'E1', message: 'no s3cret' };
    const { around } = diagnosed({ failure });
    const session = greetedSession({}, around);
    session.client(call(1));
    session.exits(7);
    expect(dataOf(session)['cause']).toEqual({ ...failure, message: 'no <redacted>' });
  });
});

describe('new code that dies before its first word', () => {
  function renewed(found: Partial<Diagnosis>, speaks = false): string {
    const { around } = diagnosed(found);
    const session = greetedSession({}, around);
    session.wantsRestart();
    session.exits(null, { signal: 'SIGTERM' });
    restarted(session);
    forget(session);
    session.client(call(1));
    if (speaks) regreet(session);
    session.exits(7);
    return String(dataOf(session)['message']);
  }

  it('is quoted', () => {
    expect(renewed({ words: 'Oops: x' })).toMatch(
      /^A cause \(the MCP server ended with exit code 7\); it said: Oops: x/,
    );
  });

  it.each([
    ['it said nothing', {}, false],
    ['the cause has its words', { words: 'Oops', cause: 'It said Oops.' }, false],
    ['it has spoken since', { words: 'Oops' }, true],
  ])('is not quoted if %s', (_why, found, speaks) => {
    expect(renewed(found, speaks)).not.toContain('; it said');
    expect(renewed(found, speaks)).not.toContain('undefined');
  });

  it('is not told of code that nobody changed', () => {
    const { around } = diagnosed({ words: 'Oops' });
    const session = new Script({ restarts: 0 }, around);
    session.client(initialize);
    session.exits(7);
    expect(dataOf(session)['message']).not.toContain('Oops');
  });
});

describe('a request while there is no server', () => {
  it.each([
    [['Do this.', 'Or that.'], 'A cause (the MCP server ended with exit code 7). Do this.'],
    [[], 'A cause (the MCP server ended with exit code 7).'],
  ])('is told why, with the first advice: %j', (advice, message) => {
    const { around } = diagnosed({ advice, permanent: true });
    const session = greetedSession({}, around);
    session.exits(7);
    session.client(request(1, 'resources/list'));
    restarted(session);
    session.exits(7);
    expect(session.report().state).toBe('stopped');
    expect(dataOf(session)['message']).toBe(message);
    session.client(call(2));
    expect(dataOf(session)['message']).toBe(message);
  });
});
