/**
 * The one script that all executables contain: the command with its sub-commands, because an
 * executable can load nothing that lies beside it. Sub-commands stay unevaluated until asked for.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { leaveOut } from '../leave-out.mjs';
import { cacheDirectory, root, version } from './places.mjs';

/** Resolves with the script's path and esbuild's account of what is inside. */
export async function bundle() {
  const outfile = join(cacheDirectory, 'mcp-shield.cjs');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node26',
    format: 'cjs',
    // The other form of jsonc-parser asks for its parts in a way that cannot be bundled.
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    define: { MCP_SHIELD_VERSION: JSON.stringify(version) },
    plugins: [leaveOut],
  });
  return { script: outfile, metafile };
}
