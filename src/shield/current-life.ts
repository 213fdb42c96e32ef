/**
 * The life that is on: its bytes in both directions, and its end where the shield wants it. Knows
 * nothing of what comes after it.
 */

import { describe } from '../base/errors.ts';
import { supervisorLimits } from '../base/limits.ts';
import { frame } from '../filter/framing.ts';
import { bytesOf, type Outgoing } from '../protocol/message.ts';
import type { Unfitness } from '../session/session-port.ts';
import type { Exit, Order } from '../supervisor/life-phase.ts';
import type { ShieldOptions, Surroundings } from './events.ts';
import { createLife, isEndRequested, type Life } from './life.ts';
import type { Machines } from './machines.ts';
import { readingFailed } from './wording.ts';

export class CurrentLife {
  readonly #options: ShieldOptions;
  readonly #surroundings: Surroundings;
  readonly #machines: Machines;
  #life: Life | undefined;
  /** Whether the command leaves its server behind; undefined: it has not been seen. */
  #launches: boolean | undefined;

  constructor(options: ShieldOptions, surroundings: Surroundings, machines: Machines) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#machines = machines;
  }

  get life(): Life | undefined {
    return this.#life;
  }

  begin(generation: number, now: number): void {
    const { maxMessageBytes } = this.#options;
    const { isUtf8, fastAfterBytes } = this.#surroundings;
    const freshCode = this.#machines.plannedRestart.drainAsked();
    const bounds = { maxMessageBytes, fastAfterBytes };
    this.#life = createLife({ generation, freshCode, now, isUtf8, ...bounds });
    const throughRunner = this.#machines.runnerTrust.wantsRunner
      ? { throughRunner: true as const }
      : {};
    this.#machines.outbox.add({ type: 'spawn', generation, ...throughRunner });
    this.#machines.session.serverStarted(generation === 1, now);
  }

  /** It is over: the last words are taken, and nothing of it is read any more. */
  release(life: Life, now: number): void {
    this.reading(() => this.#machines.server.end(life, now));
    this.#machines.outbox.add({ type: 'release-server', generation: life.generation });
    this.#life = undefined;
  }

  /** A defect in reading what one server prints costs that server its life, not the session. */
  reading(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#machines.outbox.log('error', 'reading-failed', readingFailed, {
        error: describe(error),
      });
      this.endUnfit({ why: readingFailed, isPermanent: false });
    }
  }

  toServer(out: Outgoing): void {
    const { outbox, supervisor } = this.#machines;
    const life = this.#life;
    if (life === undefined || life.inputEnded || !supervisor.alive) return;
    const framed = life.filter.framing === 'content-length';
    outbox.toServer(life.generation, framed ? frame(bytesOf(out)) : out);
  }

  /** A server that cannot carry the session on falls, and why becomes the cause. */
  endUnfit(unfitness: Unfitness): void {
    const life = this.#life;
    if (life === undefined || life.endReason?.kind === 'unfit') return;
    life.endReason = { ...unfitness, kind: 'unfit', restartRequested: isEndRequested(life) };
    this.#machines.session.stopWriting();
    const { generation } = life;
    this.#machines.outbox.add({ type: 'signal-server', generation, signal: 'SIGKILL' });
  }

  nextWakeup(): number | undefined {
    return this.#life?.quietAt;
  }

  /** Its process left, and processes of its group may be there. Returns what is to be done. */
  exited({ exitCode, signal }: Exit, leftovers: boolean, now: number): Order[] {
    const { session, supervisor } = this.#machines;
    const mayBeLauncher = this.#mayBeLauncher(exitCode);
    if (mayBeLauncher) session.pause();
    else session.stopWriting();
    return supervisor.exited({ exitCode, signal }, now, { leftovers, mayBeLauncher });
  }

  /** Its process may have been a launcher: it ended well, and nobody had asked it to end. */
  #mayBeLauncher(exitCode: number | null): boolean {
    const life = this.#life;
    if (exitCode !== 0 || life === undefined) return false;
    if (life.endReason !== undefined || life.inputEnded) return false;
    // While a later server is being greeted nothing can be held back from one that may be dead;
    // the first one, started late, has been told nothing but the greeting.
    const { session } = this.#machines;
    const isFirst = life.generation === 1 && session.beingGreeted;
    return this.#launches ?? (session.isOpen || isFirst);
  }

  /**
   * Its process left and its pipes are open. Who can be asked is asked, and what the client wants
   * meanwhile is held; who has not been greeted yet may be about to speak. Returns what the
   * supervisor wants done.
   */
  outlived(now: number): Order[] {
    const { supervisor, session } = this.#machines;
    const { launchedMs, launchedProofMs } = supervisorLimits;
    const stage = supervisor.leftStage;
    if (stage === 'asked') {
      // A server that others outlive will be one the next time, too.
      this.#launches = false;
      return supervisor.endLeft(now);
    } else if (session.listenForWords()) {
      supervisor.expectWords('asked', now + launchedProofMs);
    } else if (stage === 'draining' || (session.spoke && session.owed === 0)) {
      // Who has spoken and owes nothing has no reason to speak.
      session.resume(now);
      supervisor.expectWords('awaited', now + launchedMs);
    } else return supervisor.endLeft(now);
    return [];
  }

  /** Its process left, as that of an earlier life whose server went on. */
  leftAgain(now: number): void {
    const isLeft = this.#machines.supervisor.leftStage !== undefined;
    if (isLeft && this.#launches === true) this.#prove(now);
  }

  /** It may have spoken since its process left: then somebody is there. */
  heardOf(now: number): void {
    const { supervisor, session } = this.#machines;
    const stage = supervisor.leftStage;
    if ((stage === 'awaited' || stage === 'asked') && session.heard) this.#prove(now);
  }

  #prove(now: number): void {
    const { supervisor, session, outbox } = this.#machines;
    outbox.log('info', 'launcher-left', 'the command left with code 0 and its server goes on');
    this.#launches = true;
    supervisor.expectWords('proven');
    session.resume(now);
  }

  /** The supervisor ends it because it closed a pipe; its exit is then the shield's doing. */
  noteClosedPipe(): void {
    const life = this.#life;
    const { phase } = this.#machines.supervisor;
    if (life === undefined || life.endReason !== undefined || phase.kind !== 'alive') return;
    life.endReason = { kind: 'closed-pipe', pipe: phase.stdoutEnded ? 'stdout' : 'stdin' };
  }

  endInput(): void {
    const life = this.#life;
    if (life === undefined || life.inputEnded) return;
    life.inputEnded = true;
    this.#machines.session.stopWriting();
    this.#machines.outbox.add({ type: 'end-server-input', generation: life.generation });
  }

  /** Nothing is done with a server that answers, or is on its way out already. */
  endHung(now: number): Order[] {
    const life = this.#life;
    if (!this.#machines.session.hung || life === undefined || life.endReason !== undefined) {
      return [];
    }
    life.endReason = { kind: 'hung', timeouts: this.#options.restartHung };
    return this.#endLife(now);
  }

  /** Nobody uses it; returns what the supervisor wants done. */
  endIdle(now: number): Order[] {
    const life = this.#life;
    if (life === undefined || life.endReason !== undefined) return [];
    life.endReason = { kind: 'idle', idleMs: this.#options.idleMs };
    return this.#endLife(now);
  }

  /** Somebody wants another server; returns what the supervisor wants done. */
  endRequested(why: string, now: number): Order[] {
    const life = this.#life;
    if (life === undefined) return [];
    const { endReason } = life;
    const isUnfit = endReason?.kind === 'unfit';
    life.endReason = isUnfit
      ? { ...endReason, restartRequested: true }
      : { kind: 'requested', why };
    return this.#endLife(now);
  }

  #endLife(now: number): Order[] {
    this.endInput();
    return this.#machines.supervisor.endLife(now);
  }
}
