/**
 * One session of the real SDK 2.x client, in any mode of its version negotiation, which records
 * what the client is told. Knows nothing of what is said in it.
 */
import {
  Client,
  type Notification,
  type VersionNegotiationMode,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { until } from '../process/strays.ts';
import { deadlineMs, expectNothingLeft, type Launch } from './launch.ts';

export interface ModernSession {
  readonly client: Client;
  readonly started: Launch;
  readonly errors: Error[];
  readonly notifications: Notification[];
  readonly closings: () => number;
  readonly stderr: () => string;
  readonly waitUntil: (condition: () => boolean, what: string) => Promise<void>;
}

export async function withModernSession(
  started: Launch,
  mode: VersionNegotiationMode,
  body: (session: ModernSession) => Promise<void>,
): Promise<void> {
  const { command, args, env } = started;
  const transport = new StdioClientTransport({ command, args, env, stderr: 'pipe' });
  const client = new Client(
    { name: 'sdk-test', version: '1.0.0' },
    { versionNegotiation: { mode } },
  );
  const errors: Error[] = [];
  const notifications: Notification[] = [];
  let stderr = '';
  let closings = 0;
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  client.onerror = (error) => void errors.push(error);
  client.onclose = () => {
    closings += 1;
  };
  client.fallbackNotificationHandler = async (notification) =>
    void notifications.push(notification);
  let pid = Number.NaN;
  try {
    await client.connect(transport, { timeout: deadlineMs });
    pid = transport.pid ?? pid;
    await body({
      client,
      started,
      errors,
      notifications,
      closings: () => closings,
      stderr: () => stderr,
      async waitUntil(condition, what) {
        await until(condition, deadlineMs);
        if (!condition()) throw new Error(`waited in vain for ${what}\nstderr:\n${stderr}`);
      },
    });
  } finally {
    await client.close();
    await expectNothingLeft(started, pid);
  }
}
