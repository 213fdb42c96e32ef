/**
 * What `npx` and `uvx` cost for a package that they have in their cache, bare and behind
 * mcp-shield: the time from the start to the first answer, and the private memory of everything
 * that then runs. In turns, because only ratios mean anything on a machine that does other things.
 *
 *   npm run bench:runners -- [--rounds=7]
 *
 * The first start of each installs its package below .cache, from the registries; `test:python`
 * installs uv.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as settled } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const root = fileURLToPath(new URL('../../', import.meta.url));
const shield = [process.execPath, join(root, 'bin/mcp-shield.js'), '--'];
const home = join(root, '.cache/bench/runners');
const project = join(home, 'project');
mkdirSync(project, { recursive: true });
writeFileSync(join(project, 'package.json'), '{"name":"bench"}');
const mark = `runners-${process.pid}`;
const uv = join(root, '.cache/python/venv/bin');
/** @type {NodeJS.ProcessEnv} */
const env = {
  ...process.env,
  PATH: `${uv}:${process.env['PATH']}`,
  npm_config_cache: join(home, 'npm-cache'),
  UV_CACHE_DIR: join(home, 'uv-cache'),
  XDG_STATE_HOME: join(home, 'state'),
  XDG_CACHE_HOME: join(home, 'cache'),
  RUNNERS_MARK: mark,
};
// As on a desk: a Python that compiles its modules at each start measures the compiler.
delete env['PYTHONDONTWRITEBYTECODE'];

/** A Python that imports for a second shows little of what uvx adds: a small one, too. */
const packages = [
  ['npx', '-y', '@modelcontextprotocol/server-everything'],
  ['uvx', 'mcp-server-calculator'],
  ['uvx', 'mcp-server-time'],
];
const greeting = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  },
};

/**
 * From the start to the first answer, in ms, and what runs then, in MB.
 *
 * @param {string[]} command
 * @returns {Promise<{ ms: number, mb: number }>}
 */
function started([file = '', ...args]) {
  const begun = performance.now();
  const child = spawn(file, args, { cwd: project, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.stdin.write(`${JSON.stringify(greeting)}\n`);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.stdout.once('data', async () => {
      const ms = performance.now() - begun;
      // What it weighs when it has nothing to do.
      await settled(2_000);
      const mb = privateMemory();
      child.stdin.end();
      await ended;
      resolve({ ms, mb });
    });
  });
}

function privateMemory() {
  const kb = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(pid, 'environ').includes(`RUNNERS_MARK=${mark}`))
    .flatMap((pid) => [...read(pid, 'smaps_rollup').matchAll(/^Private_\w+: +(\d+)/gm)])
    .map(([, size]) => Number(size));
  return kb.reduce((total, one) => total + one, 0) / 1024;
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

const median = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];

console.log('| | first answer | | private memory | |\n|---|---:|---:|---:|---:|');
for (const command of packages) {
  const [runner = ''] = command;
  const what = command.at(-1);
  if (runner === 'uvx' && !existsSync(join(uv, 'uvx'))) {
    console.log('| uvx | not here: npm run test:python installs it | | | |');
    continue;
  }
  const ways = {
    [`${runner} ${what}`]: command,
    [`mcp-shield -- ${runner} ${what}`]: [...shield, ...command],
  };
  /** @type {Record<string, { ms: number, mb: number }[]>} */
  const measured = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  await started(command);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [way, line] of Object.entries(ways)) measured[way]?.push(await started(line));
  }
  const [bare, shielded] = Object.values(measured).map((all) => ({
    ms: median(all.map(({ ms }) => ms)),
    mb: median(all.map(({ mb }) => mb)),
  }));
  const row = (way, { ms, mb }, ratio, less) =>
    console.log(`| ${way} | ${ms.toFixed(0)} ms | ${ratio} | ${mb.toFixed(0)} MB | ${less} |`);
  const [bareWay, shieldedWay] = Object.keys(ways);
  row(bareWay, bare, '', '');
  const ratio = `${(shielded.ms / bare.ms).toFixed(2)} ×`;
  row(shieldedWay, shielded, ratio, `${(shielded.mb - bare.mb).toFixed(0)} MB`);
}
