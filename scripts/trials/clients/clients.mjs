/**
 * Tries real clients with the real server-everything behind mcp-shield, with and without a crash
 * of the server in the session. Prints one line for each trial; exit code 0 if all passed.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { clientNode, installClients } from './install.mjs';
import { endStrays, runClient } from './run-client.mjs';
import { trials } from './trials.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const node = process.execPath;
const shield = path('../../../bin/mcp-shield.js');

execaSync(node, ['esbuild.config.mjs'], { cwd: path('../../..'), stdio: 'inherit' });
installClients();

const ways = {
  shielded: 'through mcp-shield',
  asleep: 'twice, of a server that sleeps',
  'wrapped asleep': 'twice, of a server that sleeps, through `mcp-shield wrap`',
  wrapped: 'through `mcp-shield wrap`',
  direct: 'without mcp-shield',
};

// Those of one way or client only, if words are given.
const words = process.argv.slice(2);
const wanted = trials.filter(({ name, way }) => {
  return words.every((word) => `${name} ${way}`.includes(word));
});

let failures = 0;
for (const trial of wanted) {
  const startedAt = performance.now();
  const problems = await problemsOf(trial);
  const tookMs = Math.round(performance.now() - startedAt);
  failures += problems.length > 0 ? 1 : 0;
  const crash = trial.crashOn === undefined ? '' : `, server killed at ${trial.crashOn}`;
  const way = ways[trial.way];
  const verdict = problems.length === 0 ? 'pass' : 'FAIL';
  process.stdout.write(`${verdict}  ${trial.name}, ${way}${crash}  (${tookMs} ms)\n`);
  for (const problem of problems) process.stdout.write(`      ${problem}\n`);
}
process.stdout.write(`\n${wanted.length - failures} of ${wanted.length} passed\n`);
process.exitCode = failures === 0 ? 0 : 1;

/** What went otherwise than expected in one trial; it leaves nothing behind. */
async function problemsOf(trial) {
  // A directory further down: the Inspector reads a package.json above the one it is started in.
  const outer = mkdtempSync(join(tmpdir(), 'mcp-shield-clients-'));
  // A blank and a letter of another script, as in the names of people.
  const home = join(outer, 'höme of Ann');
  mkdirSync(home);
  try {
    const flagFile = join(home, 'crashed');
    const command = commandOf(trial, flagFile);
    let text = '';
    const wrap = (where) => wrapLines(trial.way, where);
    const lines = trial.commandLines({ command, home, wrap });
    for (const args of lines) {
      const program = args[0] === shield ? node : clientNode();
      text = await runClient(args, { home, mark: outer, program });
    }
    if (isAsleep(trial.way)) {
      const starts = startsIn(flagFile);
      text = await runClient(lines.at(-1), { home, mark: outer, program: clientNode() });
      const more = startsIn(flagFile) - starts;
      if (more > 0) text = `the server was started ${more} times more\n${text}`;
      if (starts === 0) text = `the server was never started\n${text}`;
    }
    const problems = (await endStrays(outer)).map((stray) => `left running: ${stray}`);
    if (!trial.expected.test(text) || text.startsWith('the server was')) {
      problems.push(`expected ${trial.expected}, but the client said:`, ...text.split('\n'));
    }
    if (trial.crashOn !== undefined && !existsSync(flagFile)) {
      problems.push(`the server was never sent ${trial.crashOn}`);
    }
    return problems;
  } finally {
    rmSync(outer, { recursive: true, force: true });
  }
}

function wrapLines(way, where) {
  if (way === 'wrapped') return [[shield, 'wrap', where]];
  return way === 'wrapped asleep' ? [[shield, 'wrap', where, '--', '--lazy']] : [];
}

function isAsleep(way) {
  return way === 'asleep' || way === 'wrapped asleep';
}

function startsIn(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** Without `--`: the Inspector takes one for the end of its own options. */
function commandOf({ way, crashOn }, flagFile) {
  const server = isAsleep(way)
    ? [path('counting-server.mjs'), flagFile]
    : crashOn === undefined
      ? [path('../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js')]
      : [path('crashing-server.mjs'), crashOn, flagFile];
  const shielded = { shielded: [shield, node], asleep: [shield, '--lazy', node] };
  return [node, ...(shielded[way] ?? []), ...server];
}
