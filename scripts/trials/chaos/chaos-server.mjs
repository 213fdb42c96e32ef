/**
 * An MCP server of either era with a bad character, drawn from one seed: it dies, stalls, floods,
 * stutters and lies, but it keeps its own accounts, so that it can be proved afterwards what it
 * received. One argument, in JSON:
 *
 *   seed, faults (names of the table below), rate (faults per request)
 *   ledger   a file: one line per life, per `tools/call work` that ran, per broken expectation
 */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, readFileSync } from 'node:fs';

const { seed, faults, rate, ledger } = JSON.parse(process.argv[2] ?? '{}');
/** Not done at a request but always. */
const traits = ['ignores EOF', 'ignores SIGTERM'].filter((trait) => faults.includes(trait));
const acts = faults.filter((fault) => !traits.includes(fault));
const life = account('life').length;
const random = mulberry32(seed * 1_000 + life);
const int = (low, high) => low + Math.floor(random() * (high - low + 1));
const modernKey = 'io.modelcontextprotocol/';

function account(entry) {
  appendFileSync(ledger, `${entry}\n`);
  return readFileSync(ledger, 'utf8')
    .split('\n')
    .filter((line) => line === 'life');
}

function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let era = 'legacy';
let greeted = false;
let lastNonce = -1;
let seq = 0;
let asks = -1;

const line = (message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
/** All output goes through here, so that pieces of one line stay together. */
/** @type {Promise<unknown>} */
let queue = Promise.resolve();
/** Nothing follows half a line: it would be glued to it, and no reader could tell what that is. */
let dying = false;
const write = (text) => {
  if (dying) return;
  queue = queue.then(() => process.stdout.write(text));
};
const pause = (ms) => {
  queue = queue.then(() => new Promise((resolve) => setTimeout(resolve, ms)));
};
const noise = (bytes) => 'Loading {"level":"info"} \u001b[32m…\u001b[0m\n'.repeat(bytes / 40);
const holdPipes = (script) =>
  spawn('sh', ['-c', `trap '' TERM; ${script}`], { stdio: ['ignore', 'inherit', 'ignore'] });
/** It goes on, whatever happens to its pipes. */
const surviveAlone = () => setInterval(() => {}, 1_000);

/** Each gets the finished answer; true means that it has been dealt with. */
const table = {
  exit: () => process.exit(int(0, 3)),
  abort: () => process.kill(process.pid, random() < 0.5 ? 'SIGSEGV' : 'SIGKILL'),
  'half a line'(answer) {
    const half = answer.slice(0, int(1, answer.length - 2));
    queue = queue.then(() => process.stdout.write(half, () => process.exit(1)));
    dying = true;
    return true;
  },
  'answer and exit'(answer) {
    process.stdout.write(answer, () => process.exit(0));
    return true;
  },
  'no newline'(answer) {
    process.stdout.write(answer.slice(0, -1), () => process.exit(0));
    return true;
  },
  'close stdout'() {
    surviveAlone();
    closeSync(1);
    return true;
  },
  'close stdin'() {
    surviveAlone();
    process.stdin.destroy();
  },
  deaf: () => process.stdin.pause(),
  'deaf for a while'() {
    process.stdin.pause();
    setTimeout(() => process.stdin.resume(), int(50, 500));
  },
  'flood of noise': () => write(noise(int(100_000, 2_000_000))),
  'flood of stderr': () => process.stderr.write(noise(int(100_000, 2_000_000))),
  'noise around'(answer) {
    write(random() < 0.5 ? `debug: sending ${answer}` : `${answer.trimEnd()} was sent\n`);
    return true;
  },
  glued(answer) {
    write(answer.trimEnd() + answer);
    return true;
  },
  pretty(answer) {
    write(`${JSON.stringify(JSON.parse(answer), undefined, 2)}\n`);
    return true;
  },
  pieces(answer) {
    for (let at = 0; at < answer.length; at += 30) {
      write(answer.slice(at, at + 30));
      pause(5);
    }
    return true;
  },
  twice: (answer) => write(answer),
  stray: () => write(line({ id: 'nobody asked', result: {} })),
  silence: () => true,
  busy() {
    const end = performance.now() + int(20, 300);
    while (performance.now() < end);
  },
  'grandchild that stays': () => void holdPipes('exec sleep 600').unref(),
  'grandchild that writes late': () =>
    void holdPipes(
      `sleep 0.0${int(1, 9)}; printf '{"jsonrpc":"2.0","id":1,"resu\\n'; sleep 9`,
    ).unref(),
  'thief of stdin': () =>
    void spawn('head', ['-c', String(int(1, 300))], { stdio: ['inherit', 'ignore', 'ignore'] }),
  question() {
    asks += 1;
    if (era === 'legacy') write(line({ id: asks, method: 'roots/list' }));
  },
  large: () =>
    write(line({ method: 'notifications/message', params: { padding: noise(900_000) } })),
};

const mute = ['silence', 'deaf'];

/** @param {{ id: unknown, method: string, params?: Record<string, any> }} request */
function answerTo({ id, method, params = {} }) {
  const { nonce } = params;
  if (method === 'initialize') {
    greeted = true;
    const serverInfo = { name: 'chaos', version: '1' };
    const { protocolVersion } = params;
    return line({ id, result: { protocolVersion, capabilities: { logging: {} }, serverInfo } });
  }
  if (method === 'server/discover') {
    return line({ id, result: { supportedVersions: ['2026-07-28'], capabilities: {} } });
  }
  if (nonce <= lastNonce) account(`disorder: ${nonce} after ${lastNonce}`);
  lastNonce = nonce;
  if (method === 'tools/call' && params.name === 'work') account(`work ${nonce}`);
  return line({ id, result: { nonce, tools: [], contents: [] } });
}

function receive(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    // A thief took the rest of it; anything else would be the fault of whoever wrote it.
    if (!faults.includes('thief of stdin')) account(`garbage: ${text.slice(0, 80)}`);
    return;
  }
  const { id, method, params = {} } = message;
  if (id === undefined || method === undefined) return;
  if (params._meta?.[`${modernKey}protocolVersion`] !== undefined) era = 'modern';
  else if (method !== 'initialize' && !greeted) account(`not greeted: ${method}`);
  const answer = answerTo(message);
  seq += 1;
  write(line({ method: 'notifications/message', params: { level: 'info', data: { life, seq } } }));
  const drawn = random() < rate ? acts[int(0, acts.length - 1)] : undefined;
  // A handshake without an answer is waited for so long that nothing else would be seen.
  const fault = method === 'initialize' && mute.includes(drawn) ? undefined : drawn;
  if (fault === undefined || table[fault](answer) !== true) write(answer);
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('error', () => {});
process.stdout.on('error', () => {});
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  for (const text of lines) receive(text);
});
if (traits.includes('ignores EOF')) surviveAlone();
if (traits.includes('ignores SIGTERM')) process.on('SIGTERM', () => {});
