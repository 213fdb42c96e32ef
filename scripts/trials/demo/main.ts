/**
 * `mcp-shield demo` with a real cast: a client of the official SDK and a real server from npm that
 * is made noisy. Ends with exit code 0 only if it saw all that it claims.
 *
 *   npm run demo
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { execaSync } from 'execa';
import { tellDemo } from '../../../src/cli/demo/tell-demo.ts';
import { createTranscript } from '../../../src/cli/demo/transcript.ts';
import { startSdkClient } from './sdk-client.ts';

const server = [process.execPath, resolve('scripts/trials/demo/noisy-server.mjs')];
const shield = [process.execPath, resolve('bin/mcp-shield.js')];

if (!existsSync('dist/mcp-shield.cjs')) {
  execaSync(process.execPath, ['esbuild.config.mjs'], { stdio: 'inherit' });
}

const cast = {
  introduction:
    'A real client (the official SDK) talks to a real server (server-everything). The server ' +
    'prints banners, log lines and colours on stdout, and is killed while it works for the client.',
  bare: { shown: 'node noisy-server.mjs', open: () => startSdkClient(server) },
  shielded: {
    shown: 'mcp-shield -- node noisy-server.mjs',
    open: () => startSdkClient([...shield, '--', ...server]),
  },
};
tellDemo(cast, createTranscript(process.stdout, process.env)).then((seen) => {
  process.exitCode = seen ? 0 : 1;
});
