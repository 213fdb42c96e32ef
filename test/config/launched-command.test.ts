/**
 * Programs that only start another one, and mcp-shield's own call among the words.
 */
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../src/cli/wrap.ts';
import { launcherOf, programName } from '../../src/config/launched-command.ts';
import { findShieldCall, isShieldWord } from '../../src/config/shield-call.ts';

const split = (line: string) => line.split(' ');

describe('a launcher', () => {
  it.each([
    ['cmd /c npx -y x', 2, 'npx -y x'],
    ['cmd.exe /d /s /c npx -y x', 4, 'npx -y x'],
    ['C:\\Windows\\System32\\cmd.exe /C npx', 2, 'npx'],
    ['powershell -Command npx -y x', 2, 'npx -y x'],
    ['powershell.exe -NoProfile -ExecutionPolicy Bypass -Command npx', 5, 'npx'],
    ['pwsh -NoLogo -c npx -y @scope/x@1', 3, 'npx -y @scope/x@1'],
    ['cmd /v:on /c npx', 3, 'npx'],
    ['cmd /c restart x', 2, 'restart x'],
    ['cmd /c starter x', 2, 'starter x'],
    ['powershell -cx -c npx', 3, 'npx'],
    ['powershell -x-c /command npx', 3, 'npx'],
    ['powershell -no-exit -c npx', 3, 'npx'],
    ['powershell -c reset-x y', 2, 'reset-x y'],
    ['powershell -c get-x.exe', 2, 'get-x.exe'],
    ['powershell -c x.ps1.exe', 2, 'x.ps1.exe'],
    ['cmd /c npx\t', 2, 'npx\t'],
  ])('%s: the command is %i words behind', (line, length, real) => {
    expect(launcherOf(split(line))).toEqual({ length, real: split(real), isJoined: false });
  });

  it.each([
    [['cmd', '/c', 'npx -y x'], 2, ['npx', '-y', 'x']],
    [['powershell', '-NoProfile', '-Command', 'npx  -y x '], 3, ['npx', '-y', 'x']],
  ])('%j has its command in one word', (command, length, real) => {
    expect(launcherOf(command)).toEqual({ length, real, isJoined: true });
  });

  it.each([
    [['cmd', '/c', 'set', 'A=1&&npx']],
    [['cmd', '/c', 'call', 'x.bat']],
    [['cmd', '/c', '%APPDATA%\\npx']],
    [['cmd', '/c', 'a b', 'c|d']],
    [['cmd', '/c']],
    [['powershell', '-Command', '& npx -y x']],
    [['powershell', '-Command', "npx -y 'x'"]],
    [['powershell', '-Command', 'Set-Location', 'x']],
    [['powershell', '-Command', '.\\run.ps1']],
    [['C:\\My Tools\\cmd.exe', '/c', 'npx']],
  ])('%j does something of its own', (command) => {
    expect(launcherOf(command)?.real).toBeUndefined();
  });

  it.each([
    ['sudo npx x', 1],
    ['sudo -u svc npx x', 3],
    ['sudo -n -E -u svc -g grp A=1 npx', 8],
    ['sudo --user=svc npx', 2],
    ['sudo --user svc -- npx', 4],
    ['sudo -nu svc npx', 3],
    ['sudo -uroot npx', 2],
    ['sudo -nuroot npx', 2],
    ['sudo AB=1 npx', 2],
    ['sudo ./A=1 npx', 1],
    ['sudo -- -x npx', 2],
    ['sudo --list npx', 2],
    ['sudo -n', 2],
  ])('%s: sudo has %i words, and stays', (line, length) => {
    expect(launcherOf(split(line))).toEqual({ length, real: undefined, isJoined: false });
  });

  it.each([
    'npx -y x',
    'node x.js',
    'cmd',
    'cmd /k x',
    'powershell -File x.ps1',
    'cmd x/d /c y',
    'cmd /exec /c y',
    'cmd /cx y',
    'cmd x/c y',
    'cmd /c/c y',
    'powershell a-b -c x',
    'powershell x-c y',
  ])('%s is none', (line) => {
    expect(launcherOf(split(line))).toBeUndefined();
  });
});

it.each([
  ['C:\\x\\NPX.CMD', 'npx'],
  ['/opt/mcp-shield.js', 'mcp-shield'],
  ['node.exe', 'node'],
  ['x.y', 'x.y'],
  ['x.js.map', 'x.js.map'],
  ['x/y\\z.MJS', 'z'],
  ['x\\y/z.cjs', 'z'],
])('the program of %s is %s', (word, name) => {
  expect(programName(word)).toBe(name);
});

it.each([
  ['mcp-shield', true],
  ['/usr/local/bin/mcp-shield', true],
  ['C:\\Tools\\mcp-shield.exe', true],
  ['mcp-shield@0.1.0', true],
  ['./mcp-shield-linux-x64', true],
  ['dist/mcp-shield.cjs', true],
  ['mcp-shielded', false],
  ['mcp-shield-server', false],
  ['@me/mcp-shields', false],
])('%s is mcp-shield: %s', (word, is) => {
  expect(isShieldWord(word)).toBe(is);
});

describe('a call of mcp-shield', () => {
  it.each([
    ['mcp-shield -- npx x', 0, 2],
    ['mcp-shield npx x', 0, 1],
    ['mcp-shield --restarts 3 npx -- x', 0, 3],
    ['/opt/node /opt/mcp-shield.js --name a -- npx', 0, 5],
    ['node --max-old-space-size=50 -r x /opt/mcp-shield.js -- npx', 0, 6],
    ['npx -y mcp-shield@1 -- npx -y x', 0, 4],
    ['npx --yes --package mcp-shield@1 mcp-shield -- x', 0, 6],
    ['npm exec -y -- mcp-shield -- x', 0, 6],
    ['bun x mcp-shield -- x', 0, 4],
    ['sudo -u svc mcp-shield -- npx x', 3, 5],
    ['cmd /c mcp-shield -- npx x', 2, 4],
    ['cmd /c npx -y mcp-shield -- npx x', 2, 6],
    ['mcp-shield --of-the-future 1 -- npx', 0, 4],
    ['mcp-shield -- mcp-shield -- x', 0, 2],
    ['/usr/bin/node /usr/lib/npm/bin/npx-cli.js -y mcp-shield@1 -- npx x', 0, 5],
    ['/usr/bin/node /opt/pnpm.cjs dlx mcp-shield@1 -- npx x', 0, 5],
    ['env A=1 mcp-shield -- npx x', 0, 4],
    ['env -u B A=1 npx -y mcp-shield -- npx x', 0, 8],
    ['/opt/guard --name x --instead-of nothing -- npx x', 0, 6],
    ['node /opt/guard.cjs --instead-of nothing -- npx x', 0, 5],
  ])('%s: from %i, the command at %i', (line, startAt, commandAt) => {
    expect(findShieldCall(split(line), findCommand)).toMatchObject({ startAt, commandAt });
  });

  it.each([
    'npx -y x',
    'npx -y server --with mcp-shield',
    'my-tool mcp-shield -- x',
    'docker run mcp-shield',
    'node server.js mcp-shield',
    'node server.js --instead -- x',
    'npx -y server -- --instead-of nothing',
    'A=1 mcp-shield -- x',
  ])('is not in %s', (line) => {
    expect(findShieldCall(split(line), findCommand)).toBeUndefined();
  });

  it.each(['mcp-shield', 'mcp-shield --', 'mcp-shield --restarts 3', 'node mcp-shield.js --bad x'])(
    '%s has no command',
    (line) => {
      expect(findShieldCall(split(line), findCommand)).toMatchObject({ commandAt: undefined });
    },
  );

  it('remembers its launcher', () => {
    const command = ['mcp-shield', '--instead-of', 'cmd /c *', '--', 'npx', 'x'];
    expect(findShieldCall(command, findCommand)?.memory.launcher).toEqual({
      command: ['cmd', '/c'],
      isJoined: true,
    });
  });
});
