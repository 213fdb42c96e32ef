/**
 * What goes with the executables: the licences of everything inside, one bill of materials for
 * each (CycloneDX), and checksums of all files.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { licensesOf } from '../third-party-licenses.mjs';
import { nodeLicenseOf } from './node-binaries.mjs';
import { cacheDirectory, outputDirectory, root } from './places.mjs';
import { targets } from './targets.mjs';

const checksums = 'SHA256SUMS';
const cyclonedx = 'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js';

/** One text for all targets: those of Node.js do not differ between two releases of one line. */
export function writeLicenses(metafile, target) {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8');
  const node = readFileSync(nodeLicenseOf(target), 'utf8');
  const parts = [`mcp-shield\n\n${own}`, licensesOf(metafile), `Node.js\n\n${node}`];
  writeFileSync(join(outputDirectory, 'LICENSES.txt'), parts.join(`\n${'='.repeat(80)}\n\n`));
}

/** The packages that esbuild took in, and the Node.js that carries them. */
export function writeBill(metafile, target) {
  const input = join(cacheDirectory, `${target}.meta.json`);
  const output = join(outputDirectory, `mcp-shield-${target}.cdx.json`);
  writeFileSync(input, JSON.stringify(withoutPlaceholders(metafile)));
  const options = ['--output-reproducible', '--output-file', output, '--validate'];
  execaSync(process.execPath, [cyclonedx, ...options, input], { cwd: root });
  rmSync(input);
  const bill = JSON.parse(readFileSync(output, 'utf8'));
  const { package: name, version } = targets[target];
  const reference = `${name}@${version}`;
  bill.components.push({
    type: 'platform',
    name: 'node',
    version,
    'bom-ref': reference,
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:npm/${reference}`,
  });
  const product = bill.metadata.component['bom-ref'];
  bill.dependencies.find(({ ref }) => ref === product).dependsOn.push(reference);
  bill.dependencies.push({ ref: reference });
  writeFileSync(output, `${JSON.stringify(bill, undefined, 2)}\n`);
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

/** What the build left out stands in esbuild's account under a name of its own, everywhere. */
function withoutPlaceholders(metafile) {
  const isReal = (path) => !path.startsWith('left-out:');
  return JSON.parse(JSON.stringify(metafile), (key, value) => {
    if (key === 'imports') return value.filter(({ path }) => isReal(path));
    if (key !== 'inputs') return value;
    return Object.fromEntries(Object.entries(value).filter(([path]) => isReal(path)));
  });
}
