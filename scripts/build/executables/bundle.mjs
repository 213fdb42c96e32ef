/**
 * What all executables contain: a script that loads, and as assets the parts of the bundle
 * (scripts/build/split-bundle.mjs), because an executable can load nothing that lies beside it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transformSync } from 'esbuild';
import { bundleOptions } from '../bundle-options.mjs';
import { parts } from '../split-bundle.mjs';
import { cacheDirectory } from './places.mjs';

const loader = new URL('part-loader.cjs', import.meta.url);

/** Resolves with the paths of the script and of its parts, and esbuild's account of them. */
export async function bundle() {
  const outdir = join(cacheDirectory, 'script');
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...bundleOptions,
    outdir,
    minify: true,
    target: 'node26',
    metafile: true,
    // A part is the value of its text: the function that is called with what it needs.
    banner: { js: '(function(module,exports,require){' },
    footer: { js: '})' },
  });
  const { code } = transformSync(readFileSync(loader, 'utf8'), { minify: true, format: 'cjs' });
  const script = join(outdir, 'loader.cjs');
  writeFileSync(script, code);
  const names = ['mcp-shield', ...Object.keys(parts)];
  return { script, parts: names.map((name) => join(outdir, `${name}.cjs`)), metafile };
}
