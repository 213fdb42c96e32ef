/** The TypeScript SDK 2.x as a client of a comparison; knows its API and its errors. */
import { Client, ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { ownError, type SdkListener, type SdkSession, sdkClient } from './sdk-peer.ts';
import type { Launch } from './transcript.ts';

function start({ command, args, env }: Launch, listener: SdkListener): SdkSession {
  const transport = new StdioClientTransport({
    ...{ command, args: [...args], env: { ...env } },
    stderr: 'pipe',
  });
  const client = new Client(
    { name: 'sdk-2', version: '1.0.0' },
    { capabilities: { roots: { listChanged: true } } },
  );
  transport.stderr?.on('data', (chunk: Buffer) => listener.wrote(chunk.toString()));
  client.onerror = (error) => listener.failed(error);
  client.onclose = () => listener.closed();
  client.fallbackNotificationHandler = async (notification) => listener.notified(notification);
  client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///odd' }] }));
  return {
    async connect(timeout) {
      await client.connect(transport, { timeout });
      return { info: client.getServerVersion(), capabilities: client.getServerCapabilities() };
    },
    request({ method, tool, given }, options) {
      if (tool !== undefined) {
        return client.callTool({ name: tool, arguments: { ...given } }, options);
      }
      return method === 'ping' ? client.ping(options) : client.listTools({}, options);
    },
    roots: () => client.sendRootsListChanged(),
    close: () => client.close(),
  };
}

const closedCodes: readonly unknown[] = [
  SdkErrorCode.ConnectionClosed,
  SdkErrorCode.NotConnected,
  SdkErrorCode.SendFailed,
];

export const sdk2 = sdkClient({
  name: 'ts2',
  start,
  meaning(error) {
    if (error instanceof ProtocolError) {
      return { kind: 'error', code: error.code, message: error.message, own: false };
    }
    if (!(error instanceof SdkError)) return ownError(error);
    if (closedCodes.includes(error.code)) return { kind: 'closed' };
    if (error.code === SdkErrorCode.RequestTimeout) return { kind: 'nothing' };
    return ownError(error);
  },
});
