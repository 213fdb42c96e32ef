/**
 * The child's fate: which life is on, when the next begins, when the breaker is open.
 * Owns phases and their deadlines; knows nothing of messages, of why a server fell, or of the
 * session. Its owner performs what it returns and tells it what a fall meant.
 */

import { restartLimits, supervisorLimits } from '../base/limits.ts';
import { type BackoffOptions, FallHistory, Service } from './fall-history.ts';
import {
  type Departed,
  type Departure,
  deadlineOf,
  type Exit,
  type FallVerdict,
  type Left,
  type LifePhase,
  type Order,
} from './life-phase.ts';

export class Supervisor {
  readonly #options: BackoffOptions;
  readonly #history: FallHistory;
  #phase: LifePhase = { kind: 'idle' };
  #service = new Service();
  #generation = 0;
  #halfOpen = false;
  #permanentInARow = 0;
  #servedEver = false;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#history = new FallHistory(options);
  }

  get phase(): LifePhase {
    return this.#phase;
  }

  /** The child runs, as far as is known. */
  get alive(): boolean {
    return this.#phase.kind === 'alive';
  }

  get generation(): number {
    return this.#generation;
  }

  /** The life that is on, or was last, has answered more than its handshake. */
  get servedInLife(): boolean {
    return this.#service.served;
  }

  /** Some life has. */
  get servedEver(): boolean {
    return this.#servedEver;
  }

  /** There is no life because nobody needs one. */
  get resting(): boolean {
    return this.#phase.kind === 'resting';
  }

  /** True for events of the life that is on; all others are dropped by the caller. */
  owns(generation: number): boolean {
    const { kind } = this.#phase;
    return generation === this.#generation && (kind === 'alive' || kind === 'settling');
  }

  spawn(): Order[] {
    this.#generation += 1;
    this.#service = new Service();
    const generation = this.#generation;
    this.#phase = {
      kind: 'alive',
      generation,
      stdoutEnded: false,
      endBy: undefined,
      left: undefined,
    };
    return [{ type: 'spawn', generation }];
  }

  /**
   * `exit`, not `close`: a grandchild that inherited the pipe can hold `close` back for ever.
   * @param mayBeLauncher nobody asked it to end, and it ended well
   */
  exited(exit: Exit, now: number, { leftovers, mayBeLauncher }: Departure): Order[] {
    const phase = this.#phase;
    if (phase.kind !== 'alive' || phase.left !== undefined) return [];
    if (!mayBeLauncher || phase.stdoutEnded || phase.endBy !== undefined) {
      return this.#settle(exit, now, { leftovers, drainMs: supervisorLimits.drainMs });
    }
    const until = now + supervisorLimits.drainMs;
    this.#phase = { ...phase, left: { exit, leftovers, stage: 'draining', until } };
    return [];
  }

  /** Whoever holds the pipes of a process that left must speak by then, or has spoken. */
  expectWords(stage: Left['stage'], until = Number.POSITIVE_INFINITY): void {
    const phase = this.#phase;
    if (phase.kind !== 'alive' || phase.left === undefined) return;
    this.#phase = { ...phase, left: { ...phase.left, stage, until } };
  }

  /** How sure it is that the server of a process that left goes on; undefined: none left. */
  get leftStage(): Left['stage'] | undefined {
    return this.#phase.kind === 'alive' ? this.#phase.left?.stage : undefined;
  }

  /** Nobody serves behind the pipes of the process that left: its life is over after all. */
  endLeft(now: number): Order[] {
    const left = this.#phase.kind === 'alive' ? this.#phase.left : undefined;
    if (left === undefined) return [];
    return this.#settle(left.exit, now, { leftovers: left.leftovers, drainMs: 0 });
  }

  #settle(exit: Exit, now: number, { leftovers, drainMs }: Departed): Order[] {
    const phase = this.#phase;
    if (phase.kind !== 'alive') return [];
    this.#phase = {
      kind: 'settling',
      generation: phase.generation,
      exit,
      stdoutEnded: phase.stdoutEnded,
      drainUntil: now + drainMs,
      killLeftoversAt: leftovers ? now + supervisorLimits.leftoverTermMs : undefined,
    };
    if (!leftovers) return this.woke(now);
    return [{ type: 'signal', generation: phase.generation, signal: 'SIGTERM' }];
  }

  stdoutEnded(now: number): Order[] {
    if (this.#phase.kind === 'alive') {
      this.#phase = { ...this.#phase, stdoutEnded: true };
      if (this.#phase.left !== undefined) return this.endLeft(now);
    }
    if (this.#phase.kind !== 'settling') return this.pipeClosed(now);
    this.#phase = { ...this.#phase, stdoutEnded: true };
    return this.woke(now);
  }

  /** A server that closed one of its pipes and lives on is deaf or mute: as good as fallen. */
  pipeClosed(now: number): Order[] {
    const phase = this.#phase;
    if (phase.kind !== 'alive' || phase.endBy !== undefined) return [];
    if (phase.left !== undefined) return this.endLeft(now);
    this.#phase = { ...phase, endBy: now + supervisorLimits.drainMs };
    return [];
  }

  /** This life is to end although it is well, or hangs: SIGTERM now and SIGKILL soon. */
  endLife(now: number): Order[] {
    const phase = this.#phase;
    if (phase.kind !== 'alive') return [];
    const endBy = Math.min(phase.endBy ?? Number.POSITIVE_INFINITY, now + restartLimits.killMs);
    this.#phase = { ...phase, endBy };
    return [{ type: 'signal', generation: phase.generation, signal: 'SIGTERM' }];
  }

  /** Somebody changed the server: what was held against it says nothing any more. */
  resetHistory(): void {
    this.#history.forget();
    this.#halfOpen = false;
    this.#permanentInARow = 0;
  }

  /** Deadlines that passed. */
  woke(now: number): Order[] {
    const phase = this.#phase;
    if (phase.kind === 'waiting') return now >= phase.until ? this.spawn() : [];
    if (phase.kind === 'alive') {
      const { left } = phase;
      if (left !== undefined && now >= left.until) return [{ type: 'outlived' }];
      return this.#endMute(phase, now);
    }
    if (phase.kind !== 'settling') return [];
    const orders: Order[] = [];
    const { generation, exit, killLeftoversAt } = phase;
    if (killLeftoversAt !== undefined && now >= killLeftoversAt) {
      orders.push({ type: 'signal', generation, signal: 'SIGKILL' });
      this.#phase = { ...phase, killLeftoversAt: undefined };
    }
    const cleared = killLeftoversAt === undefined || now >= killLeftoversAt;
    if (cleared && (phase.stdoutEnded || now >= phase.drainUntil)) {
      orders.push({ type: 'settled', exit });
    }
    return orders;
  }

  #endMute(phase: Extract<LifePhase, { kind: 'alive' }>, now: number): Order[] {
    if (phase.endBy === undefined || now < phase.endBy) return [];
    this.#phase = { ...phase, endBy: Number.POSITIVE_INFINITY };
    const kill: Order = { type: 'signal', generation: phase.generation, signal: 'SIGKILL' };
    // Of a process that left long ago no exit will come.
    return [kill, ...this.endLeft(now)];
  }

  /** The life is over; decides what comes next. Returns the pause in ms, or undefined: open. */
  fell(verdict: FallVerdict, now: number): number | undefined {
    const retryAt = now + this.#options.backoffMaxMs;
    this.#permanentInARow = verdict.permanent ? this.#permanentInARow + 1 : 0;
    if (!verdict.counts) return this.#wait(now, 0);
    const consequence = this.#history.record(now, this.#service.served);
    const confirmed = this.#permanentInARow >= supervisorLimits.permanentConfirmCount;
    const hopeless = confirmed || verdict.final === true;
    if (hopeless || this.#halfOpen || consequence.kind === 'open') {
      this.#phase = { kind: 'open', retryAt };
      return undefined;
    }
    return this.#wait(now, consequence.delayMs);
  }

  /** The life is over, and it was no fall: nothing is counted, and nothing begins by itself. */
  rest(): void {
    this.#phase = { kind: 'resting' };
  }

  #wait(now: number, delayMs: number): number {
    this.#phase = { kind: 'waiting', until: now + delayMs };
    return delayMs;
  }

  /** A request came. True when an open breaker lets it try once more (half-open). */
  mayTryAgain(now: number): boolean {
    const phase = this.#phase;
    if (phase.kind !== 'open' || now < phase.retryAt) return false;
    this.#halfOpen = true;
    return true;
  }

  /** The client got an answer from the server: the only thing that counts as service. */
  served(now: number): void {
    this.#servedEver = true;
    if (this.#service.answered(now)) this.resetHistory();
  }

  /** No further life, whatever happens. */
  finish(): void {
    this.#phase = { kind: 'over' };
  }

  falls(now: number): number {
    return this.#history.count(now);
  }

  nextWakeup(): number | undefined {
    return deadlineOf(this.#phase);
  }
}
