/**
 * A small MCP client that starts its server as a child. It says what the official SDK says when
 * something fails, because that is what people know from their clients. Knows neither the steps of
 * the demo nor its server.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { demoLimits } from '../../base/limits.ts';
import { revisions } from '../../protocol/revisions.ts';
import { createPidReader, type DemoCall, type DemoClient } from './demo-client.ts';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (() => void) | undefined;
}

/** Starts `command` at once. */
export function startSmallClient(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoClient {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env, stdio: 'pipe', windowsHide: true });
  const { pid, text, take } = createPidReader();
  child.stderr.setEncoding('utf8').on('data', take);
  const { request, notify, complaints, isClosed } = connection(child);

  return {
    complaints,
    isClosed,
    stderr: text,
    serverPid: pid,
    async connect() {
      const params = {
        protocolVersion: revisions.lastLegacy,
        capabilities: {},
        clientInfo: { name: 'demo-client', version: '1.0.0' },
      };
      const { serverInfo } = (await request('initialize', params)) as {
        serverInfo: { name: string; version: string };
      };
      notify('notifications/initialized');
      return `${serverInfo.name} ${serverInfo.version}`;
    },
    async listTools() {
      const { tools } = (await request('tools/list')) as { tools: readonly unknown[] };
      return tools.length;
    },
    async call({ name, given, ...how }) {
      const result = await request('tools/call', { name, arguments: given }, how);
      const [first] = (result as { content: readonly { text: string }[] }).content;
      return first?.text ?? '';
    },
    async close() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      const isOver = child.exitCode !== null || child.signalCode !== null;
      child.stdin.end();
      if (!isOver) await ended;
    },
  };
}

/** JSON-RPC over the pipes of a child. */
function connection(child: ChildProcessWithoutNullStreams) {
  const waiting = new Map<number, Waiting>();
  const complaints: string[] = [];
  let closed = false;
  let lastId = 0;

  const end = (): void => {
    closed = true;
    for (const { reject } of waiting.values()) reject(mcpError(-32_000, 'Connection closed'));
    waiting.clear();
  };
  child.on('error', end).on('close', end);
  // The server may be dead when something is written.
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      take(JSON.parse(line));
    } catch (error) {
      complaints.push(error instanceof Error ? error.message : String(error));
    }
  });

  function take({ id, method, params, result, error }: Received): void {
    if (method === 'notifications/progress')
      waiting.get(params?.progressToken ?? 0)?.onProgress?.();
    const asked = id === undefined || method !== undefined ? undefined : waiting.get(id);
    if (asked === undefined || id === undefined) return;
    waiting.delete(id);
    if (error === undefined) asked.resolve(result);
    else asked.reject(mcpError(error.code, error.message, error.data));
  }

  function send(message: object): void {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  function request(
    method: string,
    params: object = {},
    { onProgress, timeoutMs = demoLimits.requestMs }: Partial<DemoCall> = {},
  ): Promise<unknown> {
    if (closed) return Promise.reject(new Error('Not connected'));
    lastId += 1;
    const id = lastId;
    send({ id, method, params: { ...params, _meta: { progressToken: id } } });
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => {
        waiting.delete(id);
        reject(mcpError(-32_001, 'Request timed out'));
      }, timeoutMs);
      const over =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(tooLate);
          then(value);
        };
      waiting.set(id, { resolve: over(resolve), reject: over(reject), onProgress });
    });
  }

  const notify = (method: string): void => send({ method });
  return { request, notify, complaints, isClosed: () => closed };
}

interface Received {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly progressToken?: number };
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

function mcpError(code: number, message: string, data?: unknown): Error {
  return Object.assign(new Error(`MCP error ${code}: ${message}`), { data });
}
