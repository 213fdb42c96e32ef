/**
 * uvx as a desktop application meets it: uv only in ~/.local/bin, which is not on its PATH.
 */
import { linkSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, withShield } from '../process/shield-process.ts';
import { program, pythonsOf, uvOffline } from './installed.ts';

// Beside uv, because a link cannot leave its file system.
const home = mkdtempSync(path.join(path.dirname(program('.')), '..', 'home-'));
const bin = path.join(home, '.local', 'bin');

beforeAll(() => {
  mkdirSync(bin, { recursive: true });
  for (const name of ['uv', 'uvx']) linkSync(program(name), path.join(bin, name));
});
afterAll(() => rmSync(home, { recursive: true }));

const desktop = {
  program: [process.execPath, fixture('../../../bin/mcp-shield.js')],
  args: ['--log-level', 'info', '--', 'uvx', 'mcp-server-time'],
  env: { HOME: home, PATH: '/usr/bin:/bin', ...uvOffline },
  bare: true,
} as const;

describe('startup-010: uvx mcp-server-time', () => {
  it('serves a session and leaves nothing behind', async () => {
    await withShield(desktop, async (shield) => {
      expect((await shield.initialize()).result?.['serverInfo']).toMatchObject({
        name: 'mcp-time',
      });
      expect(shield.stderr).toContain(`uvx is not on PATH; using ${bin}/uvx`);
      shield.closeStdin();
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      await shield.expectNothingLeft();
    });
  });

  it('is restarted when the python behind it is killed', async () => {
    await withShield(desktop, async (shield) => {
      await shield.initialize();
      const before = pythonsOf(shield);
      expect(before).toHaveLength(1);
      for (const pid of before) process.kill(pid, 'SIGKILL');
      await shield.waitForStderr('restarting at once through its package runner');
      const { result } = await shield.call('get_current_time', { timezone: 'Asia/Tokyo' });
      expect(JSON.stringify(result)).toContain('Asia/Tokyo');
    });
  });

  it('is started directly as uvx would, without uvx beside it', async () => {
    const [bare, direct] = [await seenBy('never'), await seenBy('auto')];
    expect(direct).toEqual({ ...bare, processes: bare.processes - 1 });
    expect(direct.env.find((line) => line.startsWith('PATH='))).toContain('/archive-v0/');
  });
});

/** What the Python behind uvx runs with, and how many processes there are. */
async function seenBy(direct: 'auto' | 'never') {
  let seen = { exe: '', cwd: '', argv: [''], env: [''], processes: 0 };
  const args = ['--direct', direct, ...desktop.args];
  await withShield({ ...desktop, args }, async (shield) => {
    await shield.initialize();
    const [pid = 0] = pythonsOf(shield);
    const words = (name: string): string[] => {
      const lines = readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0');
      return lines.filter((line) => !/^(SHIELD_TEST_MARK|MCP_SHIELD)/.test(line)).sort();
    };
    seen = {
      exe: readlinkSync(`/proc/${pid}/exe`),
      cwd: readlinkSync(`/proc/${pid}/cwd`),
      argv: words('cmdline'),
      env: words('environ'),
      processes: shield.alive().length,
    };
  });
  return seen;
}
