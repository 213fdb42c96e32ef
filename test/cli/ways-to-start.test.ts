/**
 * However mcp-shield was started: what wrap writes leads to it, is found again, and stays. Other
 * machines are described, not used.
 */
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFleeting, isVersionBound } from '../../src/cli/config/lasting-path.ts';
import { ownCommand, type Self, staleWord } from '../../src/cli/config/shield-command.ts';
import { findCommand } from '../../src/cli/wrap.ts';
import type { SearchedMachine } from '../../src/client-files/find-files.ts';
import { findShieldCall, shieldArgs } from '../../src/config/shield-call.ts';
import { unwrap, wrap } from '../../src/config/wrap.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';

interface Way {
  readonly platform?: 'linux' | 'darwin' | 'win32';
  readonly execPath: string;
  readonly script?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What wrap writes in front of the options; undefined if it refuses. */
  readonly words: readonly string[] | undefined;
}

const home = '/home/ann';
const node = '/usr/bin/node';
const script = 'lib/node_modules/mcp-shield/bin/mcp-shield.js';
const npx = `${home}/.npm/_npx/1a2b/node_modules/mcp-shield/bin/mcp-shield.js`;
const agent = (name: string, file: string) => ({
  npm_config_user_agent: `${name}/12.0.1 npm/? node/v24.1.0 linux x64`,
  npm_execpath: file,
});

const ways: Readonly<Record<string, Way>> = {
  'npm, globally': {
    execPath: node,
    script: `/usr/${script}`,
    words: [node, `/usr/${script}`],
  },
  'nvm, globally': {
    execPath: `${home}/.nvm/versions/node/v22.1.0/bin/node`,
    script: `${home}/.nvm/versions/node/v22.1.0/${script}`,
    words: [
      `${home}/.nvm/versions/node/v22.1.0/bin/node`,
      `${home}/.nvm/versions/node/v22.1.0/${script}`,
    ],
  },
  npx: {
    execPath: node,
    script: npx,
    environment: agent('npm', '/usr/lib/node_modules/npm/bin/npm-cli.js'),
    words: [node, '/usr/lib/node_modules/npm/bin/npx-cli.js', '-y', 'mcp-shield@1.2.3'],
  },
  'pnpm dlx': {
    execPath: node,
    script: `${home}/.cache/pnpm/dlx/ab/node_modules/mcp-shield/bin/mcp-shield.js`,
    environment: agent('pnpm', '/usr/lib/node_modules/pnpm/bin/pnpm.cjs'),
    words: [node, '/usr/lib/node_modules/pnpm/bin/pnpm.cjs', 'dlx', 'mcp-shield@1.2.3'],
  },
  'pnpm dlx, as an executable': {
    execPath: node,
    script: `${home}/Library/Caches/pnpm/dlx/ab/node_modules/mcp-shield/bin/mcp-shield.js`,
    environment: agent('pnpm', `${home}/.local/share/pnpm/pnpm`),
    words: [`${home}/.local/share/pnpm/pnpm`, 'dlx', 'mcp-shield@1.2.3'],
  },
  bunx: {
    execPath: node,
    script: '/tmp/bunx-1000-mcp-shield@latest/node_modules/mcp-shield/bin/mcp-shield.js',
    environment: agent('bun', `${home}/.bun/bin/bun`),
    words: [`${home}/.bun/bin/bun`, 'x', 'mcp-shield@1.2.3'],
  },
  'yarn dlx': {
    execPath: node,
    script: '/tmp/xfs-1a2b/dlx-77/node_modules/mcp-shield/bin/mcp-shield.js',
    environment: agent('yarn', `${home}/.yarn/releases/yarn-4.9.2.cjs`),
    words: [node, `${home}/.yarn/releases/yarn-4.9.2.cjs`, 'dlx', '-q', 'mcp-shield@1.2.3'],
  },
  'npx of a runner that is gone': { execPath: node, script: npx, words: undefined },
  'a runner out of a cache': {
    execPath: node,
    script: npx,
    environment: agent('pnpm', `${home}/.cache/node/corepack/v1/pnpm/12.0.1/bin/pnpm.cjs`),
    words: undefined,
  },
  executable: {
    execPath: '/opt/mcp-shield-linux-x64',
    words: ['/opt/mcp-shield-linux-x64'],
  },
  'executable by another name': { execPath: '/opt/tools/shield', words: ['/opt/tools/shield'] },
  'executable in a temporary directory': { execPath: '/tmp/mcp-shield', words: undefined },
  'script by another name': {
    execPath: node,
    script: '/srv/guard/start.cjs',
    words: [node, '/srv/guard/start.cjs'],
  },
  'npm on Windows': {
    platform: 'win32',
    execPath: 'C:\\Program Files\\nodejs\\node.exe',
    script: 'C:\\Users\\ann\\AppData\\Roaming\\npm\\node_modules\\mcp-shield\\bin\\mcp-shield.js',
    words: [
      'C:\\Program Files\\nodejs\\node.exe',
      'C:\\Users\\ann\\AppData\\Roaming\\npm\\node_modules\\mcp-shield\\bin\\mcp-shield.js',
    ],
  },
  'executable on Windows by another name': {
    platform: 'win32',
    execPath: 'C:\\Tools\\guard.exe',
    words: ['C:\\Tools\\guard.exe'],
  },
};

function machineOf({ platform = 'linux', execPath, environment = {} }: Way): SearchedMachine {
  const machine = {
    ...thisMachine(),
    platform,
    path: platform === 'win32' ? path.win32 : path.posix,
    home,
    cwd: home,
    execPath,
    isFile: () => true,
    isExecutable: () => false,
    realPath: (file: string) => file,
  };
  return { machine, environment: { PATH: '/usr/bin', ...environment } };
}

function written(way: Way): readonly string[] | undefined {
  const self: Self = {
    script: way.script ?? way.execPath,
    isSingleExecutable: way.script === undefined,
    version: '1.2.3',
  };
  try {
    return ownCommand(self, machineOf(way), false).command;
  } catch (error) {
    expect(error).toMatchObject({ name: 'ShieldError', exitCode: 2 });
    expect(String(error)).toMatch(/emptied now and then/);
    return undefined;
  }
}

const cases = Object.entries(ways).map(([name, way]) => [name, way] as const);
const found = cases.filter(([, { words }]) => words !== undefined);

it.each(cases)('%s: what is written', (_, way) => {
  expect(written(way)).toEqual(way.words);
});

describe.each(found)('%s', (_, way) => {
  const program = way.words ?? [];

  it('is found again, whatever options and servers stand behind it', () => {
    const option = fc.constantFrom<string[][]>(
      [],
      ['--restarts', '3'],
      ['--name', 'a b'],
      ['--no-log-file'],
    );
    const word = fc.constantFrom('npx', '-y', 'x', '--', '--name', 'mcp-shield', 'node', 'C:\\a b');
    const server = fc.tuple(fc.constantFrom('npx', 'uvx', 'C:\\x y\\z.exe', 'env'), fc.array(word));
    fc.assert(
      fc.property(option, server, (options, [command, args]) => {
        const whole = [...shieldArgs({ program, options, memory: {} }), command, ...args];
        const call = findShieldCall(whole, findCommand);
        expect(call).toMatchObject({ startAt: 0, optionsAt: program.length });
        expect(whole.slice(call?.commandAt)).toEqual([command, ...args]);
      }),
    );
  });

  it('is wrapped once, and leads somewhere', () => {
    const text = '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"]}}}';
    const source = { text, dialect: 'json', paths: [['mcpServers']] } as const;
    const isStale = (old: readonly string[]) => staleWord(old, machineOf(way)) !== undefined;
    const request = { names: undefined, findCommand, program, options: [], isStale };
    const once = wrap(source, request);
    if (once.kind === 'broken') throw new Error(once.reason);
    expect(once.outcomes[0]?.kind).toBe('done');
    const twice = wrap({ ...source, text: once.text }, request);
    expect(twice).toMatchObject({ text: once.text, outcomes: [{ kind: 'already' }] });
    const back = unwrap({ ...source, text: once.text }, { names: undefined, findCommand });
    expect(back).toMatchObject({ text });
  });
});

describe('a path', () => {
  it.each([
    ['/home/ann/.npm/_npx/12/x.js', true],
    ['/home/ann/.cache/pnpm/dlx/x.js', true],
    ['/Users/ann/Library/Caches/pnpm/dlx/x.js', true],
    ['C:\\Users\\ann\\AppData\\Local\\Temp\\bunx-0-x\\x.js', true],
    ['C:\\Users\\ann\\AppData\\Local\\npm-cache\\_npx\\1\\x.js', true],
    ['/run/user/1000/fnm_multishells/1_2/bin/node', true],
    ['/scratch/x.js', true],
    ['/usr/bin/node', false],
    ['/home/ann/.local/share/mise/installs/node/24.1.0/bin/node', false],
    ['C:\\Program Files\\nodejs\\node.exe', false],
    ['/home/ann/templates/x.js', false],
  ])('%s does not stay: %s', (file, is) => {
    expect(isFleeting(file, { TMPDIR: '/scratch/' })).toBe(is);
  });

  it.each([
    ['/home/ann/.nvm/versions/node/v22.1.0/bin/node', true],
    ['/home/ann/.local/share/fnm/node-versions/v22.1.0/installation/bin/node', true],
    ['/home/ann/.volta/tools/image/node/22.1.0/bin/node', true],
    ['/home/ann/.asdf/installs/nodejs/22.1.0/bin/node', true],
    ['/home/ann/.local/share/mise/installs/node/24.1.0/bin/node', true],
    ['/opt/homebrew/Cellar/node/24.1.0/bin/node', true],
    ['/opt/homebrew/bin/node', false],
    ['/usr/bin/node', false],
    ['/home/ann/.local/share/mise/shims/node', false],
  ])('%s has a version in it: %s', (file, is) => {
    expect(isVersionBound(file)).toBe(is);
  });
});
