/**
 * Compares what a package's program sees when `npx` or `uvx` starts it with what it sees when it is
 * started directly: file, arguments, directory, environment. Real packages, three npm and two uv;
 * none of them is run. Prints a table; fails if anything differs, or too few could be compared.
 *
 *   npm run test:direct -- [--only=<part of a name>]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pastRunner } from '../../../src/resolve/direct/direct-start.ts';
import { thisMachine } from '../../../src/resolve/this-machine.ts';
import packages from './packages.json' with { type: 'json' };

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const home = resolve('.cache/direct');
const here = resolve('scripts/trials/direct');
const seenFile = join(home, 'seen.json');
const npmMin = 30;
const uvMin = 10;

interface Runner {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const common = { HOME: join(home, 'home'), NO_COLOR: '1' };
const project = join(home, 'home', 'project');
mkdirSync(project, { recursive: true });
// A project of its own, or npx would look into the one around it.
const manifest = { name: 'trial', version: '1.0.0', bin: './trial.js' };
writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));

function npx(name: string, file: string): Runner {
  const path = [dirname(file), dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  const cache = join(home, 'npm-cache');
  const quiet = { npm_config_ignore_scripts: 'true', npm_config_update_notifier: 'false' };
  return { name, file, env: { ...common, ...quiet, PATH: path, npm_config_cache: cache } };
}

function uvx(version: string): Runner {
  const bin = join(home, `uv-${version}`, 'bin');
  const path = [bin, '/usr/bin', '/bin'].join(':');
  const certificates = process.env['SSL_CERT_FILE'];
  const trust = certificates === undefined ? {} : { SSL_CERT_FILE: certificates };
  const env = { ...common, ...trust, PATH: path, UV_CACHE_DIR: join(home, `uv-cache-${version}`) };
  return { name: `uv ${version}`, file: join(bin, 'uvx'), env };
}

interface Seen {
  readonly env: Readonly<Record<string, string>>;
}

/** Of the program, which the recorder keeps from running. */
function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  rmSync(seenFile, { force: true });
  const { status } = spawnSync(file, args, {
    cwd: project,
    env,
    stdio: 'ignore',
    timeout: 300_000,
  });
  const seen: Seen | undefined = existsSync(seenFile)
    ? JSON.parse(readFileSync(seenFile, 'utf8'))
    : undefined;
  return { status, seen };
}

const recording = {
  NODE_OPTIONS: `--require ${join(here, 'recorder.cjs')}`,
  PYTHONPATH: join(here, 'python'),
  DIRECT_SEEN: seenFile,
};

interface Compared {
  readonly outcome: 'equal' | 'left' | 'differs' | 'not started';
  readonly text: string;
}

function compare({ file, env }: Runner, args: readonly string[]): Compared {
  // The first run fills the cache.
  run(file, args, { ...env, ...recording });
  const bare = run(file, args, { ...env, ...recording });
  const past = pastRunner(
    { file, args, env: { ...env, ...recording }, cwd: project, notes: [] },
    thisMachine(),
  );
  if (past.kind !== 'direct') {
    const why = past.kind === 'left' ? past.why : (past.what.unfinished ?? 'not installed');
    return { outcome: bare.seen === undefined ? 'not started' : 'left', text: why };
  }
  const { resolution } = past;
  const direct = run(resolution.file, resolution.args, resolution.env);
  const text = resolution.direct?.version ?? '';
  if (bare.seen === undefined && direct.seen === undefined) return { outcome: 'not started', text };
  const different = differences(
    { ...bare.seen, status: bare.status },
    { ...direct.seen, status: direct.status },
  );
  return different.length === 0
    ? { outcome: 'equal', text }
    : { outcome: 'differs', text: different.join('; ') };
}

function differences(one: object, other: object): string[] {
  const flat = (value: object): Map<string, string> =>
    new Map(
      Object.entries(value).flatMap(([name, member]) =>
        name === 'env'
          ? Object.entries(member as object).map(
              ([key, text]) => [`env ${key}`, String(text)] as const,
            )
          : [[name, JSON.stringify(member)] as const],
      ),
    );
  const [left, right] = [flat(one), flat(other)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => `${name}: ${left.get(name)} / ${right.get(name)}`);
}

const ownNpx = join(dirname(process.execPath), 'npx');
const npms = [9, 10, 11].map((major) =>
  npx(`npm ${major}`, join(home, `npm-${major}/node_modules/.bin/npx`)),
);
const uvs = ['0.8.24', '0.13.9'].map(uvx);
const trials: [Runner, string][] = [
  ...packages.npm.map((spec): [Runner, string] => [npx('npm of Node.js', ownNpx), spec]),
  ...npms.flatMap((runner) =>
    packages.npm.slice(0, 4).map((spec): [Runner, string] => [runner, spec]),
  ),
  ...packages.uv.map((spec): [Runner, string] => [uvs[1] as Runner, spec]),
  ...packages.uv.slice(0, 3).map((spec): [Runner, string] => [uvs[0] as Runner, spec]),
];

const counts: Record<string, number> = {};
console.log('| runner | package | | version, or why |\n|---|---|---|---|');
for (const [runner, spec] of trials) {
  if (!spec.includes(values.only)) continue;
  const isUv = runner.name.startsWith('uv');
  const args = [...(isUv ? [] : ['-y']), spec, 'an argument', '--flag=$HOME'];
  const { outcome, text } = compare(runner, args);
  const kind = `${isUv ? 'uv' : 'npm'} ${outcome}`;
  counts[kind] = (counts[kind] ?? 0) + 1;
  console.log(`| ${runner.name} | ${spec} | ${outcome} | ${text.slice(0, 300)} |`);
}
console.log(`\n${JSON.stringify(counts)}`);
const enough = (counts['npm equal'] ?? 0) >= npmMin && (counts['uv equal'] ?? 0) >= uvMin;
const differs = Object.keys(counts).some((kind) => kind.endsWith('differs'));
if (differs || (values.only === '' && !enough)) process.exitCode = 1;
