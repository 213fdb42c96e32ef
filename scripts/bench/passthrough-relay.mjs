/**
 * @civic/passthrough-mcp-server in front of a stdio server. Its command line reaches servers over
 * HTTP only; its library takes any transport, here the SDK's. Given: where it is installed.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , modules, command, ...args] = process.argv;
const from = (path) => import(pathToFileURL(join(modules, path)).href);
const proxy = await from('@civic/passthrough-mcp-server/dist/index.js');
const sdk = await from('@modelcontextprotocol/sdk/dist/esm/client/stdio.js');

const transportFactory = () => new sdk.StdioClientTransport({ command, args, env: process.env });
await proxy.createStdioPassthroughProxy({ target: { transportType: 'custom', transportFactory } });
process.stdin.on('end', () => process.exit());
