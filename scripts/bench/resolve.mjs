/**
 * What finding the command costs at the start of a session: the first resolution in a fresh
 * process, as each session has one. Prints figures; the budget is 2 ms for a command on PATH.
 *
 *   node scripts/bench/resolve.mjs [command…]
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const processes = 30;
const bundle = fileURLToPath(new URL('../../.cache/bench/resolve-command.cjs', import.meta.url));

await build({
  entryPoints: [fileURLToPath(new URL('../../src/resolve/resolve-command.ts', import.meta.url))],
  outfile: bundle,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
});

/** Runs in a process of its own: [first, hundredth] in ms. */
const measure = `
  const { resolveAtOnce } = require(process.argv[1]);
  const request = {
    file: process.argv[2], args: ['-y', 'x'], env: { ...process.env }, cwd: undefined,
    platform: process.platform, shellPath: 'auto', envFixes: true,
  };
  const once = () => {
    const start = performance.now();
    if (resolveAtOnce(request)?.failure !== undefined) throw new Error('not found at once');
    return performance.now() - start;
  };
  const first = once();
  for (let round = 0; round < 98; round += 1) once();
  console.log(JSON.stringify([first, once()]));
`;

/** What SDK clients hand over. */
const names = ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];
const env = Object.fromEntries(names.map((name) => [name, process.env[name] ?? 'x']));

const sorted = (numbers) => numbers.toSorted((left, right) => left - right);
const show = (ms) => `${ms.toFixed(2)} ms`.padStart(9);

console.log(`resolveAtOnce, ${processes} processes, Node.js ${process.version}`);
console.log('command       first: minimum    median   100th: median');
const given = process.argv.slice(2);
for (const command of given.length > 0 ? given : ['node', 'npx', 'npx -y x', process.execPath]) {
  const times = Array.from({ length: processes }, () =>
    JSON.parse(
      execFileSync(process.execPath, ['-e', measure, bundle, command], { encoding: 'utf8', env }),
    ),
  );
  const first = sorted(times.map(([cold]) => cold));
  const later = sorted(times.map(([, warm]) => warm));
  const middle = Math.floor(processes / 2);
  const figures = [show(first[0]), show(first[middle]), `  ${show(later[middle])}`];
  console.log(command.padEnd(19), figures.join(' '));
}
