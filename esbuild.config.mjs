/**
 * Builds the two files that are shipped: the shield, which clients start, and the sub-commands,
 * which it loads when one is asked for. CommonJS, because that starts 8 ms sooner than an ES module
 * (no asynchronous loader) and a module that is imported dynamically stays unevaluated inside it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { leaveOut } from './scripts/leave-out.mjs';
import { licensesOf } from './scripts/third-party-licenses.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The parsers of the sub-commands would double what each start reads. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/commands\.ts$/ }, () => ({ path: './commands.cjs', external: true }));
  },
};

const { metafile } = await build({
  entryPoints: { 'mcp-shield': 'src/cli/main.ts', commands: 'src/cli/commands.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The other form of jsonc-parser asks for its parts in a way that cannot be bundled.
  mainFields: ['module', 'main'],
  // `require` instead, which the compile cache knows.
  supported: { 'dynamic-import': false },
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: { MCP_SHIELD_VERSION: JSON.stringify(version) },
  plugins: [leaveOut, apart],
});

writeFileSync('dist/meta.json', JSON.stringify(metafile));
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf(metafile));
