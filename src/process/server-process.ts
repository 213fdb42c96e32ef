/**
 * One life of the server as an operating-system process: carries its bytes, reports its end.
 *
 * Decides on `exit`, never on `close`: a grandchild that inherited the pipe can hold `close` back
 * for ever. Does not know why the server is started or whether it will be again.
 */
import { runnerLimits } from '../base/limits.ts';
import type { Guarded } from '../resolve/machine.ts';
import type { Generation, ShieldEvent } from '../shield/events.ts';
import type { Guard } from './guard.ts';
import { type GroupSignal, hasPoliteSignal, isGroupAlive, signalGroup } from './process-group.ts';
import { type Child, type Startable, spawnChild } from './spawn.ts';
import { writeBuffers } from './write-buffers.ts';

export interface ProcessReports {
  readonly post: (event: ShieldEvent) => void;
  /** The server does not read its stdin; `false` when it does again or never will. */
  readonly inputStalled: (stalled: boolean) => void;
}

export interface ProcessStart {
  readonly generation: Generation;
  readonly startable: Startable;
  readonly guard: Pick<Guard, 'expect' | 'promise'>;
  /** If the command starts containers. */
  readonly containers?: Containers | undefined;
}

/** What a container needs beyond its process; made where the command starts one. */
export interface Containers {
  /** Instead of what the user gave. */
  readonly command: readonly string[];
  /** Right before each start. */
  begin(startable: Startable, guard: Pick<Guard, 'promise'>): Container;
}

export interface Container {
  readonly startable: Startable;
  /** Resolves when its id is known, or will hardly be any more. */
  known(): Promise<void>;
  /** Resolves when it is gone, or after `containerEndMs`. */
  end(): Promise<void>;
}

export class ServerProcess {
  readonly #generation: Generation;
  readonly #reports: ProcessReports;
  readonly #guarded: Guarded;
  readonly #container: Container | undefined;
  readonly #child: Child | undefined;
  #group: number | undefined;
  #exited = false;
  #stdoutEnded = false;
  #outputHeld = false;
  #drainedBytes = 0;
  #released = false;

  /** Starts the process at once; whether that worked is told by an event. */
  constructor(start: ProcessStart, reports: ProcessReports) {
    const { generation, guard } = start;
    this.#generation = generation;
    this.#reports = reports;
    this.#guarded = guard.expect();
    this.#container = start.containers?.begin(start.startable, guard);
    const startable = this.#container?.startable ?? start.startable;
    this.#child = spawnChild(marked(startable, this.#guarded), (failure) => {
      const resolvedCommand = startable.file;
      this.#post({ type: 'server-spawn-failed', generation, ...failure, resolvedCommand });
    });
    this.#group = this.#child?.pid;
    if (this.#child === undefined) this.#neverStarted();
    else this.#listen(this.#child);
  }

  /** The process group to guard; undefined when it has no members, or never had. */
  get group(): number | undefined {
    return this.#group;
  }

  write(buffers: readonly Buffer[]): void {
    const stdin = this.#child?.stdin;
    if (stdin?.writable && !writeBuffers(stdin, buffers)) this.#reports.inputStalled(true);
  }

  endInput(): void {
    this.#child?.stdin.end();
  }

  /** Stops reading stdout; what a dead server left in the pipe is read all the same. */
  holdOutput(held: boolean): void {
    this.#outputHeld = held;
    this.#readOn();
  }

  /** To the whole tree. Resolves when it has been delivered; never rejects. */
  async signal(signal: GroupSignal): Promise<void> {
    if (signal === 'SIGTERM' && !hasPoliteSignal) this.endInput();
    else {
      // A runtime that is ended before may leave a container that nobody knows.
      if (signal === 'SIGTERM') await this.#container?.known();
      if (this.#group !== undefined) await signalGroup(this.#group, signal);
    }
    const ended = signal === 'SIGKILL' ? this.#container?.end() : undefined;
    // Elsewhere the guard has promised to end it: nobody has to wait.
    if (!hasPoliteSignal) await ended;
  }

  /** No event of this life any more, and nothing of it keeps mcp-shield running. */
  release(): void {
    this.#released = true;
    const child = this.#child;
    if (child === undefined) return;
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    child.unref();
    this.#reports.inputStalled(false);
    this.#endGroup();
  }

  #listen(child: Child): void {
    const { pid, stdin, stdout, stderr } = child;
    this.#guarded.started(pid);
    const generation = this.#generation;
    this.#post({ type: 'server-spawned', generation, pid });

    for (const event of ['drain', 'close']) {
      stdin.on(event, () => this.#reports.inputStalled(false));
    }
    stdin.on('error', () => this.#post({ type: 'server-input-closed', generation }));

    stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    for (const event of ['end', 'close']) stdout.on(event, () => this.#endStdout());
    stderr.on('data', (chunk: Buffer) => {
      this.#post({ type: 'server-complained', generation, chunk });
    });
    // An output that breaks says nothing that `exit` would not say better.
    for (const stream of [stdout, stderr]) stream.on('error', () => {});

    child.once('exit', (exitCode, signal) => this.#exit(pid, exitCode, signal));
  }

  #receive(chunk: Buffer): void {
    if (this.#exited) this.#drainedBytes += chunk.length;
    this.#post({ type: 'server-sent', generation: this.#generation, chunk });
    if (this.#exited && this.#outputHeld) this.#readOn();
  }

  #endStdout(): void {
    if (this.#stdoutEnded) return;
    this.#stdoutEnded = true;
    this.#post({ type: 'server-stdout-ended', generation: this.#generation });
  }

  #neverStarted(): void {
    this.#guarded.over();
    void this.#container?.end();
  }

  #exit(pid: number, exitCode: number | null, signal: string | null): void {
    this.#exited = true;
    const leftovers = isGroupAlive(pid);
    if (!leftovers) this.#endGroup();
    this.#reports.inputStalled(false);
    this.#readOn();
    const generation = this.#generation;
    const exited = { type: 'server-exited', generation, exitCode, signal, leftovers } as const;
    // Its process may be gone without it, and the next one may want its name.
    if (this.#container === undefined) this.#post(exited);
    else void this.#container.end().then(() => this.#post(exited));
  }

  /**
   * Node resumes the streams of a dead child by itself. It is right: what is left in the pipe is
   * little, unless a grandchild goes on writing there; then a stalled client stops us again.
   */
  #readOn(): void {
    const drained = this.#exited && this.#drainedBytes <= runnerLimits.drainBytes;
    if (this.#outputHeld && !drained) this.#child?.stdout.pause();
    else this.#child?.stdout.resume();
  }

  /** Once the group is empty its number may be given to a stranger. */
  #endGroup(): void {
    if (this.#group === undefined) return;
    this.#group = undefined;
    this.#guarded.over();
  }

  #post(event: ShieldEvent): void {
    if (!this.#released) this.#reports.post(event);
  }
}

function marked(startable: Startable, { mark }: Guarded): Startable {
  if (startable.envAsGiven === true) return startable;
  return { ...startable, env: { ...startable.env, ...mark } };
}
