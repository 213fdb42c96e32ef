/**
 * What a start takes until the answer to `initialize`, on the clock and of processor time, and what
 * is kept in memory then: Node.js that does nothing, a pipe in Node.js, the bundle and the
 * executable, in turns; prints lower quartiles. The server is in C, and its time is left out.
 *
 *   node scripts/bench/first-answer.mjs [--rounds=40] [--node=<another node>] [--bun]
 *
 * `--bun`: beside them the command as Bun compiles it, got from npm into `.cache/bench`. Linux.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { nodeOf } from '../build/executables/node-binaries.mjs';
import { outputDirectory, root } from '../build/executables/places.mjs';
import { fileName, host } from '../build/executables/targets.mjs';
import { compile } from './contestants.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    node: { type: 'string', default: process.execPath },
    bun: { type: 'boolean', default: false },
  },
});
const { server } = compile();
const executable = join(outputDirectory, fileName(host));
const bunPackage = '@oven/bun-linux-x64@1.4.5';

const greeting = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  },
})}\n`;

/** What is started; each says something as soon as it can. */
const doesNothing = ['-e', 'process.stdout.write("0"); process.stdin.resume()'];
const contestants = {
  'node -e 0': [values.node, ...doesNothing],
  'Node pipe': [values.node, join(root, 'scripts/bench/relay.mjs'), server],
  bundle: [values.node, join(root, 'bin/mcp-shield.js'), '--', server],
  ...(existsSync(executable) && {
    'node -e 0 of the executable': [nodeOf(host), ...doesNothing],
    executable: [executable, '--', server],
  }),
  ...(values.bun && { 'compiled by Bun': [compiledByBun(), '--', server] }),
};

/** @type {Map<string, { ms: number, cpuMs: number }[]>} */
const starts = new Map(Object.keys(contestants).map((name) => [name, []]));
for (let round = -2; round < Number(values.rounds); round += 1) {
  for (const [name, line] of Object.entries(contestants)) {
    const started = await start(line);
    // The first turns bring files into memory, and keep code.
    if (round >= 0) starts.get(name)?.push(started);
    await started.end();
  }
}

console.log('| | first answer, ms | processor, ms | one: private, MB | ten, each: MB | file, MB |');
console.log('|---|---:|---:|---:|---:|---:|');
for (const [name, line] of Object.entries(contestants)) {
  const measured = starts.get(name) ?? [];
  const figures = [
    lowerQuartile(measured.map(({ ms }) => ms)),
    lowerQuartile(measured.map(({ cpuMs }) => cpuMs)),
    await memoryOf(line, 1),
    await memoryOf(line, 10),
    statSync(line[0] ?? '').size / 1e6,
  ];
  console.log(`| ${name} | ${figures.map((one) => one.toFixed(1)).join(' | ')} |`);
}

/** Resolves at its first word. */
async function start([file = '', ...args]) {
  const startedAt = performance.now();
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.write(greeting);
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const ms = performance.now() - startedAt;
  const { pid = 0 } = child;
  const end = () => {
    child.stdin.end();
    return exited;
  };
  return { ms, cpuMs: processorMs(pid), pid, end };
}

/** Of all its threads. */
function processorMs(pid) {
  const times = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return times.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** What `count` of them have for themselves, each, in MB: not what they share with files. */
async function memoryOf(line, count) {
  const running = [];
  for (let index = 0; index < count; index += 1) running.push(await start(line));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const kilobytes = running.map(({ pid }) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Anonymous:\s+(\d+)/m.exec(rollup)?.[1]);
  });
  await Promise.all(running.map(({ end }) => end()));
  return kilobytes.reduce((sum, one) => sum + one, 0) / count / 1024;
}

/** @param {number[]} figures */
function lowerQuartile(figures) {
  return (
    figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 4)] ?? Number.NaN
  );
}

/** The path of what Bun makes of the sources, with what it calls bytecode. */
function compiledByBun() {
  const directory = join(root, '.cache/bench/bun');
  mkdirSync(directory, { recursive: true });
  execaSync('npm', ['install', '--no-save', '--no-audit', '--prefix', directory, bunPackage]);
  const bun = join(directory, 'node_modules/@oven/bun-linux-x64/bin/bun');
  execaSync(bun, [join(root, 'scripts/bench/compile-with-bun.mjs')], { cwd: directory });
  return join(directory, 'mcp-shield');
}
