/**
 * Who is compared: each is a command line in front of the server's. The product is copied first,
 * so that a build in between does not change what is measured.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { nodeOf } from '../build/executables/node-binaries.mjs';
import { outputDirectory, root } from '../build/executables/places.mjs';
import { fileName, host } from '../build/executables/targets.mjs';
import { isInstalled, peers } from './peers.mjs';
import { bundleWithout, withoutTail } from './without-part.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const workshop = join(root, '.cache/bench');

/** Builds the C programs; their paths by name. */
export function compile() {
  mkdirSync(workshop, { recursive: true });
  const built = ['client', 'server', 'relay'].map((name) => {
    const file = join(workshop, name);
    execaSync('cc', ['-O2', '-Wall', '-o', file, join(here, 'c', `${name}.c`)]);
    return [name, file];
  });
  return Object.fromEntries(built);
}

/**
 * Command lines by name. The largest message is raised where it can be.
 * @param {{ relay: string }} programs
 * @param {string} [against] another checkout of this project, built: what was, beside what is
 * @returns {Promise<Record<string, string[]>>}
 */
export async function contestants({ relay }, against) {
  const copy = join(workshop, 'product');
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
  for (const file of readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.cjs'))) {
    cpSync(join(root, 'dist', file), join(copy, 'dist', file));
  }
  const options = ['--max-message', '64MB', '--'];
  const executable = join(outputDirectory, fileName(host));
  return {
    direct: [],
    'C relay': [relay],
    'Node relay': [process.execPath, join(here, 'relay.mjs')],
    bundle: [process.execPath, join(copy, 'bin/mcp-shield.js'), ...options],
    'bundle without tail': [
      process.execPath,
      await bundleWithout(withoutTail, join(workshop, 'without-tail')),
      ...options,
    ],
    ...(against && {
      'bundle before': [process.execPath, join(against, 'bin/mcp-shield.js'), ...options],
    }),
    ...(existsSync(executable) && { executable: [executable, ...options] }),
    'SDK relay': [process.execPath, join(here, 'sdk-relay.mjs')],
    ...Object.fromEntries(peers.filter(isInstalled).map(({ name, line }) => [name, line])),
  };
}

/** What the rows of start and memory are compared with: Node.js that does nothing. */
export function bareNodes() {
  const executable = join(outputDirectory, fileName(host));
  return {
    node: [process.execPath],
    ...(existsSync(executable) && { 'node of the executable': [nodeOf(host)] }),
  };
}
