/**
 * The bundle is cut by the whole paths of modules: a module that is called like a part, anywhere
 * else, is bundled as any other. Builds a copy of the sources and starts a session with it.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { bundleOptions } from '../../scripts/build/bundle-options.mjs';
import { parts } from '../../scripts/build/split-bundle.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copies: string[] = [];
/** What changes, what begins empty, and what was measured or drawn when it was loaded. */
const state =
  /^(?:export )?(?:let .*|const (?!.*: readonly).* = (?:new \w+(?:<.*>)?\(\)|\[\]|\{\}|(?:process\.(?!platform)|Date|performance|Math|crypto)\b).*;)$/gm;
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true });
});

function copyOfSources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'split-'));
  copies.push(copy);
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function buildIn(copy: string) {
  return build({ ...bundleOptions, absWorkingDir: copy, outdir: 'dist', logLevel: 'silent' });
}

/** A module that says on stderr that it was loaded, and those that import it. */
function addModule(copy: string, file: string, importers: readonly string[]): void {
  writeFileSync(
    join(copy, 'src', file),
    `export function loaded(by: string): void {\n  console.error('${file}', 'by', by);\n}\n`,
  );
  for (const importer of importers) {
    const up = '../'.repeat(importer.split('/').length - 1);
    const name = `loaded${file.replace(/\W/g, '_')}`;
    const line = `import { loaded as ${name} } from '${up}${file}';\n${name}('${importer}');\n`;
    appendFileSync(join(copy, 'src', importer), line);
  }
}

const hello = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'c', version: '1' },
  },
})}\n`;
const server = `process.stdin.once('data', () => {
  console.log('{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18"}}');
})`;

it('bundles modules that are called like a part, wherever they are used', async () => {
  const copy = copyOfSources();
  mkdirSync(join(copy, 'src/session/log'));
  const users = ['cli/run.ts', 'session/session.ts'];
  const named = ['help', 'diagnose', 'commands', 'run-shield', 'pino-writer'];
  const added = named.map((name) => `base/${name}.ts`);
  for (const file of added) addModule(copy, file, users);
  addModule(copy, 'session/log/help.ts', ['session/session.ts']);
  await buildIn(copy);

  const args = ['--no-log-file', '--', process.execPath, '-e', server];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(copy, 'dist/mcp-shield.cjs'), ...args],
    { input: hello, encoding: 'utf8' },
  );
  const expected = [
    ...added.flatMap((file) => users.map((user) => `${file} by ${user}`)),
    'session/log/help.ts by session/session.ts',
  ];
  expect(stderr.trim().split('\n').sort()).toEqual(expected.sort());
  expect(JSON.parse(stdout)).toMatchObject({ id: 1, result: {} });
  expect(status).toBe(0);
});

it('refuses a module that is asked for at run time and is no part', async () => {
  const copy = copyOfSources();
  addModule(copy, 'base/help.ts', []);
  appendFileSync(join(copy, 'src/cli/run.ts'), "void import('../base/help.ts');\n");
  await expect(buildIn(copy)).rejects.toThrow(
    'src/base/help.ts is asked for at run time by src/cli/run.ts, but is no part',
  );
});

it('refuses nothing that is there, and each part is made of a module', async () => {
  const copy = copyOfSources();
  const { metafile } = await build({
    ...bundleOptions,
    absWorkingDir: copy,
    outdir: 'dist',
    metafile: true,
  });
  const made = Object.entries(metafile.outputs).map(([file, { entryPoint }]) => [file, entryPoint]);
  const wanted = Object.entries(parts).map(([name, module]) => [`dist/${name}.cjs`, module]);
  expect(made.sort()).toEqual([...wanted, ['dist/mcp-shield.cjs', 'src/cli/main.ts']].sort());
});

it('has no module twice that keeps a state', async () => {
  const { metafile } = await build({
    ...bundleOptions,
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const counts = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput > 0) counts.set(file, (counts.get(file) ?? 0) + 1);
    }
  }
  const twice = [...counts].filter(([file, count]) => count > 1 && file.startsWith('src/'));
  expect(twice.length).toBeGreaterThan(100);
  const keeping = twice.flatMap(([file]) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(state)].map(([line]) => `${file}: ${line}`),
  );
  // What they have only once to spare memory or time.
  expect(keeping.sort()).toEqual([
    'src/base/json-bytes.ts: let kept = new Int32Array(0);',
    'src/base/json-scan.ts: const strict = new JsonScanner();',
    'src/protocol/line-scan/line-scan.ts: let compiled: object | undefined;',
  ]);
});
