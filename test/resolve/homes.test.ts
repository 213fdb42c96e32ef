/**
 * Real home directories, built as version managers and installers build them, and the environment
 * of a desktop application: PATH=/usr/bin:/bin. What is found is run, as a shebang would run it.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/resolve/machine.ts';
import { resolveAtOnce, resolveCommand } from '../../src/resolve/resolve-command.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';
import { request } from './fake-machine.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'mcp-shield-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

// This machine, with nothing installed but what a test puts into its home.
const real = thisMachine();
const isOurs = (file: string): boolean => file.startsWith(home) || file === '/bin/sh';
const machine: Machine = {
  ...real,
  execPath: '/nowhere/mcp-shield',
  isFile: (file) => isOurs(file) && real.isFile(file),
  isExecutable: (file) => isOurs(file) && real.isExecutable(file),
};
const desktopPath = (): string => path.join(home, 'usr-bin');

function program(name: string, says: string): void {
  const file = path.join(home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho ${says} "$@"\n`);
  chmodSync(file, 0o755);
}

/** A node that says which one it is, and an npx that runs on whatever node PATH has first. */
function node(directory: string): void {
  program(`${directory}/node`, `node-of ${directory}`);
  const npx = path.join(home, directory, 'npx');
  writeFileSync(npx, '#!/usr/bin/env node\n');
  chmodSync(npx, 0o755);
}

function text(name: string, content: string): void {
  const file = path.join(home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** What the resolved command prints when it is started. */
async function start(command: string, env: Record<string, string> = {}): Promise<string> {
  const environment = { HOME: home, PATH: `${desktopPath()}:/usr/bin-of-nobody`, ...env };
  const asked = request(command, ['-y', 'x'], { env: environment });
  const resolution = await resolveCommand(asked, machine);
  if (resolution.failure !== undefined) return resolution.failure.message;
  // `env` of the shebang lies in /usr/bin; the PATH of the child is what is under test.
  const childPath = `${resolution.env['PATH']}:/usr/bin:/bin`;
  return execFileSync(resolution.file, [...resolution.args], {
    env: { ...resolution.env, PATH: childPath },
    encoding: 'utf8',
  }).trim();
}

const ran = (directory: string): RegExp => new RegExp(`^node-of ${directory} .*/npx -y x$`);

describe('npx, with node only under', () => {
  it('startup-005, startup-004: nvm, the default alias', async () => {
    for (const version of ['v14.21.3', 'v20.9.0', 'v20.12.1', 'v22.11.0']) {
      node(`.nvm/versions/node/${version}/bin`);
    }
    text('.nvm/alias/default', 'lts/*\n');
    text('.nvm/alias/lts/*', 'lts/iron\n');
    text('.nvm/alias/lts/iron', 'v20.12.1\n');
    expect(await start('npx')).toMatch(ran('.nvm/versions/node/v20.12.1/bin'));
    text('.nvm/alias/default', '20\n');
    expect(await start('npx')).toMatch(ran('.nvm/versions/node/v20.12.1/bin'));
    text('.nvm/alias/default', 'node\n');
    expect(await start('npx')).toMatch(ran('.nvm/versions/node/v22.11.0/bin'));
  });

  it('startup-003: nvm, whose default has no npx worth the name', async () => {
    node('.nvm/versions/node/v8.17.0/bin');
    node('.nvm/versions/node/v20.9.0/bin');
    text('.nvm/alias/default', 'v8.17.0');
    expect(await start('npx')).toMatch(ran('.nvm/versions/node/v20.9.0/bin'));
  });

  it('nvm, where it says it is', async () => {
    node('elsewhere/versions/node/v22.1.0/bin');
    node('.nvm/versions/node/v20.1.0/bin');
    const env = { NVM_DIR: path.join(home, 'elsewhere') };
    expect(await start('npx', env)).toMatch(ran('elsewhere/versions/node/v22.1.0/bin'));
  });

  it('startup-004: nvm.fish', async () => {
    node('.local/share/nvm/v20.9.0/bin');
    expect(await start('npx')).toMatch(ran('.local/share/nvm/v20.9.0/bin'));
  });

  it('fnm', async () => {
    node('.local/share/fnm/node-versions/v22.1.0/installation/bin');
    node('.local/share/fnm/node-versions/v20.1.0/installation/bin');
    mkdirSync(path.join(home, '.local/share/fnm/aliases'));
    symlinkSync(
      path.join(home, '.local/share/fnm/node-versions/v20.1.0/installation'),
      path.join(home, '.local/share/fnm/aliases/default'),
    );
    const directory = '.local/share/fnm/node-versions/v20.1.0/installation/bin';
    expect(await start('npx')).toMatch(ran(directory));
  });

  it('fnm on macOS', async () => {
    node('Library/Application Support/fnm/node-versions/v22.1.0/installation/bin');
    expect(await start('npx')).toMatch(/v22\.1\.0/);
  });

  it('volta', async () => {
    node('.volta/tools/image/node/22.1.0/bin');
    node('.volta/tools/image/node/20.1.0/bin');
    text('.volta/tools/user/platform.json', '{"node":{"runtime":"20.1.0","npm":null}}');
    expect(await start('npx')).toMatch(ran('.volta/tools/image/node/20.1.0/bin'));
  });

  it('startup-023: mise', async () => {
    node('.local/share/mise/installs/node/22.1.0/bin');
    node('.local/share/mise/installs/node/20.1.0/bin');
    text('.config/mise/config.toml', '[tools]\npython = "3.12"\nnode = "20"\n');
    expect(await start('npx')).toMatch(ran('.local/share/mise/installs/node/20.1.0/bin'));
  });

  it('asdf', async () => {
    node('.asdf/installs/nodejs/22.1.0/bin');
    node('.asdf/installs/nodejs/20.1.0/bin');
    text('.tool-versions', 'python 3.12.1\nnodejs 20.1.0\n');
    expect(await start('npx')).toMatch(ran('.asdf/installs/nodejs/20.1.0/bin'));
  });

  it('n', async () => {
    node('n/bin');
    node('n/n/versions/node/20.1.0/bin');
    node('n/n/versions/node/22.1.0/bin');
    text(
      'n/include/node/node_version.h',
      '#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 1\n#define NODE_PATCH_VERSION 0\n',
    );
    expect(await start('npx')).toMatch(ran('n/n/versions/node/20.1.0/bin'));
  });

  it('nodenv', async () => {
    node('.nodenv/versions/20.1.0/bin');
    node('.nodenv/versions/22.1.0/bin');
    text('.nodenv/version', '20.1.0\n');
    expect(await start('npx')).toMatch(ran('.nodenv/versions/20.1.0/bin'));
  });

  it('proto', async () => {
    node('.proto/tools/node/20.1.0/bin');
    node('.proto/tools/node/22.1.0/bin');
    text('.proto/.prototools', 'node = "~20"\n');
    expect(await start('npx')).toMatch(ran('.proto/tools/node/22.1.0/bin'));
  });

  it('a prefix of homebrew that the environment names', async () => {
    node('brew/bin');
    const env = { HOMEBREW_PREFIX: path.join(home, 'brew') };
    expect(await start('npx', env)).toMatch(ran('brew/bin'));
  });
});

describe('a program outside the PATH of the desktop', () => {
  it.each([
    ['startup-010, startup-020: uvx', 'uvx', '.local/bin'],
    ['startup-206, startup-207, startup-208: uv of cargo', 'uv', '.cargo/bin'],
    ['startup-012: uv', 'uv', '.local/bin'],
    ['startup-148: a Go program', 'mcp-filesystem-server', 'go/bin'],
    ['bun', 'bunx', '.bun/bin'],
    ['deno', 'deno', '.deno/bin'],
    ['pyenv', 'python3.13', '.pyenv/shims'],
    ['nix', 'nix-server', '.nix-profile/bin'],
    ['pnpm', 'pnpx', '.local/share/pnpm'],
    ['pnpm on macOS', 'pnpx', 'Library/pnpm'],
    ['a mise shim', 'usage', '.local/share/mise/shims'],
    ['an asdf shim', 'usage', '.asdf/shims'],
    ['a volta shim', 'usage', '.volta/bin'],
    ['docker of Docker Desktop', 'docker-x', '.docker/bin'],
    ['a program of the user', 'thing', 'bin'],
  ])('%s', async (_, command, directory) => {
    program(`${directory}/${command}`, 'started');
    expect(await start(command)).toBe('started -y x');
  });

  it.each([
    ['CARGO_HOME', 'bin'],
    ['BUN_INSTALL', 'bin'],
    ['DENO_INSTALL', 'bin'],
    ['GOBIN', '.'],
    ['PNPM_HOME', '.'],
    ['UV_INSTALL_DIR', '.'],
    ['PYENV_ROOT', 'shims'],
    ['VOLTA_HOME', 'bin'],
  ])('where %s says', async (name, below) => {
    program(`declared/${below}/thing-x`, 'started');
    const env = { [name]: path.join(home, 'declared') };
    expect(await start('thing-x', env)).toBe('started -y x');
  });

  it('startup-018: uv without uvx', async () => {
    program('.local/bin/uv', 'uv');
    expect(await start('uvx')).toBe('uv tool run -y x');
  });

  it('python3 where python is asked for', async () => {
    program('usr-bin/python3', 'python3');
    expect(await start('python')).toBe('python3 -y x');
  });

  it('a global package of a version that is not the default', async () => {
    node('.nvm/versions/node/v20.1.0/bin');
    node('.nvm/versions/node/v22.1.0/bin');
    program('.nvm/versions/node/v20.1.0/bin/mcp-server-x', 'server');
    expect(await start('mcp-server-x')).toBe('server -y x');
  });

  it('startup-016, startup-022, startup-240: says where it looked', async () => {
    const asked = request('npxx', ['-y'], { env: { HOME: home, PATH: desktopPath() } });
    const resolution = await resolveCommand(asked, machine);
    expect(resolution).toMatchObject({ file: 'npxx', args: ['-y'], failure: { errno: 'ENOENT' } });
    expect(resolution.failure?.message).toBe(
      'npxx was not found on PATH or in the usual install locations',
    );
    expect(resolveAtOnce(asked, machine)).toBeUndefined();
  });
});

describe('a file', () => {
  it('without the executable bit, through its interpreter', async () => {
    node('usr-bin');
    text('server.mjs', '');
    expect(await start('~/server.mjs')).toBe(`node-of usr-bin ${home}/server.mjs -y x`);
  });

  it('startup-057: of npm without a shebang is not left to sh', async () => {
    node('usr-bin');
    text('lib/cli.js', "import 'node:fs';\n");
    chmodSync(path.join(home, 'lib/cli.js'), 0o755);
    symlinkSync('../lib/cli.js', path.join(home, 'usr-bin/mcp-node'));
    expect(await start('mcp-node')).toBe(`node-of usr-bin ${desktopPath()}/mcp-node -y x`);
  });

  it('with a CR behind its shebang', async () => {
    program('server', 'sh');
    text('server', '#!/bin/sh\r\necho started $1\n');
    chmodSync(path.join(home, 'server'), 0o755);
    expect(await start(path.join(home, 'server'))).toBe('started -y');
  });

  it('that is nothing to run', async () => {
    text('notes.txt', 'hello');
    expect(await start(path.join(home, 'notes.txt'))).toMatch(/notes\.txt is not executable$/);
  });

  it('with a blank in its path, and a command line that begins with one', async () => {
    program('My Tools/run', 'started');
    expect(await start('~/My Tools/run')).toBe('started -y x');
    expect(await start('~/My Tools/run --more arguments')).toBe('started --more arguments -y x');
  });
});
