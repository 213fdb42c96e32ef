/**
 * Builds the one file that is shipped. CommonJS, because that starts 8 ms sooner than an ES module
 * (no asynchronous loader) and a module that is imported dynamically stays unevaluated inside it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { licensesOf } from './scripts/third-party-licenses.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * Parts of packages that are loaded with them and never called here. Left out they save 30 KB. Left, the package that asks for them; right, what it asks for.
 */
const unreached = [
  // pino: what is used without a stream of one's own, for `transport`, `multistream` and `redact`.
  ['pino', ['./transport', './lib/transport', './lib/multistream', 'sonic-boom']],
  ['pino', ['on-exit-leak-free', '@pinojs/redact']],
];

const leaveOut = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[.a-z@]/ }, ({ path, importer }) => {
      const asker = /node_modules[\\/]([^\\/]+)[\\/](?!.*node_modules)/.exec(importer)?.[1];
      const isUnreached = unreached.some(([name, paths]) => name === asker && paths.includes(path));
      return isUnreached ? { path, namespace: 'left-out' } : undefined;
    });
    // A function, because pino asks what is `instanceof` it.
    const contents = 'module.exports = function leftOut() { throw new Error("left out"); };';
    onLoad({ filter: /^/, namespace: 'left-out' }, () => ({ contents }));
  },
};

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
