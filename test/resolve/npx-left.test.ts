/**
 * Everything about npm, its node and what it has installed for which npx is started itself: on a
 * machine in memory.
 */
import { describe, expect, it } from 'vitest';
import {
  cachedFiles,
  home,
  type NpxCommand,
  npmFiles,
  npmRoot,
  usualEnv,
  whyLeft,
} from './npx-machine.ts';

describe('npx is started itself', () => {
  const rows: readonly (readonly [why: string, NpxCommand])[] = [
    [
      "/usr/bin/npx is not npm's own",
      { files: { '/x/npx': '' }, facts: { links: { '/usr/bin/npx': '/x/npx' } } },
    ],
    [
      "/usr/bin/npx is not npm's own",
      { facts: { links: { '/usr/bin/npx': `${npmRoot}/bin/npx-cli.js.bak` } } },
    ],
    ['there are two variables PATH', { env: { ...usualEnv, Path: '/x' } }],
    ['PREFIX is set', { env: { ...usualEnv, PREFIX: '/x' } }],
    ['PREFIX is set', { env: { ...usualEnv, DESTDIR: '/x' } }],
    ['npm names the service it runs under', { env: { ...usualEnv, GITHUB_ACTIONS: 'true' } }],
    ['npm 8.19.4 is not one of 9, 10 and 11', { files: npmFiles('8.19.4') }],
    ['npm 12.0.0 is not one of 9, 10 and 11', { files: npmFiles('12.0.0') }],
    ['npm  is not one of 9, 10 and 11', { files: { [`${npmRoot}/package.json`]: undefined } }],
    [
      'npm  is not one of 9, 10 and 11',
      { files: { [`${npmRoot}/package.json`]: '{"version": ""}' } },
    ],
    [
      '/usr/bin/npx names another node',
      { files: { [`${npmRoot}/bin/npx-cli.js`]: '#!/usr/bin/node\n' } },
    ],
    ['/usr/bin/npx names another node', { files: { [`${npmRoot}/bin/npx-cli.js`]: '#!node\n' } }],
    [
      '/usr/bin/npx names another node',
      { files: { [`${npmRoot}/bin/npx-cli.js`]: '#!/usr/bin/env bun\n' } },
    ],
    ['/usr/bin/npx names another node', { files: { [`${npmRoot}/bin/npx-cli.js`]: 'x' } }],
    ['node is a script', { files: { '/usr/bin/node': '#!/bin/sh\n' } }],
    ['node is a script', { files: { '/usr/bin/node': undefined } }],
    ['node is a script', { env: { ...usualEnv, PATH: '' } }],
    [
      'the version of /usr/bin/node is not known',
      { files: { '/usr/include/node/node_version.h': '' } },
    ],
    ['the project is that package', { files: { [`${home}/package.json`]: '{"name":"a-server"}' } }],
    ['of fund in /home/ann/.npmrc', { files: { [`${home}/.npmrc`]: 'fund=no' } }],
    ['no package is named', { args: ['-y'] }],
    ['it is not npm exec', { runner: 'npm' }],
    ['a-server is a global program', { files: { '/usr/bin/a-server': '' } }],
    ['a-server is installed globally', { files: { '/usr/lib/node_modules/a-server/x': '' } }],
    [
      'a-server is installed globally',
      { facts: { links: { '/usr/lib/node_modules/a-server': '/x' } } },
    ],
    ['only the registry knows what latest is', { args: ['a-server@latest'] }],
    [
      "npx's copy was made for another package",
      { files: cachedFiles({ state: { _npx: { packages: ['b'] } } }) },
    ],
  ];
  it.each(rows)('%s', (why, command) => {
    expect(whyLeft(command)).toBe(why);
  });

  it('but not for what is global where that is the project itself', () => {
    const env = { ...usualEnv, npm_config_prefix: '/p' };
    const files = { '/p/bin/a-server': '', '/p/package.json': '{}' };
    expect(whyLeft({ env, files })).toBe('a-server is a global program');
    expect(whyLeft({ env, files, cwd: '/p' })).toBe('direct');
    const facts = { links: { '/l': '/p' } };
    const linked = { ...env, npm_config_prefix: '/l' };
    expect(whyLeft({ env: linked, files, cwd: '/p', facts })).toBe('direct');
  });
});
