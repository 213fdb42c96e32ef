/**
 * Windows, on any machine: which program is asked to run what. That it then runs is shown by the
 * bench under Wine.
 */
import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '../../src/resolve/resolution.ts';
import { resolveAtOnce, resolveCommand } from '../../src/resolve/resolve-command.ts';
import { type FakeFacts, fakeMachine, request, told } from './fake-machine.ts';
import { npmShim, npmShimOf, pnpmShim } from './shims.ts';

const nodejs = 'C:\\Program Files\\nodejs';
const npxCli = `${nodejs}\\node_modules\\npm\\bin\\npx-cli.js`;
const nodeFiles = {
  [`${nodejs}\\node.exe`]: '',
  [`${nodejs}\\npx`]: '#!/usr/bin/env bash\n',
  [`${nodejs}\\npx.cmd`]: '@ECHO OFF\r\nSETLOCAL\r\n',
  [`${nodejs}\\npx.ps1`]: '',
  [npxCli]: '',
};
const roaming = 'C:\\Users\\ann\\AppData\\Roaming';
const local = 'C:\\Users\\ann\\AppData\\Local';

function on(files: Record<string, string>, more: Partial<FakeFacts> = {}) {
  return fakeMachine({ platform: 'win32', files, ...more });
}

function asked(command: string, args: readonly string[] = [], more: Partial<CommandRequest> = {}) {
  const env = { Path: `${nodejs};C:\\Windows\\System32`, SystemRoot: 'C:\\Windows' };
  return request(command, args, { platform: 'win32', env, ...more });
}

const empty = { env: { Path: '' } };

describe('npx', () => {
  it.each([
    ['startup-002, startup-033: by name', 'npx'],
    ['startup-031, startup-034: with its extension', 'npx.cmd'],
    ['startup-034: by its path', `${nodejs}\\npx.cmd`],
    ['startup-162: as a PowerShell script', `${nodejs}\\npx.ps1`],
    ['startup-251: by a path without an extension', `${nodejs}\\npx`],
    ['startup-025: in capitals', 'NPX'],
  ])('%s: node.exe runs its script, without cmd.exe', (_, command) => {
    const resolution = resolveAtOnce(asked(command, ['-y', 'x" & calc']), on(nodeFiles));
    expect(resolution).toMatchObject({
      file: `${nodejs}\\node.exe`,
      args: [npxCli, '-y', 'x" & calc'],
    });
    expect(resolution?.windowsVerbatimArguments).toBeUndefined();
  });

  it('prefers an npm that was updated globally, as npx.cmd does', () => {
    const updated = `${roaming}\\npm\\node_modules\\npm\\bin\\npx-cli.js`;
    const resolution = resolveAtOnce(asked('npx'), on({ ...nodeFiles, [updated]: '' }));
    expect(resolution?.args).toEqual([updated]);
  });

  it.each([
    ['startup-027: cmd /c npx', 'cmd', ['/c', 'npx', '-y', 'x']],
    ['startup-036: cmd /C with an unquoted path', 'cmd', ['/C', `${nodejs}\\npx.cmd`, '-y', 'x']],
    ['startup-238: in one string', `${nodejs}\\npx.cmd -y x`, []],
    ['startup-238: two words in one argument', 'npx', ['-y x']],
  ])('%s', (_, command, args) => {
    const resolution = resolveAtOnce(asked(command, args), on(nodeFiles));
    expect(resolution).toMatchObject({ file: `${nodejs}\\node.exe`, args: [npxCli, '-y', 'x'] });
  });

  it.each([
    ['startup-028: not even System32 on PATH', 'cmd', ['/c', 'npx']],
    ['startup-239, startup-003: no PATH for nodejs', 'npx', []],
  ])('%s', async (_, command, args) => {
    const machine = on({ ...nodeFiles, 'C:\\Windows\\System32\\cmd.exe': '' });
    const resolution = await resolveCommand(asked(command, args, empty), machine);
    expect(resolution).toMatchObject({ file: `${nodejs}\\node.exe`, args: [npxCli] });
    expect(resolution.env['Path']?.split(';')[0]).toBe(nodejs);
  });

  it.each([
    ['nvm-windows', `${roaming}\\nvm\\v22.1.0`],
    ['fnm', `${roaming}\\fnm\\node-versions\\v22.1.0\\installation`],
    ['volta', `${local}\\Volta\\tools\\image\\node\\22.1.0`],
    ['mise', `${local}\\mise\\installs\\node\\22.1.0`],
    ['scoop', 'C:\\Users\\ann\\scoop\\apps\\nodejs\\22.1.0'],
    ['scoop, lts', 'C:\\Users\\ann\\scoop\\apps\\nodejs-lts\\22.1.0'],
    ['startup-244: 64 bits seen from 32', 'D:\\Programs\\nodejs'],
    ['an install for one user', `${local}\\Programs\\nodejs`],
  ])('startup-002: is found with %s', async (_, directory) => {
    const cli = `${directory}\\node_modules\\npm\\bin\\npx-cli.js`;
    const files = { [`${directory}\\node.exe`]: '', [`${directory}\\npx.cmd`]: '', [cli]: '' };
    const env = { Path: '', ProgramW6432: 'D:\\Programs' };
    const resolution = await resolveCommand(asked('npx', [], { env }), on(files));
    expect(resolution).toMatchObject({ file: `${directory}\\node.exe`, args: [cli] });
  });

  it('runs on the default of nvm-windows if the one on PATH is too old', () => {
    const version = (name: string): Record<string, string> => ({
      [`${roaming}\\nvm\\${name}\\node.exe`]: '',
      [`${roaming}\\nvm\\${name}\\npx.cmd`]: '',
      [`${roaming}\\nvm\\${name}\\node_modules\\npm\\bin\\npx-cli.js`]: '',
    });
    const machine = on(
      { ...version('v14.1.0'), ...version('v20.1.0'), ...version('v22.1.0') },
      { links: { 'C:\\nvm4w\\nodejs': `${roaming}\\nvm\\v20.1.0` } },
    );
    const env = { Path: `${roaming}\\nvm\\v14.1.0`, NVM_SYMLINK: 'C:\\nvm4w\\nodejs' };
    const resolution = resolveAtOnce(asked('npx', [], { env }), machine);
    expect(resolution?.file).toBe(`${roaming}\\nvm\\v20.1.0\\node.exe`);
    expect(resolution && told(resolution)).toMatch(/14\.1\.0 .* too old; using 20\.1\.0/);
  });
});

describe('the command of a package', () => {
  const server = `${roaming}\\npm\\node_modules\\server\\cli.js`;
  const env = { Path: `${nodejs};${roaming}\\npm` };
  const withShim = (shim: string) =>
    on({ ...nodeFiles, [server]: '', [`${roaming}\\npm\\server.cmd`]: shim });

  it('of npm is run without cmd.exe', () => {
    const machine = withShim(npmShim('node', '--no-warnings', 'node_modules\\server\\cli.js'));
    expect(resolveAtOnce(asked('server', ['a b'], { env }), machine)).toMatchObject({
      file: `${nodejs}\\node.exe`,
      args: ['--no-warnings', server, 'a b'],
    });
  });

  it('of pnpm keeps its NODE_PATH', () => {
    const machine = withShim(pnpmShim('node_modules\\server\\cli.js', ''));
    const own = { ...env, NODE_PATH: 'D:\\mine' };
    const resolution = resolveAtOnce(asked('server', [], { env: own }), machine);
    expect(resolution?.file).toBe(`${nodejs}\\node.exe`);
    expect(resolution?.env['NODE_PATH']).toBe('C:\\x\\a;C:\\x\\b;D:\\mine');
  });

  it('that is a program of its own is started itself', () => {
    const machine = on({
      ...nodeFiles,
      [`${roaming}\\npm\\tool\\tool.exe`]: '',
      [`${roaming}\\npm\\tool.cmd`]: npmShimOf('tool\\tool.exe'),
    });
    const resolution = resolveAtOnce(asked('tool', ['x'], { env }), machine);
    expect(resolution).toMatchObject({ file: `${roaming}\\npm\\tool\\tool.exe`, args: ['x'] });
  });

  it('whose script is gone goes through cmd.exe, which says so', () => {
    const machine = withShim(npmShim('node', '', 'node_modules\\gone.js'));
    const resolution = resolveAtOnce(asked('server', [], { env }), machine);
    expect(resolution?.file).toBe('C:\\Windows\\System32\\cmd.exe');
  });
});

describe('a batch file', () => {
  const files = { 'C:\\my tools\\serve.bat': '@echo off\r\nnode server.js %*\r\n' };

  it('startup-237: goes through cmd.exe, quoted', () => {
    const resolution = resolveAtOnce(asked('C:\\my tools\\serve.bat', ['a & b']), on(files));
    expect(resolution).toMatchObject({
      file: 'C:\\Windows\\System32\\cmd.exe',
      args: ['/d', '/e:on', '/v:off', '/s', '/c', '""C:\\my tools\\serve.bat" "a & b""'],
      windowsVerbatimArguments: true,
    });
  });

  it('is refused an argument that cmd.exe would cut', () => {
    const resolution = resolveAtOnce(asked('C:\\my tools\\serve.bat', ['a\nb']), on(files));
    expect(resolution?.failure).toEqual({
      errno: 'EINVAL',
      message:
        'C:\\my tools\\serve.bat cannot be started: ' +
        'cmd.exe drops what follows a line break in an argument',
    });
  });

  it.each([
    ['\\\\wsl.localhost\\Ubuntu\\home\\ann', 1],
    ['C:\\work', 0],
  ])('in %s is warned of', (cwd, count) => {
    const resolution = resolveAtOnce(asked('C:\\my tools\\serve.bat', [], { cwd }), on(files));
    const warnings = resolution?.notes.filter(({ level }) => level === 'warn');
    const message = `cmd.exe cannot run in ${cwd}: map it to a drive letter, or use wsl.exe`;
    expect(warnings).toEqual(Array(count).fill({ level: 'warn', message }));
    const program = on({ 'C:\\x\\tool.exe': '' });
    expect(resolveAtOnce(asked('C:\\x\\tool.exe', [], { cwd }), program)?.notes).toEqual([]);
  });

  it('in the working directory is not found by its name', async () => {
    const machine = on({ 'C:\\work\\npx.cmd': '' }, { cwd: 'C:\\work' });
    expect((await resolveCommand(asked('npx'), machine)).failure?.errno).toBe('ENOENT');
  });

  it('gives way to an .exe beside it', () => {
    const both = { 'C:\\x\\tool.cmd': '', 'C:\\x\\tool.exe': '' };
    const env = { Path: 'C:\\x' };
    expect(resolveAtOnce(asked('tool', [], { env }), on(both))?.file).toBe('C:\\x\\tool.exe');
  });
});

describe('a script', () => {
  const python = `${local}\\Programs\\Python\\Python312\\python.exe`;

  it('startup-161: of PowerShell is run in spite of the policy', () => {
    const shell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
    const machine = on({ 'C:\\x\\start.ps1': '', [shell]: '' });
    expect(resolveAtOnce(asked('C:\\x\\start.ps1', ['a b']), machine)).toMatchObject({
      file: shell,
      args: ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', 'C:\\x\\start.ps1', 'a b'],
    });
  });

  it.each([
    ['C:\\x\\server.mjs', `${nodejs}\\node.exe`],
    ['C:\\x\\server.py', python],
    ['C:\\x\\tool', python],
  ])('%s is run by its interpreter', (file, program) => {
    const machine = on({
      ...nodeFiles,
      [python]: '',
      'C:\\x\\server.mjs': '',
      'C:\\x\\server.py': '',
      'C:\\x\\tool': '#!/usr/bin/env python\n',
    });
    expect(resolveAtOnce(asked(file, ['a']), machine)).toMatchObject({
      file: program,
      args: [file, 'a'],
    });
  });
});

describe('python', () => {
  const store = `${local}\\Microsoft\\WindowsApps`;
  const redirector = 'C:\\Program Files\\WindowsApps\\x\\AppInstallerPythonRedirector.exe';
  const alias = (name: string) => ({
    files: { [`${store}\\${name}.exe`]: '', [redirector]: '' },
    links: { [`${store}\\${name}.exe`]: redirector },
  });
  const env = { Path: `${store};C:\\py312` };

  it('startup-078: python3 is the alias of the Store, python is real', async () => {
    const { files, links } = alias('python3');
    const machine = on({ ...files, 'C:\\py312\\python.exe': '' }, { links });
    const resolution = await resolveCommand(asked('python3', ['-m', 'x'], { env }), machine);
    expect(resolution).toMatchObject({ file: 'C:\\py312\\python.exe', args: ['-m', 'x'] });
  });

  it('startup-077: the alias gives way to the py launcher', async () => {
    const { files, links } = alias('python');
    const machine = on({ ...files, 'C:\\Windows\\py.exe': '' }, { links });
    const resolution = await resolveCommand(asked('python', ['x.py'], { env }), machine);
    expect(resolution).toMatchObject({ file: 'C:\\Windows\\py.exe', args: ['-3', 'x.py'] });
    expect(told(resolution)).toContain('python is not installed; using C:\\Windows\\py.exe');
  });

  it('of the Store itself is taken', () => {
    const links = {
      [`${store}\\python.exe`]: 'C:\\Program Files\\WindowsApps\\Python\\python.exe',
    };
    const files = { 'C:\\Program Files\\WindowsApps\\Python\\python.exe': '' };
    const resolution = resolveAtOnce(asked('python', [], { env }), on(files, { links }));
    expect(resolution?.file).toBe(`${store}\\python.exe`);
  });

  it.each([
    ['the newest', `${local}\\Programs\\Python\\Python313\\python.exe`],
    ['for all users', 'C:\\Program Files\\Python311\\python.exe'],
  ])('is found where its installer puts it: %s', async (_, file) => {
    const old = { [`${local}\\Programs\\Python\\Python39\\python.exe`]: '' };
    const machine = on(file.includes('313') ? { ...old, [file]: '' } : { [file]: '' });
    expect((await resolveCommand(asked('python', [], empty), machine)).file).toBe(file);
  });
});

describe('startup-011, startup-018: uvx', () => {
  it.each([
    ['C:\\Users\\ann\\.local\\bin\\uvx.exe'],
    ['C:\\Users\\ann\\.cargo\\bin\\uvx.exe'],
    ['C:\\Users\\ann\\scoop\\shims\\uvx.exe'],
    ['C:\\ProgramData\\chocolatey\\bin\\uvx.exe'],
    [`${local}\\Microsoft\\WinGet\\Links\\uvx.exe`],
    [`${local}\\Programs\\Python\\Python312\\Scripts\\uvx.exe`],
  ])('%s', async (file) => {
    const resolution = await resolveCommand(asked('uvx', ['x'], empty), on({ [file]: '' }));
    expect(resolution).toMatchObject({ file, args: ['x'] });
  });
});

describe('WSL', () => {
  it.each([
    ['/usr/bin/npx', /it is a Linux path; if it lies inside WSL, use the command wsl\.exe/],
    ['\\\\wsl$\\Ubuntu\\usr\\bin\\npx', /a program inside WSL is not started by its path/],
    ['nowhere', /if it is installed inside WSL only, use the command wsl\.exe/],
  ])('%s is named', async (command, message) => {
    const machine = on({ 'C:\\Windows\\System32\\wsl.exe': '' });
    const { failure } = await resolveCommand(asked(command), machine);
    expect(failure?.message).toMatch(message);
  });

  it('startup-212: the npx of Windows is passed over inside WSL', async () => {
    const files = {
      '/mnt/c/Program Files/nodejs/npx': '#!/bin/sh\r\n',
      '/mnt/c/Program Files/nodejs/node.exe': '',
      '/home/ann/.nvm/versions/node/v22.1.0/bin/npx': '#!/usr/bin/env node\n',
    };
    const env = { PATH: '/usr/bin:/mnt/c/Program Files/nodejs' };
    const machine = fakeMachine({ platform: 'linux', files });
    const resolution = await resolveCommand(request('npx', [], { env }), machine);
    expect(resolution.file).toBe('/home/ann/.nvm/versions/node/v22.1.0/bin/npx');
  });
});

describe('a configuration written for Windows, elsewhere', () => {
  const machine = fakeMachine({ platform: 'linux', files: { '/usr/bin/npx': '#!/bin/sh\n' } });
  const env = { PATH: '/usr/bin' };

  it.each([
    ['cmd', ['/c', 'npx', '-y', 'x']],
    ['npx.cmd', ['-y', 'x']],
  ])('%s', async (command, args) => {
    const resolution = await resolveCommand(request(command, args, { env }), machine);
    expect(resolution).toMatchObject({ file: '/usr/bin/npx', args: ['-y', 'x'] });
  });
});
