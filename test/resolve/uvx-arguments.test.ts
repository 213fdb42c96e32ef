/** The arguments of uvx and of uv: what is taken for certain, and what is left to them. */
import { describe, expect, it } from 'vitest';
import { readUvArguments, readUvxArguments } from '../../src/resolve/direct/uvx-arguments.ts';

const noPackage = 'no package is named';
const noVersion = 'it does not name one version of a package of an index';

describe('what is left to uvx', () => {
  it.each<[readonly string[], string]>([
    [[], noPackage],
    [['--from', 'server'], noPackage],
    [['--from=server'], noPackage],
    [['--from'], 'of the option --from'],
    [['--with', 'x', 'server'], 'of the option --with'],
    [['--python', '3.12', 'server'], 'of the option --python'],
    [['--index-url=https://a:secret=@h', 'server'], 'of the option --index-url'],
    [['--from', 'server', '--with', 'y', 'server'], 'of the option --with'],
    [['--fromage=x', 'server'], 'of the option --fromage'],
    [['--from', 'server', 'tool@1.0'], 'of the program tool@1.0'],
    [['--from', 'server', 'a/b'], 'of the program a/b'],
    [['--from', 'server', './tool'], 'of the program ./tool'],
    [['--from', 'server', 'tool x'], 'of the program tool x'],
  ])('%j', (typed, why) => {
    expect(readUvxArguments(typed)).toEqual({ why });
  });

  it.each([
    ...['git+https://x/y', './x', 'server[extra]', 'server>=1', 'server~=1.0', 'server==', 'a b'],
    ...['server@', 'server==1.0rc1', 'server==1.0.*', 'server==01', 'server==1.', 'server== 1', ''],
    ...[
      'server==1.0 ',
      'server==v1',
      'server===1.0',
      'server@latest1',
      'server==latest',
      '.server',
    ],
    ...['server-', '_server', 'server_', 'server@next', 'server@>1', 'server@1..2', 'server@1.02'],
    ...['python', 'Python3', 'python3.12', 'pythonw', 'pypy', 'pypy3.10', 'cpython3', 'graalpy'],
    ...['python@3.12', 'python==3.12'],
  ])('--from %j', (spec) => {
    expect(readUvxArguments(['--from', spec, 'tool'])).toEqual({ why: noVersion });
    expect(readUvxArguments([`--from=${spec}`, 'tool'])).toEqual({ why: noVersion });
  });

  it.each(['server==1.0', 'server==1', 'server[x]', 'server@1.0rc1', 'python', 'a/b'])(
    '%j',
    (spec) => {
      expect(readUvxArguments([spec])).toEqual({ why: noVersion });
    },
  );

  it.each([
    [[]],
    [['run', 'server']],
    [['tool', 'server']],
    [['tool', 'install', 'run']],
    [['x', 'run']],
  ])('and to uv: %j', (typed) => {
    expect(readUvArguments(typed)).toEqual({ why: 'it is not uv tool run' });
  });
});

describe('what uvx is asked for', () => {
  const any = { kind: 'any' } as const;
  const version = (text: string) => ({ kind: 'version', version: text }) as const;

  it.each([
    [['server', '-x'], { spec: 'server', name: 'server', wanted: any, program: 'server' }, ['-x']],
    [
      ['server@1.2.3'],
      { spec: 'server@1.2.3', name: 'server', wanted: version('1.2.3'), program: 'server' },
      [],
    ],
    [
      ['--from', 'server==1.0', 'tool', 'a'],
      { spec: 'server==1.0', name: 'server', wanted: version('1.0'), program: 'tool' },
      ['a'],
    ],
    [
      ['--from=A.b_c-7', 'To.o-l_1', '--from', 'x'],
      { spec: 'A.b_c-7', name: 'A.b_c-7', wanted: any, program: 'To.o-l_1' },
      ['--from', 'x'],
    ],
    [
      ['--from', 'server@10.0.20', 'tool'],
      { spec: 'server@10.0.20', name: 'server', wanted: version('10.0.20'), program: 'tool' },
      [],
    ],
    [
      ['server@latest'],
      {
        spec: 'server@latest',
        name: 'server',
        wanted: { kind: 'tag', tag: 'latest' },
        program: 'server',
      },
      [],
    ],
    [['x'], { spec: 'x', name: 'x', wanted: any, program: 'x' }, []],
    [
      ['python-server'],
      { spec: 'python-server', name: 'python-server', wanted: any, program: 'python-server' },
      [],
    ],
    [
      ['my-python'],
      { spec: 'my-python', name: 'my-python', wanted: any, program: 'my-python' },
      [],
    ],
    [
      ['server@7'],
      { spec: 'server@7', name: 'server', wanted: version('7'), program: 'server' },
      [],
    ],
  ])('%j', (typed, run, args) => {
    expect(readUvxArguments(typed)).toEqual({ ...run, yes: false, args });
    expect(readUvArguments(['tool', 'run', ...typed])).toEqual({ ...run, yes: false, args });
  });
});
