/**
 * Clients in other languages: a program that reads plans from stdin, one a line, and prints a
 * transcript for each. Starting one takes long, so they are kept for the next plan; they end when
 * their stdin does. Knows the plan's form, and not what the programs are made of.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { OddServer } from './behaviour.ts';
import { type ComparedClient, isSession, type RowLaunch } from './compare.ts';
import type { Transcript } from './transcript.ts';

const defaultPatienceMs = 4_000;
/** Only ends what hangs. */
const sessionMs = 150_000;

/** Pipes of a child are sockets, which their type does not say. */
interface Unreferable {
  unref(): void;
}

interface Program {
  readonly child: ChildProcess;
  readonly ask: (plan: string) => Promise<string>;
}

export function foreignClient(name: string, command: readonly string[]): ComparedClient {
  const idle: Program[] = [];
  async function run(row: OddServer, launch: RowLaunch): Promise<Transcript> {
    const program = idle.pop() ?? startProgram(command);
    const answer = await program.ask(planOf(row, launch));
    idle.push(program);
    const { outcomes, ...told }: Transcript = JSON.parse(answer);
    const cancelled = (label: string): boolean => row.steps.includes(`cancel ${label}`);
    const kept = Object.entries(outcomes).filter(([label]) => !cancelled(label));
    return { ...told, outcomes: Object.fromEntries(kept) };
  }
  return { name, can: isSession, run };
}

function planOf({ steps, patienceMs = defaultPatienceMs }: OddServer, launch: RowLaunch): string {
  const { command, args, env, bare } = launch;
  return `${JSON.stringify({ command, args, env, bare, steps, patienceMs })}\n`;
}

function startProgram([file = '', ...args]: readonly string[]): Program {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4_000);
  });
  child.stdin.on('error', () => {});
  // An idle one keeps nobody from ending; while one works, its deadline does.
  for (const it of [child, child.stdin, child.stdout, child.stderr])
    (it as unknown as Unreferable).unref();
  function ask(plan: string): Promise<string> {
    child.stdin.write(plan);
    return new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      const fail = (): void => reject(new Error(`${file} wrote no transcript\n${stderr}`));
      const timer = setTimeout(() => child.kill('SIGKILL'), sessionMs);
      child.once('close', fail);
      child.stdout.on('data', (chunk: Buffer) => {
        pieces.push(chunk);
        if (chunk.at(-1) !== 10) return;
        clearTimeout(timer);
        child.off('close', fail);
        child.stdout.removeAllListeners('data');
        resolve(Buffer.concat(pieces).toString());
      });
    });
  }
  return { child, ask };
}
