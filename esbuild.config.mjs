/**
 * Builds the one file that is shipped. CommonJS, because that starts 8 ms sooner than an ES module
 * (no asynchronous loader) and a module that is imported dynamically stays unevaluated inside it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { leaveOut } from './scripts/leave-out.mjs';
import { licensesOf } from './scripts/third-party-licenses.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const { metafile } = await build({
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/mcp-shield.cjs',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: { MCP_SHIELD_VERSION: JSON.stringify(version) },
  plugins: [leaveOut],
});

writeFileSync('dist/meta.json', JSON.stringify(metafile));
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf(metafile));
