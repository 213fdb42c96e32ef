/**
 * Bundles `scripts/trials/<name>/main.ts` and runs it with the arguments that follow: these scripts
 * share TypeScript with the product and its tests, which Node.js 20 cannot read by itself.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const [name] = process.argv.splice(2, 1);
const outfile = resolve(`node_modules/.cache/scripts/${name}.cjs`);
await build({
  entryPoints: [`scripts/trials/${name}/main.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
createRequire(import.meta.url)(outfile);
