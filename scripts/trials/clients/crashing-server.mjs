/**
 * The real server-everything, which is killed once, when it is sent a certain method for the first
 * time: `crashing-server.mjs <method> <flag file>`. The file remembers that it has happened.
 */
import { existsSync, writeFileSync } from 'node:fs';

const [, , method, flagFile] = process.argv;
process.argv.length = 2;
await import('@modelcontextprotocol/server-everything/dist/index.js');

process.stdin.prependListener('data', (chunk) => {
  if (!String(chunk).includes(`"method":"${method}"`) || existsSync(flagFile)) return;
  writeFileSync(flagFile, '');
  process.kill(process.pid, 'SIGKILL');
});
