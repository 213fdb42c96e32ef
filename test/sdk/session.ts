/**
 * One session of the real SDK 1.x client with a server, which records all that the client is told.
 * Knows nothing of what is said in it.
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  type ClientCapabilities,
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  type JSONRPCMessage,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { until } from '../process/strays.ts';
import { deadlineMs, expectNothingLeft, type Launch } from './launch.ts';

export interface SessionOptions {
  readonly capabilities?: ClientCapabilities;
  /** Told to a server that asks. */
  readonly roots?: readonly { uri: string; name: string }[];
  /** For tests of a handshake that fails. */
  readonly connect?: boolean;
}

export interface Session {
  readonly client: Client;
  readonly transport: StdioClientTransport;
  readonly started: Launch;
  /** What the client's `onerror` was given. */
  readonly errors: Error[];
  /** All messages, as they came: before the client decides what it makes of them. */
  readonly received: JSONRPCMessage[];
  /** How often the client's `onclose` was called. */
  readonly closings: () => number;
  readonly stderr: () => string;
  /** Waits until something that other processes cause has come. */
  readonly waitUntil: (condition: () => boolean, what: string) => Promise<void>;
}

/** Runs `body` in a session; whatever happens, no process is left. */
export async function withSession(
  started: Launch,
  options: SessionOptions,
  body: (session: Session) => Promise<void>,
): Promise<void> {
  const session = open(started, options);
  const { client, transport } = session;
  let pid = Number.NaN;
  try {
    if (options.connect !== false) await client.connect(transport, { timeout: deadlineMs });
    pid = transport.pid ?? pid;
    await body(session);
  } finally {
    pid = transport.pid ?? pid;
    await client.close();
    await expectNothingLeft(started, pid);
  }
}

function open(started: Launch, { capabilities = {}, roots = [] }: SessionOptions): Session {
  const { command, args, env } = started;
  const transport = new StdioClientTransport({ command, args, env, stderr: 'pipe' });
  const client = new Client({ name: 'sdk-test', version: '1.0.0' }, { capabilities });
  const errors: Error[] = [];
  const received: JSONRPCMessage[] = [];
  let stderr = '';
  let closings = 0;
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  client.onerror = (error) => void errors.push(error);
  client.onclose = () => {
    closings += 1;
  };
  transport.onmessage = (message) => void received.push(message);
  answerTheServer(client, capabilities, roots);
  return {
    client,
    transport,
    started,
    errors,
    received,
    closings: () => closings,
    stderr: () => stderr,
    async waitUntil(condition, what) {
      await until(condition, deadlineMs);
      if (!condition()) throw new Error(`waited in vain for ${what}\nstderr:\n${stderr}`);
    },
  };
}

/** A user and a model who always say the same. */
function answerTheServer(
  client: Client,
  capabilities: ClientCapabilities,
  roots: readonly { uri: string; name: string }[],
): void {
  if (capabilities.roots !== undefined) {
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [...roots] }));
  }
  if (capabilities.sampling !== undefined) {
    client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
      model: 'test-model',
      role: 'assistant',
      content: { type: 'text', text: `${params.messages.length} message(s) read` },
    }));
  }
  if (capabilities.elicitation !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, () => ({
      action: 'accept',
      content: { name: 'Ada', integer: 7 },
    }));
  }
}

/** Notifications of one method that the client has been sent. */
export function notified({ received }: Session, method: string): JSONRPCMessage[] {
  return received.filter((message) => 'method' in message && message.method === method);
}
