/**
 * install.sh from end to end: against a server on this machine and against a directory, under the
 * shells that are here, with programs that stand in for those of other systems.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReleasePlace, type ReleasePlace, scriptThatSays } from './release-place.ts';

const script = fileURLToPath(new URL('../../scripts/release/install/install.sh', import.meta.url));
const shells = ['sh', 'dash', 'bash'].filter(
  (shell) => spawnSync(shell, ['-c', ':']).error === undefined,
);
const usualPath = process.env['PATH'] ?? '';

let place: ReleasePlace;
let home: string;
let program: string;

beforeEach(async () => {
  place = await openReleasePlace();
  home = mkdtempSync(join(tmpdir(), 'home-'));
  program = join(home, '.local/bin/mcp-shield');
  place.putExecutable('linux-x64', '1.2.3');
  standIn('uname', 'case $1 in -m) echo x86_64 ;; *) echo Linux ;; esac');
  standIn('ldd', 'echo "ldd (GNU libc) 2.36"');
});
afterEach(async () => {
  await place.close();
  rmSync(home, { recursive: true });
});

/** Found before the system's own. */
function standIn(name: string, body: string): void {
  const directory = join(home, 'stand-ins');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(directory, name), 0o755);
}

/** The programs of PATH but these, as links in a directory of their own. */
function pathWithout(...names: readonly string[]): string {
  const directory = mkdtempSync(join(home, 'without-'));
  const seen = new Set(names);
  for (const from of ['/bin', '/usr/bin']) {
    for (const name of readdirSync(from)) {
      // By name: a link that leads nowhere, or in a circle, does not exist to `existsSync`.
      if (!seen.has(name)) symlinkSync(join(from, name), join(directory, name));
      seen.add(name);
    }
  }
  return directory;
}

async function install(
  args: readonly string[] = [],
  { path = usualPath, url = place.url, shell = 'sh', loginShell = '/bin/bash', into = '' } = {},
) {
  const PATH = [join(home, 'stand-ins'), path].join(delimiter);
  const env = {
    HOME: home,
    PATH,
    SHELL: loginShell,
    SHIELD_INSTALL_URL: url,
    SHIELD_INSTALL_DIR: into,
  };
  const options = { cwd: home, env, extendEnv: false, reject: false } as const;
  const { exitCode, stdout, stderr } = await execa(shell, [script, ...args], options);
  return { exitCode, stdout, stderr };
}

const leftInDirectory = (): readonly string[] => readdirSync(join(home, '.local/bin'));

describe.each(shells)('install.sh under %s', (shell) => {
  it('installs, leaves alone what is there already, and uninstalls', async () => {
    const first = await install([], { shell });
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain(`${program} is mcp-shield 1.2.3.`);
    expect(readFileSync(program, 'utf8')).toBe(scriptThatSays('1.2.3'));
    expect(leftInDirectory()).toEqual(['mcp-shield']);
    expect(place.asked).toEqual(['/SHA256SUMS', '/mcp-shield-1.2.3-linux-x64.tar.xz']);

    const again = await install([], { shell });
    expect(again.stdout).toContain(`${program} is mcp-shield 1.2.3 already.`);
    expect(place.asked.slice(2)).toEqual(['/SHA256SUMS']);

    const gone = await install(['--uninstall'], { shell });
    expect(gone).toMatchObject({ exitCode: 0, stderr: '' });
    expect(gone.stdout).toContain('mcp-shield unwrap --all');
    expect(leftInDirectory()).toEqual([]);
    expect((await install(['--uninstall'], { shell })).stdout).toContain('nothing to do');
  });

  it('refuses what is not what the sums say, and keeps what is there', async () => {
    await install([], { shell });
    place.putExecutable('linux-x64', '1.2.4');
    place.put('mcp-shield-1.2.3-linux-x64.tar.xz', 'exchanged', '0'.repeat(64));
    const { exitCode, stdout, stderr } = await install([], { shell });
    expect(stderr).toBe(
      'mcp-shield: mcp-shield-1.2.3-linux-x64.tar.xz is not what SHA256SUMS says: ' +
        'it was damaged or exchanged on its way; nothing was changed.',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(readFileSync(program, 'utf8')).toBe(scriptThatSays('1.2.3'));
    expect(leftInDirectory()).toEqual(['mcp-shield']);
  });
});

describe('install.sh takes what is here', () => {
  it.each([['curl'], ['wget']])('without %s', async (name) => {
    const { exitCode, stderr } = await install([], { path: pathWithout(name) });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(readFileSync(program, 'utf8')).toBe(scriptThatSays('1.2.3'));
  });

  it('without both it says so', async () => {
    const { exitCode, stderr } = await install([], { path: pathWithout('curl', 'wget') });
    expect(stderr).toBe('mcp-shield: neither curl nor wget is here: install one of them first.');
    expect(exitCode).toBe(1);
  });

  it('without xz the file that is not packed', async () => {
    expect(await install([], { path: pathWithout('xz') })).toMatchObject({ exitCode: 0 });
    expect(place.asked).toEqual(['/SHA256SUMS', '/mcp-shield-linux-x64']);
    expect(readFileSync(program, 'utf8')).toBe(scriptThatSays('1.2.3'));
  });

  it('without sha256sum another program', async () => {
    expect(await install([], { path: pathWithout('sha256sum') })).toMatchObject({ exitCode: 0 });
    const none = pathWithout('sha256sum', 'shasum', 'openssl');
    expect((await install([], { path: none })).stderr).toContain('there is no sha256sum');
  });

  it('from a directory', async () => {
    expect(await install([], { url: `file://${place.directory}` })).toMatchObject({ exitCode: 0 });
    expect(existsSync(program)).toBe(true);
    expect(place.asked).toEqual([]);
  });
});

describe('install.sh says', () => {
  it.each([
    ['/usr/bin/fish', 'fish_add_path'],
    ['/bin/zsh', '~/.zshrc'],
    ['/bin/bash', '~/.bashrc'],
    ['', '~/.profile'],
  ])('how PATH is set for %s, and nothing if it is', async (loginShell, words) => {
    const { stdout } = await install([], { loginShell });
    expect(stdout).toContain(`${join(home, '.local/bin')} is not on PATH`);
    expect(stdout).toContain(words);
    const path = [usualPath, join(home, '.local/bin')].join(delimiter);
    expect((await install([], { loginShell, path })).stdout).not.toContain('PATH');
  });

  it.each([['a b'], ['./a b'], ['a b/'], ['-x']])('where "%s" is', async (into) => {
    const whole = join(home, into.replace(/\/$/, ''));
    const { stdout, stderr } = await install([], { into, loginShell: '/usr/bin/fish' });
    expect(stderr).toBe('');
    expect(stdout).toContain(`  fish_add_path '${whole}'`);
    const path = [usualPath, whole].join(delimiter);
    expect((await install([], { into, path })).stdout).not.toContain('PATH');
  });

  it.each([
    ['FreeBSD', 'amd64', 'there is no executable for FreeBSD: use the package'],
    ['MINGW64_NT-10.0', 'x86_64', 'install.ps1'],
    ['Linux', 'riscv64', 'there is no executable for riscv64: use the package'],
    ['Linux', 'aarch64', 'has no executable for linux-arm64: use the package'],
    ['Darwin', 'arm64', 'has no executable for darwin-arm64: use the package'],
  ])('what it has nothing for: %s on %s', async (system, machine, sentence) => {
    standIn('uname', `case $1 in -m) echo ${machine} ;; *) echo ${system} ;; esac`);
    const { exitCode, stdout, stderr } = await install();
    expect(stderr).toContain(sentence);
    expect(stderr.split('\n')).toHaveLength(1);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(existsSync(program)).toBe(false);
  });

  it('that the executables need glibc', async () => {
    standIn('ldd', 'echo "musl libc (x86_64)" >&2; exit 1');
    const { exitCode, stderr } = await install();
    expect(stderr).toContain('this system has musl (Alpine and its like): use the package');
    expect(exitCode).toBe(1);
    expect(place.asked).toEqual([]);
  });

  it('that what it downloaded does not run', async () => {
    place.put('mcp-shield-linux-x64', '#!/bin/sh\necho "no GLIBC_2.28" >&2\nexit 1\n');
    const { stderr } = await install([], { path: pathWithout('xz') });
    expect(stderr).toContain('the executable does not run here (no GLIBC_2.28)');
    expect(leftInDirectory()).toEqual([]);
  });

  it('that a version is another one', async () => {
    const { stderr } = await install(['--version', 'v1.2.4']);
    expect(stderr).toContain('has version 1.2.3, not 1.2.4; nothing was changed');
    expect(existsSync(program)).toBe(false);
    expect(await install(['--version', '1.2.3'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('that a link of something else is not replaced, nor taken away', async () => {
    mkdirSync(join(home, '.local/bin'), { recursive: true });
    symlinkSync(script, program);
    for (const args of [[], ['--uninstall']]) {
      const { exitCode, stderr } = await install(args);
      expect(stderr).toContain('is a link that something else made, perhaps npm');
      expect(exitCode).toBe(1);
    }
    expect(existsSync(program)).toBe(true);
  });

  it.each([
    ['http://example.org/x', 'is not safe to install from'],
    ['ftp://example.org/x', 'is not safe to install from'],
    ['http://127.0.0.1.example.org/x', 'is not safe to install from'],
    ['/nowhere', '/nowhere/SHA256SUMS cannot be had'],
    ['', 'this script is not from a release and knows no address'],
  ])('what is wrong with the address "%s"', async (url, sentence) => {
    const { exitCode, stderr } = await install([], { url });
    expect(stderr).toContain(sentence);
    expect(exitCode).toBe(1);
  });

  it('nothing, and does nothing, if it was cut short on its way', async () => {
    const whole = readFileSync(script, 'utf8');
    const input = whole.slice(0, whole.lastIndexOf('main "$@"'));
    const env = { HOME: home, PATH: usualPath, SHIELD_INSTALL_URL: place.url };
    const { stdout, stderr } = await execa('sh', { input, env, extendEnv: false });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
    expect(existsSync(program)).toBe(false);
  });

  it('what it does not know', async () => {
    expect((await install(['--help-me'])).stderr).toContain('--help-me is not known here');
  });
});
