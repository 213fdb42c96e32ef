/**
 * Builds the single-file executables into dist/executables.
 *
 *   npm run build:executables                        all targets
 *   npm run build:executables -- linux-x64 win-x64   these
 *   npm run build:executables -- --archive           and packs each
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { archive } from './archive.mjs';
import { assemble } from './assemble.mjs';
import { bundle } from './bundle.mjs';
import { writeBill, writeChecksums, writeLicenses } from './licences.mjs';
import { cacheDirectory, outputDirectory } from './places.mjs';
import { fileName, isMac, targets } from './targets.mjs';

const { values, positionals } = parseArgs({
  options: { archive: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = positionals.length === 0 ? Object.keys(targets) : positionals;
const unknown = wanted.filter((target) => targets[target] === undefined);
if (unknown.length > 0) {
  throw new Error(`no such target: ${unknown}; there are ${Object.keys(targets).join(', ')}`);
}

mkdirSync(cacheDirectory, { recursive: true });
const bundled = await bundle();
const { metafile } = bundled;
rmSync(outputDirectory, { recursive: true, force: true });
mkdirSync(outputDirectory, { recursive: true });
writeLicenses(metafile, wanted[0]);
for (const target of wanted) {
  const done = assemble(target, bundled);
  writeBill(metafile, target);
  if (values.archive) archive(target);
  const megabytes = statSync(join(outputDirectory, fileName(target))).size / 1e6;
  console.log(
    `${fileName(target)}: ${megabytes.toFixed(1)} MB, ${remarks(target, done).join(', ')}`,
  );
}
writeChecksums();

function remarks(target, { stripped, codeCache, signed }) {
  const said = [`Node ${targets[target].version}`];
  if (stripped) said.push('stripped');
  // Only the target's own Node.js can make one: built on such a machine each start is 6 ms shorter.
  said.push(codeCache ? 'code cache' : 'no code cache');
  if (isMac(target))
    said.push(signed ? 'signed ad hoc' : 'NOT SIGNED: run codesign --sign - on it');
  return said;
}
