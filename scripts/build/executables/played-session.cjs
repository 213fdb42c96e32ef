/**
 * A client and a server for a session of mcp-shield, which falls once: with arguments the client,
 * which starts that script, with the words before Node.js that are behind it; without one the
 * server. Fails if the session does.
 */
'use strict';

const { spawn } = require('node:child_process');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const [script, ...before] = process.argv.slice(2);
if (script === undefined) serve();
else play(script, [...before, process.execPath]);

function serve() {
  const tools = [{ name: 'end', inputSchema: { type: 'object' } }];
  /** @type {Record<string, () => object>} */
  const answers = {
    initialize: () => ({
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'played', version: '1' },
    }),
    'tools/list': () => ({ tools }),
    'tools/call': () => process.exit(7),
    ping: () => ({}),
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    const result = answers[method]?.();
    if (result) process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  });
}

/**
 * @param {string} file
 * @param {string[]} node
 */
function play(file, node) {
  const [program = '', ...words] = [
    ...[...node, '--require', join(__dirname, 'played-parts.cjs'), join(__dirname, file)],
    ...['--no-log-file', '--no-memory', '--', ...node, __filename],
  ];
  // With other flags than those of an executable V8 would make what it refuses there.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const shield = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], cwd: tmpdir(), env });
  const requests = [
    {
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'played', version: '1' },
      },
    },
    { method: 'tools/list' },
    { method: 'tools/call', params: { name: 'end', arguments: {} } },
    { method: 'ping' },
  ];
  let asked = 0;
  const say = (/** @type {object} */ message) =>
    shield.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const next = () => {
    if (asked === 1) say({ method: 'notifications/initialized' });
    const request = requests[asked];
    asked += 1;
    if (request === undefined) shield.stdin.end();
    else say({ id: asked, ...request });
  };
  createInterface({ input: shield.stdout }).on('line', next);
  shield.on('exit', (code) => {
    process.exitCode = asked > requests.length ? (code ?? 1) : 1;
  });
  next();
}
