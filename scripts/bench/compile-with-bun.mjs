/**
 * Run by Bun: compiles the command into `mcp-shield` in the working directory, for a comparison
 * (first-answer.mjs). Bun has no `node:sea`; what is asked of it is answered as an executable does.
 */
import { fileURLToPath } from 'node:url';

const { Bun } = /** @type {any} */ (globalThis);
const { success, logs } = await Bun.build({
  entrypoints: [fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))],
  compile: { outfile: `${process.cwd()}/mcp-shield` },
  target: 'bun',
  format: 'cjs',
  bytecode: true,
  minify: true,
  define: { MCP_SHIELD_VERSION: '"0.0.0"' },
  plugins: [
    {
      name: 'sea',
      setup(/** @type {any} */ { onResolve, onLoad }) {
        onResolve({ filter: /^node:sea$/ }, () => ({ path: 'sea', namespace: 'sea' }));
        onLoad({ filter: /./, namespace: 'sea' }, () => ({
          contents: 'export const isSea = () => true;',
          loader: 'js',
        }));
      },
    },
  ],
});
if (!success) throw new Error(logs.join('\n'));
