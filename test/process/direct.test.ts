/**
 * Servers of packages, past npx: the same program with the same arguments, directory and
 * environment, without npx and without a registry. A registry on loopback stands for the network,
 * and the npx is the one that came with this Node.js.
 */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installKey, noteInVain } from '../../src/runner/packages/install-locks.ts';
import { NpmRegistry } from './npm-registry.ts';
import { fixture, ShieldProcess, withShield } from './shield-process.ts';
import { until } from './strays.ts';

const npx = join(dirname(process.execPath), 'npx');
const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));

let home: string;
let env: Record<string, string>;
let registry: NpmRegistry;

/** Writes down what it sees, then serves. */
const serverText = `#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
const parent = readFileSync('/proc/' + process.ppid + '/cmdline', 'utf8');
const isRunner = /^(sh\\0|npm )/.test(parent);
if (process.env.SEEN) writeFileSync(process.env.SEEN, JSON.stringify({
  argv: process.argv, cwd: process.cwd(), env: process.env, execPath: process.execPath,
  isRunner }));
if (process.env.FALLS === 'directly' && !isRunner) process.exit(9);
if (process.env.FALLS === 'always') process.exit(9);
`;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'shield-direct-'));
  registry = new NpmRegistry();
  await registry.listen();
  env = {
    HOME: home,
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    npm_config_registry: registry.url,
    npm_config_cache: join(home, 'cache'),
  };
  publish('1.0.0');
});

afterEach(() => {
  registry.close();
  rmSync(home, { recursive: true, force: true });
});

function publish(version: string, more: Partial<Parameters<NpmRegistry['publish']>[0]> = {}): void {
  const text = serverText + readFileSync(fixture('legacy-server.mjs'), 'utf8').replace(/^#!.*/, '');
  registry.publish({
    name: 'shield-test-server',
    version,
    bin: { 'shield-test-server': 'server.mjs' },
    files: { 'server.mjs': text },
    ...more,
  });
}

/** Where npx keeps it. */
function cached(): string {
  const cache = join(home, 'cache/_npx');
  return join(cache, readdirSync(cache)[0] ?? '');
}

/** As a person would: npx itself, once. */
async function install(spec = 'shield-test-server'): Promise<void> {
  const args = ['-y', `--package=${spec}`, '--', 'true'];
  await promisify(execFile)(npx, args, { env, cwd: home });
}

interface Seen {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly isRunner: boolean;
}

interface Start {
  readonly args?: readonly string[];
  readonly options?: readonly string[];
  readonly more?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What the server saw when mcp-shield started it. */
async function seenBy(
  start: Start,
  body?: (shield: ShieldProcess) => Promise<void>,
): Promise<Seen> {
  const {
    args = ['npx', '-y', 'shield-test-server', 'x y', '$z'],
    options = [],
    more = {},
    cwd = home,
  } = start;
  const file = join(home, 'seen.json');
  rmSync(file, { force: true });
  const all = ['--log-level', 'debug', ...options, '--', ...args];
  await withShield(
    { args: all, env: { ...env, ...more, SEEN: file }, bare: true, cwd },
    async (shield) => {
      await shield.initialize();
      await body?.(shield);
      shield.closeStdin();
      await shield.exited;
      await shield.expectNothingLeft();
    },
  );
  const { env: told, ...seen } = JSON.parse(readFileSync(file, 'utf8'));
  const { SHIELD_TEST_MARK: _mark, MCP_SHIELD_GUARD: _guard, ...rest } = told;
  const kept = Object.entries(rest).filter(([name]) => !/^MCP_SHIELD/.test(name));
  return { ...seen, env: Object.fromEntries(kept) };
}

describe('a package in the cache of npx', () => {
  it.each<[string, Start]>([
    ['by its name', {}],
    ['by its version', { args: ['npx', '-y', 'shield-test-server@1.0.0', '--', '-h'] }],
    ['without --yes', { args: ['npx', 'shield-test-server'] }],
    ['by npm exec', { args: ['npm', 'exec', '--yes', '--', 'shield-test-server', '--flag'] }],
    [
      'with the environment as it is',
      { options: ['--no-env-fixes'], more: { NO_COLOR: '1', CI: 'true' } },
    ],
    [
      'by a tag, without a registry',
      {
        args: ['npx', '-y', 'shield-test-server@latest'],
        more: { npm_config_prefer_offline: 'true' },
      },
    ],
    [
      'by a tag, if that is wanted',
      { args: ['npx', '-y', 'shield-test-server@latest'], options: ['--direct', 'always'] },
    ],
    [
      'behind another npx',
      {
        more: {
          npm_config_yes: 'true',
          npm_config_prefix: '/usr',
          npm_config_user_agent: 'npm/10',
        },
      },
    ],
  ])('%s is started as npx would', async (_, start) => {
    await install(
      start.args?.find((arg) => arg.startsWith('shield-test-server')) ?? 'shield-test-server',
    );
    const bare = await seenBy({
      ...start,
      options: [...(start.options ?? []), '--direct', 'never'],
    });
    registry.asked.length = 0;
    const direct = await seenBy(start);
    expect(bare.isRunner).toBe(true);
    expect(direct).toEqual({ ...bare, isRunner: false });
    expect(registry.asked).toEqual([]);
  });

  it('is started in a project with settings and a manifest as npx would', async () => {
    const project = join(home, 'project');
    mkdirSync(join(project, 'sub'), { recursive: true });
    const manifest = {
      name: 'p',
      version: '1.2.3',
      engines: { node: '>=20' },
      config: { port: '8' },
      bin: { 'own-program': './dist/own.js' },
    };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    writeFileSync(
      join(project, '.npmrc'),
      'fund=false\n; a comment\n//host/:_authToken=secret\nloglevel=silent\n',
    );
    writeFileSync(join(home, '.npmrc'), 'audit = true\nsave-exact=true\nnodedir=/usr\n');
    await install();
    const cwd = join(project, 'sub');
    const bare = await seenBy({ cwd, options: ['--direct', 'never'] });
    const direct = await seenBy({ cwd });
    expect(direct).toEqual({ ...bare, isRunner: false });
    expect(direct.env).toMatchObject({
      npm_package_config_port: '8',
      npm_config_save_exact: 'true',
    });
  });

  it.each<[string, Start, (() => void)?]>([
    ['a tag', { args: ['npx', '-y', 'shield-test-server@latest'] }],
    ['a range', { args: ['npx', '-y', 'shield-test-server@^1.0.0'] }],
    ['an option', { args: ['npx', '-y', '--quiet', 'shield-test-server'] }],
    [
      'a package of its own',
      { args: ['npx', '-y', '-p', 'shield-test-server', 'shield-test-server'] },
    ],
    [
      'a program of the project',
      {},
      () => {
        const bin = join(home, 'node_modules/.bin');
        mkdirSync(bin, { recursive: true });
        writeFileSync(
          join(bin, 'shield-test-server'),
          serverText.replace('#!/usr/bin/env node', '#!/usr/bin/env -S node --input-type=module'),
          { mode: 0o755 },
        );
        writeFileSync(
          join(bin, 'shield-test-server'),
          readFileSync(join(cached(), 'node_modules/shield-test-server/server.mjs')),
          { mode: 0o755 },
        );
        writeFileSync(join(home, 'package.json'), '{"type":"module"}');
      },
    ],
    ['a setting that is not known', { more: { npm_config_workspaces: 'false' } }],
  ])('is left to npx for %s', async (_, start, prepare) => {
    await install(
      start.args?.find((arg) => arg.startsWith('shield-test-server')) ?? 'shield-test-server',
    );
    prepare?.();
    const seen = await seenBy(start, async (shield) => {
      await shield.waitForStderr('left to ');
    });
    expect(seen.isRunner).toBe(true);
  });

  it('that was cut off is installed again, and then started directly', async () => {
    await install();
    rmSync(join(cached(), 'node_modules/shield-test-server'), { recursive: true });
    const seen = await seenBy({});
    expect(seen.isRunner).toBe(false);
  });

  it('whose install was in vain a moment ago is left to npx', async () => {
    const what = { manager: 'npm', name: 'x', spec: 'shield-test-server', offline: false } as const;
    noteInVain(join(home, '.local/state/mcp-shield/installs'), installKey(what, env));
    const seen = await seenBy({}, async (shield) => {
      expect(shield.stderr).not.toContain('is installed first');
      await shield.waitForStderr('left to ');
    });
    expect(seen.isRunner).toBe(true);
  });

  it('that falls when it is started so is started by npx, and nothing is counted', async () => {
    await install();
    const seen = await seenBy(
      { more: { FALLS: 'directly' }, options: ['--restarts', '1'] },
      async (shield) => {
        await shield.waitForStderr('restarting at once through its package runner');
        expect(shield.stderr).toContain('falls=0');
      },
    );
    expect(seen.isRunner).toBe(true);
  });

  it('that falls in any case is tried once more, and then counted', async () => {
    await install();
    const options = ['--log-level', 'debug', '--restarts', '1', '--backoff-initial', '1ms'];
    const start = {
      args: [...options, '--', 'npx', '-y', 'shield-test-server'],
      bare: true,
      cwd: home,
    };
    await withShield({ ...start, env: { ...env, FALLS: 'always' } }, async (shield) => {
      await shield.waitForStderr('not restarted');
      expect(shield.countOnStderr('the server was started')).toBe(3);
      expect(shield.countOnStderr('past ')).toBeGreaterThan(0);
      shield.closeStdin();
    });
  });
});

describe('a package that is not there', () => {
  const args = ['--log-level', 'debug', '--', 'npx', '-y', 'shield-test-server', '--key=a-secret'];
  const start = () => ({ args, env, bare: true, cwd: home });

  // [R-install-once]
  it('is installed once, although the client leaves before that is done', async () => {
    let open = (): void => {};
    registry.tarballGate = new Promise((resolve) => {
      open = resolve;
    });
    const first = new ShieldProcess(start());
    void first.initialize().catch(() => {});
    await first.waitForStderr('is installed first');
    await until(() => registry.tarballsTold > 0, 15_000);
    // What is the server's own business is nobody's.
    const lines = first.alive().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    expect(lines.filter((line) => line.includes('a-secret'))).toHaveLength(1);
    first.kill('SIGTERM');
    await first.exited;
    // The second one waits for what the first has begun.
    await withShield(start(), async (shield) => {
      const greeted = shield.initialize();
      await shield.waitForStderr('by another mcp-shield');
      open();
      expect((await greeted).result).toBeDefined();
      expect(shield.stderr).toContain('past ');
    });
    expect(registry.tarballsTold).toBe(1);
    await first.expectNothingLeft();
    const locks = join(home, '.local/state/mcp-shield/installs');
    expect(readdirSync(locks)).toEqual([]);
  });

  it('is installed by npx itself where no install may outlive the client', async () => {
    const options = ['--no-background-install', ...args];
    await withShield({ ...start(), args: options }, async (shield) => {
      await shield.initialize();
      expect(shield.stderr).toContain('it has to install shield-test-server');
    });
    expect(existsSync(join(home, '.local/state/mcp-shield/installs'))).toBe(false);
  });

  it('that comes broken is told at once, and is got when it is whole', async () => {
    registry.isBroken = true;
    // npm would try again after 10 s.
    env = { ...env, npm_config_fetch_retries: '0' };
    await withShield(start(), async (shield) => {
      const { error } = await shield.initialize();
      expect(error?.message).toContain('npm');
      shield.closeStdin();
      await shield.exited;
      await shield.expectNothingLeft();
    });
    registry.isBroken = false;
    await withShield(start(), async (shield) => {
      expect((await shield.initialize()).result).toBeDefined();
    });
  });

  it('that nobody has is told with the words of npm', async () => {
    const asked = ['--log-level', 'debug', '--', 'npx', '-y', 'no-such-server'];
    await withShield({ ...start(), args: asked }, async (shield) => {
      const { error } = await shield.initialize();
      expect(error?.data).toMatchObject({ reason: 'npm-package-not-found' });
      shield.closeStdin();
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });
});

/** As a person types it. */
async function shieldSays(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], {
    env,
    cwd: home,
  });
  return stdout;
}

describe('a newer version', () => {
  const args = ['--log-level', 'info', '--', 'npx', '-y', 'shield-test-server'];
  const update = 'shield-test-server 1.0.0 is used and 2.0.0 is out';

  beforeEach(async () => {
    await install();
    publish('2.0.0');
    registry.asked.length = 0;
  });

  it('is looked for once a day, after the first answer, and got by warm', async () => {
    for (let session = 0; session < 2; session += 1) {
      await withShield({ args, env, bare: true, cwd: home }, async (shield) => {
        await shield.initialize();
        await shield.waitForStderr(update);
        if (session === 0) expect(await shieldSays('status')).toContain('1.0.0, started directly');
      });
    }
    // Once, by npm: what it asks is the one document of the package.
    expect(registry.asked).toEqual(['/shield-test-server']);
    const said = await shieldSays('warm', '--update', '--', 'npx', 'shield-test-server');
    expect(said).toContain('installed 2.0.0; known, ');
    await withShield({ args, env, bare: true, cwd: home }, async (shield) => {
      await shield.initialize();
      expect((await shield.call('pid')).result).toBeDefined();
      expect(shield.stderr).not.toContain(' is out');
    });
    expect(registry.tarballsTold).toBe(1);
  });

  it.each([
    ['it is not to be', ['--no-update-check']],
    ['a version was asked for', []],
  ])('is not looked for where %s', async (_, options) => {
    const spec = options.length === 0 ? 'shield-test-server@1.0.0' : 'shield-test-server';
    await install(spec);
    registry.asked.length = 0;
    const asked = [...options, '--log-level', 'debug', '--', 'npx', '-y', spec];
    await withShield({ args: asked, env, bare: true, cwd: home }, async (shield) => {
      await shield.initialize();
      await shield.waitForStderr('past ');
      // Longer than it would be waited for.
      await shield.call('slow', { ms: 3_000 });
    });
    expect(registry.asked).toEqual([]);
  });
});

describe('more installs than cores', () => {
  /** One core, whatever the machine has. */
  const program = ['taskset', '-c', '0', process.execPath, bin] as const;
  const shieldFor = (spec: string): ShieldProcess =>
    new ShieldProcess({
      program: [...program],
      args: ['--log-level', 'info', '--', 'npx', '-y', spec],
      env,
      bare: true,
      cwd: home,
    });

  /** The first is told its tarball when `open` is called; the second has to wait for its turn. */
  async function twoInstalls(): Promise<{ shields: ShieldProcess[]; open: () => void }> {
    let open = (): void => {};
    registry.tarballGate = new Promise((resolve) => {
      open = resolve;
    });
    publish('1.0.0', { name: 'shield-other-server', bin: { 'shield-other-server': 'server.mjs' } });
    const first = shieldFor('shield-test-server');
    await until(() => registry.tarballsTold > 0, 15_000);
    const second = shieldFor('shield-other-server');
    await second.waitForStderr('is installed first');
    let said = '';
    while (!said.includes('Installing shield-other-server')) said = await shieldSays('status');
    expect(said).toContain('Installing shield-test-server with npm');
    return { shields: [first, second], open };
  }

  it('wait for their turn', async () => {
    const { shields, open } = await twoInstalls();
    const greeted = shields.map((shield) => shield.initialize());
    expect(registry.tarballsTold).toBe(1);
    open();
    for (const answer of await Promise.all(greeted)) expect(answer.result).toBeDefined();
    expect(registry.tarballsTold).toBe(2);
    for (const shield of shields) await shield.killStrays();
  });

  it('are stopped, also those that wait', async () => {
    const { shields } = await twoInstalls();
    for (const shield of shields) {
      shield.kill('SIGTERM');
      await shield.exited;
    }
    const said = await shieldSays('warm', '--stop');
    expect(said).toContain('of shield-test-server is stopped');
    expect(said).toContain('of shield-other-server is stopped');
    for (const shield of shields) await shield.expectNothingLeft();
    expect(await shieldSays('status')).not.toContain('Installing');
  });
});

it('a tag is installed, too, where it is to be started directly', async () => {
  const args = ['npx', '-y', 'shield-test-server@latest'];
  const seen = await seenBy({ args, options: ['--direct', 'always'] });
  expect(seen.isRunner).toBe(false);
});
