/**
 * A server over HTTP made of a server over stdio, as small as the conformance tests need it:
 * `node http-to-stdio.mjs <command> [argument...]` prints the port at which it listens. A session
 * of before 2026 has a process of its own; requests without one share those of their revision.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const [command, ...args] = process.argv.slice(2);
const subscriptionKey = 'io.modelcontextprotocol/subscriptionId';
const revisionKey = 'io.modelcontextprotocol/protocolVersion';
const sessions = new Map();
/** By the revision that a request names: the first one decides what its process speaks. */
const shared = new Map();

const server = createServer(async (request, response) => {
  const id = request.headers['mcp-session-id'];
  const session = id === undefined ? undefined : sessions.get(id);
  if (id !== undefined && session === undefined) return response.writeHead(404).end();
  if (request.method === 'DELETE' && session !== undefined) {
    sessions.delete(id);
    session.end();
    return response.writeHead(200).end();
  }
  if (request.method === 'GET' && session !== undefined)
    return session.listen(openStream(response));
  if (request.method !== 'POST') return response.writeHead(405).end();
  let message;
  try {
    message = JSON.parse(await textOf(request));
  } catch {
    return response.writeHead(400).end();
  }
  if (message.method === 'initialize') {
    const fresh = startSession();
    const freshId = randomUUID();
    sessions.set(freshId, fresh);
    return fresh.ask(message, openStream(response, { 'mcp-session-id': freshId }));
  }
  const asked = session ?? sharedFor(message.params?._meta?.[revisionKey]);
  if (message.method !== undefined && message.id !== undefined) {
    return asked.ask(message, openStream(response));
  }
  asked.tell(message);
  response.writeHead(202).end();
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address()?.['port']}\n`));
// Whoever started this holds its stdin.
process.stdin.resume().on('end', () => {
  for (const session of [...sessions.values(), ...shared.values()]) session.end();
  server.close();
  server.closeAllConnections();
});

function sharedFor(revision) {
  const known = shared.get(revision) ?? startSession();
  shared.set(revision, known);
  return known;
}

function startSession() {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {});
  /** Streams of those who wait, by the id that the server was asked with. */
  const pending = new Map();
  const early = [];
  let listener;
  const write = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);

  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    const waiting = message.method === undefined ? pending.get(message.id) : undefined;
    if (waiting !== undefined) {
      pending.delete(message.id);
      waiting.send({ ...message, id: waiting.id });
      waiting.response.end();
      return;
    }
    const stream = streamFor(message) ?? listener;
    if (stream === undefined) early.push(message);
    else stream.send(message);
  });
  child.on('exit', () => {
    for (const { response } of pending.values()) response.end();
  });

  /** By the token or the subscription that it names, else that of the request asked last. */
  function streamFor({ params }) {
    const waiting = [...pending.values()];
    const subscription = params?._meta?.[subscriptionKey];
    return (
      pending.get(subscription) ??
      waiting.find(({ token }) => token !== undefined && token === params?.progressToken) ??
      waiting.at(-1)
    );
  }

  return {
    ask(message, stream) {
      // Two who share a process may use the same id.
      const id = pending.has(message.id) ? `${message.id}#${randomUUID()}` : message.id;
      const token = message.params?._meta?.progressToken;
      pending.set(id, { ...stream, id: message.id, token });
      stream.response.on('close', () => {
        if (!pending.delete(id)) return;
        write({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
      });
      write({ ...message, id });
    },
    tell: write,
    listen(stream) {
      listener = stream;
      for (const message of early.splice(0)) stream.send(message);
    },
    end: () => child.stdin.end(),
  };
}

function openStream(response, headers = {}) {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  response.flushHeaders();
  const send = (message) => response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  return { response, send };
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
