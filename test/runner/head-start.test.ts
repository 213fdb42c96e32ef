/**
 * The first server runs before there is a session: nothing that it does meanwhile may be lost.
 * Real processes; that the session takes it over is seen in test/process.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Log } from '../../src/log/log.ts';
import { type HeadStart, startAhead } from '../../src/runner/head-start.ts';
import type { EndingSignal, ShieldEvent } from '../../src/shield/events.ts';
import { fakeWorld } from './fake-world.ts';

const directory = mkdtempSync(join(tmpdir(), 'head-start-'));
afterAll(() => rmSync(directory, { recursive: true }));

const world = fakeWorld();
const log: Log = { write: () => {}, isOn: () => false, flush: async () => {} };

function started(file: string, ...args: string[]): HeadStart {
  const asked = {
    cwd: undefined,
    env: process.env,
    shellPath: 'never',
    envFixes: false,
    direct: 'never',
    install: undefined,
    complete: undefined,
    lazy: false,
  } as const;
  return startAhead({ file, args, ...asked }, log, world);
}

function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe('a head start', () => {
  it('tells whoever takes the life over what has happened, in order, and what happens', async () => {
    const marker = join(directory, 'pid');
    const headStart = started('/bin/sh', '-c', 'echo hello; echo $$ >"$0"', marker);
    await expect.poll(() => textOf(marker)).toMatch(/^\d+\n$/);
    const pid = Number(textOf(marker));
    await expect.poll(() => isGone(pid)).toBe(true);

    const events: ShieldEvent[] = [];
    const life = headStart.claim()?.adopt?.({
      post: (event) => events.push(event),
      inputStalled: () => {},
    });
    expect(events[0]).toEqual({ type: 'server-spawned', generation: 1, pid });
    await expect
      .poll(() => new Set(events.map(({ type }) => type)))
      .toEqual(new Set(['server-spawned', 'server-sent', 'server-stdout-ended', 'server-exited']));
    const sent = events.filter((event) => event.type === 'server-sent');
    expect(Buffer.concat(sent.map(({ chunk }) => chunk)).toString()).toBe('hello\n');
    expect(events.filter(({ type }) => type === 'server-exited')).toHaveLength(1);
    life?.release();
    await headStart.guard.dismiss();
  });

  it('is taken once', async () => {
    const headStart = started('/bin/sh', '-c', ':');
    headStart
      .claim()
      ?.adopt?.({ post: () => {}, inputStalled: () => {} })
      .release();
    expect(headStart.claim()).toBeUndefined();
    await headStart.guard.dismiss();
  });

  it('keeps signals for whoever hears them later, once each', async () => {
    let signal = (_signal: EndingSignal): void => {};
    const signalled = {
      ...world,
      onSignal(listener: typeof signal) {
        signal = listener;
      },
    };
    const asked = {
      cwd: undefined,
      env: {},
      shellPath: 'never',
      envFixes: false,
      direct: 'never',
      install: undefined,
      complete: undefined,
      lazy: false,
    } as const;
    const command = { file: 'no-such-command', args: [], ...asked };
    const headStart = startAhead(command, log, signalled);
    signal('SIGTERM');
    const heard: EndingSignal[] = [];
    headStart.onSignal((one) => heard.push(one));
    signal('SIGINT');
    expect(heard).toEqual(['SIGTERM', 'SIGINT']);
    await headStart.guard.dismiss();
  });

  it('of a command that is nowhere hands over why, and nothing to take over', async () => {
    const first = started('no-such-command-anywhere').claim();
    expect(first?.adopt).toBeUndefined();
    expect((await first?.resolution)?.failure?.errno).toBe('ENOENT');
  });
});
