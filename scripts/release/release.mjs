/**
 * Prepares a release: builds, checks, packs, and says what stands against it.
 *
 *   npm run release                     everything but the publishing; nothing leaves this machine
 *   npm run release -- --executables    builds and packs all executables, too
 *   npm run release -- --publish        publishes what was packed, if nothing stands against it
 *
 * Provenance is proved by the CI that publishes; from elsewhere npm refuses it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { obstacles } from './readiness.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'dist/package');
const { values: wanted } = parseArgs({
  options: {
    executables: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
});

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const against = obstacles({
  manifest,
  changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
  changes: read('git', 'status', '--porcelain').trim(),
  tags: read('git', 'tag', '--points-at', 'HEAD').split('\n'),
});
if (wanted.publish && against.length > 0) fail(against);

show('npm', 'run', 'build');
show('npx', 'publint', '--strict');
const tarball = pack();
packMaps();
if (wanted.executables) show('npm', 'run', 'build:executables', '--', '--archive');

// Access and provenance stand in publishConfig, for whoever publishes without this script.
const publish = ['npm', 'publish', '--access', 'public', '--provenance', tarball];
if (wanted.publish) {
  show(...publish);
} else {
  console.log(`\nNothing was published. With --publish this would run:\n  ${publish.join(' ')}`);
  for (const sentence of against) console.log(`First: ${sentence}`);
}

/** Into dist/package, with its checksum; `prepack` has nothing to do that was not just done. */
function pack() {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const options = ['--json', '--ignore-scripts', '--pack-destination', output];
  const [{ filename, files, size }] = JSON.parse(read('npm', 'pack', ...options));
  const path = join(output, filename);
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  writeFileSync(join(output, 'SHA256SUMS'), `${digest}  ${filename}\n`);
  console.log(`${filename}: ${(size / 1e3).toFixed(1)} KB packed, sha256 ${digest}`);
  for (const file of files) console.log(`  ${file.path} ${file.size}`);
  return path;
}

/**
 * The source maps of what was packed, which the package does not carry: with them a stack in an
 * issue becomes lines of the sources (scripts/release/read-stack.mjs).
 */
function packMaps() {
  const name = `mcp-shield-${manifest.version}-source-maps.tar.gz`;
  const maps = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.cjs.map'));
  show('tar', '-czf', join(output, name), '-C', join(root, 'dist'), ...maps);
  console.log(`${name}: ${maps.length} maps, to be kept beside the release`);
}

function read(program, ...args) {
  return execaSync(program, args, { cwd: root }).stdout;
}

function show(program, ...args) {
  execaSync(program, args, { cwd: root, stdio: 'inherit' });
}

function fail(sentences) {
  for (const sentence of sentences) console.error(`release: ${sentence}`);
  process.exit(1);
}
