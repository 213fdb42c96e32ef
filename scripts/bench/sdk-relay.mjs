/** What one writes in ten lines with the SDK: each message is parsed, checked and written anew. */
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const [, , command, ...args] = process.argv;
const client = new StdioServerTransport();
const server = new StdioClientTransport({
  command,
  args,
  env: /** @type {Record<string, string>} */ (process.env),
});
client.onmessage = (message) => server.send(message);
server.onmessage = (message) => client.send(message);
server.onclose = () => process.exit();
process.stdin.on('end', () => server.close());
await server.start();
await client.start();
