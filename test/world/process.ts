/**
 * One life of the simulated server as an operating-system process: pipes, exit, signals, and what
 * it leaves behind. What it says is the brain's; here are only bytes and deaths.
 */

import type { ShieldEvent } from '../../src/shield/events.ts';
import type { Host } from './brain.ts';
import { LegacyServer } from './legacy-server.ts';
import { type Death, isSound, type LifePlan } from './life-plan.ts';
import { DualServer, ModernServer, type Reader } from './modern-server.ts';
import { Mouth, type Voice } from './mouth.ts';
import { isFrameHeader, Lines } from './packet.ts';
import { Pipe } from './pipe.ts';
import type { World } from './plan.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import type { Utterance } from './utterance.ts';

/** What of a server's doings the world wants to know. */
export interface Witness {
  ran(generation: number, call: string): void;
  greeted(generation: number, agreed: boolean): void;
  /** What it wrote up to this byte of its stdout says so. */
  said(generation: number, utterance: Utterance, endsAt: number): void;
  /** It wrote this line, which is no message, up to this byte of its stdout. */
  printed(generation: number, text: string, endsAt: number): void;
  fail(message: string): void;
}

export interface ProcessDeps {
  readonly world: World;
  readonly generation: number;
  readonly plan: LifePlan;
  /** The shield wants the package runner to start it. */
  readonly throughRunner: boolean;
  readonly timeline: Timeline;
  readonly random: Random;
  readonly post: (event: ShieldEvent) => void;
  readonly witness: Witness;
}

const spawnMs = 5;
/** How late after its death the last words of a noisy one may come out: the drain is 500 ms. */
const reportMaxMs = 20;

export class SimulatedProcess {
  readonly #deps: ProcessDeps;
  readonly #lines = new Lines();
  readonly #stdin: Pipe;
  readonly #stdout: Pipe;
  readonly #brain: Reader;
  readonly #readsFrom: number;
  #state: 'starting' | 'alive' | 'dead' | 'never' = 'starting';
  #leftovers = false;
  #stdinClosed = false;
  #stdoutClosed = false;
  #released = false;
  #launched = false;
  #endedWell = false;
  /** To its stdout, in bytes. */
  #written = 0;
  #killed = false;

  constructor(deps: ProcessDeps) {
    this.#deps = deps;
    const { timeline, random, world } = deps;
    const habits = world.pipes;
    this.#stdin = new Pipe({ timeline, random, habits, deliver: (chunk) => this.#read(chunk) });
    this.#stdout = new Pipe({ timeline, random, habits, deliver: (chunk) => this.#sent(chunk) });
    const host = this.#host();
    const { kind } = world.server;
    if (kind === 'legacy') this.#brain = new LegacyServer(host);
    else this.#brain = kind === 'modern' ? new ModernServer(host) : new DualServer(host);
    const startAt = timeline.now + random.int(0, spawnMs);
    this.#readsFrom = startAt + deps.plan.startMs + world.habits.slowStartMs;
    timeline.at(startAt, () => this.#start());
  }

  /** Nothing of it runs on, or it was sent what it cannot survive. */
  get isSafelyGone(): boolean {
    return this.#killed || this.#state === 'never' || (this.#state === 'dead' && !this.#leftovers);
  }

  /** What it has written to its stdout, in bytes. */
  get writtenBytes(): number {
    return this.#written;
  }

  /** It is dead, and processes of its group are not. */
  get leavesSomething(): boolean {
    return this.#state === 'dead' && this.#leftovers && !this.#killed;
  }

  get throughRunner(): boolean {
    return this.#deps.throughRunner;
  }

  get startedDirectly(): boolean {
    return this.#deps.world.isPackage && !this.#deps.throughRunner;
  }

  get isDead(): boolean {
    return this.#state === 'dead' || this.#state === 'never';
  }

  get isHealthy(): boolean {
    return this.#state === 'alive' && isSound(this.#deps.plan);
  }

  /** The process that was started has left, and no other exit will be told. */
  get isLaunched(): boolean {
    return this.#launched;
  }

  /** By itself and with code 0. */
  get endedWell(): boolean {
    return this.#endedWell;
  }

  /** It ended well and something of it holds its output: it could be a launcher. */
  get looksLaunched(): boolean {
    return this.#endedWell && !this.#stdoutClosed;
  }

  /** Whether what was written to it can have been read. */
  get ran(): boolean {
    return this.#deps.plan.spawnErrno === undefined;
  }

  write(buffers: readonly Buffer[]): void {
    const { timeline, generation } = this.#deps;
    if (this.#state === 'dead' || this.#state === 'never') return;
    if (!this.#stdinClosed) this.#stdin.write(Buffer.concat(buffers));
    else timeline.after(0, () => this.#post({ type: 'server-input-closed', generation }));
  }

  endInput(): void {
    const { timeline, plan } = this.#deps;
    this.#stdin.end(() => {
      if (plan.ignoresEof) return;
      timeline.after(plan.partingMs, () => this.#die({ exitCode: 0, signal: null }));
    });
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { timeline, plan, random } = this.#deps;
    const { isWindows } = this.#deps.world;
    const death = isWindows ? { exitCode: 1, signal: null } : { exitCode: null, signal };
    if (signal === 'SIGKILL') this.#killed = true;
    if (signal === 'SIGTERM' && isWindows) {
      // Nothing is as polite there.
      this.endInput();
      return;
    }
    if (signal === 'SIGTERM' && plan.ignoresTerm) return;
    const delay = signal === 'SIGKILL' ? random.int(0, 3) : plan.partingMs;
    timeline.after(delay, () => (this.#state === 'dead' ? this.#endLeftovers() : this.#die(death)));
  }

  release(): void {
    this.#released = true;
  }

  #start(): void {
    const { plan, generation, timeline } = this.#deps;
    if (this.#state !== 'starting') return;
    const direct = this.startedDirectly ? { direct: true as const } : {};
    if (plan.spawnErrno !== undefined) {
      this.#state = 'never';
      const message = `spawn simulated-server ${plan.spawnErrno}`;
      this.#post({
        type: 'server-spawn-failed',
        generation,
        errno: plan.spawnErrno,
        message,
        ...direct,
      });
      return;
    }
    this.#state = 'alive';
    this.#post({ type: 'server-spawned', generation, pid: 1_000 + generation, ...direct });
    if (plan.crash.when === 'at-time') timeline.after(plan.crash.atMs, () => this.#die(plan.death));
    if (plan.launcherMs !== undefined) timeline.after(plan.launcherMs, () => this.#launch());
  }

  #launch(): void {
    const { generation } = this.#deps;
    if (this.#state !== 'alive') return;
    this.#launched = true;
    const exit = { exitCode: 0, signal: null, leftovers: true };
    this.#post({ type: 'server-exited', generation, ...exit });
  }

  #read(chunk: Buffer): void {
    const { timeline } = this.#deps;
    for (const line of this.#lines.push(chunk)) {
      if (this.#deps.world.habits.manner === 'frames' && isFrameHeader(line)) continue;
      timeline.at(this.#readsFrom, () => {
        if (this.#state === 'alive' && !this.#stdinClosed) this.#brain.receive(line);
      });
    }
  }

  #sent(chunk: Buffer): void {
    this.#post({ type: 'server-sent', generation: this.#deps.generation, chunk });
  }

  #die({ exitCode, signal }: Death): void {
    const { plan, generation, timeline, random } = this.#deps;
    if (this.isDead) return;
    // A child that dies before it was reported has still been started.
    if (this.#state === 'starting') this.#start();
    if (this.#state !== 'alive') return;
    this.#state = 'dead';
    this.#leftovers = plan.leftovers && !this.#killed;
    this.#stdin.break();
    if (random.chance(0.3)) this.#complain('Error: it hurts\n    at Object.<anonymous>\n');
    this.#endedWell = exitCode === 0 || this.#launched;
    if (this.#launched) {
      this.#endStdout();
      return;
    }
    timeline.after(random.next() * reportMaxMs, () => {
      const leftovers = this.#leftovers;
      this.#post({ type: 'server-exited', generation, exitCode, signal, leftovers });
    });
    if (!plan.grandchildHoldsStdout) this.#endStdout();
    // Who speaks on in such a place is a server.
    if (!plan.quirks.has('speaks-after-death') || this.looksLaunched) return;
    for (const delay of [100, 900, 3_000]) timeline.after(delay, () => this.#haunt());
  }

  #complain(text: string): void {
    const { generation } = this.#deps;
    this.#post({ type: 'server-complained', generation, chunk: Buffer.from(text) });
  }

  #endStdout(): void {
    if (this.#stdoutClosed) return;
    this.#stdoutClosed = true;
    const { generation } = this.#deps;
    this.#stdout.end(() => this.#post({ type: 'server-stdout-ended', generation }));
  }

  #endLeftovers(): void {
    this.#leftovers = false;
    this.#endStdout();
  }

  /** Words of the dead: the core must not believe them, even if the runner lets them through. */
  #haunt(): void {
    const { generation, post } = this.#deps;
    const chunk = Buffer.from('{"jsonrpc":"2.0","id":0,"method":"roots/list"}\n');
    post({ type: 'server-sent', generation, chunk });
    post({ type: 'server-exited', generation, exitCode: 0, signal: null, leftovers: true });
  }

  #write(bytes: Buffer, isAtomic: boolean): boolean {
    if (this.#state !== 'alive' || this.#stdoutClosed) return false;
    this.#written += bytes.length;
    this.#stdout.write(bytes, isAtomic);
    return true;
  }

  #post(event: ShieldEvent): void {
    if (!this.#released) this.#deps.post(event);
  }

  #host(): Host {
    const { generation, plan, random, timeline, world, witness } = this.#deps;
    const voice: Voice = {
      write: (bytes, isAtomic) => this.#write(bytes, isAtomic),
      said: (utterance) => witness.said(generation, utterance, this.#written),
      printed: (text) => witness.printed(generation, text, this.#written),
    };
    return {
      generation,
      plan,
      server: world.server,
      random,
      habits: world.habits,
      mouth: new Mouth({ plan, habits: world.habits, random, voice }),
      oversizeBytes: world.options.maxMessageBytes,
      refusesSecond: world.refusesSecond,
      after: (delayMs, act) => {
        timeline.after(delayMs, () => {
          if (this.#state === 'alive') act();
        });
      },
      die: () => this.#die(plan.death),
      closeStdout: () => this.#endStdout(),
      closeStdin: () => {
        this.#stdinClosed = true;
      },
      ran: (call) => witness.ran(generation, call),
      greeted: (agreed) => witness.greeted(generation, agreed),
      fail: (message) => witness.fail(`${message} (generation ${generation})`),
    };
  }
}
