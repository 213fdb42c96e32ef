/**
 * Where the real servers from npm lie, and how they are started. They are development
 * dependencies, so that no test needs the network.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Arguments of node; the first is the server's script. */
export type ServerArgs = readonly [script: string, ...rest: string[]];

const { resolve } = createRequire(import.meta.url);

export const everything: ServerArgs = [
  resolve('@modelcontextprotocol/server-everything/dist/index.js'),
  'stdio',
];

export const memory: ServerArgs = [resolve('@modelcontextprotocol/server-memory/dist/index.js')];

/** Prints one line to stdout at its start and two more in each tool call. */
export const polluter: ServerArgs = [resolve('mcp-server-code-runner/dist/cli.js')];

/** Answers `initialize`, then exits with code 1 because there is no database. */
export const crasher: ServerArgs = [resolve('@benborla29/mcp-server-mysql/dist/index.js')];

/** Serves the files of these directories. */
export function filesystem(...directories: string[]): ServerArgs {
  return [resolve('@modelcontextprotocol/server-filesystem/dist/index.js'), ...directories];
}

/** A server of our own, made with SDK 2.x, that serves both eras. */
export const dualEra: ServerArgs = [
  fileURLToPath(new URL('./fixtures/dual-era-server.mjs', import.meta.url)),
];
