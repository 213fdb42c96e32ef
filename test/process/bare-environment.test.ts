/**
 * The environment of a desktop application: `env -i HOME=… PATH=/usr/bin:/bin`, with node, npm and
 * uv only where a version manager or an installer has put them. The node and the npm are real.
 */
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixture, type StartOptions, withShield } from './shield-process.ts';

const base = mkdtempSync(path.join(tmpdir(), 'bare-environment-'));
const usrBin = path.join(base, 'usr-bin');
const ownNode = path.join(base, 'own-node', 'node');
const packageDirectory = path.join(base, 'package');
const npm = path.resolve(realpathSync(path.join(path.dirname(process.execPath), 'npx')), '../..');
let home = '';

beforeAll(() => {
  // Without an npx beside it, as a single executable is.
  mkdirSync(path.dirname(ownNode));
  copyFileSync(process.execPath, ownNode);
  // This machine may have node in /usr/bin: everything else of it.
  mkdirSync(usrBin);
  const absent = /^(node|nodejs|npm|npx|corepack|uv|uvx)$/;
  for (const name of readdirSync('/usr/bin')) {
    if (!absent.test(name)) symlinkSync(path.join('/usr/bin', name), path.join(usrBin, name));
  }
  mkdirSync(packageDirectory);
  const bin = { 'server-x': 'server.mjs' };
  const json = { name: 'server-x', version: '1.0.0', type: 'module', bin };
  write(path.join(packageDirectory, 'package.json'), JSON.stringify(json));
  write(
    path.join(packageDirectory, 'server.mjs'),
    `#!/usr/bin/env node
process.stderr.write('[server] node ' + process.execPath + '\\n');
await import(${JSON.stringify(fixture('legacy-server.mjs'))});
`,
  );
});
afterAll(() => rmSync(base, { recursive: true }));
beforeEach(() => {
  home = mkdtempSync(path.join(base, 'home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** A node that is one, with its npm, as its archive unpacks. */
function installNode(directory: string): void {
  const bin = path.join(home, directory, 'bin');
  mkdirSync(bin, { recursive: true });
  mkdirSync(path.join(bin, '../lib/node_modules'), { recursive: true });
  linkSync(ownNode, path.join(bin, 'node'));
  symlinkSync(npm, path.join(bin, '../lib/node_modules/npm'));
  symlinkSync('../lib/node_modules/npm/bin/npx-cli.js', path.join(bin, 'npx'));
}

function desktop(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return {
    program: [ownNode, fixture('../../../bin/mcp-shield.js')],
    args: ['--log-level', 'info', ...args],
    env: { HOME: home, PATH: `${usrBin}:/nowhere`, ...env },
    bare: true,
  } satisfies StartOptions;
}

const npx = ['--', 'npx', '-y', '--offline', '-p', packageDirectory, 'server-x'];

describe('npx, with node only under', () => {
  it.each([
    ['nvm', '.nvm/versions/node/v20.11.1', { '.nvm/alias/default': '20\n' }],
    ['mise', '.local/share/mise/installs/node/22.1.0', {}],
    ['volta', '.volta/tools/image/node/22.1.0', {}],
    ['asdf', '.asdf/installs/nodejs/22.1.0', {}],
    ['fnm', '.local/share/fnm/node-versions/v22.1.0/installation', {}],
  ] satisfies [string, string, Record<string, string>][])(
    '%s: a whole session',
    async (owner, directory, files) => {
      installNode(directory);
      for (const [name, text] of Object.entries(files)) write(path.join(home, name), text);
      await withShield(desktop(npx), async (shield) => {
        expect((await shield.initialize()).result).toHaveProperty('serverInfo');
        const node = path.join(home, directory, 'bin/node');
        expect(await shield.waitForStderr('[server] node ')).toBe(node);
        expect(shield.stderr).toContain(
          `npx is not on PATH; using ${path.dirname(node)}/npx (${owner})`,
        );
        shield.closeStdin();
        expect((await shield.exited).code).toBe(0);
        await shield.expectNothingLeft();
      });
    },
  );

  it('nvm, whose oldest version stands first: the default alias', async () => {
    installNode('.nvm/versions/node/v14.21.3');
    installNode('.nvm/versions/node/v20.11.1');
    write(path.join(home, '.nvm/alias/default'), '20\n');
    const versions = path.join(home, '.nvm/versions/node');
    const env = { PATH: `${versions}/v14.21.3/bin:${versions}/v20.11.1/bin:${usrBin}` };
    await withShield(desktop(npx, env), async (shield) => {
      await shield.initialize();
      expect(await shield.waitForStderr('[server] node ')).toBe(`${versions}/v20.11.1/bin/node`);
      expect(shield.stderr).toContain('Node.js 14.21.3 would run npx, which is too old');
    });
  });
});

describe('uvx', () => {
  // As `uvx server-x` does: another program, found by uvx itself, becomes the server.
  const script = `#!/bin/sh\necho "[uvx] $*" >&2\nexec ${ownNode} ${packageDirectory}/server.mjs\n`;

  it('in ~/.local/bin', async () => {
    write(path.join(home, '.local/bin/uvx'), script);
    await withShield(desktop(['--', 'uvx', 'server-x', '--flag']), async (shield) => {
      expect((await shield.initialize()).result).toHaveProperty('serverInfo');
      expect(await shield.waitForStderr('[uvx] ')).toBe('server-x --flag');
    });
  });

  it('where only the login shell knows', async () => {
    write(path.join(home, 'hidden/uvx'), script);
    write(path.join(home, '.bash_profile'), 'echo Welcome\nexport PATH="$PATH:$HOME/hidden"\n');
    const options = desktop(['--', 'uvx', 'server-x'], { SHELL: '/bin/bash' });
    await withShield(options, async (shield) => {
      expect((await shield.initialize()).result).toHaveProperty('serverInfo');
      expect(shield.stderr).toContain('not on PATH, but on that of the login shell');
      expect(shield.stderr).not.toContain('Welcome');
    });
  });
});
