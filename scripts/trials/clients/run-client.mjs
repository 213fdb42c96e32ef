/**
 * Runs a client to its end, in a home of its own, and finds what it leaves running.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Each needs about a second; much more than that is a handshake that hung and was given up. */
const deadlineMs = 20_000;
const lingerMs = 5_000;

/** Resolves with all that the client printed; it is killed if it does not end in time. */
export function runClient(args, { home, mark, program }) {
  const child = spawn(program, args, {
    cwd: home,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: home,
      SHIELD_TEST_MARK: mark,
      DISABLE_TELEMETRY: '1',
      CI: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    const ended = () => {
      clearTimeout(timer);
      resolve(Buffer.concat(output).toString());
    };
    child.on('close', ended);
    child.on('exit', (_code, signal) => {
      if (signal !== null) output.push(Buffer.from(`\nended by ${signal}`));
      // What the client leaves behind may hold its pipes for ever.
      setTimeout(ended, lingerMs).unref();
    });
  });
}

/** Command lines of marked processes that do not end by themselves; they are ended here. */
export async function endStrays(mark) {
  const end = performance.now() + lingerMs;
  while (marked(mark).length > 0 && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return marked(mark).map((pid) => {
    const command = read(pid, 'cmdline').replaceAll('\0', ' ');
    process.kill(pid, 'SIGKILL');
    return command;
  });
}

/** Reads /proc; elsewhere nothing is found. */
function marked(mark) {
  let names = [];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, 'environ').includes(mark))
    .map(Number);
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
