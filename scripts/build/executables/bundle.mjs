/**
 * What all executables contain: the script of the command, and as assets the parts that it loads
 * later (scripts/build/split-bundle.mjs), because an executable can load nothing that lies beside
 * it.
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
  const { code } = transformSync(readFileSync(loader, 'utf8'), { minify: true, format: 'cjs' });
  const { metafile } = await build({
    ...bundleOptions,
    outdir,
    minify: true,
    target: 'node26',
    metafile: true,
  });
  const file = (name) => join(outdir, `${name}.cjs`);
  const script = file('mcp-shield');
  // In a block: its names are nobody else's.
  writeFileSync(script, `'use strict';{${code}}${readFileSync(script, 'utf8')}`);
  return { script, parts: Object.keys(parts).map(file), metafile };
}
