/**
 * Compares mcp-shield with what could stand in its place, side by side: each round runs all
 * contestants once, in turns, because only ratios mean anything on a machine that does other
 * things. Prints tables (median, spread, ratio to the C relay) and writes `.cache/bench.json`.
 *
 *   node scripts/bench/bench.mjs [--only=start,round] [--contestants=bundle,direct] [--rounds=3]
 *                                [--against=<another checkout of this project, built>]
 *
 * Linux, with cc. Together: everything on one core. Apart, as all rows that do not say otherwise:
 * client and server on core 0, the contestant on core 1.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { root } from '../build/executables/places.mjs';
import { budgets } from './budgets.mjs';
import { bareNodes, compile, contestants } from './contestants.mjs';
import { summary, table } from './report.mjs';
import { bareWorkloads, workloads } from './workloads.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    contestants: { type: 'string' },
    rounds: { type: 'string' },
    against: { type: 'string' },
  },
});
const wanted = (list, name) => !list || list.split(',').some((part) => name.startsWith(part));

const programs = compile();
const products = Object.entries(await contestants(programs, flags.against));
const bare = Object.entries(bareNodes());
const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
console.log(`${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}`);

const results = {};
const load = [loadavg()[0]];
for (const workload of workloads) {
  if (!wanted(flags.only, workload.name)) continue;
  const rows = compared(workload);
  results[workload.name] = rows;
  console.log(`\n${table(workload.name, rows, 'C relay')}`);
}
load.push(loadavg()[0]);

const promises = budgets((workload, name, figure) => results[workload]?.[name]?.[figure]?.median);
console.log('\n| budget | measured | limit | |\n|---|---:|---:|---|');
for (const { what, value, limit, met } of promises) {
  console.log(`| ${what} | ${value.toFixed(2)} | ${limit} | ${met ? 'met' : 'NOT MET'} |`);
}
console.log(
  `\nload of the machine, before and after: ${load.map((one) => one.toFixed(1)).join(', ')}`,
);
const report = { machine, load, promises, results };
writeFileSync(join(root, '.cache/bench.json'), `${JSON.stringify(report, undefined, 2)}\n`);

/** All rounds of one workload, in turns. */
function compared(workload) {
  const idle = bareWorkloads.find(({ name }) => name === workload.name);
  const runners = [
    ...(idle
      ? bare.map(([name, line]) => ({ name, of: idle, line: [...line, ...idle.args] }))
      : []),
    ...products
      .filter(([name]) => !workload.only || workload.only.includes(name))
      .filter(([name]) => name !== 'bundle without tail' || workload.showsTail)
      .map(([name, line]) => ({ name, of: workload, line: [...line, programs.server] })),
  ].filter(({ name }) => wanted(flags.contestants, name));
  /** @type {Map<string, any[]>} */
  const answers = new Map(runners.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(flags.rounds ?? workload.rounds); round += 1) {
    for (const { name, of, line } of runners) {
      const given = answers.get(name) ?? [];
      // It fails each time, and waiting for that takes long.
      if (given[0]?.failed === undefined) given.push(measured(of, line));
    }
  }
  return Object.fromEntries(
    runners.map(({ name, of }) => [name, figuresOf(of, answers.get(name))]),
  );
}

function measured({ work, size = 0, count = 0, window = 0, cores }, line) {
  const { client, program } = cores ?? { client: 0, program: 1 };
  const args = [work, size, count, window, client, program, ...line].map(String);
  const environment = { ...process.env, BENCH_SERVER_CORE: String(client) };
  const { stdout } = execaSync(programs.client, args, { env: environment, extendEnv: false });
  // Behind its figures it says so if the program does not end.
  const failed = /"failed":"([^"]*)"\}$/.exec(stdout)?.[1];
  return failed === undefined ? JSON.parse(stdout) : { failed };
}

function figuresOf({ figures }, answers) {
  const failed = answers.find((answer) => answer.failed !== undefined);
  return Object.fromEntries(
    Object.entries(figures).map(([figure, of]) => [figure, failed ?? summary(answers.map(of))]),
  );
}
