/**
 * A client of mcp-shield for long runs: starts it, keeps count of what it asked and was answered,
 * and notes whatever a client must never see. Decides nothing about when or what.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { markedProcesses } from '../../../test/process/strays.ts';
import { peakMb, signal } from './processes.ts';

export interface Message {
  readonly jsonrpc?: unknown;
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: { readonly [name: string]: unknown };
  readonly result?: { readonly [name: string]: unknown };
  readonly error?: { readonly code: number; readonly data?: { readonly reason?: string } };
}

export interface PeerOptions {
  /** Of mcp-shield. */
  readonly args: readonly string[];
  /** At most so many descriptors for it and its servers. */
  readonly descriptors?: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** A script that starts mcp-shield in its turn, as a client does. */
  readonly through?: string;
  readonly onMessage?: (message: Message) => void;
}

/** The repository: these scripts are bundled, so their own place says nothing. */
export const root = process.cwd();
const entry = resolve(root, 'bin/mcp-shield.js');

export class Peer {
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  readonly violations: string[] = [];
  /** By id: how many answers came. Only what was asked has an entry. */
  readonly answers = new Map<number, number>();
  owed = 0;
  stderrTail = '';
  stderrBytes = 0;
  peakMb = 0;
  gone = false;
  /** Another process than the one started, if there is one between. */
  shieldPid: number;
  readonly #child: ChildProcess;
  readonly #mark = `shield-chaos-${randomUUID()}`;
  readonly #onMessage: ((message: Message) => void) | undefined;
  readonly #watchers = new Set<() => void>();
  #unfinished: Buffer[] = [];

  get #cache(): string {
    return join(tmpdir(), this.#mark);
  }

  constructor({ args, descriptors, env: own, through, onMessage }: PeerOptions) {
    this.#onMessage = onMessage;
    const limit = `ulimit -n ${descriptors}; exec "$0" "$@"`;
    const shield = [process.execPath, entry, ...args];
    const command = through === undefined ? shield : [process.execPath, through, ...shield];
    const limited = descriptors === undefined ? command : ['sh', '-c', limit, ...command];
    const [file = '', ...rest] = limited;
    // What one run has heard is nothing to the next.
    const cache = this.#cache;
    const env = { ...process.env, XDG_CACHE_HOME: cache, ...own, SHIELD_TEST_MARK: this.#mark };
    this.#child = spawn(file, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.shieldPid = this.pid;
    const { stdin, stdout, stderr } = this.#child;
    for (const stream of [stdin, stdout, stderr]) stream?.on('error', () => {});
    stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    stderr?.on('data', (chunk: Buffer) => {
      this.stderrBytes += chunk.length;
      this.stderrTail = (this.stderrTail + chunk.toString()).slice(-4_000);
      this.look();
    });
    this.exited = new Promise((done) => {
      this.#child.on('exit', (code, by) => {
        this.gone = true;
        done({ code, signal: by });
        this.look();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  ask(id: number, method: string, params: object): string {
    this.answers.set(id, 0);
    this.owed += 1;
    return `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
  }

  /** False: the pipe is full. */
  write(text: string | Buffer): boolean {
    return this.#child.stdin?.write(text) ?? false;
  }

  drained(): Promise<void> {
    const { stdin } = this.#child;
    if (this.gone || !stdin?.writableNeedDrain) return Promise.resolve();
    return new Promise((done) => {
      for (const event of ['drain', 'close']) stdin.once(event, () => done());
    });
  }

  pauseReading(): void {
    this.#child.stdout?.pause();
  }

  resumeReading(): void {
    this.#child.stdout?.resume();
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }

  closeStdout(): void {
    this.#child.stdout?.destroy();
  }

  /** All three pipes at once, as when a client dies. */
  vanish(): void {
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  /** For long runs; a second answer to one of these is then an answer to nothing. */
  forgetAnswered(): void {
    for (const [id, count] of this.answers) if (count > 0) this.answers.delete(id);
  }

  kill(name: NodeJS.Signals): void {
    signal(this.pid, name);
  }

  measure(): void {
    this.peakMb = Math.max(this.peakMb, peakMb(this.pid));
  }

  /** Everything that was started for it and is still there. */
  leftovers(): number[] {
    return markedProcesses(this.#mark, this.shieldPid);
  }

  sweep(): void {
    for (const pid of this.leftovers()) signal(pid, 'SIGKILL');
    this.vanish();
    rmSync(this.#cache, { recursive: true, force: true });
  }

  /** Looks whenever something came; false if it did not come true in time. */
  until(condition: () => boolean, deadlineMs: number): Promise<boolean> {
    return new Promise((done) => {
      const stop = (met: boolean): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        done(met);
      };
      const look = (): void => {
        if (condition()) stop(true);
        else if (this.gone) stop(false);
      };
      const timer = setTimeout(() => stop(condition()), deadlineMs);
      this.#watchers.add(look);
      look();
    });
  }

  #read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#unfinished.push(chunk.subarray(start, end));
      this.#receive(Buffer.concat(this.#unfinished).toString());
      this.#unfinished = [];
      start = end + 1;
    }
    if (start < chunk.length) this.#unfinished.push(chunk.subarray(start));
    this.look();
  }

  #receive(line: string): void {
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.violations.push(`no JSON on stdout: ${line.slice(0, 120)}`);
      return;
    }
    if (message.jsonrpc !== '2.0') this.violations.push(`no JSON-RPC: ${line.slice(0, 120)}`);
    if (message.method === undefined) this.#takeAnswer(message, line);
    this.#onMessage?.(message);
  }

  #takeAnswer({ id }: Message, line: string): void {
    const before = typeof id === 'number' ? this.answers.get(id) : undefined;
    if (typeof id !== 'number' || before === undefined) {
      this.violations.push(`an answer to nothing: ${line.slice(0, 120)}`);
      return;
    }
    if (before === 0) this.owed -= 1;
    else this.violations.push(`a second answer: ${line.slice(0, 120)}`);
    this.answers.set(id, before + 1);
  }

  /** Lets all who wait look again. */
  look(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
