/** The node that runs npx: no old one while a newer is installed, untouched if it will do. */
import { describe, expect, it } from 'vitest';
import { resolveAtOnce, resolveCommand } from '../../src/resolve/resolve-command.ts';
import { type FakeFacts, fakeMachine, request, told } from './fake-machine.ts';

const home = '/Users/ann';
const nvm = (version: string): string => `${home}/.nvm/versions/node/${version}/bin`;
const envNode = '#!/usr/bin/env node\n';

function nvmFiles(...versions: readonly string[]): Record<string, string> {
  const files = versions.flatMap((version) => [
    [`${nvm(version)}/node`, ''],
    [`${nvm(version)}/npx`, envNode],
  ]);
  return Object.fromEntries(files);
}

function machineWith(files: Record<string, string>, more: Partial<FakeFacts> = {}) {
  return fakeMachine({ platform: 'darwin', home, files, ...more });
}

const withPath = (...directories: readonly string[]) => ({ env: { PATH: directories.join(':') } });

describe('a PATH with every version of nvm, oldest first', () => {
  const versions = ['v14.17.0', 'v20.12.1', 'v20.9.0', 'v22.1.0'] as const;
  const path = withPath(...versions.map(nvm), '/usr/bin');

  it('startup-047, startup-048, startup-142: takes the default alias', () => {
    const machine = machineWith({
      ...nvmFiles(...versions),
      [`${home}/.nvm/alias/default`]: 'v20.12.1\n',
    });
    const resolution = resolveAtOnce(request('npx', ['-y', 'x'], path), machine);
    expect(resolution?.file).toBe(`${nvm('v20.12.1')}/npx`);
    expect(resolution?.env['PATH']?.split(':')[0]).toBe(nvm('v20.12.1'));
    expect(resolution && told(resolution)).toBe(
      'Node.js 14.17.0 would run npx, which is too old; ' +
        `using 20.12.1 of nvm in ${nvm('v20.12.1')}`,
    );
  });

  it('startup-054: takes the newest by number, not by letter', () => {
    const machine = machineWith(nvmFiles('v14.21.3', 'v20.12.1', 'v20.9.0'));
    const asked = request('npx', [], withPath(nvm('v14.21.3')));
    expect(resolveAtOnce(asked, machine)?.file).toBe(`${nvm('v20.12.1')}/npx`);
  });

  it('startup-051, startup-234: passes over a default that is too old as well', () => {
    const alias = { [`${home}/.nvm/alias/default`]: '14\n' };
    const machine = machineWith({ ...nvmFiles(...versions), ...alias });
    expect(resolveAtOnce(request('npx', [], path), machine)?.file).toBe(`${nvm('v22.1.0')}/npx`);
  });

  it('startup-052: a full path to npx runs on the node beside it', () => {
    const machine = machineWith(nvmFiles(...versions));
    const resolution = resolveAtOnce(request(`${nvm('v20.9.0')}/npx`, [], path), machine);
    expect(resolution?.file).toBe(`${nvm('v20.9.0')}/npx`);
    expect(resolution?.env['PATH']?.split(':')[0]).toBe(nvm('v20.9.0'));
  });

  it('runs a global package on a newer node, and leaves the package where it is', () => {
    const file = `${nvm('v14.17.0')}/mcp-server-x`;
    const machine = machineWith({ ...nvmFiles(...versions), [file]: envNode });
    const resolution = resolveAtOnce(request('mcp-server-x', [], path), machine);
    expect(resolution?.file).toBe(file);
    expect(resolution?.env['PATH']?.split(':')[0]).toBe(nvm('v22.1.0'));
  });
});

describe('hands off', () => {
  it('a node that is new enough', () => {
    const machine = machineWith(nvmFiles('v18.0.0', 'v22.1.0'));
    const asked = request('npx', [], withPath(nvm('v18.0.0'), nvm('v22.1.0')));
    const resolution = resolveAtOnce(asked, machine);
    expect(resolution?.file).toBe(`${nvm('v18.0.0')}/npx`);
    expect(resolution?.env['PATH']).toBe(asked.env['PATH']);
    expect(machine.listed).toEqual([]);
  });

  it('an old node that is asked for by its path', () => {
    const machine = machineWith(nvmFiles('v16.1.0', 'v22.1.0'));
    const node = `${nvm('v16.1.0')}/node`;
    expect(resolveAtOnce(request(node, ['x.js']), machine)?.file).toBe(node);
  });

  it('an old node where there is no other', () => {
    const machine = machineWith(nvmFiles('v14.1.0'));
    const resolution = resolveAtOnce(request('npx', [], withPath(nvm('v14.1.0'))), machine);
    expect(resolution?.file).toBe(`${nvm('v14.1.0')}/npx`);
  });

  it.each([
    ['a script of another interpreter', '#!/usr/bin/env python3\n'],
    ['a script that names its node', '#!/usr/bin/node\n'],
    ['a script whose node has another name', '#!/usr/bin/env node18\n'],
    ['a program', '\x7fELF'],
  ])('%s', (_, start) => {
    for (const file of ['/x/tool', '/x/a.json', '/x/a.js.map']) {
      const machine = machineWith({ ...nvmFiles('v14.1.0', 'v22.1.0'), [file]: start });
      const asked = request(file, [], withPath(nvm('v14.1.0')));
      expect(resolveAtOnce(asked, machine)?.env['PATH']).toBe(nvm('v14.1.0'));
    }
  });

  it('a command that no node runs', () => {
    const machine = machineWith({ ...nvmFiles('v14.1.0', 'v22.1.0'), '/usr/bin/uvx': '\x7fELF' });
    const asked = request('uvx', [], withPath('/usr/bin', nvm('v14.1.0')));
    expect(resolveAtOnce(asked, machine)?.env['PATH']).toBe(asked.env['PATH']);
    expect(machine.listed).toEqual([]);
  });
});

describe('a node in a place that does not tell its version', () => {
  const files = {
    '/usr/bin/node': '',
    '/usr/bin/npx': envNode,
    ...nvmFiles('v22.1.0'),
  };
  const asked = request('npx', [], withPath('/usr/bin'));

  it('tells it in the C headers', () => {
    const header =
      '#define NODE_MAJOR_VERSION 12\n#define NODE_MINOR_VERSION 3\n#define NODE_PATCH_VERSION 0\n';
    const machine = machineWith({ ...files, '/usr/include/node/node_version.h': header });
    expect(resolveAtOnce(asked, machine)?.file).toBe(`${nvm('v22.1.0')}/npx`);
  });

  it('is behind a link that tells it', () => {
    const links = { '/usr/bin/node': '/opt/homebrew/Cellar/node/22.3.0/bin/node' };
    const cellar = { '/opt/homebrew/Cellar/node/22.3.0/bin/node': '' };
    const machine = machineWith({ ...files, ...cellar }, { links });
    expect(resolveAtOnce(asked, machine)?.file).toBe('/usr/bin/npx');
    expect(machine.listed).toEqual([]);
  });

  it('is the one that runs mcp-shield', () => {
    const machine = machineWith(files, { execPath: '/usr/bin/node' });
    expect(resolveAtOnce(asked, machine)?.file).toBe('/usr/bin/npx');
    expect(machine.listed).toEqual([]);
  });

  it.each([
    ['v12.22.0\n', `${nvm('v22.1.0')}/npx`],
    ['v20.0.0\n', '/usr/bin/npx'],
    [undefined, '/usr/bin/npx'],
  ])('is asked, and says %j', async (answer, expected) => {
    const machine = machineWith(files, { answers: () => answer });
    expect(resolveAtOnce(asked, machine)).toBeUndefined();
    expect((await resolveCommand(asked, machine)).file).toBe(expected);
    expect(machine.asked.map(({ file, args }) => [file, ...args])).toEqual([
      ['/usr/bin/node', '-v'],
    ]);
  });

  it('is not asked if there is nothing better', async () => {
    const machine = machineWith({ '/usr/bin/node': '', '/usr/bin/npx': envNode });
    expect(resolveAtOnce(asked, machine)?.file).toBe('/usr/bin/npx');
    expect(machine.asked).toEqual([]);
  });
});

describe('an old node', () => {
  const old = withPath(nvm('v14.17.0'));
  const files = nvmFiles('v14.17.0', 'v22.1.0');
  const better = nvm('v22.1.0');

  it.each(['node', 'npm', 'npx', 'corepack'])('gives way to a newer one as %s', (name) => {
    const both = { [`${nvm('v14.17.0')}/${name}`]: envNode, [`${better}/${name}`]: envNode };
    const asked = request(name, ['x'], old);
    expect(resolveAtOnce(asked, machineWith({ ...files, ...both }))?.file).toBe(
      `${better}/${name}`,
    );
  });

  it.each(['/x/a.js', '/x/a.mjs', '/x/a.cjs', '/x/tool'])('does not run %s', (file) => {
    const text = file === '/x/tool' ? envNode : 'import x';
    const resolution = resolveAtOnce(
      request(file, [], old),
      machineWith({ ...files, [file]: text }),
    );
    expect(resolution?.env['PATH']?.split(':')[0]).toBe(better);
  });

  it('does not give way to one that is not there', () => {
    const gone = { [`${nvm('v23.0.0')}/npx`]: envNode };
    const asked = request('npx', [], old);
    expect(resolveAtOnce(asked, machineWith({ ...files, ...gone }))?.file).toBe(`${better}/npx`);
  });
});

describe('on Windows', () => {
  const root = 'C:\\Users\\ann\\AppData\\Roaming\\nvm';
  const env = { Path: `${root}\\v14.1.0` };
  const nodes = { [`${root}\\v14.1.0\\node.exe`]: '', [`${root}\\v22.1.0\\node.exe`]: '' };
  const pathOf = (file: string) => {
    const machine = fakeMachine({ platform: 'win32', files: { ...nodes, [file]: '' } });
    return resolveAtOnce(request(file, [], { platform: 'win32', env }), machine)?.env['Path'];
  };

  it.each(['a.cmd', 'a.PS1', 'a.js', 'a.mjs', 'a.cjs', 'NPX.exe', 'corepack.EXE'])(
    '%s is run by a newer node',
    (name) => {
      expect(pathOf(`C:\\x\\${name}`)?.split(';')[0]).toBe(`${root}\\v22.1.0`);
    },
  );

  it.each(['uvx.exe', 'a.jsx', 'a.cmd.exe', 'npx.com', 'node.exe'])('%s is not', (name) => {
    expect(pathOf(`C:\\x\\${name}`)).toBe(env.Path);
  });
});

describe('another manager', () => {
  it('is not used where the own one has a newer node', () => {
    const image = `${home}/.volta/tools/image/node`;
    const files = {
      ...nvmFiles('v22.1.0'),
      ...Object.fromEntries(
        ['14.1.0', '20.1.0'].flatMap((version) => [
          [`${image}/${version}/bin/node`, ''],
          [`${image}/${version}/bin/npx`, envNode],
        ]),
      ),
    };
    const asked = request('npx', [], withPath(`${image}/14.1.0/bin`));
    expect(resolveAtOnce(asked, machineWith(files))?.file).toBe(`${image}/20.1.0/bin/npx`);
  });

  it('is used if the old one has nothing, its default first', () => {
    const image = `${home}/.volta/tools/image/node`;
    const volta = `${image}/22.9.0/bin`;
    const files = {
      ...nvmFiles('v14.1.0'),
      [`${volta}/node`]: '',
      [`${volta}/npx`]: envNode,
      [`${image}/23.0.0/bin/node`]: '',
      [`${home}/.volta/tools/user/platform.json`]: '{"node":{"runtime":"22.9.0"}}',
    };
    const asked = request('npx', [], withPath(nvm('v14.1.0')));
    expect(resolveAtOnce(asked, machineWith(files))?.file).toBe(`${volta}/npx`);
  });

  it('is the node of mcp-shield itself, at last', () => {
    const files = { ...nvmFiles('v14.1.0'), '/opt/n/bin/node': '', '/opt/n/bin/npx': envNode };
    const machine = machineWith(files, { execPath: '/opt/n/bin/node' });
    const asked = request('npx', [], withPath(nvm('v14.1.0')));
    expect(resolveAtOnce(asked, machine)?.file).toBe('/opt/n/bin/npx');
  });
});
