/**
 * Installs the clients that are tried, on demand: they are 2 GB and no part of the project. In a
 * directory of their own, because npm completes the lock with what a platform has besides.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';

const here = new URL('./', import.meta.url);
const target = new URL('.installed/', here);
const manifest = (path) => JSON.parse(readFileSync(new URL(path, here), 'utf8'));

/** `npm:name@version` is another version of what is there by its own name. */
function isInstalled([name, version]) {
  try {
    const installed = manifest(`.installed/node_modules/${name}/package.json`).version;
    return installed === version.replace(/^npm:.*@/, '');
  } catch {
    return false;
  }
}

export function installClients() {
  const { dependencies } = manifest('package.json');
  if (Object.entries(dependencies).every(isInstalled)) return;
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(new URL(file, here), new URL(file, target));
  }
  // Not `npm ci`: it refuses a lock without the packages of platforms that the registry lacks.
  execaSync('npm', ['install', '--ignore-scripts'], {
    cwd: fileURLToPath(target),
    stdio: 'inherit',
  });
}

/** A path below the installed packages. */
export function installed(path) {
  return fileURLToPath(new URL(`node_modules/${path}`, target));
}

/** Some clients want a newer Node.js than this project does. */
export function clientNode() {
  const node = installed(`node-${process.platform}-${process.arch}/bin/node`);
  return existsSync(node) ? node : process.execPath;
}
