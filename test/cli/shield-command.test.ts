/**
 * How a client is told to start mcp-shield: on any platform, however it was installed.
 */
import { describe, expect, it } from 'vitest';
import { ownCommand, typedCommand } from '../../src/cli/config/shield-command.ts';
import { type FakeFacts, fakeMachine } from '../resolve/fake-machine.ts';

interface Case extends FakeFacts {
  readonly environment?: Readonly<Record<string, string>>;
  readonly script?: string;
  readonly isShared?: boolean;
  readonly isSingleExecutable?: boolean;
}

function commandOf({ environment = {}, ...facts }: Case) {
  const self = {
    script: facts.script ?? '/usr/lib/node_modules/mcp-shield/bin/mcp-shield.js',
    isSingleExecutable: facts.isSingleExecutable ?? false,
    version: '1.2.3',
  };
  const machine = fakeMachine({ execPath: '/usr/bin/node', ...facts });
  return ownCommand(self, { machine, environment }, facts.isShared ?? false);
}

describe('a file of the user', () => {
  it('has absolute paths', () => {
    const { command: words, note } = commandOf({
      platform: 'linux',
      files: { '/usr/bin/node': '' },
    });
    expect(words).toEqual(['/usr/bin/node', '/usr/lib/node_modules/mcp-shield/bin/mcp-shield.js']);
    expect(note).toBeUndefined();
  });

  it('has the link that stays when Homebrew updates Node', () => {
    const real = '/opt/homebrew/Cellar/node/24.1.0/bin/node';
    const { command: words } = commandOf({
      platform: 'darwin',
      execPath: real,
      script: '/opt/homebrew/bin/mcp-shield',
      files: { [real]: '' },
      links: { '/opt/homebrew/bin/node': real },
      environment: { PATH: '/run/user/1/fnm_multishells/1_2/bin:/opt/homebrew/bin:/usr/bin' },
    });
    expect(words).toEqual(['/opt/homebrew/bin/node', '/opt/homebrew/bin/mcp-shield']);
  });

  it('has no path of a single shell', () => {
    const real = '/home/ann/.fnm/v24/bin/node';
    const script = '/home/ann/.fnm/v24/lib/node_modules/mcp-shield/bin/mcp-shield.js';
    const shell = '/run/user/1000/fnm_multishells/12_34/bin';
    const { command: words } = commandOf({
      platform: 'linux',
      execPath: real,
      script: `${shell}/mcp-shield`,
      files: { [real]: '', [script]: '' },
      links: { [`${shell}/node`]: real, [`${shell}/mcp-shield`]: script },
      environment: { PATH: shell },
    });
    expect(words).toEqual([real, script]);
  });

  it('has the single executable', () => {
    const { command: words } = commandOf({
      platform: 'win32',
      execPath: 'C:\\Tools\\mcp-shield.exe',
      files: { 'C:\\Tools\\mcp-shield.exe': '' },
      isSingleExecutable: true,
    });
    expect(words).toEqual(['C:\\Tools\\mcp-shield.exe']);
  });

  const cached = '/home/ann/.npm/_npx/0123/node_modules/mcp-shield/bin/mcp-shield.js';
  it('goes through npx if it came through npx, without asking PATH for it', () => {
    const { command: words } = commandOf({
      platform: 'linux',
      script: cached,
      files: { '/usr/bin/node': '', '/usr/lib/node_modules/npm/bin/npx-cli.js': '', [cached]: '' },
      environment: { npm_execpath: '/usr/lib/node_modules/npm/bin/npm-cli.js' },
    });
    expect(words).toEqual([
      '/usr/bin/node',
      '/usr/lib/node_modules/npm/bin/npx-cli.js',
      '-y',
      'mcp-shield@1.2.3',
    ]);
  });

  it.each([cached, '/home/ann/.cache/pnpm/dlx-12/node_modules/mcp-shield/bin/mcp-shield.js'])(
    'cannot have %s, and what to do is said',
    (script) => {
      const facts = { platform: 'linux', script, files: { [script]: '' } } as const;
      expect(() => commandOf(facts)).toThrow(
        /install mcp-shield .* or say how to start it with --as/,
      );
    },
  );
});

describe('a file that others share', () => {
  it('has the plain name, if it is on PATH', () => {
    const { command: words, note } = commandOf({
      platform: 'linux',
      isShared: true,
      files: { '/usr/bin/node': '', '/usr/local/bin/mcp-shield': '' },
      environment: { PATH: '/usr/local/bin' },
    });
    expect(words).toEqual(['mcp-shield']);
    expect(note).toMatch(/everybody who uses it needs mcp-shield on PATH/);
  });

  it('has absolute paths otherwise, and a word of warning', () => {
    const facts = { platform: 'linux', isShared: true, files: { '/usr/bin/node': '' } } as const;
    const { command: words, note } = commandOf(facts);
    expect(words[0]).toBe('/usr/bin/node');
    expect(note).toMatch(/for a shared file use --as mcp-shield, or --as "npx -y mcp-shield"/);
  });
});

it('--as keeps the backslashes of Windows', () => {
  const machine = fakeMachine({ platform: 'win32', files: {} });
  expect(
    typedCommand('"C:\\My Tools\\mcp-shield.exe" --name x', { machine, environment: {} }),
  ).toEqual(['C:\\My Tools\\mcp-shield.exe', '--name', 'x']);
});
