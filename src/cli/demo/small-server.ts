/**
 * The server of the demo: small, noisy, and one that does one thing at a time. It prints what real
 * servers print on stdout by mistake, between its messages and once in front of one, on the same
 * line. Its tools are called as those of server-everything, the server of `npm run demo`.
 */
import { createInterface } from 'node:readline';
import { setTimeout as elapsed } from 'node:timers/promises';
import type { World } from '../../runner/world.ts';

interface Received {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: {
    readonly name?: string;
    readonly protocolVersion?: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
    readonly _meta?: { readonly progressToken?: number | string };
  };
}

const banner =
  "[dotenv@17.2.3] injecting env (0) from .env -- tip: { path: '/custom/path/.env' }\n" +
  '\n> demo-server@1.0.0 start\n> node dist/index.js stdio\n\n' +
  '\u001b[32minfo\u001b[39m: listening on \u001b[1mstdio\u001b[22m\n';

const tools = [
  ['echo', 'Gives back its message'],
  ['get-sum', 'Adds two numbers'],
  ['trigger-long-running-operation', 'Takes its time, and says how far it is'],
].map(([name, description]) => ({ name, description, inputSchema: { type: 'object' } }));

/** Serves on the streams of `world` until stdin ends. */
export async function serveDemo({ stdin, stdout, stderr }: World): Promise<void> {
  let answers = 0;
  const send = (message: object, before = noise()): void => {
    stdout.write(`${before}${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  function noise(): string {
    answers += 1;
    return `[debug] ${new Date(0).toISOString()} message ${answers}: {\n`;
  }

  // A client that is gone waits for no operation.
  const isOver = (): boolean => stdin.readableEnded;
  stdout.write(banner);
  stderr.write(`[server] pid ${process.pid}\n`);
  for await (const line of createInterface({ input: stdin })) {
    const message = read(line);
    if (message?.id !== undefined) await answer(message, { send, isOver });
  }
}

function read(line: string): Received | undefined {
  try {
    return JSON.parse(line) as Received;
  } catch {
    return undefined;
  }
}

interface Peer {
  readonly send: (message: object, before?: string) => void;
  readonly isOver: () => boolean;
}

async function answer(message: Received, peer: Peer): Promise<void> {
  const { id, method, params = {} } = message;
  const { send } = peer;
  switch (method) {
    case 'initialize':
      return send({
        id,
        result: {
          protocolVersion: params.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: 'demo-server', version: '1.0.0' },
        },
      });
    case 'ping':
      return send({ id, result: {} });
    case 'tools/list':
      return send({ id, result: { tools } });
    case 'tools/call':
      return call(message, peer);
    default:
      return send({ id, error: { code: -32_601, message: 'Method not found' } });
  }
}

async function call({ id, params = {} }: Received, { send, isOver }: Peer): Promise<void> {
  const { name, arguments: given = {}, _meta: { progressToken } = {} } = params;
  const text = (said: string) => ({ id, result: { content: [{ type: 'text', text: said }] } });
  switch (name) {
    case 'echo':
      return send(text(`Echo: ${given['message']}`));
    case 'get-sum': {
      const [a, b] = [Number(given['a']), Number(given['b'])];
      return send(text(`The sum of ${a} and ${b} is ${a + b}.`), 'computing … [####] 100% ');
    }
    case 'trigger-long-running-operation': {
      const steps = Number(given['steps']);
      for (let progress = 1; progress <= steps && !isOver(); progress += 1) {
        await elapsed((Number(given['duration']) * 1_000) / steps);
        if (progressToken === undefined) continue;
        send({
          method: 'notifications/progress',
          params: { progressToken, progress, total: steps },
        });
      }
      return send(text('Long running operation completed.'));
    }
    default:
      return send({ id, error: { code: -32_602, message: `Unknown tool: ${name}` } });
  }
}
