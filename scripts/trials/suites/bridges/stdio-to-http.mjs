/**
 * A server over stdio made of a server over HTTP, as small as the conformance tests need it:
 * `node stdio-to-http.mjs <url>`. Ends when stdin has ended and nothing is owed.
 */
import { createInterface } from 'node:readline';

const url = process.argv[2];
let session;
let version;
/** Which names a request, and has to stand in a header. */
const named = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };
const stop = new AbortController();
let turn = Promise.resolve();
const owed = new Set();

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = JSON.parse(line);
  // What a client sends reaches the server in this order; what it waits for may overtake.
  const sent = turn.then(() => post(message));
  turn = sent.then(
    () => {},
    () => {},
  );
});
lines.on('close', async () => {
  await turn;
  await Promise.allSettled(owed);
  if (session !== undefined) await fetch(url, { method: 'DELETE', headers: headers() });
  stop.abort();
});

async function post(message) {
  const wanted = message.params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  const name = message.params?.[named[message.method] ?? ''];
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers(wanted),
      'content-type': 'application/json',
      ...(message.method === undefined ? {} : { 'mcp-method': message.method }),
      ...(name === undefined ? {} : { 'mcp-name': name }),
    },
    body: JSON.stringify(message),
    signal: stop.signal,
  });
  session = response.headers.get('mcp-session-id') ?? session;
  const reading = read(response, message);
  owed.add(reading);
  reading.finally(() => owed.delete(reading));
  if (message.method === 'initialize') await reading;
  if (message.method === 'notifications/initialized') void listen();
}

async function read(response, asked) {
  if (response.headers.get('content-type')?.includes('text/event-stream')) {
    for await (const message of events(response)) say(message, asked);
    return;
  }
  const text = await response.text();
  if (text !== '' && asked.id !== undefined && asked.method !== undefined) {
    say({ ...JSON.parse(text), id: asked.id }, asked);
  }
}

/** What a server of before 2026 says unasked. */
async function listen() {
  try {
    const response = await fetch(url, { headers: headers(), signal: stop.signal });
    if (response.ok) await read(response, {});
    else await response.body?.cancel();
  } catch {
    // The session is over.
  }
}

function say(message, asked) {
  if (asked.method === 'initialize') version = message.result?.protocolVersion ?? version;
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function headers(wanted = version) {
  return {
    accept: 'application/json, text/event-stream',
    ...(wanted === undefined ? {} : { 'mcp-protocol-version': wanted }),
    ...(session === undefined ? {} : { 'mcp-session-id': session }),
  };
}

async function* events(response) {
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split(/\r?\n\r?\n/);
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = part
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trim())
        .join('\n');
      if (data !== '') yield JSON.parse(data);
    }
  }
}
