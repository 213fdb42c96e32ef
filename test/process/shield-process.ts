/**
 * A scripted client for tests with real processes: starts mcp-shield, speaks to it, and proves at
 * the end that only JSON-RPC came out of it and that no process was left. Waits for markers with
 * a deadline, never for time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { markedProcesses, until } from './strays.ts';

export interface JsonRpc {
  readonly jsonrpc: '2.0';
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { code: number; message: string; data?: Record<string, unknown> };
}

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface StartOptions {
  /** Of mcp-shield: its options, then usually `--` and the server's command. */
  readonly args: readonly string[];
  /** The program to run with node; `bin/mcp-shield.js` if not given. */
  readonly entry?: string;
  /** Started instead of node and `entry`: the first words of a command line. */
  readonly program?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing but `env` is in its environment, as with `env -i`. */
  readonly bare?: boolean;
  /** By which its processes are found; the same for two runs that must not differ in anything. */
  readonly mark?: string;
  /** Where it is started; the working directory of the test if not given. */
  readonly cwd?: string;
  /** Neither stream is read before `readStdout` or `readStderr` is called. */
  readonly unread?: readonly ('stdout' | 'stderr')[];
}

const deadlineMs = 15_000;
const shieldEntry = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
const serversDir = fileURLToPath(new URL('../fixtures/servers/', import.meta.url));

/** `-- node <fixture> <args>`: the usual tail of a command line. */
export function server(name: string, ...args: string[]): string[] {
  return ['--', process.execPath, fixture(name), ...args];
}

/** The path of a fixture server. */
export function fixture(name: string): string {
  return serversDir + name;
}

/** Runs `body` with a started shield; whatever happens, nothing of it is left afterwards. */
export async function withShield(
  options: StartOptions,
  body: (shield: ShieldProcess) => Promise<void>,
): Promise<void> {
  const shield = new ShieldProcess(options);
  try {
    await body(shield);
    shield.expectOnlyMessages();
  } finally {
    await shield.killStrays();
  }
}

export class ShieldProcess {
  readonly exited: Promise<Ending>;
  readonly messages: JsonRpc[] = [];
  stderr = '';
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #watchers = new Set<() => void>();
  readonly #raw: Buffer[] = [];
  #unfinished: Buffer[] = [];
  #lastId = 0;
  /** Gone, and so is everything that could write to its pipes: waiting longer is in vain. */
  #silent = false;

  constructor(options: StartOptions) {
    const { args, entry = shieldEntry, env = {}, bare = false, cwd, unread = [] } = options;
    this.#mark = options.mark ?? `shield-test-${randomUUID()}`;
    const [file, ...first] = options.program ?? [process.execPath, entry];
    this.#child = spawn(file, [...first, ...args], {
      env: { ...(bare ? {} : process.env), ...env, SHIELD_TEST_MARK: this.#mark },
      cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdin?.on('error', () => {});
    this.exited = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => resolve({ code, signal }));
    });
    void this.exited.then(() => {
      this.#silent = true;
      this.#changed();
    });
    if (!unread.includes('stdout')) this.readStdout();
    if (!unread.includes('stderr')) this.readStderr();
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  get stdoutBytes(): Buffer {
    return Buffer.concat(this.#raw);
  }

  readStdout(): void {
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#raw.push(chunk);
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        this.#unfinished.push(chunk.subarray(start, end));
        this.#receive(Buffer.concat(this.#unfinished).toString());
        this.#unfinished = [];
        start = end + 1;
      }
      this.#unfinished.push(chunk.subarray(start));
      this.#changed();
    });
  }

  /** For a test in which stdout is cut off on purpose. */
  discardStdout(): void {
    this.#raw.length = 0;
    this.#child.stdout?.resume();
  }

  readStderr(): void {
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.#changed();
    });
  }

  send(message: object): void {
    this.sendRaw(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** False: the pipe is full, and more is kept in memory. */
  sendRaw(bytes: string | Buffer): boolean {
    return this.#child.stdin?.write(bytes) ?? false;
  }

  /** Resolves when the pipe takes more again; false if it does not within `boundMs`. */
  drained(boundMs = deadlineMs): Promise<boolean> {
    const { stdin } = this.#child;
    if (!stdin?.writableNeedDrain) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, boundMs, false);
      stdin.once('drain', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** Sends a request with an id of its own and resolves with its answer. */
  async request(method: string, params: Record<string, unknown> = {}): Promise<JsonRpc> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.send({ id, method, params });
    return this.answerTo(id);
  }

  call(name: string, given: Record<string, unknown> = {}): Promise<JsonRpc> {
    return this.request('tools/call', { name, arguments: given });
  }

  answerTo(id: number | string): Promise<JsonRpc> {
    return this.waitForMessage((message) => message.method === undefined && message.id === id);
  }

  /** The handshake of the legacy era. */
  async initialize(): Promise<JsonRpc> {
    const answer = await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: { sampling: {} },
      clientInfo: { name: 'test', version: '1.0.0' },
    });
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  waitForMessage(wanted: (message: JsonRpc) => boolean): Promise<JsonRpc> {
    return this.#wait(() => this.messages.find(wanted), `a message: ${wanted}`);
  }

  /** Resolves with the text that follows the marker on its line. */
  waitForStderr(marker: string): Promise<string> {
    const find = (): string | undefined => {
      const start = this.stderr.indexOf(marker);
      const end = this.stderr.indexOf('\n', start);
      return start < 0 || end < 0
        ? undefined
        : this.stderr.slice(start + marker.length, end).trim();
    };
    return this.#wait(find, `on stderr: ${marker}`);
  }

  /** How often the marker was printed. */
  countOnStderr(marker: string): number {
    return this.stderr.split(marker).length - 1;
  }

  async waitForCount(marker: string, times: number): Promise<void> {
    const isEnough = (): true | undefined => this.countOnStderr(marker) >= times || undefined;
    await this.#wait(isEnough, `${times} times on stderr: ${marker}`);
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }

  /** The client vanishes as a reader. */
  closeStdout(): void {
    this.#child.stdout?.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** As a terminal sends Ctrl-C: to everyone in the foreground group. */
  killGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Ids of the living processes that this shield and its servers consist of. */
  alive(): number[] {
    return markedProcesses(this.#mark, this.pid);
  }

  async expectNothingLeft(): Promise<void> {
    await until(() => this.alive().length === 0, deadlineMs);
    expect(this.alive()).toEqual([]);
  }

  expectOnlyMessages(): void {
    const lines = this.stdoutBytes.toString().split('\n');
    expect(lines.pop(), 'an unfinished line on stdout').toBe('');
    for (const line of lines) expect(() => parse(line), line.slice(0, 200)).not.toThrow();
  }

  async killStrays(): Promise<void> {
    for (const pid of this.alive()) killIfThere(pid);
    killIfThere(this.pid);
    this.#child.stdout?.resume();
    this.#child.stderr?.resume();
    await this.exited;
  }

  #receive(line: string): void {
    try {
      this.messages.push(parse(line));
    } catch {
      // Told by expectOnlyMessages, with the line.
    }
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #wait<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      const giveUp = (): void => {
        stop();
        reject(new Error(`waited in vain for ${what}\nstderr:\n${this.stderr.slice(-2_000)}`));
      };
      const look = (): void => {
        const found = find();
        if (found !== undefined) {
          stop();
          resolve(found);
        } else if (this.#silent) giveUp();
      };
      const timer = setTimeout(giveUp, deadlineMs);
      this.#watchers.add(look);
      look();
    });
  }
}

function parse(line: string): JsonRpc {
  const message = JSON.parse(line);
  if (message.jsonrpc !== '2.0') throw new Error('not JSON-RPC 2.0');
  return message;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already, which is what was wanted.
  }
}
