/**
 * Builds what `src` holds now, readable and with its source maps inside, and runs it in this
 * process: `npm run dev -- <arguments of mcp-shield>`. In the configuration of a client write
 * `node <repository>/scripts/build/dev.mjs` instead, because npm prints on stdout.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { bundleOptions } from './bundle-options.mjs';

const outdir = fileURLToPath(new URL('../../.cache/dev', import.meta.url));
await build({ ...bundleOptions, outdir, sourcemap: 'inline' });
await stop();

// npm changes to the directory of the package; the server belongs where it was asked for.
if (process.env.npm_lifecycle_event === 'dev') process.chdir(process.env.INIT_CWD ?? '.');
process.setSourceMapsEnabled(true);
const script = join(outdir, 'mcp-shield.cjs');
process.argv[1] = script;
createRequire(import.meta.url)(script);
