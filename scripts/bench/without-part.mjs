/**
 * The product without one of its parts, to see what that part costs: built from the same sources,
 * with a module in the part's place that does nothing.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../build/bundle-options.mjs';
import { root } from '../build/executables/places.mjs';

/** Nobody can look: the observer that `mcp-shield tail` needs is not there. */
export const withoutTail = {
  file: /runner[\\/]observe[\\/]viewers\.ts$/,
  contents: "export const admitViewers = () => ({ name: 'none', observe: () => {} });",
};

/**
 * @param {{ file: RegExp, contents: string }} part
 * @param {string} directory gets `bin` and `dist`
 * @returns {Promise<string>} the path of the script that is started
 */
export async function bundleWithout({ file, contents }, directory) {
  const stub = {
    name: 'without-part',
    setup: (/** @type {import('esbuild').PluginBuild} */ { onLoad }) => {
      onLoad({ filter: file }, () => ({ contents, loader: /** @type {const} */ ('ts') }));
    },
  };
  await build({
    ...bundleOptions,
    plugins: [...bundleOptions.plugins, stub],
    outdir: join(directory, 'dist'),
    minify: true,
  });
  cpSync(join(root, 'bin'), join(directory, 'bin'), { recursive: true });
  return join(directory, 'bin/mcp-shield.js');
}
