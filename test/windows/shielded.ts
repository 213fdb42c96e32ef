/**
 * A scripted client on Windows: starts mcp-shield, speaks to it, waits for what it says with a
 * deadline, and proves at the end that no process of it is left. Used inside Wine only.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { root } from './installed.ts';

export interface Answer {
  readonly id?: unknown;
  readonly method?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export interface StartOptions {
  /** The program to start and its first arguments; node and `bin/mcp-shield.js` if not given. */
  readonly program?: readonly [file: string, ...args: string[]];
  readonly verbatim?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export const shieldScript = path.join(root, 'bin', 'mcp-shield.js');
/** Wine starts a node in 0.3 s, npx in 2 s. */
const deadlineMs = 30_000;

/** Runs `body` with a started shield; whatever happens, nothing of it is left afterwards. */
export async function withShield(
  args: readonly string[],
  body: (shield: Shielded) => Promise<void>,
  options: StartOptions = {},
): Promise<void> {
  const shield = new Shielded(args, options);
  try {
    await body(shield);
  } finally {
    shield.killStrays();
  }
}

export class Shielded {
  readonly exited: Promise<number | null>;
  readonly messages: Answer[] = [];
  stderr = '';
  stderrBytes = Buffer.alloc(0);
  readonly #child: ChildProcess;
  #lastId = 0;
  #stdout = '';
  #noise = '';

  constructor(args: readonly string[], { program, verbatim = false, env }: StartOptions) {
    const [file, ...first] = program ?? [process.execPath, shieldScript];
    this.#child = spawn(file, [...first, ...args], {
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
      env: { ...process.env, ...env },
    });
    this.exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.stderrBytes = Buffer.concat([this.stderrBytes, chunk]);
      this.stderr = this.stderrBytes.toString();
    });
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  send(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  async request(method: string, params: object = {}): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.send({ id, method, params });
    return this.wait(() => this.messages.find((message) => message.id === id), method);
  }

  call(name: string, given: object = {}): Promise<Answer> {
    return this.request('tools/call', { name, arguments: given });
  }

  async initialize(): Promise<Answer> {
    const clientInfo = { name: 'test', version: '1.0.0' };
    const protocolVersion = '2025-11-25';
    const params = { protocolVersion, capabilities: {}, clientInfo };
    const answer = await this.request('initialize', params);
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  /** The id of the server process, told by itself. */
  async serverPid(): Promise<number> {
    const { result } = await this.call('pid');
    const content = result?.['content'] as readonly { readonly text: string }[] | undefined;
    return Number(content?.[0]?.text);
  }

  /** Resolves with what follows the marker on its line of stderr. */
  said(marker: string): Promise<string> {
    return this.wait(() => {
      const start = this.stderr.indexOf(marker);
      const end = this.stderr.indexOf('\n', start);
      return start < 0 || end < 0 ? undefined : this.stderr.slice(start + marker.length, end);
    }, `on stderr: ${marker}`);
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }

  /** TerminateProcess: Windows has nothing that could be caught. */
  terminate(): void {
    this.#child.kill();
  }

  /** Only JSON-RPC came out of it. */
  expectOnlyMessages(): void {
    assert.equal(this.#noise, '');
  }

  async wait<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    const end = performance.now() + deadlineMs;
    for (let found = find(); ; found = find()) {
      if (found !== undefined) return found;
      assert.ok(performance.now() < end, `waited in vain for ${what}; stderr:\n${this.stderr}`);
      await elapsed(10);
    }
  }

  killStrays(): void {
    const killed = ['ready', 'grandchild ready'].flatMap((word) =>
      [...this.stderr.matchAll(new RegExp(`\\] ${word} (\\d+)`, 'g'))].map((match) => match[1]),
    );
    for (const pid of [String(this.pid), ...killed]) {
      spawnSync(taskkill, ['/T', '/F', '/pid', String(pid)], { windowsHide: true });
    }
  }

  #receive(text: string): void {
    const lines = (this.#stdout + text).split('\n');
    this.#stdout = lines.pop() ?? '';
    for (const line of lines) {
      try {
        this.messages.push(JSON.parse(line));
      } catch {
        this.#noise += line;
      }
    }
  }
}

const taskkill = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');

/** Resolves once no process has one of these ids. */
export async function gone(...pids: readonly number[]): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (const pid of pids) {
    assert.ok(pid > 0, `${pid} is no id of a process`);
    while (isAlive(pid)) {
      assert.ok(performance.now() < end, `process ${pid} stays`);
      await elapsed(10);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
