/**
 * What a server finds around it: its environment and its working directory, as it sees them itself.
 */
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, type StartOptions, withShield } from './shield-process.ts';

const home = mkdtempSync(path.join(tmpdir(), 'surroundings-'));
mkdirSync(path.join(home, 'work'));
const envFile = path.join(home, '.env');
writeFileSync(envFile, 'FROM_FILE="of the file"\nBOTH=file\nGIVEN=file\n');
afterAll(() => rmSync(home, { recursive: true }));

interface Seen {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const look = 'JSON.stringify({ cwd: process.cwd(), env: process.env })';
const server = ['--', process.execPath, '-e', `process.stderr.write('[seen] ' + ${look} + '\\n')`];

/** What a server sees, and what mcp-shield says about it. */
async function seen(options: Partial<StartOptions>): Promise<Seen & { readonly stderr: string }> {
  const { args = [], env = {}, ...more } = options;
  const given = { HOME: home, PATH: '/usr/bin:/bin', ...env };
  let found: (Seen & { readonly stderr: string }) | undefined;
  await withShield(
    { bare: true, ...more, env: given, args: ['--restarts', '0', ...args, ...server] },
    async (shield) => {
      const seenThere: Seen = JSON.parse(await shield.waitForStderr('[seen] '));
      await shield.exited;
      found = { ...seenThere, stderr: shield.stderr };
    },
  );
  if (found === undefined) throw new Error('the server has seen nothing');
  return found;
}

const fixes = {
  PYTHONUNBUFFERED: '1',
  PYTHONUTF8: '1',
  PYTHONIOENCODING: 'utf-8',
  DOTENV_CONFIG_QUIET: 'true',
  NO_UPDATE_NOTIFIER: '1',
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
  npm_config_audit: 'false',
  NO_COLOR: '1',
};

describe('the environment', () => {
  it('is ours, then --env-file, then --env, then what helps', async () => {
    const { env } = await seen({
      args: ['--env-file', envFile, '--env', 'BOTH=option', '--env', 'EMPTY='],
      env: { GIVEN: 'client', OURS: 'ours', PYTHONUTF8: '0' },
    });
    expect(env).toMatchObject({
      ...fixes,
      PYTHONUTF8: '0',
      OURS: 'ours',
      FROM_FILE: 'of the file',
      GIVEN: 'file',
      BOTH: 'option',
      EMPTY: '',
    });
  });

  it('has no NO_COLOR where colour is forced: Node.js would warn', async () => {
    const { env, stderr } = await seen({ env: { FORCE_COLOR: '1' } });
    expect(env).not.toHaveProperty('NO_COLOR');
    expect(stderr).not.toContain('Warning');
  });

  it('is handed over exactly as it came with --no-env-fixes', async () => {
    const { env } = await seen({ args: ['--no-env-fixes'], env: { OURS: 'ours' } });
    const { SHIELD_TEST_MARK: _, ...rest } = env;
    expect(rest).toEqual({ HOME: home, PATH: '/usr/bin:/bin', OURS: 'ours' });
  });

  it('is told at debug level, as far as it was added', async () => {
    const { stderr } = await seen({ args: ['--log-level', 'debug'], env: { SECRET: 'hush-hush' } });
    expect(stderr).toContain('environment fixes: PYTHONUNBUFFERED=1 PYTHONUTF8=1');
    expect(stderr.replace(/\[seen\].*/, '')).not.toContain('hush-hush');
  });
});

describe('the working directory', () => {
  it.each([
    ['a path', path.join(home, 'work')],
    ['a path in the home directory', '~/work'],
    ['a path with a variable', '$HOME/work'],
  ])('is where --cwd says: %s', async (_, cwd) => {
    expect((await seen({ args: ['--cwd', cwd] })).cwd).toBe(path.join(home, 'work'));
  });

  it('that was asked for and is not there is wrong usage', async () => {
    await withShield({ args: ['--cwd', '~/none', ...server] }, async (shield) => {
      expect((await shield.exited).code).toBe(2);
      expect(shield.stderr).toBe('mcp-shield: --cwd ~/none: there is no such directory\n');
    });
  });

  it('startup-145, startup-146: / that cannot be written to becomes the home directory', async () => {
    // Root may write anywhere: then as nobody.
    const nobody = 65_534;
    const asRoot = process.getuid?.() === 0;
    const own = mkdtempSync(path.join(tmpdir(), 'surroundings-'));
    if (asRoot) chownSync(own, nobody, nobody);
    const drop = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
    const command = [process.execPath, fixture('../../../bin/mcp-shield.js')];
    const [file = '', ...first] = asRoot ? [...drop, ...command] : command;
    const { cwd, stderr } = await seen({
      program: [file, ...first],
      args: ['--log-level', 'info'],
      env: { HOME: own },
      cwd: '/',
    });
    rmSync(own, { recursive: true });
    expect(cwd).toBe(own);
    expect(stderr).toContain(`the working directory / is not writable; using ${own}`);
  });
});

describe('where nothing can be kept, a server is served all the same', () => {
  const init = { protocolVersion: '2025-11-25', capabilities: {} };
  const shield = [process.execPath, fixture('../../../bin/mcp-shield.js')];
  const nowhere = mkdtempSync(path.join(tmpdir(), 'surroundings-'));
  afterAll(() => rmSync(nowhere, { recursive: true }));

  async function served(options: Partial<StartOptions>): Promise<void> {
    const args = [...(options.args ?? []), '--', process.execPath, fixture('legacy-server.mjs')];
    await withShield({ bare: true, cwd: nowhere, ...options, args }, async (shield) => {
      expect((await shield.request('initialize', init)).result).toBeDefined();
      shield.closeStdin();
      expect((await shield.exited).code).toBe(0);
    });
    expect(readdirSync(nowhere)).toEqual([]);
  }

  it.each([
    ['an empty HOME', { HOME: '' }],
    ['a relative XDG_STATE_HOME', { HOME: home, XDG_STATE_HOME: 'state' }],
    // A directory in which nothing can be made, and which does not say why.
    ['/proc', { HOME: home, XDG_STATE_HOME: '/proc' }],
    ['below /proc', { HOME: home, XDG_STATE_HOME: '/proc/a/b' }],
    ['below a file', { HOME: home, XDG_STATE_HOME: path.join(envFile, 'state') }],
  ])('%s', async (_, env) => {
    await served({ env });
  });

  it('a home that is not there is not made', async () => {
    await served({ env: { HOME: path.join(nowhere, 'home') } });
  });

  it.each([
    ['run', []],
    ['watch', ['--watch', '*.none']],
  ])('a working directory that is gone: %s', async (_, args) => {
    const gone = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"';
    await served({ program: ['sh', '-c', gone, 'sh', ...shield], args, env: { HOME: home } });
  });

  it.skipIf(process.getuid?.() !== 0)('a user whom nobody knows, without HOME', async () => {
    const drop = ['--reuid=54321', '--regid=54321', '--clear-groups'];
    await served({ program: ['setpriv', ...drop, ...shield] });
  });
});
