/** What the child's environment gets, and what it does not. */
import { describe, expect, it } from 'vitest';
import { environmentFixes } from '../../src/resolve/environment-fixes.ts';
import { repairEnvironment } from '../../src/resolve/repair-environment.ts';
import type { CommandRequest } from '../../src/resolve/resolution.ts';
import { missingOnWindows } from '../../src/resolve/windows-environment.ts';
import { fakeMachine, request } from './fake-machine.ts';

const linux = fakeMachine({ platform: 'linux', files: {} });
const windows = fakeMachine({ platform: 'win32', files: {} });
const env = { PATH: '/usr/bin', HOME: '/home/ann' };
const repaired = (more: Partial<CommandRequest>, machine = linux) =>
  repairEnvironment(request('x', [], { env, envFixes: true, ...more }), machine);

describe('fixes', () => {
  it('startup-068, startup-070, startup-072, startup-074: Python talks UTF-8, unbuffered', () => {
    expect(repaired({}).child).toMatchObject({
      PYTHONUNBUFFERED: '1',
      PYTHONUTF8: '1',
      PYTHONIOENCODING: 'utf-8',
    });
  });

  it('stdout-011: dotenv says nothing', () => {
    expect(repaired({}).child['DOTENV_CONFIG_QUIET']).toBe('true');
  });

  it('startup-186: npx asks nothing', () => {
    expect(repaired({}).child['npm_config_yes']).toBe('true');
  });

  it('npm, corepack and .NET say nothing', () => {
    expect(environmentFixes({})).toMatchObject({
      NO_UPDATE_NOTIFIER: '1',
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
      npm_config_audit: 'false',
      COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
      DOTNET_NOLOGO: '1',
    });
  });

  it('are told of only where there are some', () => {
    const fixed = { ...env, ...environmentFixes({}) };
    expect(repaired({ env: fixed })).toEqual({ lookup: fixed, child: fixed, notes: [] });
    const bare = repaired({ env: {} }).notes;
    expect(bare.map(({ level }) => level)).toEqual(['info', 'debug']);
    expect(bare[0]?.message).toBe('environment completed: PATH HOME');
  });

  it('never change what is set, not even to nothing', () => {
    const own = { ...env, PYTHONUTF8: '0', NO_COLOR: '' };
    expect(repaired({ env: own }).child).toMatchObject(own);
  });

  it('know that npm reads its variables in capitals too', () => {
    expect(environmentFixes({ NPM_CONFIG_AUDIT: 'true' })).not.toHaveProperty('npm_config_audit');
  });

  it('do not ask for no colour where colour is forced: Node.js would warn', () => {
    expect(environmentFixes({ FORCE_COLOR: '1' })).not.toHaveProperty('NO_COLOR');
    expect(environmentFixes({})).toHaveProperty('NO_COLOR', '1');
  });

  it('are listed at debug level', () => {
    const debug = repaired({}).notes.filter(({ level }) => level === 'debug');
    expect(debug.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^environment fixes: PYTHONUNBUFFERED=1 .* NO_COLOR=1$/),
    ]);
  });

  it('can be turned off altogether', () => {
    expect(repaired({ envFixes: false })).toMatchObject({ child: env, notes: [] });
    expect(repaired({ envFixes: false, env: {}, platform: 'win32' }, windows).child).toEqual({});
  });
});

describe('what every program expects', () => {
  it('but no home where nobody has one', () => {
    const homeless = fakeMachine({ platform: 'linux', files: {}, home: '' });
    expect(repaired({ env: { PATH: '/x' } }, homeless).lookup).toEqual({ PATH: '/x' });
    expect(repaired({ env: { PATH: '/x', HOME: '' } }, homeless).lookup['HOME']).toBe('');
    expect(repaired({ env: { PATH: '/x', HOME: '' } }).lookup['HOME']).toBe('/home/ann');
  });

  it('is what was set, and not what is undefined', () => {
    const own = { ...env, Path: '/y', A: undefined };
    expect(repaired({ env: own, envFixes: false }).child).toEqual({ ...env, Path: '/y' });
  });

  it('PATH and HOME', () => {
    const { child, notes } = repaired({ env: {} });
    expect(child).toMatchObject({
      HOME: '/home/ann',
      PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    });
    expect(notes).toContainEqual({ level: 'info', message: 'environment completed: PATH HOME' });
  });

  it('startup-084, startup-246, startup-249, startup-250: the variables of Windows', () => {
    expect(missingOnWindows({}, windows)).toEqual({
      USERPROFILE: 'C:\\Users\\ann',
      SystemDrive: 'C:',
      SystemRoot: 'C:\\Windows',
      windir: 'C:\\Windows',
      COMSPEC: 'C:\\Windows\\System32\\cmd.exe',
      PATHEXT: '.COM;.EXE;.BAT;.CMD;.VBS;.JS;.WS;.MSC',
      APPDATA: 'C:\\Users\\ann\\AppData\\Roaming',
      LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local',
      ProgramData: 'C:\\ProgramData',
      ALLUSERSPROFILE: 'C:\\ProgramData',
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
      CommonProgramFiles: 'C:\\Program Files\\Common Files',
      TEMP: 'C:\\Users\\ann\\AppData\\Local\\Temp',
      TMP: 'C:\\Users\\ann\\AppData\\Local\\Temp',
      PUBLIC: 'C:\\Users\\Public',
      PATH: 'C:\\Windows\\System32',
    });
  });

  it('are built from those that are there, in any spelling', () => {
    const added = missingOnWindows(
      { SYSTEMROOT: 'D:\\WINNT', Path: 'D:\\x', tmp: 'D:\\t' },
      windows,
    );
    expect(added).toMatchObject({
      SystemDrive: 'D:',
      windir: 'D:\\WINNT',
      ProgramData: 'D:\\ProgramData',
      TEMP: 'D:\\t',
      Path: 'D:\\x;D:\\WINNT\\System32',
    });
    expect(added).not.toHaveProperty('SystemRoot');
    expect(added).not.toHaveProperty('TMP');
  });

  it('are built from windir and the home that are there', () => {
    const own = { windir: 'E:\\W', USERPROFILE: 'F:\\u' };
    const added = missingOnWindows(own, windows);
    expect(added).toMatchObject({
      SystemDrive: 'E:',
      SystemRoot: 'E:\\W',
      APPDATA: 'F:\\u\\AppData\\Roaming',
    });
    for (const name of Object.keys(own)) expect(added).not.toHaveProperty(name);
    expect(missingOnWindows({ windir: '\\\\s\\d:' }, windows)['SystemDrive']).toBe('C:');
  });

  it('startup-028: System32 is on PATH, once', () => {
    const complete = { SystemRoot: 'C:\\Windows', PATH: 'C:\\x;c:\\WINDOWS\\system32\\' };
    expect(missingOnWindows(complete, windows)).not.toHaveProperty('PATH');
  });

  it('a variable in two spellings is one on Windows', () => {
    const { lookup } = repaired({ env: { Path: 'C:\\a', PATH: 'C:\\b' } }, windows);
    expect(lookup).toHaveProperty('Path', 'C:\\a;C:\\Windows\\System32');
    expect(lookup).not.toHaveProperty('PATH');
  });
});

describe('a value that a client did not expand', () => {
  it.each([`x\${A}`, `\${A}x`, `\${A B}`, '$A', `\${}`, '{A}', `$\${A}`, `x \${A}`])(
    'is not %s',
    (value) => {
      expect(repaired({ env: { ...env, KEY: value }, envFixes: false }).notes).toEqual([]);
    },
  );

  it('is also one that says where it comes from', () => {
    const own = { ...env, KEY: `\${env:A_1}` };
    expect(repaired({ env: own, envFixes: false }).notes).toMatchObject([{ level: 'warn' }]);
  });

  it('startup-122: is named, and its text is no secret', () => {
    const own = { ...env, TAVILY_API_KEY: `\${TAVILY_API_KEY}`, OTHER: 'secret-value' };
    const warnings = repaired({ env: own }).notes.filter(({ level }) => level === 'warn');
    expect(warnings).toEqual([
      {
        level: 'warn',
        message:
          `TAVILY_API_KEY is literally \${TAVILY_API_KEY}: ` +
          'this client expands no variables, write the value',
      },
    ]);
    expect(JSON.stringify(repaired({ env: own }).notes)).not.toContain('secret-value');
  });
});
