/**
 * What goes with the executables: the licences of everything inside, one bill of materials for
 * each (CycloneDX), and checksums of all files.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBillOf } from '../bill-of-materials.mjs';
import { licensesOf } from '../third-party-licenses.mjs';
import { nodeLicenseOf } from './node-binaries.mjs';
import { outputDirectory, root } from './places.mjs';
import { targets } from './targets.mjs';

const checksums = 'SHA256SUMS';

/** One text for all targets: those of Node.js do not differ between two releases of one line. */
export function writeLicenses(metafile, target) {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8');
  const node = readFileSync(nodeLicenseOf(target), 'utf8');
  const parts = [`mcp-shield\n\n${own}`, licensesOf(metafile), `Node.js\n\n${node}`];
  writeFileSync(join(outputDirectory, 'LICENSES.txt'), parts.join(`\n${'='.repeat(80)}\n\n`));
}

/** The packages that esbuild took in, and the Node.js that carries them. */
export function writeBill(metafile, target) {
  const { package: name, version } = targets[target];
  const reference = `${name}@${version}`;
  const node = {
    type: 'platform',
    name: 'node',
    version,
    'bom-ref': reference,
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:npm/${reference}`,
  };
  writeBillOf(metafile, join(outputDirectory, `mcp-shield-${target}.cdx.json`), node);
}

/** In the format that `sha256sum --check` reads. */
export function writeChecksums() {
  const files = readdirSync(outputDirectory).filter((file) => file !== checksums);
  const lines = files.sort().map((file) => {
    const digest = createHash('sha256').update(readFileSync(join(outputDirectory, file)));
    return `${digest.digest('hex')}  ${file}\n`;
  });
  writeFileSync(join(outputDirectory, checksums), lines.join(''));
}
