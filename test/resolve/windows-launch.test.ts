/** What Windows cannot start itself: shims, batch files and scripts, on a machine in memory. */
import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/resolve/found.ts';
import { launchOnWindows } from '../../src/resolve/windows-launch.ts';
import { fakeMachine } from './fake-machine.ts';
import { npmShim, npmShimOf, pnpmShim } from './shims.ts';

type Env = Readonly<Record<string, string>>;
const found = (file: string, more: Partial<Found> = {}): Found => ({
  file,
  args: ['a'],
  front: [],
  back: ['C:\\back'],
  ...more,
});

function launched(files: Env, file: string, env: Env = {}, more: Partial<Found> = {}) {
  const machine = fakeMachine({
    platform: 'win32',
    files: { ...files, [file]: files[file] ?? '' },
  });
  const context = { machine, env: { PATH: 'C:\\n', ...env }, home: machine.home, cwd: 'C:\\' };
  return launchOnWindows(found(file, more), context);
}

const node = { 'C:\\n\\node.exe': '' };
const cmd = 'C:\\p\\x.cmd';
const script = 'C:\\p\\x.js';
const shim = { ...node, [cmd]: npmShim('node', '--flag', 'x.js'), [script]: '' };
const byNode = (from: string, file = script, flags = ['--flag'], program = 'C:\\n\\node.exe') => ({
  kind: 'ready',
  found: {
    file: program,
    args: [...flags, file, 'a'],
    front: [],
    back: ['C:\\back'],
    repair: `${from} is bypassed: ${program} runs ${file}`,
  },
});

describe('a program', () => {
  it.each(['C:\\p\\x.exe', 'C:\\p\\x.COM', 'C:\\p\\x', 'C:\\p\\x.txt'])(
    '%s is started as it is',
    (file) => {
      expect(launched({}, file)).toEqual({ kind: 'ready', found: found(file) });
    },
  );
});

describe('a shim', () => {
  it('is bypassed', () => {
    expect(launched(shim, cmd)).toEqual(byNode(cmd));
    expect(launched({ ...shim, 'C:\\p\\x.bat': shim[cmd] ?? '' }, 'C:\\p\\x.bat')).toEqual(
      byNode('C:\\p\\x.bat'),
    );
  });

  it('of PowerShell is that of cmd beside it', () => {
    expect(launched(shim, 'C:\\p\\x.ps1')).toEqual(byNode(cmd));
  });

  it('takes the node beside itself, then the one in front, then the one on PATH', () => {
    const beside = { ...shim, 'C:\\p\\node.exe': '' };
    expect(launched(beside, cmd)).toEqual(byNode(cmd, script, ['--flag'], 'C:\\p\\node.exe'));
    const front = { ...beside, 'C:\\f\\node.exe': '' };
    expect(launched(front, cmd, {}, { front: ['C:\\f'] })).toMatchObject({
      found: { file: 'C:\\f\\node.exe', front: ['C:\\f'] },
    });
  });

  it('takes a node in a known place, which is then on PATH', () => {
    const { 'C:\\n\\node.exe': _, ...rest } = shim;
    const files = { ...rest, 'C:\\nvm4w\\nodejs\\node.exe': '' };
    expect(launched(files, cmd)).toMatchObject({
      found: { file: 'C:\\nvm4w\\nodejs\\node.exe', front: ['C:\\nvm4w\\nodejs'] },
    });
  });

  it.each([
    ['no node', { [cmd]: shim[cmd], [script]: '' }],
    ['only another shim for one', { [cmd]: shim[cmd], [script]: '', 'C:\\n\\node.cmd': '' }],
    ['no script', { ...node, [cmd]: shim[cmd] }],
  ])('with %s goes through cmd.exe', (_, files) => {
    expect(launched(files as Env, cmd, { COMSPEC: 'C:\\c.exe' })).toMatchObject({
      kind: 'ready',
      verbatim: true,
      found: { file: 'C:\\c.exe', args: expect.arrayContaining(['/c']) },
    });
    expect(launched(files as Env, cmd)).toMatchObject({ found: { file: 'cmd.exe' } });
  });

  it('of pnpm has a NODE_PATH, before that of the user', () => {
    const files = { ...shim, [cmd]: pnpmShim('x.js', '') };
    const own = 'C:\\x\\a;C:\\x\\b';
    expect(launched(files, cmd)).toEqual({ ...byNode(cmd, script, []), env: { NODE_PATH: own } });
    expect(launched(files, cmd, { NODE_PATH: 'D:\\m' })).toMatchObject({
      env: { NODE_PATH: `${own};D:\\m` },
    });
    const { 'C:\\n\\node.exe': _, ...withoutNode } = files;
    expect(launched(withoutNode, cmd)).toMatchObject({ verbatim: true });
  });

  it('of a program of its own starts that', () => {
    const exe = 'C:\\p\\e\\x.exe';
    const files = { [cmd]: npmShimOf('e\\x.exe'), [exe]: '' };
    expect(launched(files, cmd)).toEqual({ kind: 'ready', found: found(exe) });
  });
});

describe('npm itself', () => {
  const cli = (root: string, name: string): string =>
    `${root}\\node_modules\\npm\\bin\\${name}-cli.js`;

  it.each(['npm.cmd', 'npx.cmd', 'NPX.CMD', 'npx.ps1', 'npm'])('%s is run by node', (name) => {
    const file = `C:\\n\\${name}`;
    const own = cli('C:\\n', name.toLowerCase().replace(/\..*/, ''));
    expect(launched({ ...node, [own]: '' }, file)).toEqual(byNode(file, own, []));
  });

  it('is the one that was updated globally', () => {
    const updated = cli('C:\\r\\npm', 'npx');
    const files = { ...node, [cli('C:\\n', 'npx')]: '', [updated]: '' };
    const env = { APPDATA: 'C:\\r' };
    expect(launched(files, 'C:\\n\\npx.cmd', env)).toEqual(byNode('C:\\n\\npx.cmd', updated, []));
  });

  it.each([
    ['is not what is called otherwise', 'C:\\n\\y.cmd', cli('C:\\n', 'y')],
    ['is not what has no npm beside it', 'C:\\q\\npx.cmd', cli('C:\\r\\npm', 'npx')],
  ])('%s', (_, file, other) => {
    expect(launched({ ...node, [other]: '' }, file, { APPDATA: 'C:\\r' })).toMatchObject({
      verbatim: true,
    });
  });
});

describe('a script of PowerShell', () => {
  const ps1 = 'C:\\p\\x.ps1';
  const inWindows = '\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

  it.each<[string, Env, Env]>([
    ['powershell.exe', {}, {}],
    [`C:\\Windows${inWindows}`, { [`C:\\Windows${inWindows}`]: '' }, {}],
    [`D:\\W${inWindows}`, { [`D:\\W${inWindows}`]: '' }, { SystemRoot: 'D:\\W' }],
  ])('is run by %s', (shell, files, env) => {
    const flags = ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File'];
    expect(launched(files, ps1, env)).toEqual({
      kind: 'ready',
      found: found(shell, { args: [...flags, ps1, 'a'] }),
    });
  });
});

it('a batch file is refused what cmd.exe would cut', () => {
  expect(launched({}, cmd, {}, { args: ['a\nb'] })).toEqual({
    kind: 'impossible',
    failure: {
      errno: 'EINVAL',
      message: `${cmd} cannot be started: cmd.exe drops what follows a line break in an argument`,
    },
  });
});
