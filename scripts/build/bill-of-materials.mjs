/**
 * Writes a bill of materials (CycloneDX) of a bundle: the packages that esbuild took in, by its own
 * account. Does not know what the bundle is for.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cyclonedx = 'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js';

/** `more`: a component of CycloneDX that the bundle is delivered with. */
export function writeBillOf(metafile, output, more) {
  const directory = mkdtempSync(join(tmpdir(), 'bill-'));
  const input = join(directory, 'meta.json');
  writeFileSync(input, JSON.stringify(withoutPlaceholders(metafile)));
  const options = ['--output-reproducible', '--output-file', output, '--validate'];
  execaSync(process.execPath, [cyclonedx, ...options, input], { cwd: root });
  rmSync(directory, { recursive: true });
  if (more === undefined) return;
  const bill = JSON.parse(readFileSync(output, 'utf8'));
  const product = bill.metadata.component['bom-ref'];
  bill.components.push(more);
  bill.dependencies.find(({ ref }) => ref === product).dependsOn.push(more['bom-ref']);
  bill.dependencies.push({ ref: more['bom-ref'] });
  writeFileSync(output, `${JSON.stringify(bill, undefined, 2)}\n`);
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
