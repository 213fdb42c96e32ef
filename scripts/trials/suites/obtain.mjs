/**
 * Gets what the suites are made of, on demand and below .cache/suites: packages of npm by the lock
 * beside this file, and of PyPI by python/setup.sh. Says where a part of it is.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const cache = here('../../../.cache/suites');
const npm = join(cache, 'npm');
const python = join(cache, 'python');

export function obtainNpm() {
  const { dependencies } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
  if (Object.entries(dependencies).every(([name, version]) => versionOf(name) === version)) return;
  mkdirSync(npm, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(here(file), join(npm, file));
  }
  execaSync('npm', ['install', '--ignore-scripts'], { cwd: npm });
}

export function obtainPython() {
  execaSync('bash', [here('python/setup.sh')]);
}

/** The version of an installed package of npm. */
export function versionOf(name) {
  const file = installed(`${name}/package.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** A path below the installed packages. */
export function installed(path) {
  return join(npm, 'node_modules', path);
}

/** They want a newer Node.js than this project does. */
export function theirNode() {
  const node = installed(`node-${process.platform}-${process.arch}/bin/node`);
  return existsSync(node) ? node : process.execPath;
}

/** A path below the source distribution of the Python SDK. */
export function sdk(path = '') {
  return join(python, 'sdk', path);
}

export const pythonProgram = join(python, 'venv/bin/python');

export function pythonVersion() {
  return /^mcp\S*==(.*)$/m.exec(readFileSync(here('python/requirements.txt'), 'utf8'))?.[1] ?? '?';
}
