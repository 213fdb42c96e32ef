/**
 * Prepares a release in dist/package: builds, checks, packs, and says what stands against it.
 *
 *   npm run release                     everything but the publishing; nothing leaves this machine
 *   npm run release -- --executables    builds and packs all executables, too
 *   npm run release -- --repository https://github.com/<owner>/<name>
 *                                       fills in where it is released, for which RELEASE_REPOSITORY
 *                                       stands, too; with --executables it also writes what
 *                                       Homebrew, Scoop and winget want to know of them
 *   npm run release -- --ready          fails before it begins if anything stands against it
 *   npm run release -- --publish        publishes what was packed, if nothing stands against it
 *
 * Provenance is proved by the CI that publishes; from elsewhere npm refuses it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { writeBillOf } from '../build/bill-of-materials.mjs';
import { targets } from '../build/executables/targets.mjs';
import { takeExecutables, writeChannels, writeInstallers, writeSums } from './gather.mjs';
import { pack } from './pack.mjs';
import { obstacles, pagesIn } from './readiness.mjs';
import { readRepository } from './repository.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'dist/package');
const { values: wanted } = parseArgs({
  options: {
    executables: { type: 'boolean', default: false },
    repository: { type: 'string', default: process.env.RELEASE_REPOSITORY },
    publish: { type: 'boolean', default: false },
    ready: { type: 'boolean', default: false },
  },
});

const manifest = JSON.parse(readText('package.json'));
const repository = wanted.repository ? repositoryAt(wanted.repository) : undefined;
const against = obstacles({
  manifest,
  changelog: readText('CHANGELOG.md'),
  changes: read('git', 'status', '--porcelain').trim(),
  tags: read('git', 'tag', '--points-at', 'HEAD').split('\n'),
  repository: repository?.url,
  pages: pagesIn(readText('src/diagnose/docs-url.ts')),
});
if ((wanted.publish || wanted.ready) && against.length > 0) fail(against);

show('npm', 'run', 'build');
show('npx', 'publint', '--strict');
const tarball = pack({ root, output, repository });
packMaps();
writeBillOf(JSON.parse(readText('dist/meta.json')), join(output, 'mcp-shield.cdx.json'));
if (wanted.executables) {
  show('npm', 'run', 'build:executables', '--', '--archive');
  takeExecutables(join(root, 'dist/executables'), output);
}
if (repository !== undefined) writeInstallers(root, output, repository);
const sums = writeSums(output);
if (wanted.executables && repository !== undefined) {
  const facts = { manifest, repository, sums, targets: Object.keys(targets) };
  for (const name of writeChannels(output, facts)) console.log(name);
}

// Access and provenance stand in publishConfig, for whoever publishes without this script.
const publish = ['npm', 'publish', '--access', 'public', '--provenance', tarball];
if (wanted.publish) {
  show(...publish);
} else {
  console.log(`\nNothing was published. With --publish this would run:\n  ${publish.join(' ')}`);
  for (const sentence of against) console.log(`First: ${sentence}`);
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

function repositoryAt(address) {
  try {
    return readRepository(address);
  } catch (error) {
    return fail([error instanceof Error ? error.message : String(error)]);
  }
}

function readText(file) {
  return readFileSync(join(root, file), 'utf8');
}

function read(program, ...args) {
  return execaSync(program, args, { cwd: root }).stdout;
}

function show(program, ...args) {
  execaSync(program, args, { cwd: root, stdio: 'inherit' });
}

/** @returns {never} */
function fail(sentences) {
  for (const sentence of sentences) console.error(`release: ${sentence}`);
  process.exit(1);
}
