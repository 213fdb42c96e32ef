/**
 * One life of the server as an operating-system process: carries its bytes, reports its end.
 *
 * Decides on `exit`, never on `close`: a grandchild that inherited the pipe can hold `close` back
 * for ever. Does not know why the server is started or whether it will be again.
 */
import { runnerLimits } from '../base/limits.ts';
import type { Generation, ShieldEvent } from '../shield/events.ts';
import { type GroupSignal, hasPoliteSignal, isGroupAlive, signalGroup } from './process-group.ts';
import { type Child, type Startable, spawnChild } from './spawn.ts';
import { writeBuffers } from './write-buffers.ts';

export interface ProcessReports {
  readonly post: (event: ShieldEvent) => void;
  /** The server does not read its stdin; `false` when it does again or never will. */
  readonly inputStalled: (stalled: boolean) => void;
  /** `group` has become undefined. */
  readonly groupEnded: () => void;
}

export class ServerProcess {
  readonly #generation: Generation;
  readonly #reports: ProcessReports;
  readonly #child: Child | undefined;
  #group: number | undefined;
  #exited = false;
  #stdoutEnded = false;
  #outputHeld = false;
  #drainedBytes = 0;
  #released = false;

  /** Starts the process at once; whether that worked is told by an event. */
  constructor(generation: Generation, startable: Startable, reports: ProcessReports) {
    this.#generation = generation;
    this.#reports = reports;
    this.#child = spawnChild(startable, (failure) => {
      const resolvedCommand = startable.file;
      this.#post({ type: 'server-spawn-failed', generation, ...failure, resolvedCommand });
    });
    this.#group = this.#child?.pid;
    if (this.#child !== undefined) this.#listen(this.#child);
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
    else if (this.#group !== undefined) await signalGroup(this.#group, signal);
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
    const generation = this.#generation;
    this.#post({ type: 'server-spawned', generation, pid });

    for (const event of ['drain', 'close']) {
      stdin.on(event, () => this.#reports.inputStalled(false));
    }
    stdin.on('error', () => {
      if (!this.#exited) this.#post({ type: 'server-input-closed', generation });
    });

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

  #exit(pid: number, exitCode: number | null, signal: string | null): void {
    this.#exited = true;
    const leftovers = isGroupAlive(pid);
    if (!leftovers) this.#endGroup();
    this.#reports.inputStalled(false);
    this.#readOn();
    const generation = this.#generation;
    this.#post({ type: 'server-exited', generation, exitCode, signal, leftovers });
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
    this.#reports.groupEnded();
  }

  #post(event: ShieldEvent): void {
    if (!this.#released) this.#reports.post(event);
  }
}
