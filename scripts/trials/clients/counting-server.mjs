/**
 * The real server-everything, which writes down each of its starts: `counting-server.mjs <file>`.
 */
import { appendFileSync } from 'node:fs';

// What is left is what the server reads.
const [file] = process.argv.splice(2, 1);
appendFileSync(file, 'start\n');
await import('@modelcontextprotocol/server-everything/dist/index.js');
