/**
 * `mcp-shield tail`: the messages of running sessions, seen from outside. Nothing of it stays, and
 * no session waits for it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemsOf } from '../schemas/schema-check.ts';
import { type ShieldProcess, server, withShield } from './shield-process.ts';
import { until } from './strays.ts';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
const deadlineMs = 15_000;

let home: string;
let viewers: ChildProcess[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tail-'));
  viewers = [];
});
afterEach(() => {
  for (const viewer of viewers) viewer.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

const env = () => ({ XDG_STATE_HOME: home, HOME: home });
const directory = () => join(home, 'mcp-shield', 'running');
const start = (name: string) => ({
  env: env(),
  args: ['--name', name, ...server('legacy-server.mjs')],
});

interface Viewer {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly lines: () => { readonly method?: string; readonly to?: string; readonly ms?: number }[];
  readonly exited: Promise<number | null>;
}

/** Resolves when it waits for messages. */
async function view(...words: string[]): Promise<Viewer> {
  const child = spawn(process.execPath, [bin, 'tail', ...words], {
    env: { ...process.env, ...env() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  viewers.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await until(() => err.includes('waiting for messages'), deadlineMs);
  const lines = () =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return { child, out: () => out, lines, exited };
}

/** A shield looks now and then, while messages pass. */
async function speakUntil(shield: ShieldProcess, condition: () => boolean): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!condition() && performance.now() < end) await shield.call('echo', { value: 'spoken' });
  expect(condition()).toBe(true);
}

async function known(shield: ShieldProcess): Promise<void> {
  await shield.initialize();
  await until(
    () =>
      existsSync(directory()) && readdirSync(directory()).some((file) => /^\d+\.json$/.test(file)),
    deadlineMs,
  );
}

describe('mcp-shield tail', () => {
  it('shows which messages pass, and leaves nothing', async () => {
    await withShield(start('spoken'), async (shield) => {
      await known(shield);
      const viewer = await view('spoken', '--raw');
      await speakUntil(shield, () => viewer.lines().some(({ ms }) => ms !== undefined));
      expect(viewer.lines()).toContainEqual(
        expect.objectContaining({ to: 'server', method: 'tools/call' }),
      );
      expect(viewer.out()).not.toContain('echo');
      for (const line of viewer.lines())
        expect(problemsOf('tail-line', line, 'strict')).toEqual([]);
      const files = readdirSync(directory()).filter((file) => !file.endsWith('.json'));
      expect(files).toHaveLength(2);
      for (const file of files) expect(statSync(join(directory(), file)).mode & 0o077).toBe(0);
      viewer.child.kill('SIGINT');
      expect(await viewer.exited).toBe(0);
      expect(readdirSync(directory()).filter((file) => !file.endsWith('.json'))).toEqual([]);
      await shield.call('echo', { value: 'afterwards' });
      shield.closeStdin();
      await shield.exited;
    });
  });

  it('shows what is in them without its secrets, if that is wanted', async () => {
    await withShield(start('spoken'), async (shield) => {
      await known(shield);
      const viewer = await view('--contents');
      const secret = `ghp_${'a1B2'.repeat(9)}`;
      const call = () => shield.call('echo', { value: { token: secret, note: 'seen' } });
      const end = performance.now() + deadlineMs;
      while (!viewer.out().includes('seen') && performance.now() < end) await call();
      expect(viewer.out()).toContain('→ server  tools/call');
      expect(viewer.out()).not.toContain(secret);
      shield.closeStdin();
      // With its last session it ends, too.
      expect(await viewer.exited).toBe(0);
    });
  });

  it('that does not read holds nobody up, and is told what it missed', async () => {
    await withShield(start('spoken'), async (shield) => {
      await known(shield);
      const viewer = await view('--raw', '--contents');
      await speakUntil(shield, () => viewer.lines().length > 0);
      viewer.child.kill('SIGSTOP');
      const value = 'x'.repeat(20_000);
      for (let n = 0; n < 600; n += 1) await shield.call('echo', { value });
      viewer.child.kill('SIGCONT');
      await speakUntil(shield, () => viewer.out().includes('"leftOut":'));
      for (const line of viewer.lines())
        expect(problemsOf('tail-line', line, 'strict')).toEqual([]);
      viewer.child.kill('SIGTERM');
      await viewer.exited;
      shield.closeStdin();
    });
  });

  it('that was killed is forgotten', async () => {
    await withShield(start('spoken'), async (shield) => {
      await known(shield);
      const viewer = await view('--raw');
      await speakUntil(shield, () => viewer.lines().length > 0);
      viewer.child.kill('SIGKILL');
      await viewer.exited;
      const requests = (): string[] =>
        readdirSync(directory()).filter((file) => /\.view$/.test(file));
      await speakUntil(shield, () => requests().length === 0);
      const other = await view('--raw');
      await speakUntil(shield, () => other.lines().length > 0);
      shield.closeStdin();
      expect(await other.exited).toBe(0);
      expect(existsSync(directory()) ? readdirSync(directory()) : []).toEqual([]);
    });
  });

  it('says who looks already, who is meant, and that nobody is there', async () => {
    const ask = (...words: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [bin, 'tail', ...words], {
        env: { ...process.env, ...env() },
        encoding: 'utf8',
      });
      return { status, stderr };
    };
    expect(ask()).toEqual({
      status: 1,
      stderr: 'mcp-shield: no shield is running here, so no message passes\n',
    });
    await withShield(start('spoken'), async (shield) => {
      await known(shield);
      expect(ask('spoke')).toEqual({
        status: 1,
        stderr: 'mcp-shield: no shield of the name spoke is running here: did you mean spoken?\n',
      });
      const viewer = await view();
      const { status, stderr } = ask('spoken');
      expect(status).toBe(1);
      expect(stderr).toBe(
        `mcp-shield: process ${viewer.child.pid} looks at it already; end that mcp-shield tail first\n`,
      );
      viewer.child.kill('SIGTERM');
      await viewer.exited;
      shield.closeStdin();
    });
  });
});
