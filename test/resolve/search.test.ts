/** Which file a name means where extensions make it a program. */
import { describe, expect, it } from 'vitest';
import { findByName, findByPath } from '../../src/resolve/search.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

type Env = Readonly<Record<string, string>>;
function contextOf(platform: NodeJS.Platform, env: Env = {}, facts: Partial<FakeFacts> = {}) {
  const machine = fakeMachine({ platform, files: {}, ...facts });
  return { machine, env, home: machine.home, cwd: machine.home };
}

describe('a file on Windows', () => {
  const apps = 'C:\\Microsoft\\WindowsApps';
  const redirector = 'C:\\AppInstallerPythonRedirector.exe';
  const context = contextOf(
    'win32',
    { PATHEXT: '.FOO;nonsense;;' },
    {
      files: {
        'C:\\a\\x.exe': '',
        'C:\\a\\bare': '',
        'C:\\a\\qnonsense': '',
        'C:\\a\\python.exe': '',
        [`${apps}\\python.exe.bak.exe`]: '',
        [`${apps}\\pythonista.exe`]: '',
        [redirector]: '',
      },
      links: { 'C:\\a\\python.exe': redirector, [`${apps}\\pythonista.exe`]: redirector },
    },
  );
  const found = (name: string, directory = 'C:\\a') => findByName(name, [directory], context);

  it('is a program by its extension, whatever PATHEXT says', () => {
    expect(found('x')).toBe('C:\\a\\x.exe');
    expect(found('bare')).toBeUndefined();
    expect(found('q')).toBeUndefined();
    expect(findByPath('C:\\a\\bare', context)).toBe('C:\\a\\bare');
  });

  it('is no alias of the Store elsewhere, or with another name', () => {
    expect(found('python.exe')).toBe('C:\\a\\python.exe');
    expect(found('pythonista.exe', apps)).toBe(`${apps}\\pythonista.exe`);
  });
});

it('a script of Windows with an extension is meant, in WSL, too', () => {
  const files = { '/mnt/c/a/npx.sh': '', '/mnt/c/a/node.exe': '' };
  const context = contextOf('linux', {}, { files });
  expect(findByName('npx.sh', ['/mnt/c/a'], context)).toBe('/mnt/c/a/npx.sh');
});
