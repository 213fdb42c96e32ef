/** Which settings are left to npm, where it keeps what it has, and whether it asks a registry. */
import { describe, expect, it } from 'vitest';
import {
  isOffline,
  type NpmSettings,
  readNpmSettings,
} from '../../src/resolve/direct/npm-settings.ts';
import { isLeft } from '../../src/resolve/direct/package-run.ts';
import { fakeMachine } from './fake-machine.ts';

const places = { npmRoot: '/npm', localPrefix: '/project', defaultPrefix: '/usr' };

function read(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const machine = fakeMachine({ platform: 'linux', files });
  return readNpmSettings(places, { machine, env, home: '/home/ann', cwd: '/project' });
}

describe('settings are left to npm', () => {
  it.each([
    ['workspaces', 'true'],
    ['package', 'x'],
    ['no_such_setting', 'x'],
    ['yes', 'false'],
    ['yes', '1'],
    ['cache', 'here'],
    ['prefix', '~/x'],
    ['userconfig', './x'],
    ['globalconfig', 'x/y'],
  ])('of the variable npm_config_%s=%s', (name, value) => {
    expect(read({}, { [`npm_config_${name}`]: value })).toEqual({
      why: `of the setting npm_config_${name}`,
    });
  });

  it.each([
    ['workspaces=true'],
    ['userconfig=/x'],
    ['globalconfig=/x'],
    ['user-agent=x'],
    ['[section]'],
    ['fund'],
    ['omit[]=dev'],
    ['fund=true ; comment'],
    ['heading=a b'],
    ['heading: a'],
    ['! heading=a'],
    ['x@y=a'],
    ['Heading=a'],
    ['heading=a=b', 'heading'],
    ['heading="a"', 'heading'],
    ["heading='a'", 'heading'],
    [`heading=\${X}`, 'heading'],
    ['heading=$X', 'heading'],
    ['heading=a;b', 'heading'],
    ['heading=a#b', 'heading'],
    ['heading=a\\b', 'heading'],
    ['heading=~/b', 'heading'],
    ['heading=', 'heading'],
    ['cache=here', 'cache'],
    ['cache=', 'cache'],
    ['prefix=../here', 'prefix'],
    ['cafile=here', 'cafile'],
    ['fund=no', 'fund'],
    ['fund=xtrue', 'fund'],
    ['fund=falsey', 'fund'],
    ['yes=1', 'yes'],
    ['heading=a\nfund=1', 'fund'],
    ['fund=1\nfund=true', 'fund'],
  ])('of a file with %j', (text, key = 'a setting') => {
    for (const file of ['/project/.npmrc', '/home/ann/.npmrc', '/usr/etc/npmrc']) {
      expect(read({ [file]: text })).toEqual({
        why: key === 'a setting' ? `of a setting in ${file}` : `of ${key} in ${file}`,
      });
    }
  });

  it('that came with a system', () => {
    expect(read({ '/npm/npmrc': '' })).toEqual({
      why: 'npm has settings of its own in /npm/npmrc',
    });
  });

  it('in a file that is long or cannot be read', () => {
    const file = '/home/ann/.npmrc';
    const comment = (length: number): string => '#'.padEnd(length, 'x');
    expect(read({ [file]: comment(65_536) })).toEqual({ why: `${file} is long` });
    expect(isLeft(read({ [file]: comment(65_535) }))).toBe(false);
    const machine = { ...fakeMachine({ platform: 'linux', files: { [file]: '' } }) };
    const context = { machine, env: {}, home: '/home/ann', cwd: '/project' };
    machine.readStart = () => undefined;
    expect(readNpmSettings(places, context)).toEqual({ why: `${file} cannot be read` });
  });
});

it('says where npm keeps what it has', () => {
  const settings = read({ '/home/ann/.npmrc': 'prefix=/p\n' });
  expect(settings).toMatchObject({
    userConfig: '/home/ann/.npmrc',
    globalConfig: '/p/etc/npmrc',
    prefix: '/p',
    cache: '/home/ann/.npm',
  });
  expect(read({ '/usr/etc/npmrc': 'prefix=/q\ncache=/c\n' })).toMatchObject({
    globalConfig: '/usr/etc/npmrc',
    prefix: '/q',
    cache: '/c',
  });
});

it.each([
  ['offline=true', true],
  ['prefer-offline=true', true],
  ['offline=false', false],
  ['prefer-online=true', false],
  ['', false],
])('%j asks a registry or none', (text, offline) => {
  expect(isOffline(read({ '/project/.npmrc': text }) as NpmSettings)).toBe(offline);
});
