/**
 * Runs `mcp-shield doctor` as a person does and proves that nothing of it stays. Reads /proc, so it
 * is for Linux.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { markedProcesses, until } from '../process/strays.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const entry = `${root}bin/mcp-shield.js`;
const deadlineMs = 20_000;

export interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is done to it while it runs. */
  readonly meanwhile?: (doctor: ChildProcess) => Promise<void>;
}

/** `fixture('legacy-server.mjs')` as a command. */
export function legacyServer(...options: string[]): string[] {
  return [process.execPath, `${root}test/fixtures/servers/legacy-server.mjs`, ...options];
}

export async function runDoctor(
  args: readonly string[],
  { env = {}, cwd = root, meanwhile }: RunOptions = {},
): Promise<Outcome> {
  const mark = `doctor-test-${randomUUID()}`;
  const doctor = spawn(process.execPath, [entry, 'doctor', ...args], {
    cwd,
    env: { ...process.env, ...env, SHIELD_TEST_MARK: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  doctor.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  doctor.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = new Promise<Pick<Outcome, 'code' | 'signal'>>((resolve) => {
    doctor.on('close', (code, signal) => resolve({ code, signal }));
  });
  const alive = (): number[] => markedProcesses(mark, doctor.pid ?? Number.NaN);
  try {
    await meanwhile?.(doctor);
    const ending = await closed;
    await until(() => alive().length === 0, deadlineMs);
    expect(alive(), 'processes that were left behind').toEqual([]);
    return { ...ending, stdout, stderr };
  } finally {
    for (const pid of alive()) process.kill(pid, 'SIGKILL');
  }
}

/** Without what differs from run to run and from machine to machine. */
export function normalised(text: string): string {
  return text
    .replaceAll(process.execPath, '<node>')
    .replaceAll(root.slice(0, -1), '<root>')
    .replaceAll(process.versions.node, '<version>')
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, '<time>')
    .replace(/\b(pid|ready|notified) \d+/g, '$1 <pid>');
}
