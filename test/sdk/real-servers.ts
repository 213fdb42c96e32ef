/**
 * Where the real servers from npm lie, and how they are started. They are development
 * dependencies, so that no test needs the network.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Arguments of node; the first is the server's script. */
export type ServerArgs = readonly string[];

const require = createRequire(import.meta.url);

export const everything: ServerArgs = [
  require.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
  'stdio',
];

export const memory: ServerArgs = [
  require.resolve('@modelcontextprotocol/server-memory/dist/index.js'),
];

/** Prints one line to stdout at its start and two more in each tool call. */
export const polluter: ServerArgs = [
  join(dirname(require.resolve('mcp-server-code-runner')), 'cli.js'),
];

/** Answers `initialize`, then exits with code 1 because there is no database. */
export const crasher: ServerArgs = [require.resolve('@benborla29/mcp-server-mysql/dist/index.js')];

/** Serves the files of these directories. */
export function filesystem(...directories: string[]): ServerArgs {
  return [require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'), ...directories];
}

/** A server of our own, made with SDK 2.x, that serves both eras. */
export function dualEra(...options: string[]): ServerArgs {
  return [fixture('dual-era-server.mjs'), ...options];
}

/** Copies what goes through it, in both directions, to `<prefix>.in` and `<prefix>.out`. */
export function tee(prefix: string, server: ServerArgs): ServerArgs {
  return [fixture('tee.mjs'), prefix, process.execPath, ...server];
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}
