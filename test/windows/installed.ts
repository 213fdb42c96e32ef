/**
 * mcp-shield and a server as a user of Windows has them: packed and installed by npm itself, so
 * that every shim is a real one. Used inside Wine only.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Installed {
  /** Where npm puts the commands of global packages. */
  readonly bin: string;
  /** What `npx` can run without a registry. */
  readonly serverTarball: string;
  /** Of the installed server, past every shim. */
  readonly serverScript: string;
}

/** Of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
const nodeDirectory = path.dirname(process.execPath);
const npm = path.join(nodeDirectory, 'node_modules', 'npm', 'bin', 'npm-cli.js');

/** Both below `directory`. Needs `dist/`, which is built before. */
export function install(directory: string): Installed {
  const source = path.join(directory, 'source');
  mkdirSync(source);
  cpSync(path.join(root, 'test', 'fixtures', 'servers'), source, { recursive: true });
  writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify({
      name: 'server-of-npm',
      version: '1.0.0',
      type: 'module',
      bin: { 'server-of-npm': 'server-of-npm.mjs' },
    }),
  );
  writeFileSync(path.join(source, 'server-of-npm.mjs'), serverOfNpm);
  const bin = path.join(directory, 'global');
  const serverTarball = pack(source, directory);
  run(['install', '--global', '--prefix', bin, pack(root, directory), serverTarball]);
  const serverScript = path.join(bin, 'node_modules', 'server-of-npm', 'server-of-npm.mjs');
  return { bin, serverTarball, serverScript };

  function pack(from: string, to: string): string {
    const packed = run(['pack', from, '--ignore-scripts', '--silent', '--pack-destination', to]);
    return path.join(to, packed.trim());
  }
}

/** Tells which node and which arguments it was started with, and is the legacy server then. */
const serverOfNpm = `#!/usr/bin/env node
process.stderr.write('[server] arguments ' + JSON.stringify(process.argv.slice(2)) + '\\n');
await import('./legacy-server.mjs');
`;

function run(args: readonly string[]): string {
  const options = { encoding: 'utf8', windowsHide: true } as const;
  const flags = ['--offline', '--no-update-notifier', '--no-fund', '--no-audit'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [npm, ...args, ...flags], options);
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}
