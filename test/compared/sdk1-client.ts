/** The TypeScript SDK 1.x as a client of a comparison; knows its API and its errors. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import { ownError, type SdkListener, type SdkSession, sdkClient } from './sdk-peer.ts';
import { type Launch, textOf } from './transcript.ts';

function start({ command, args, env }: Launch, listener: SdkListener): SdkSession {
  const transport = new StdioClientTransport({
    ...{ command, args: [...args], env: { ...env } },
    stderr: 'pipe',
  });
  const client = new Client(
    { name: 'sdk-1', version: '1.0.0' },
    { capabilities: { roots: { listChanged: true } } },
  );
  transport.stderr?.on('data', (chunk: Buffer) => listener.wrote(chunk.toString()));
  client.onerror = (error) => listener.failed(error);
  client.onclose = () => listener.closed();
  client.fallbackNotificationHandler = async (notification) => listener.notified(notification);
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///odd' }] }));
  return {
    async connect(timeout) {
      await client.connect(transport, { timeout });
      return { info: client.getServerVersion(), capabilities: client.getServerCapabilities() };
    },
    request({ method, tool, given }, options) {
      if (tool !== undefined) {
        return client.callTool({ name: tool, arguments: { ...given } }, undefined, options);
      }
      return method === 'ping' ? client.ping(options) : client.listTools({}, options);
    },
    roots: () => client.sendRootsListChanged(),
    close: () => client.close(),
  };
}

export const sdk1 = sdkClient({
  name: 'ts1',
  start,
  meaning(error) {
    const text = textOf(error);
    if (text === 'Not connected' || text.endsWith(': Connection closed')) return { kind: 'closed' };
    if (!(error instanceof McpError)) return ownError(error);
    const { code, message } = error;
    if (message.endsWith(': Request timed out')) return { kind: 'nothing' };
    return { kind: 'error', code, message, own: false };
  },
});
