/**
 * The published programs that are compared: which, in what version, and how each is put in front
 * of a server. `install` is run by install-peers.mjs; the benchmark does without those that are
 * not installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../build/executables/places.mjs';

export const peersDirectory = join(root, '.cache/bench/peers');

/** An empty directory: nothing changes in it, so nothing is reloaded. */
export const watched = join(peersDirectory, 'watched');

const at = (...parts) => join(peersDirectory, ...parts);
const passthrough = fileURLToPath(new URL('passthrough-relay.mjs', import.meta.url));

/** `packages` are exact; `line` is the command line in front of the server's. */
export const peers = [
  {
    name: 'peer passthrough',
    directory: at('passthrough'),
    packages: ['@civic/passthrough-mcp-server@0.12.1', '@modelcontextprotocol/sdk@1.32.2'],
    install: (directory, packages) => [
      ['npm', 'install', '--prefix', directory, '--ignore-scripts', '--no-audit', ...packages],
    ],
    line: [process.execPath, passthrough, at('passthrough/node_modules')],
  },
  {
    name: 'peer mcpmon',
    directory: at('mcpmon'),
    packages: ['mcpmon==1.0.1', 'watchfiles==1.3.0'],
    install: (directory, packages) => [
      ['python3', '-m', 'venv', directory],
      [join(directory, 'bin/pip'), 'install', '--disable-pip-version-check', ...packages],
    ],
    line: [at('mcpmon/bin/mcpmon'), '--quiet', '--watch', watched, '--'],
  },
  {
    // In Rust; with cargo, and the headers of D-Bus and Wayland (libdbus-1-dev, libwayland-dev).
    name: 'peer mcp-sentinel',
    directory: at('mcp-sentinel'),
    packages: ['mcp-sentinel@1.1.0'],
    install: (directory, packages) => [
      ['cargo', 'install', '--no-default-features', '--root', directory, ...packages],
    ],
    line: [at('mcp-sentinel/bin/mcp-sentinel'), 'run', '--pass-env', 'BENCH_SERVER_CORE', '--'],
  },
];

/** Written last: an installation that broke off, or one of other versions, does not count. */
export const stampOf = ({ directory }) => join(directory, 'installed.json');
export const contentsOf = ({ packages }) => JSON.stringify(packages);

export function isInstalled(peer) {
  return existsSync(stampOf(peer)) && readFileSync(stampOf(peer), 'utf8') === contentsOf(peer);
}
