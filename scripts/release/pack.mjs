/**
 * Packs what npm gets, into a directory that holds nothing else. The repository is written into the
 * package.json of the package only: a clone knows its own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { withRepository } from './repository.mjs';

/**
 * Returns the path of the tarball. Without `repository` (as repository.mjs reads it) package.json
 * stays as it is. `prepack` has nothing to do that was not just done.
 */
export function pack({ root, output, repository }) {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const { filename, files, size } =
    repository === undefined ? npmPack(root, output) : packWith(repository, root, output);
  console.log(`${filename}: ${(size / 1e3).toFixed(1)} KB packed`);
  for (const file of files) console.log(`  ${file.path} ${file.size}`);
  return join(output, filename);
}

function packWith(repository, root, output) {
  const directory = mkdtempSync(join(tmpdir(), 'pack-'));
  try {
    const { filename } = npmPack(root, directory);
    execaSync('tar', ['-xzf', filename], { cwd: directory });
    const file = join(directory, 'package/package.json');
    const manifest = withRepository(JSON.parse(readFileSync(file, 'utf8')), repository);
    writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return npmPack(join(directory, 'package'), output);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function npmPack(directory, destination) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  return JSON.parse(execaSync('npm', args, { cwd: directory }).stdout)[0];
}
