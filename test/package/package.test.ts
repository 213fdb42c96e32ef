/**
 * The npm package as people get it: what is in it, and that it installs and starts without asking
 * any registry. Takes `dist` as `npm test` has built it.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'package-'));
afterAll(() => rmSync(directory, { recursive: true }));

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let tarball: string;
let files: string[];
let packedBytes: number;

beforeAll(() => {
  // Without scripts: `prepack` would build again, under the feet of the other tests.
  const options = ['--json', '--ignore-scripts', '--pack-destination', directory];
  const [packed] = JSON.parse(npm(['pack', ...options], root));
  tarball = join(directory, packed.filename);
  packedBytes = packed.size;
  files = packed.files.map(({ path }: { path: string }) => path);
});

function npm(args: readonly string[], cwd: string, program = 'npm'): string {
  const env = { npm_config_cache: join(directory, 'cache'), npm_config_offline: 'true' };
  return execaSync(program, ['--loglevel=error', ...args], { cwd, env }).stdout;
}

describe('the package', () => {
  it('holds the command, its licences and what is to be read, and nothing else', () => {
    expect(files.filter((path) => !/^(?:docs|schemas)\//.test(path)).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'bin/mcp-shield.js',
      'bin/package.json',
      'bin/parts.js',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/code-page.cjs',
      'dist/commands.cjs',
      'dist/container.cjs',
      'dist/demo.cjs',
      'dist/diagnosis.cjs',
      'dist/direct.cjs',
      'dist/help.cjs',
      'dist/log.cjs',
      'dist/mcp-shield.cjs',
      'dist/packages.cjs',
      'dist/programs.cjs',
      'dist/secrets.cjs',
      'dist/shield.cjs',
      'dist/updates.cjs',
      'dist/variables.cjs',
      'dist/view.cjs',
      'package.json',
    ]);
  });

  it('holds the pages that README leads to, and stays light', () => {
    const pages = files.filter((path) => path.startsWith('docs/'));
    expect(pages).toEqual(expect.arrayContaining(['docs/options.md', 'docs/troubleshooting.md']));
    expect(pages.filter((path) => !path.endsWith('.md'))).toEqual(['docs/mcp-shield.1']);
    expect(manifest.man).toBe('./docs/mcp-shield.1');
    expect(
      pages.filter((path) => /architecture|compared|debugging|performance/.test(path)),
    ).toEqual([]);
    expect(packedBytes).toBeLessThan(640_000);
  });

  it('installs nothing else and runs nothing', () => {
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('optionalDependencies');
    expect(manifest).not.toHaveProperty('peerDependencies');
    expect(Object.keys(manifest.scripts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)]),
    );
  });

  it('installs globally, and starts a server from there', () => {
    const prefix = join(directory, 'global');
    npm(['install', '--global', '--prefix', prefix, tarball], directory);
    const command = join(prefix, 'bin/mcp-shield');
    const args = ['--', 'sh', '-c', 'echo started >&2; cat'];
    const { stdout, stderr } = execaSync(command, args, { input: '' });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'started' });
  });

  it('installs into an empty directory, and shows there what it is for, without a network', () => {
    const empty = join(directory, 'empty');
    mkdirSync(empty);
    npm(['install', '--no-audit', '--no-fund', tarball], empty);
    // Fails if the demo does not see what it claims.
    const shown = npm(['mcp-shield', 'demo'], empty, 'npx');
    expect(shown).toContain('with: the session goes on');
    expect(shown).not.toContain('NOT SEEN');
  });

  it('runs with npx', () => {
    const args = ['--yes', `--package=${tarball}`, '--', 'mcp-shield', '--version'];
    expect(npm(args, directory, 'npx')).toBe(manifest.version);
  });
});
