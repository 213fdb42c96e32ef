/**
 * Runs inside Wine: node.exe bridge.cjs PROGRAM ARG...
 * A Unix pipe inherited from Linux cannot be opened as a stream by a Windows node (process.stdin
 * throws "open EBADF"), but fs.read and fs.write on the descriptors work. So this relays them to a
 * program that gets real Windows named pipes, as it would on Windows. Knows nothing of MCP.
 */
'use strict';
const fs = require('node:fs');
const { spawn } = require('node:child_process');
const { PassThrough } = require('node:stream');

// net.Socket touches process.stderr, whose lazy getter would throw here.
for (const name of ['stdin', 'stdout', 'stderr']) {
  Object.defineProperty(process, name, { value: new PassThrough(), configurable: true });
}

function writeAll(fd, bytes) {
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += fs.writeSync(fd, bytes, offset);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EAGAIN') return;
    }
  }
}

function fail(error) {
  writeAll(2, Buffer.from(`bridge: ${error.message}\n`));
  process.exit(127);
}

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: 'pipe', windowsHide: true });
child.on('error', fail);
child.stdout.on('data', (bytes) => writeAll(1, bytes));
child.stderr.on('data', (bytes) => writeAll(2, bytes));
child.stdin.on('error', () => {});
child.on('close', (code) => process.exit(code === null ? 137 : code & 0xff));
// Lets a Linux test name the Windows process it wants to harm.
if (process.env.BRIDGE_PID_FILE) fs.writeFileSync(process.env.BRIDGE_PID_FILE, String(child.pid));

const buffer = Buffer.alloc(65536);
(function relay() {
  fs.read(0, buffer, 0, buffer.length, null, (error, count) => {
    if (error || count === 0) return child.stdin.end();
    if (child.stdin.write(Buffer.from(buffer.subarray(0, count)))) return relay();
    return child.stdin.once('drain', relay);
  });
})();
