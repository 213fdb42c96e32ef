/**
 * What a desk full of clients costs: four clients that each start ten servers, list their tools and
 * call none. Bare, behind mcp-shield, and behind `mcp-shield --lazy`, side by side; prints the
 * processes, the private memory of all of them, and the time until the last list has come.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const clientsCount = 4;
const serversCount = 10;
const root = fileURLToPath(new URL('../../', import.meta.url));
const everything = join(root, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const shield = join(root, 'bin/mcp-shield.js');
const place = mkdtempSync(join(tmpdir(), 'mcp-shield-fleet-'));
const mark = `fleet-${process.pid}`;
const env = { ...process.env, XDG_CACHE_HOME: place, XDG_STATE_HOME: place, FLEET_MARK: mark };

/** By their names: what stands in front of the command of each server. */
const ways = {
  bare: [],
  'mcp-shield': [process.execPath, shield, '--'],
  'mcp-shield --lazy': [process.execPath, shield, '--lazy', '--'],
};

/** One server as one client sees it: resolves when the tools are listed, with the end of it. */
function listed(client, number, front) {
  const [file, ...args] = [...front, process.execPath, everything, 'stdio', `--number=${number}`];
  const startedAt = performance.now();
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const say = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: `client ${client}`, version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  say({ id: 0, method: 'initialize', params });
  let text = '';
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
        const { id } = JSON.parse(text.slice(0, at));
        text = text.slice(at + 1);
        if (id === 0) {
          say({ method: 'notifications/initialized' });
          say({ id: 1, method: 'tools/list', params: {} });
        } else if (id === 1) {
          const ms = performance.now() - startedAt;
          const end = () => {
            child.stdin.end();
            return ended;
          };
          resolve({ ms, end });
        }
      }
    });
  });
}

/** Marked processes of these servers; PSS counts what is shared once. */
function standing() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const own = pids.filter((pid) => read(pid, 'environ').includes(`FLEET_MARK=${mark}`));
  const kb = own.map((pid) => Number(/^Pss: +(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0));
  const guards = pids.filter((pid) => read(pid, 'cmdline').includes('mcp-shield-guard'));
  const servers = own.filter((pid) => {
    const line = read(pid, 'cmdline');
    return line.includes('server-everything') && !line.includes('mcp-shield.js');
  });
  return {
    processes: own.length,
    servers: servers.length,
    guards: guards.length,
    mb: sum(kb) / 1024,
  };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** One client after the other, as people open them; the servers of one side by side. */
async function fleet(front) {
  const all = [];
  for (let client = 1; client <= clientsCount; client += 1) {
    const numbers = Array.from({ length: serversCount }, (_, index) => index);
    all.push(...(await Promise.all(numbers.map((number) => listed(client, number, front)))));
  }
  const found = standing();
  await Promise.all(all.map(({ end }) => end()));
  const times = all.map(({ ms }) => ms).sort((one, other) => one - other);
  return { ...found, medianMs: times[times.length >> 1], lastMs: times.at(-1) };
}

const node = [];
for (let times = 0; times < 9; times += 1) {
  const startedAt = performance.now();
  await new Promise((resolve) => spawn(process.execPath, ['-e', '0']).on('exit', resolve));
  node.push(performance.now() - startedAt);
}
console.log(`node -e 0: ${node.sort((a, b) => a - b)[4]?.toFixed(0)} ms`);
// So that each server is known to each client.
await fleet(ways['mcp-shield']);
console.log('| way | processes | servers | guards | memory, MB | lists, median ms | last ms |');
console.log('|---|---|---|---|---|---|---|');
for (const [way, front] of Object.entries(ways)) {
  const { processes, servers, guards, mb, medianMs, lastMs } = await fleet(front);
  const figures = [processes, servers, guards, mb, medianMs, lastMs].map((it) => it.toFixed(0));
  console.log(`| ${[way, ...figures].join(' | ')} |`);
}
// A single known server, alone on the machine.
const alone = [];
for (let times = 0; times < 15; times += 1) {
  const one = await listed(1, 0, ways['mcp-shield --lazy']);
  alone.push(one.ms);
  await one.end();
}
console.log(
  `one sleeping server alone: lists after ${alone.sort((a, b) => a - b)[7]?.toFixed(0)} ms`,
);
rmSync(place, { recursive: true });
