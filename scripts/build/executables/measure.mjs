/**
 * Prints the tables of docs/executables.md: how large each executable is, and how soon the one for
 * this machine has started a server. Side by side in one run, in turns, because only differences
 * mean anything on a machine that has other things to do. ROUNDS: how many turns.
 */
import { execFileSync, spawn } from 'node:child_process';
import { close, existsSync, mkdtempSync, open, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOf } from './node-binaries.mjs';
import { outputDirectory, root, version } from './places.mjs';
import { fileName, host, isWindows, targets } from './targets.mjs';

const rounds = Number(process.env.ROUNDS ?? 40);
const directory = mkdtempSync(join(tmpdir(), 'measure-'));
const fifo = join(directory, 'fifo');
const executable = join(outputDirectory, fileName(host));

// Asked first, because a pipe that nobody opens is waited for without end.
if (!existsSync(executable)) throw new Error(`npm run build:executables -- ${host}`);
printSizes();
await printStarts();
rmSync(directory, { recursive: true });

function printSizes() {
  console.log('| executable | Node.js alone | size | to download |\n|---|---|---|---|');
  for (const target of Object.keys(targets)) {
    const file = join(outputDirectory, fileName(target));
    if (!existsSync(file)) continue;
    const packed = `mcp-shield-${version}-${target}${isWindows(target) ? '.zip' : '.tar.xz'}`;
    const sizes = [nodeOf(target), file, join(outputDirectory, packed)].map(megabytes);
    console.log(`| ${fileName(target)} | ${sizes.join(' | ')} |`);
  }
}

function megabytes(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  return size === undefined ? 'not packed' : `${(size / 1e6).toFixed(1)} MB`;
}

async function printStarts() {
  execFileSync('mkfifo', [fifo]);
  const node = nodeOf(host);
  const bundle = join(root, 'bin/mcp-shield.js');
  const contestants = [
    { name: `\`node -e 0\`, Node ${targets[host].version}`, run: () => untilExit(node, '-e', '0') },
    { name: 'bundle, same Node.js', run: () => untilServed(node, bundle) },
    { name: 'executable', run: () => untilServed(executable) },
  ].map((contestant) => ({ ...contestant, times: /** @type {number[]} */ ([]) }));
  for (let round = -2; round < rounds; round += 1) {
    for (const { run, times } of contestants) {
      const ms = await run();
      // The first two turns bring the files into memory.
      if (round >= 0) times.push(ms);
    }
  }
  console.log(`\n| ${host}, median of ${rounds} | |\n|---|---|`);
  for (const { name, times } of contestants) {
    console.log(`| ${name} | ${median(times).toFixed(1)} ms |`);
  }
}

async function untilExit(program, ...args) {
  const start = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  await new Promise((resolve) => child.on('exit', resolve));
  return performance.now() - start;
}

/** Until the server's first act: it opens the other end of a pipe. Then it is let go. */
async function untilServed(program, ...args) {
  const start = performance.now();
  const server = ['--', '/bin/sh', '-c', `: >${fifo}; cat >/dev/null`];
  const child = spawn(program, [...args, ...server], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.once('exit', endedEarly);
  const descriptor = await new Promise((resolve, reject) => {
    open(fifo, 'r', (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const ms = performance.now() - start;
  child.off('exit', endedEarly);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  close(descriptor);
  child.stdin.end();
  await exited;
  return ms;
}

/** Ends the whole measurement: an error would wait for the pipe, which now nobody opens. */
function endedEarly(code) {
  console.error(`it ended with ${code} before it had started the server`);
  process.exit(1);
}

function median(times) {
  return times.sort((left, right) => left - right)[times.length >> 1];
}
