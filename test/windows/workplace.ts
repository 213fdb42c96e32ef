/**
 * A directory with programs as package managers install them on Windows, and a way to start what
 * the resolver resolved. Used inside Wine only; knows nothing of single tests.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandRequest, Resolution } from '../../src/resolve/resolution.ts';
import { resolveCommand } from '../../src/resolve/resolve-command.ts';
import { npmShim, oldNpmShim, pnpmShim } from '../resolve/shims.ts';

export interface Workplace {
  readonly directory: string;
  file(name: string, content: string): string;
  remove(): void;
}

const printArguments = 'process.stdout.write(JSON.stringify(process.argv.slice(2)));\n';

/** Every kind of batch file that people have; each ends in a script that prints its arguments. */
export const batchFiles: Readonly<Record<string, string>> = {
  'of npm.cmd': npmShim('node', '', 'pkg\\print.js'),
  'of npm 6.cmd': oldNpmShim('pkg\\print.js'),
  'of pnpm.cmd': pnpmShim('pkg\\print.js', '--no-warnings'),
  'by hand.bat': '@echo off\r\nnode "%~dp0pkg\\print.js" %*\r\n',
  'twice.bat': '@echo off\r\n"%~dp0of npm.cmd" %*\r\n',
  'three times.bat': '@echo off\r\n"%~dp0twice.bat" %*\r\n',
  'through a variable.bat':
    '@echo off\r\nset ARGUMENTS=%*\r\nnode "%~dp0pkg\\print.js" %ARGUMENTS%\r\n',
};

/** Characters that npm's own shims do not survive in their path: `SET dp0=%~dp0` has no quotes. */
export const harmfulName = 'tools & ^ (\u00e9) ';

/**
 * Its path contains what must be quoted. No `%`: Wine expands the value of `%~dp0` once more, which
 * Windows does not.
 */
export function workplace(name = "my tools (\u00e9) ! it's "): Workplace {
  const directory = mkdtempSync(path.join(tmpdir(), name));
  const file = (name: string, content: string): string => {
    const target = path.join(directory, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    return target;
  };
  file('pkg\\print.js', printArguments);
  for (const [name, content] of Object.entries(batchFiles)) file(name, content);
  return { directory, file, remove: () => rmSync(directory, { recursive: true }) };
}

export function asked(
  command: string,
  args: readonly string[] = [],
  more: Partial<CommandRequest> = {},
): CommandRequest {
  return {
    file: command,
    args,
    env: process.env,
    cwd: undefined,
    platform: 'win32',
    shellPath: 'auto',
    envFixes: true,
    ...more,
  };
}

export interface Started {
  readonly resolution: Resolution;
  readonly result: SpawnSyncReturns<string>;
}

export async function start(request: CommandRequest): Promise<Started> {
  const resolution = await resolveCommand(request);
  return { resolution, result: spawnResolved(resolution) };
}

export function spawnResolved(
  resolution: Pick<Resolution, 'file' | 'args' | 'env' | 'windowsVerbatimArguments'>,
): SpawnSyncReturns<string> {
  return spawnSync(resolution.file, [...resolution.args], {
    env: resolution.env,
    encoding: 'utf8',
    windowsHide: true,
    windowsVerbatimArguments: resolution.windowsVerbatimArguments === true,
  });
}

/** The last line: Wine shows the lines inside an `@IF ( … )`, which Windows does not. */
export function printed(stdout: string): unknown {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  return line.startsWith('[') ? JSON.parse(line) : stdout;
}
