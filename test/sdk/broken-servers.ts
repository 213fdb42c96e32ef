/**
 * Servers that cannot work, as users have them: each is a command, and what of the environment
 * belongs to it. Files lie in a directory of the test.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface BrokenServer {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);

/** From npm, as it is; needs BRAVE_API_KEY. */
export const withoutKey: BrokenServer = {
  command: [
    process.execPath,
    require.resolve('@modelcontextprotocol/server-brave-search/dist/index.js'),
  ],
};

/** A registry that has no package at all. */
export async function withEmptyRegistry(body: (url: string) => Promise<void>): Promise<void> {
  const registry = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"error":"Not found"}');
  });
  try {
    await body(`http://127.0.0.1:${await listening(registry)}/`);
  } finally {
    registry.closeAllConnections();
    registry.close();
  }
}

/** `cache`: a directory of the test's own, so that nothing is known from before. */
export function mistypedPackage(registry: string, cache: string): BrokenServer {
  return {
    command: ['npx', '-y', '@modelcontextprotocol/server-evrything'],
    env: { npm_config_registry: registry, npm_config_cache: cache },
  };
}

export function missingPythonModule(directory: string): BrokenServer {
  return python(directory, 'from mcp_shield_no_such_module.server import FastMCP\n');
}

export function notExecutable(directory: string): BrokenServer {
  const file = join(directory, 'weather-server');
  writeFileSync(file, Buffer.from('7f454c4602010100', 'hex'), { mode: 0o644 });
  return { command: [file] };
}

export function brokenShebang(directory: string): BrokenServer {
  const file = join(directory, 'notes-server');
  writeFileSync(file, '#!/opt/no-such-directory/bin/python3\nprint("hello")\n', { mode: 0o755 });
  return { command: [file] };
}

/** Node and Python say it in their own words. */
export function busyPort(directory: string, port: number): BrokenServer {
  const file = join(directory, 'bridge-server.cjs');
  writeFileSync(file, `require('node:http').createServer().listen(${port}, '127.0.0.1');\n`);
  return { command: [process.execPath, file] };
}

export function busyPortInPython(directory: string, port: number): BrokenServer {
  const bind = `import socket\nsocket.socket().bind(("127.0.0.1", ${port}))\n`;
  return python(directory, bind);
}

export async function withBusyPort(body: (port: number) => Promise<void>): Promise<void> {
  const holder = createServer();
  try {
    await body(await listening(holder));
  } finally {
    holder.close();
  }
}

function python(directory: string, text: string): BrokenServer {
  const file = join(directory, 'server.py');
  writeFileSync(file, text);
  return { command: ['python3', file] };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
