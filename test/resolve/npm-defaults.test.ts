/**
 * The tables of npm's settings and of the services it knows, held to those of the npm that came
 * with this Node.js: what it has and a table has not, nobody would notice otherwise.
 */
import { describe, expect, it } from 'vitest';
import { isDefault, isPlain, isSwitch } from '../../src/resolve/direct/npm-defaults.ts';
import { underCi } from '../../src/resolve/direct/npm-settings.ts';
import { fakeMachine } from './fake-machine.ts';
import { servicesOfNpm, settingsOfNpm } from './npm-oracle.ts';

const plain = settingsOfNpm().filter(({ name }) => isPlain(name));

describe('a setting that changes nothing of what is run', () => {
  it('has the default of npm, and is a switch where it is one', () => {
    expect(plain.length).toBeGreaterThan(50);
    for (const { name, default: usual, isSwitch: is } of plain) {
      const hasOne = usual !== null && usual !== undefined;
      expect([name, isDefault(name, String(usual))]).toEqual([name, hasOne]);
      expect([name, isSwitch(name)]).toEqual([name, is]);
    }
  });

  it('has another value than what it has by default', () => {
    for (const { name, default: usual } of plain) {
      expect([name, isDefault(name, `${usual}x`)]).toEqual([name, false]);
    }
    expect(isDefault('no-such-setting', 'undefined')).toBe(false);
  });

  it('is one that npm tells to what it runs', () => {
    expect(plain.filter(({ isTold }) => !isTold)).toEqual([]);
  });

  it.each([
    ...['nodedir', 'python', 'disturl', 'email', 'always-auth', 'msvs-version', 'msvs_version'],
    ...['electron_mirror', 'sharp-binary-host', 'puppeteer_skip_download', 'playwright_x'],
    ...['sass_binary_site', 'canvas-x', 'chromedriver_cdnurl'],
  ])('may be one of what is installed with npm: %s', (name) => {
    expect(isPlain(name)).toBe(true);
    expect(isSwitch(name)).toBe(false);
  });

  it.each([
    ...['global', 'package', 'call', 'workspace', 'workspaces', 'script-shell', 'node-options'],
    ...['shell', 'prefix', 'cache', 'before', 'tag', 'omit', 'include', 'dry-run', 'location'],
    ...['my-python', 'python2', 'sharp', 'sharpen-x', 'x-electron-y', 'toString', ''],
  ])('is not %s', (name) => {
    expect(isPlain(name)).toBe(false);
  });
});

describe('a service that npm would name', () => {
  const machine = fakeMachine({ platform: 'linux', files: {} });
  const under = (env: Readonly<Record<string, string>>): boolean =>
    underCi({ machine, env, home: '/', cwd: '/' });

  it('is known', () => {
    const services = servicesOfNpm();
    expect(services.length).toBeGreaterThan(40);
    expect(services.filter(([, env]) => !under(env)).map(([name]) => name)).toEqual([]);
  });

  it.each([{}, { CI: 'true' }, { NODE: '/usr/bin/node' }, { TRAVIS: '' }, { MY_TRAVIS: '1' }])(
    'is none: %j',
    (env) => {
      expect(under(env)).toBe(false);
    },
  );
});
