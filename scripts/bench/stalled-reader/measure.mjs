/**
 * A client that stops reading while the server offers 240 MB: how much memory does mcp-shield
 * take, and does everything arrive when the client reads again? Prints numbers; fails on a loss.
 *
 *   node scripts/bench/stalled-reader/measure.mjs        (Linux: reads /proc)
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as elapsed } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const budgetMb = 200;
const stallMs = 3_000;
const lines = 3_840;
const lineBytes = 65_536;

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const firehose = path('../../../test/fixtures/servers/firehose.mjs');
const serverArgs = [firehose, '--lines', String(lines), '--line', String(lineBytes)];
const shieldArgs = [path('../../../bin/mcp-shield.js'), '--', process.execPath, ...serverArgs];
const shield = spawn(process.execPath, shieldArgs, { stdio: ['pipe', 'pipe', 'inherit'] });

const send = (message) => shield.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const peakMb = () => {
  const status = readFileSync(`/proc/${shield.pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
};

send({
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'c', version: '1' },
  },
});
send({ method: 'notifications/initialized' });
await elapsed(500);
const idleMb = peakMb();
send({ id: 2, method: 'tools/list' });
await elapsed(stallMs);
const stalledMb = peakMb();

let received = 0;
let bytes = 0;
const start = performance.now();
for await (const chunk of shield.stdout) {
  bytes += chunk.length;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) received += 1;
  if (received === lines + 2) break;
}
const peakReadMb = peakMb();
const seconds = (performance.now() - start) / 1_000;
shield.stdin.end();

const totalMb = Math.round(bytes / 1e6);
console.log(
  `offered ${totalMb} MB, received ${received - 2} of ${lines} messages in ${seconds.toFixed(2)} s`,
);
console.log(
  `peak memory: idle ${idleMb} MB, stalled ${stalledMb} MB, after it ${peakReadMb} MB (budget ${budgetMb} MB)`,
);
if (received !== lines + 2 || peakReadMb >= budgetMb) process.exitCode = 1;
