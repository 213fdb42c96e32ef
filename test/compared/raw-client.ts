/**
 * Two readers of JSON lines without an SDK. The strict one takes what JSON-RPC 2.0 allows and
 * nothing else; the lenient one takes whatever has an id and an outcome, as several clients do,
 * and answers a server's question with its id as a text. Neither knows of the shield.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Answered, act, type Peer, type Request, requestOf, type Told } from './act.ts';
import type { OddServer } from './behaviour.ts';
import { type Reading, readLenient, readStrict } from './read-line.ts';
import type { Launch, Outcome, Transcript } from './transcript.ts';

const endMs = 3_000;
const pipeMs = 12_000;

export interface RawManner {
  readonly name: 'raw' | 'lenient';
}

interface Waiting {
  readonly id: number;
  readonly label: string;
  readonly done: (answered: Answered) => void;
}

/** The client side of one process: what it reads, and what it waits for. */
class RawPeer implements Peer {
  closed = true;
  readonly #row: OddServer;
  readonly #launch: Launch;
  readonly #lenient: boolean;
  readonly #notices: string[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #junk = 0;
  #strays = 0;
  #stderr = '';
  #end: Transcript['end'];
  #child: ChildProcess | undefined;
  #stdin: Socket | undefined;
  /** Not waited for any more: an answer that comes late is nobody's mistake. */
  readonly #givenUp = new Set<unknown>();
  #lastId = 0;

  constructor(row: OddServer, launch: Launch, { name }: RawManner) {
    this.#row = row;
    this.#launch = launch;
    this.#lenient = name === 'lenient';
  }

  async open(patienceMs: number): Promise<Answered> {
    const pipe = ownPipe();
    this.#stdin = pipe.stdin;
    this.#start(pipe.descriptor);
    closeSync(pipe.descriptor);
    const answered = await this.request({ label: 'initialize', method: 'initialize', patienceMs });
    this.#send({ method: 'notifications/initialized' });
    return answered;
  }

  #start(stdin: number): ChildProcess {
    const { command, args, env } = this.#launch;
    const child = spawn(command, args, { env, detached: true, stdio: [stdin, 'pipe', 'pipe'] });
    this.#child = child;
    this.closed = false;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-4_000);
    });
    let rest: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        this.#receive(Buffer.concat([...rest, chunk.subarray(start, end)]).toString());
        rest = [];
        start = end + 1;
      }
      rest.push(chunk.subarray(start));
    });
    child.stdout?.on('close', () => {
      if (this.#child !== child) return;
      if (this.#lenient && rest.some(({ length }) => length > 0)) {
        this.#receive(Buffer.concat(rest).toString());
      }
      this.closed = true;
      for (const { done } of this.#waiting.values()) done({ kind: 'closed' });
    });
    return child;
  }

  request({ label, method, tool, given, patienceMs }: Request): Promise<Answered> {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.closed) return Promise.resolve({ kind: 'closed' });
    const answered = new Promise<Answered>((resolve) => {
      const done = (it: Answered): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (it.kind === 'nothing') this.#givenUp.add(id);
        resolve(it);
      };
      const timer = setTimeout(done, patienceMs, { kind: 'nothing' });
      this.#waiting.set(id, { id, label, done });
    });
    this.#send({ id, method, params: paramsOf({ method, tool, given, id }) });
    return answered;
  }

  cancel(label: string): void {
    const target = [...this.#waiting.values()].find((it) => it.label === label);
    if (target === undefined) return;
    this.#send({ method: 'notifications/cancelled', params: { requestId: target.id } });
    target.done({ kind: 'nothing' });
  }

  roots(): void {
    this.#send({ method: 'notifications/roots/list_changed' });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    this.closed = true;
    const start = performance.now();
    this.#stdin?.end();
    const kind = await endOf(child, endMs);
    this.#stdin?.destroy();
    this.#end = { kind, tookMs: performance.now() - start };
  }

  /** All requests of the row from a file, at once, and what came until the program ended. */
  async pipe(stdin: number): Promise<Transcript> {
    const start = performance.now();
    const outcomes: Record<string, Outcome> = {};
    const requests = pipedRequests(this.#row);
    for (const { id, label } of requests) {
      const done = (answered: Answered): void => {
        if (!this.#waiting.delete(id)) return;
        outcomes[label] = { ...answered, tookMs: performance.now() - start };
      };
      this.#waiting.set(id, { id, label, done });
    }
    const child = this.#start(stdin);
    const kind = await endOf(child, this.#row.patienceMs ?? pipeMs);
    const left = [...this.#waiting.values()];
    for (const { done } of left) done({ kind: 'closed' });
    const { stderr, ...told } = this.told();
    return { outcomes, ...told, stderr, end: { kind, tookMs: performance.now() - start } };
  }

  told(): Told {
    const told = { notices: this.#notices, junk: this.#junk, strays: this.#strays };
    const end = this.#end === undefined ? {} : { end: this.#end };
    return { ...told, ...end, stderr: this.#stderr };
  }

  #receive(line: string): void {
    const readings = this.#lenient ? readLenient(line) : readStrict(line);
    for (const reading of readings) this.#take(reading);
  }

  #take(reading: Reading): void {
    if (reading.kind === 'junk') this.#junk += 1;
    else if (reading.kind === 'notification') this.#notices.push(reading.text);
    else if (reading.kind === 'request') this.#answer(reading);
    else {
      const id = this.#lenient ? Number(reading.id) : reading.id;
      const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
      if (waiting !== undefined) waiting.done(reading.answered);
      else if (!this.#givenUp.has(id)) this.#strays += 1;
    }
  }

  #answer({ id, method }: { id: unknown; method: string }): void {
    const shown = this.#lenient ? String(id) : id;
    const result =
      method === 'ping' ? {} : method === 'roots/list' ? { roots: [{ uri: 'file:///odd' }] } : null;
    const error = { code: -32601, message: 'Method not found' };
    this.#send(result === null ? { id: shown, error } : { id: shown, result });
  }

  #send(message: object): void {
    if (!this.closed) this.#stdin?.write(lineOf(message));
  }
}

/**
 * A pipe that is this client's own. Node.js closes the pipe of a child's stdin when that process
 * has ended, although another one may read on; clients in other languages do not.
 */
function ownPipe(): { readonly stdin: Socket; readonly descriptor: number } {
  const folder = mkdtempSync(path.join(tmpdir(), 'compared-stdin-'));
  const file = path.join(folder, 'stdin');
  execFileSync('mkfifo', [file]);
  // Whoever opens one end of it alone would wait for the other end.
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  const opener = openSync(file, O_RDONLY | O_NONBLOCK);
  const fd = openSync(file, O_WRONLY | O_NONBLOCK);
  const descriptor = openSync(file, O_RDONLY);
  closeSync(opener);
  rmSync(folder, { recursive: true });
  const stdin = new Socket({ fd, readable: false, writable: true });
  stdin.on('error', () => {});
  return { stdin, descriptor };
}

const lineOf = (message: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;

interface Params {
  readonly method: string;
  readonly id: number;
  readonly tool?: string | undefined;
  readonly given?: Readonly<Record<string, unknown>> | undefined;
}

function paramsOf({ method, tool, given, id }: Params): object | undefined {
  if (method === 'initialize') {
    return {
      protocolVersion: '2025-11-25',
      capabilities: { roots: { listChanged: true } },
      clientInfo: { name: 'raw-client', version: '1.0.0' },
    };
  }
  if (tool === undefined) return undefined;
  const progress = tool === 'steps' ? { _meta: { progressToken: id } } : {};
  return { name: tool, arguments: given, ...progress };
}

function pipedRequests(row: OddServer): (Request & { readonly id: number })[] {
  const first = { label: 'initialize', method: 'initialize', patienceMs: 0 };
  const others = row.steps.flatMap((step) => requestOf(step, row) ?? []);
  return [first, ...others].map((request, index) => ({ ...request, id: index + 1 }));
}

/** The file that is the standard input of a row with `input: 'pipe'`. */
export function pipedLines(row: OddServer): string {
  const lines = pipedRequests(row).map(({ id, method, tool, given }) =>
    lineOf({ id, method, params: paramsOf({ method, tool, given, id }) }),
  );
  lines.splice(1, 0, lineOf({ method: 'notifications/initialized' }));
  return lines.join('');
}

/** Waits for the end of the program and of its output; kills what does not end. */
async function endOf(child: ChildProcess, boundMs: number): Promise<'exited' | 'stayed'> {
  const closed = new Promise<'exited'>((done) => {
    if (child.exitCode !== null && child.stdout?.closed !== false) done('exited');
    child.on('close', () => done('exited'));
  });
  const stayed = new Promise<'stayed'>((done) => setTimeout(done, boundMs, 'stayed').unref());
  const kind = await Promise.race([closed, stayed]);
  if (child.pid !== undefined && kind === 'stayed') {
    child.kill('SIGTERM');
    await Promise.race([closed, new Promise((done) => setTimeout(done, 1_500))]);
  }
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Its group is gone, as it should be.
  }
  return kind;
}

export function runRaw(
  manner: RawManner,
  row: OddServer,
  launch: Launch & { readonly stdin?: number },
): Promise<Transcript> {
  const peer = new RawPeer(row, launch, manner);
  return launch.stdin === undefined ? act(peer, row, launch) : peer.pipe(launch.stdin);
}
