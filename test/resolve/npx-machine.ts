/**
 * A machine in memory with npm and with what npx keeps of one package; each test changes what it
 * is about. A file that is undefined is not there.
 */
import { createHash } from 'node:crypto';
import { type PastRunner, pastRunner } from '../../src/resolve/direct/direct-start.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

export const npmRoot = '/usr/lib/node_modules/npm';
export const home = '/home/ann';
export const usualEnv = { HOME: home, PATH: '/usr/bin:/bin', LANG: 'C' };
const envNode = '#!/usr/bin/env node\n';

type Files = Readonly<Record<string, string | undefined>>;

function versionHeader(version: string): string {
  const [major, minor, patch] = version.split('.');
  const row = (name: string, part = ''): string => `#define NODE_${name}_VERSION ${part}\n`;
  return row('MAJOR', major) + row('MINOR', minor) + row('PATCH', patch);
}

export function npmFiles(version = '10.8.2'): Record<string, string> {
  return {
    [`${npmRoot}/package.json`]: `{"name":"npm","version": "${version}"}`,
    [`${npmRoot}/bin/npx-cli.js`]: envNode,
    [`${npmRoot}/bin/npm-cli.js`]: envNode,
    '/usr/bin/node': '\x7fELF',
    '/usr/include/node/node_version.h': versionHeader('22.1.0'),
    '/usr/bin/bash': '\x7fELF',
  };
}

export const npmLinks = {
  '/usr/bin/npx': `${npmRoot}/bin/npx-cli.js`,
  '/usr/bin/npm': `${npmRoot}/bin/npm-cli.js`,
  '/usr/bin/sh': '/usr/bin/bash',
};

/** Where npx keeps what it has installed for a spec. */
export function npxDirectory(spec: string, cache = `${home}/.npm`): string {
  return `${cache}/_npx/${createHash('sha512').update(spec).digest('hex').slice(0, 16)}`;
}

export interface Cached {
  readonly spec?: string;
  readonly name?: string;
  readonly cache?: string;
  /** Of package.json in npx's directory, of its lockfile and of the package. */
  readonly state?: object;
  readonly packages?: Readonly<Record<string, unknown>>;
  readonly manifest?: object;
  readonly program?: string;
  readonly script?: string;
}

/** As npx leaves it behind: one package, and one that it needs. */
export function cachedFiles(cached: Cached = {}): Record<string, string> {
  const { name = 'a-server', spec = name, cache, program = name.replace(/^.*\//, '') } = cached;
  const directory = npxDirectory(spec, cache);
  const modules = `${directory}/node_modules`;
  const entry = (version: string): object => ({
    version,
    resolved: 'https://registry.npmjs.org/x.tgz',
    integrity: 'sha512-x',
  });
  const state = { dependencies: { [name]: '^1.2.3' }, _npx: { packages: [spec] } };
  const packages = {
    [`node_modules/${name}`]: entry('1.2.3'),
    'node_modules/dep': entry('2.0.0'),
    ...cached.packages,
  };
  const manifest = { name, version: '1.2.3', bin: { [program]: 'server.js' } };
  return {
    [`${directory}/package.json`]: JSON.stringify({ ...state, ...cached.state }),
    [`${modules}/.package-lock.json`]: JSON.stringify({ packages }),
    [`${modules}/${name}/package.json`]: JSON.stringify({ ...manifest, ...cached.manifest }),
    [`${modules}/dep/package.json`]: '{}',
    [`${modules}/.bin/${program}`]: cached.script ?? envNode,
  };
}

export interface NpxCommand {
  /** `npx` or `npm`, or another file. */
  readonly runner?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly tags?: boolean;
  readonly files?: Files;
  readonly facts?: Partial<FakeFacts>;
}

/** What becomes of `npx -y a-server x`, with npm and the package where they usually are. */
export function started(command: NpxCommand = {}): PastRunner {
  const { runner = 'npx', args = ['-y', 'a-server', 'x'], env = usualEnv, facts } = command;
  const all = { ...npmFiles(), ...cachedFiles(), ...command.files };
  const files = Object.entries(all).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text]],
  );
  const machine = fakeMachine({
    platform: 'linux',
    files: Object.fromEntries(files),
    home,
    ...facts,
    links: { ...npmLinks, ...facts?.links },
  });
  const file = runner.includes('/') ? runner : `/usr/bin/${runner}`;
  const { tags } = command;
  const resolution = { file, args, env, cwd: command.cwd, notes: [] };
  return tags === undefined
    ? pastRunner(resolution, machine)
    : pastRunner(resolution, machine, { tags });
}

/** The environment of the program; throws where nothing is started. */
export function toldEnv(command: NpxCommand = {}): Readonly<Record<string, string>> {
  const found = started(command);
  if (found.kind !== 'direct') throw new Error(JSON.stringify(found));
  return found.resolution.env;
}

/** Why it is left to the runner, or what happens instead. */
export function whyLeft(command: NpxCommand = {}): string {
  const found = started(command);
  return found.kind === 'left' ? found.why : found.kind;
}
