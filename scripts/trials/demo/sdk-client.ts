/** The official SDK's client, as the demo wants a client to be. Knows no step of the demo. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { createPidReader, type DemoClient } from '../../../src/cli/demo/demo-client.ts';

/** Starts `command` when it connects. */
export function startSdkClient([command = '', ...args]: readonly string[]): DemoClient {
  const transport = new StdioClientTransport({ command, args, stderr: 'pipe' });
  const client = new Client({ name: 'demo-client', version: '1.0.0' });
  const { pid, text, take } = createPidReader();
  const complaints: string[] = [];
  let closed = false;
  transport.stderr?.on('data', (chunk) => take(String(chunk)));
  client.onerror = (error) => complaints.push(error.message);
  client.onclose = () => {
    closed = true;
  };
  return {
    complaints,
    isClosed: () => closed,
    stderr: text,
    serverPid: pid,
    async connect() {
      await client.connect(transport);
      const { name, version } = client.getServerVersion() ?? {};
      return `${name} ${version}`;
    },
    listTools: async () => (await client.listTools()).tools.length,
    async call({ name, given, timeoutMs, onProgress }) {
      const options = {
        ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
        ...(onProgress === undefined ? {} : { onprogress: onProgress }),
      };
      const result = await client.callTool({ name, arguments: given }, undefined, options);
      const [first] = result.content as readonly { readonly text: string }[];
      return first?.text ?? '';
    },
    close: () => client.close(),
  };
}
