/**
 * What is shipped: one small file and the sub-commands beside it, everything they owe to others
 * named, and an entry that any Node can read. Looks at `dist`, which `npm test` builds first.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin/mcp-shield.js');
const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the bundle', () => {
  const metafile = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8'));

  const sizeOf = (name: string): number => statSync(join(root, `dist/${name}.cjs`)).size;

  it('has at most 272 KB for a session, of which 64 KB are read before its server starts', () => {
    const parts = ['mcp-shield', 'shield', 'log', 'secrets'].map(sizeOf);
    expect(parts.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(272 * 1024);
    expect(parts[0]).toBeLessThanOrEqual(64 * 1024);
  });

  it('has at most 200 KB more for the first fall', () => {
    expect(sizeOf('diagnosis')).toBeLessThanOrEqual(200 * 1024);
  });

  it.each([
    [
      'mcp-shield',
      [
        ...['help', 'commands', 'container', 'direct', 'log', 'packages', 'programs'],
        ...['secrets', 'shield', 'variables'],
      ],
    ],
    ['direct', []],
    ['packages', []],
    ['updates', ['programs']],
    ['variables', ['programs']],
    ['shield', ['code-page', 'diagnosis', 'programs', 'updates', 'view']],
    ['view', []],
    ['code-page', []],
    ['log', []],
    ['secrets', []],
    ['programs', []],
    ['diagnosis', []],
    ['help', []],
    ['container', []],
    ['commands', ['code-page', 'demo', 'diagnosis', 'programs']],
    ['demo', []],
  ])('%s needs nothing but Node and %j', (name, others) => {
    const { imports } = metafile.outputs[`dist/${name}.cjs`];
    const paths = imports.map(({ path }: { path: string }) => path);
    const foreign = new Set(paths.filter((path: string) => !isBuiltin(path)));
    expect([...foreign].sort()).toEqual(others.map((other) => `./${other}.cjs`).sort());
  });

  it('carries no parser of configuration files', () => {
    const inputs = ['mcp-shield', 'shield'].flatMap((name) =>
      Object.keys(metafile.outputs[`dist/${name}.cjs`].inputs),
    );
    expect(inputs.filter((path) => /jsonc-parser|\/yaml\/|toml|src\/config\//.test(path))).toEqual(
      [],
    );
  });

  it('is shipped whole', () => {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(files).toContain('dist/*.cjs');
    const outputs = Object.keys(metafile.outputs);
    expect(outputs.filter((file) => !/^dist\/\w[\w-]*\.cjs(?:\.map)?$/.test(file))).toEqual([]);
  });

  it('comes with the licence of each package inside', () => {
    const licenses = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const packages = new Set(
      Object.keys(metafile.inputs).flatMap(
        (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(file)?.[1] ?? [],
      ),
    );
    expect(packages).toContain('pino');
    for (const name of packages) expect(licenses).toMatch(new RegExp(`^${name} \\d`, 'm'));
    expect(licenses.match(/Permission is hereby granted/g)?.length).toBeGreaterThan(3);
  });

  function isBuiltin(path: string): boolean {
    return path.startsWith('node:') || process.getBuiltinModule(path) !== undefined;
  }
});

describe('the entry', () => {
  const text = readFileSync(bin, 'utf8');

  it('is written in syntax that the oldest Node reads', () => {
    const asOld = transformSync(text, { target: 'es5' }).code;
    expect(asOld).toBe(transformSync(text, { target: 'esnext' }).code);
  });

  it.each(['v8.17.0', 'v18.20.8', 'v20.16.0'])('tells %s what is needed', (version) => {
    const script = `
      Object.defineProperty(process, 'version', { value: '${version}' });
      Object.defineProperty(process.versions, 'node', { value: '${version.slice(1)}' });
      require(${JSON.stringify(bin)});`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(stderr).toMatch(
      new RegExp(`^mcp-shield: needs Node.js 20.17 or newer, but was started with ${version} `),
    );
    expect(status).toBe(2);
  });

  it('tells a client on an old Node what is needed as the answer to its first request', () => {
    const script = `
      Object.defineProperty(process, 'version', { value: 'v18.20.8' });
      Object.defineProperty(process.versions, 'node', { value: '18.20.8' });
      require(${JSON.stringify(bin)});`;
    const input = '{"jsonrpc":"2.0","id":"a","method":"initialize"}\n';
    const options = { encoding: 'utf8', input } as const;
    const { status, stdout } = spawnSync(process.execPath, ['-e', script], options);
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'a',
      error: { code: -32603, message: expect.stringContaining('needs Node.js 20.17 or newer') },
    });
    expect(status).toBe(2);
  });

  it('says how to build what is not built', () => {
    cpSync(join(root, 'bin'), join(directory, 'bin'), { recursive: true });
    const copy = join(directory, 'bin/mcp-shield.js');
    const { status, stderr } = spawnSync(process.execPath, [copy, '--help'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'mcp-shield: is not built: run npm run build\n',
    });
  });
});
