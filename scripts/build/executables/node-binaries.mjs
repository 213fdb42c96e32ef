/**
 * Fetches the Node.js binaries: npm downloads the package, its digest is compared with the pinned
 * one, and it is unpacked once below `.cache`. Nothing of the package is ever run by npm.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { cacheDirectory } from './places.mjs';
import { digests, host, isWindows, targets } from './targets.mjs';

/** The binary that becomes the executable. */
export function nodeOf(target) {
  const { package: name, version } = targets[target];
  return binaryIn(unpacked(name, version), target);
}

/**
 * A Node.js that runs on this machine and has the target's version: an executable is built by the
 * very version that is inside it.
 */
export function builderOf(target) {
  return binaryIn(unpackedForHost(target), host);
}

/** The licence of Node.js and of all it contains; the packages for Windows lack it. */
export function nodeLicenseOf(target) {
  return join(unpackedForHost(target), 'LICENSE');
}

function unpackedForHost(target) {
  const name = targets[host]?.package;
  if (name === undefined) throw new Error(`there is no Node.js for ${host} in targets.mjs`);
  return unpacked(name, targets[target].version);
}

function binaryIn(directory, target) {
  return join(directory, 'bin', isWindows(target) ? 'node.exe' : 'node');
}

/** The directory of the package, from the cache if it is there. */
function unpacked(name, version) {
  const wanted = `${name}@${version}`;
  const directory = join(cacheDirectory, wanted);
  if (existsSync(directory)) return directory;
  if (digests[wanted] === undefined) throw new Error(`${wanted} has no digest in targets.mjs`);
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const tarball = download(wanted, unfinished);
  execaSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: unfinished });
  rmSync(join(unfinished, tarball));
  renameSync(unfinished, directory);
  return directory;
}

function download(wanted, directory) {
  console.log(`downloading ${wanted}`);
  const { stdout: output } = execaSync('npm', ['pack', '--json', '--loglevel=error', wanted], {
    cwd: directory,
  });
  const [packed] = Object.values(JSON.parse(output));
  if (packed.integrity !== digests[wanted]) throw new Error(`${wanted} is not what was pinned`);
  return packed.filename;
}
