/**
 * Installs the published programs of the benchmark into `.cache/bench/peers`, on demand: they are
 * no part of the project. Needs npm, Python 3 with venv, and cargo; one that fails leaves the
 * others.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { execaSync } from 'execa';
import { contentsOf, isInstalled, peers, stampOf, watched } from './peers.mjs';

mkdirSync(watched, { recursive: true });
for (const peer of peers) {
  try {
    if (!isInstalled(peer)) install(peer);
    console.log(`${peer.name}: ${peer.packages.join(', ')}`);
  } catch (error) {
    console.error(`${peer.name}: not installed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

function install(peer) {
  rmSync(peer.directory, { recursive: true, force: true });
  mkdirSync(peer.directory, { recursive: true });
  for (const [command, ...args] of peer.install(peer.directory, peer.packages)) {
    execaSync(command, args, { stdio: 'inherit' });
  }
  writeFileSync(stampOf(peer), contentsOf(peer));
}
