/** Bundles the relay program: Node 20 does not read TypeScript. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Returns the path of the program. */
export async function buildRelay(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'mcp-shield-relay-')), 'relay.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./relay-main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    banner: {
      js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}
