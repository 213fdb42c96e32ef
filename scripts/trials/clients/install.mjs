/**
 * Installs the clients that are tried, on demand: they are 600 MB and no part of the project.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';

const here = new URL('./', import.meta.url);
const manifest = (path) => JSON.parse(readFileSync(new URL(path, here), 'utf8'));

function isInstalled([name, version]) {
  try {
    return manifest(`node_modules/${name}/package.json`).version === version;
  } catch {
    return false;
  }
}

export function installClients() {
  const { dependencies } = manifest('package.json');
  if (Object.entries(dependencies).every(isInstalled)) return;
  execaSync('npm', ['ci'], { cwd: fileURLToPath(here), stdio: 'inherit' });
}
