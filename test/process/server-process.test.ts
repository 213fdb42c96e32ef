import { describe, expect, it, vi } from 'vitest';
import { ServerProcess } from '../../src/process/server-process.ts';
import type { Startable } from '../../src/process/spawn.ts';
import type { ShieldEvent } from '../../src/shield/events.ts';
import { groupLives } from './strays.ts';

const sh = (script: string, ...args: string[]): Startable => ({
  file: 'sh',
  args: ['-c', script, 'sh', ...args],
  cwd: undefined,
  env: { PATH: process.env['PATH'] ?? '' },
});

function live(command: Startable) {
  const events: ShieldEvent[] = [];
  const stalls: boolean[] = [];
  const guarded = { mark: {}, started: () => {}, over: () => {} };
  const guard = { expect: () => guarded, promise: () => guarded };
  const life = new ServerProcess(
    { generation: 7, startable: command, guard },
    {
      post: (event) => events.push(event),
      inputStalled: (stalled) => stalls.push(stalled),
    },
  );
  const find = <T extends ShieldEvent['type']>(type: T) =>
    vi.waitFor(
      () => {
        const event = events.find((candidate) => candidate.type === type);
        if (event === undefined) throw new Error(`no ${type} in ${JSON.stringify(events)}`);
        return event as Extract<ShieldEvent, { type: T }>;
      },
      { timeout: 5_000, interval: 5 },
    );
  const text = (type: 'server-sent' | 'server-complained') =>
    events.map((event) => (event.type === type ? event.chunk.toString() : '')).join('');
  return { life, events, stalls, find, text };
}

describe('a life', () => {
  it('is told from its pid to its exit code', async () => {
    const { life, find, text } = live(sh('read line; echo "got $line"; echo bad >&2; exit 3'));
    expect((await find('server-spawned')).pid).toBeGreaterThan(1);
    life.write([Buffer.from('hel'), Buffer.from('lo\n')]);
    const exit = await find('server-exited');
    expect(exit).toMatchObject({ generation: 7, exitCode: 3, signal: null, leftovers: false });
    await find('server-stdout-ended');
    expect(text('server-sent')).toBe('got hello\n');
    await vi.waitFor(() => expect(text('server-complained')).toBe('bad\n'));
    expect(life.group).toBeUndefined();
    life.release();
  });

  it('names the signal that ended it', async () => {
    const { life, find } = live(sh('kill -SEGV $$'));
    expect(await find('server-exited')).toMatchObject({ exitCode: null, signal: 'SIGSEGV' });
    life.release();
  });

  it('exits although a grandchild holds the pipe, which is signalled with the tree', async () => {
    const { life, find, events } = live(sh('sleep 600 & exit 0'));
    const { pid } = await find('server-spawned');
    expect((await find('server-exited')).leftovers).toBe(true);
    expect(events.map((event) => event.type)).not.toContain('server-stdout-ended');
    life.signal('SIGKILL');
    await find('server-stdout-ended');
    await vi.waitFor(() => expect(groupLives(pid)).toBe(false));
    life.release();
  });

  it('says nothing any more once it is released', async () => {
    const { life, find, events } = live(sh('echo one; read line; echo two; exit 1'));
    await find('server-sent');
    const before = events.length;
    const { pid } = await find('server-spawned');
    life.release();
    await vi.waitFor(() => expect(groupLives(pid)).toBe(false));
    expect(events.slice(before)).toEqual([]);
  });

  it('tells that the server does not read, and that a dead one needs not', async () => {
    const { life, find, stalls } = live(sh('exec sleep 600'));
    life.write([Buffer.alloc(1024 * 1024)]);
    expect(stalls).toEqual([true]);
    life.signal('SIGKILL');
    await find('server-exited');
    expect(stalls.at(-1)).toBe(false);
    life.release();
  });

  it('does not read while the output is held, but empties the pipe of a dead server', async () => {
    const { life, find, text } = live(sh('echo early; echo ready >&2; read line; echo late'));
    life.holdOutput(true);
    await find('server-complained');
    expect(text('server-sent')).toBe('');
    life.write([Buffer.from('\n')]);
    await find('server-stdout-ended');
    expect(text('server-sent')).toBe('early\nlate\n');
    life.release();
  });

  it('ends the input: the server sees EOF', async () => {
    const { life, find } = live(sh('cat >/dev/null; exit 5'));
    life.endInput();
    expect((await find('server-exited')).exitCode).toBe(5);
    life.release();
  });
});

describe('a living server', () => {
  it('that has closed its input is told', async () => {
    const { life, find } = live(sh('exec 0<&-; echo closed; exec sleep 600'));
    await find('server-sent');
    life.write([Buffer.from('into the void\n')]);
    await find('server-input-closed');
    life.signal('SIGKILL');
    await find('server-exited');
    life.release();
  });
});

describe('a life that never began', () => {
  it.each([
    { name: 'missing command', file: 'no-such-command-here', args: [], errno: 'ENOENT' },
    { name: 'argument too long', file: 'sh', args: ['x'.repeat(5_000_000)], errno: 'E2BIG' },
    { name: 'NUL in an argument', file: 'sh', args: ['a\0b'], errno: 'EINVAL' },
    { name: 'a file as directory', file: '/dev/null/sh', args: [], errno: 'ENOTDIR' },
  ])('is told by an event: $name', async ({ file, args, errno }) => {
    const { life, find, events } = live({ ...sh(''), file, args });
    expect((await find('server-spawn-failed')).errno).toBe(errno);
    life.write([Buffer.from('x')]);
    life.signal('SIGKILL');
    life.release();
    expect(events).toHaveLength(1);
  });
});

describe('a helper in a process group of its own', () => {
  /** With job control a shell puts what it starts in the background in a group of its own. */
  const helper = (end: string): Startable => ({
    ...sh(''),
    file: 'bash',
    args: ['-c', `set -m; sleep 600 & echo $!; set +m; ${end}`],
  });

  it('is ended with the server', async () => {
    const { life, find, text } = live(helper('exec sleep 600'));
    await find('server-sent');
    await vi.waitFor(() => expect(text('server-sent')).toMatch(/^\d+\n$/));
    const group = Number(text('server-sent'));
    expect(groupLives(group)).toBe(true);
    void life.signal('SIGTERM');
    await vi.waitFor(() => expect(groupLives(group)).toBe(false));
    await find('server-exited');
    life.release();
  });

  it('is found when the server is gone, and ended then', async () => {
    const { life, find, text } = live(helper('exit 1'));
    expect((await find('server-exited')).leftovers).toBe(true);
    const group = Number(text('server-sent'));
    void life.signal('SIGKILL');
    await vi.waitFor(() => expect(groupLives(group)).toBe(false));
    life.release();
  });
});
