/**
 * Watches lives and the end: one server at a time, no restart storm, no restart during the end,
 * the ladder in its budgets, exit once and last, nothing left behind.
 */

import { endLimits, sessionLimits, supervisorLimits } from '../../src/base/limits.ts';
import { Broken, type Facts } from './facts.ts';
import type { LifePlan } from './life-plan.ts';
import type { World } from './plan.ts';
import type { SimulatedProcess } from './process.ts';
import { PausesWatch } from './watch-pauses.ts';
import { RenewalWatch } from './watch-renewal.ts';
import type { WatchedLife } from './watch-server.ts';

/** Times of the first and the last answer of one life. */
export interface Service {
  readonly first: number;
  last: number;
}

interface Watched {
  readonly process: SimulatedProcess;
  readonly plan: LifePlan;
  exitedAt: number | undefined;
  termAt: number | undefined;
  killAt: number | undefined;
  /** It was ended because nobody used it, or because it hung. */
  isUnused: boolean;
  hasHung: boolean;
}

/** `drainMs`, or `leftoverTermMs` and what follows, with some air. */
const releaseMaxMs = 1_000;
/** What looks like a launcher has `launchedMs` for its server's first word. */
const doubtMaxMs = supervisorLimits.launchedMs + 2_000;
/** `startBudgetMs`, looked at once a second. */
const greetingMaxMs = 21_500;
/**
 * A restart that was asked for comes by then, counted from the last sleep of the machine meanwhile:
 * changes settle, calls finish (twice as long around a sleep), the old one ends.
 */
const renewalMaxMs = 25_000;

/** A budget of the end, in ms: SIGTERM, SIGKILL and exit at the latest. */
const budgets = {
  eof: { term: endLimits.eof.termMs, kill: endLimits.eof.killMs, exit: 1_950 },
  signal: { term: 0, kill: endLimits.signal.killMs, exit: 900 },
} as const;

export class LivesWatch {
  readonly #facts: Facts;
  readonly #world: World;
  readonly #lives: Watched[] = [];
  /** Falls since the last sustained service. */
  #falls: number[] = [];
  #closedUntil = 0;
  /** The last life ended well, and nobody needs another one before he asks. */
  #rests: boolean;
  /** Whose turn it is to start a server; `either`: an end was seen that may have been a fall. */
  #starter: 'direct' | 'runner' | 'proven' | 'either' = 'direct';
  #isForgiven = false;
  readonly #pauses: PausesWatch;
  readonly renewal: RenewalWatch;
  begunAt = 0;
  /** Undefined: a life is on. */
  goneSince: number | undefined = 0;
  exited = false;

  constructor(facts: Facts, world: World) {
    this.#facts = facts;
    this.#world = world;
    this.#pauses = new PausesWatch(facts, world);
    this.renewal = new RenewalWatch(facts, world);
    this.#rests = world.options.lazy;
  }

  spawned(generation: number, process: SimulatedProcess, plan: LifePlan): void {
    const { ended, owed, now } = this.#facts;
    // What came with the end of input without a newline may need one.
    const isAsked = ended?.kind === 'eof' && ended.at === now && owed > 0;
    if (ended !== undefined && !isAsked) throw new Broken('a server is started during the end');
    if (this.goneSince === undefined) throw new Broken('a server is started beside another');
    if (generation !== this.#lives.length + 1) throw new Broken(`life ${generation} is no next`);
    const { throughRunner } = process;
    const expected = this.#starter === 'runner';
    if (this.#starter !== 'either' && throughRunner !== expected) {
      throw new Broken(`started ${throughRunner ? 'by' : 'past'} the package runner`);
    }
    this.#lives.push({
      process,
      plan,
      exitedAt: undefined,
      termAt: undefined,
      killAt: undefined,
      isUnused: false,
      hasHung: false,
    });
    const closed = this.#facts.now < this.#closedUntil;
    if (closed && !this.#renews()) throw new Broken('the breaker was open');
    const isNeeded = this.#facts.owed > 0 || this.#facts.isOpen;
    if (this.#rests && !isNeeded && !this.#renews()) {
      throw new Broken('a server is started although nobody needs one');
    }
    if (this.#isForgiven && this.#facts.now > this.goneSince) {
      throw new Broken('the package runner is not tried at once');
    }
    this.#isForgiven = false;
    this.#pauses.spawned();
    this.renewal.begins();
    this.begunAt = this.#facts.now;
    this.goneSince = undefined;
  }

  /** `service`: answers of servers that reached the client. */
  released(
    generation: number,
    { service, pinged }: { service: ReadonlyMap<number, Service>; pinged: ReadonlySet<number> },
  ): void {
    const life = this.#lives[generation - 1];
    if (this.goneSince !== undefined || life === undefined) throw new Broken('released twice');
    // Of what a launcher left behind no exit is told: killed is gone.
    const isGone = life.process.isDead || (life.process.isLaunched && life.killAt !== undefined);
    if (!isGone) throw new Broken('a living server is released');
    this.goneSince = this.#facts.now;
    const { first, last } = service.get(generation) ?? { first: 0, last: 0 };
    if (last - first >= supervisorLimits.sustainedServiceMs) this.#falls = [];
    this.#rests = false;
    if (life.process.leavesSomething) throw new Broken('processes of the group are left');
    if (this.#renews()) {
      this.#noteEnd(life, 'perhaps');
      return;
    }
    // What came after its end waits for the next one.
    const mayRest =
      life.isUnused ||
      (life.process.endedWell && (this.#facts.owed === 0 || service.has(generation)));
    this.#pauses.released({
      plan: life.plan,
      isFall: () => !mayRest && !pinged.has(generation),
      service: () => service.get(generation),
    });
    const isForgiven = this.#noteEnd(life, mayRest ? 'perhaps' : 'surely');
    if (!mayRest && !isForgiven) this.#countFall(this.#facts.now);
    // Two answers are service for sure: the first may be the handshake's.
    this.#rests = mayRest && this.#facts.owed === 0 && last > first && !this.#facts.wantsNews;
  }

  /** Returns whether it was the fall of a direct start that is held against nobody. */
  #noteEnd({ process }: Watched, isFall: 'surely' | 'perhaps'): boolean {
    const moves =
      (this.#starter === 'direct' && process.startedDirectly) ||
      (this.#starter === 'runner' && !process.startedDirectly);
    if (!moves) return false;
    const isFirst = this.#starter === 'direct';
    // A death at a probe is nobody's fault.
    if (isFall === 'perhaps' || this.#world.client.kind === 'probing') this.#starter = 'either';
    else {
      this.#isForgiven = isFirst;
      this.#starter = isFirst ? 'runner' : 'proven';
    }
    return isFirst;
  }

  /** Somebody has just wanted a restart: nothing is held against a server then. */
  #renews(): boolean {
    return this.#facts.now - this.#facts.restartWantedAt <= renewalMaxMs;
  }

  /** What the shield waits for may begin anew with each sleep of the machine. */
  slept(now: number): void {
    this.renewal.slept();
    if (this.#renews()) this.#facts.restartWantedAt = now;
    this.forgive();
  }

  /** The shield may forget, after a sleep or for a new server. */
  forgive(): void {
    this.#falls = [];
    this.#closedUntil = 0;
  }

  /** More falls within the window than are tolerated open the breaker. */
  #countFall(now: number): void {
    const { restarts, restartWindowMs, backoffMaxMs } = this.#world.options;
    this.#falls = this.#falls.filter((at) => now - at < restartWindowMs);
    this.#falls.push(now);
    // Deaths at a probe are not counted, up to a bound.
    const free = this.#world.client.kind === 'probing' ? supervisorLimits.probeFallsMax : 0;
    // Perhaps one of them was held against nobody.
    const forgiven = this.#starter === 'either' ? 1 : 0;
    if (this.#falls.length > restarts + free + forgiven) this.#closedUntil = now + backoffMaxMs;
  }

  serverExited(generation: number): void {
    const life = this.#lives[generation - 1];
    if (life !== undefined) life.exitedAt ??= this.#facts.now;
  }

  /** A step is over: requests came, or none. */
  stepped(hasAsked: boolean, on: WatchedLife | undefined): void {
    this.#pauses.stepped(hasAsked);
    const { ended, isEnding, isReleased } = this.#facts;
    if (!this.#isHung() || ended !== undefined || isEnding || isReleased) return;
    const isOn = on?.ran === true && !on.exited && !on.inputEnded && !on.process.endedWell;
    if (isOn) throw new Broken('a server that hangs is not ended');
  }

  /** What has died is let go, and a client that greets is told in time why it gets no answer. */
  checkPatience(): void {
    const { now, handshake } = this.#facts;
    const last = this.#lives.at(-1);
    const exitedAt = Math.max(last?.exitedAt ?? now, this.#facts.sleptAt);
    const isDoubtful = last?.process.endedWell === true && last.plan.grandchildHoldsStdout;
    const letGoMs = isDoubtful ? doubtMaxMs : releaseMaxMs;
    if (this.goneSince === undefined && now - exitedAt > letGoMs) {
      throw new Broken('a dead server is not let go');
    }
    if (handshake === undefined || handshake.asked.answers > 0) return;
    if (this.#facts.isGreetingAgain) return;
    const at = Math.max(handshake.asked.at, this.#facts.sleptAt);
    const fell = (this.#falls.at(-1) ?? 0) > at;
    if (fell && now - at > greetingMaxMs) throw new Broken('`initialize` has waited too long');
  }

  signalled(generation: number, signal: 'SIGTERM' | 'SIGKILL'): void {
    const life = this.#lives[generation - 1];
    if (life === undefined) throw new Broken(`a signal for life ${generation}`);
    const spared = this.#facts.ended === undefined && !life.process.isDead;
    const { isLaunched, isHealthy } = life.process;
    // What a launcher left behind is known only if its first life has shown it.
    const isBroken = isLaunched && (!isHealthy || generation > 1);
    if (this.#mayIdle()) life.isUnused = true;
    life.hasHung ||= this.#isHung();
    const mayGo = this.#renews() || life.hasHung || isBroken || life.isUnused;
    if (spared && !mayGo && signal === 'SIGTERM') throw new Broken('SIGTERM to a living server');
    if (spared && !mayGo) this.#mayKill(life);
    if (spared && signal === 'SIGTERM') this.renewal.signalled(life.process);
    if (this.#facts.ended !== undefined && !mayGo) this.checkOwed(life);
    this.#facts.isEnding = true;
    if (signal === 'SIGTERM') life.termAt ??= this.#facts.now;
    else life.killAt ??= this.#facts.now;
  }

  /** Nobody has used it for so long that it may be ended. */
  #mayIdle(): boolean {
    const { idleMs } = this.#world.options;
    const { now, movedAt, owed, isOpen } = this.#facts;
    return idleMs > 0 && now - movedAt >= idleMs - 1 && owed === 0 && !isOpen;
  }

  /** A server that is well may need as long as the first one, and three times that. */
  #mayKill({ process, plan }: Watched): void {
    const { now, firstGreetingMs } = this.#facts;
    if (!process.isHealthy || !this.#facts.fits(plan.protocolVersion)) return;
    const patienceMs = Math.max(sessionLimits.replayMaxMs, 3 * firstGreetingMs);
    if (now - this.begunAt < patienceMs) throw new Broken('a server that is well is killed');
  }

  /** EOF says that no more requests come: what is owed is still answered. */
  checkOwed(life: Watched | undefined = this.#lives.at(-1)): void {
    const { ended, owed, now, lastAnswerAt, signalledAt } = this.#facts;
    if (ended?.kind !== 'eof' || signalledAt !== undefined || life?.process.isHealthy !== true) {
      return;
    }
    if (this.#renews() || this.#isHung()) return;
    if (!this.#facts.fits(life.plan.protocolVersion)) return;
    const since = Math.max(ended.at, lastAnswerAt);
    if (owed > 0 && now - since < endLimits.finishMs) {
      throw new Broken(`the server is sent away while ${owed} answers are owed`);
    }
  }

  #isHung(): boolean {
    const { restartHung } = this.#world.options;
    return restartHung > 0 && this.#facts.timeoutsInARow >= restartHung;
  }

  /** At the exit. */
  checkEnd(): void {
    this.exited = true;
    const { ended, signalledAt, now } = this.#facts;
    if (ended === undefined) {
      if (this.#world.options.restarts > 0) throw new Broken('exit although nobody asked');
      return;
    }
    if (ended.kind !== 'signal') this.#checkBudget('eof', this.#descentAt());
    if (signalledAt !== undefined) this.#checkBudget('signal', signalledAt);
    for (const [index, { process }] of this.#lives.entries()) {
      if (!process.isSafelyGone) throw new Broken(`life ${index + 1} is left behind at ${now}`);
    }
  }

  /** When the ladder must have begun: what is owed is waited for, but not for ever. */
  #descentAt(): number {
    const { ended, lastAnswerAt, owedBefore } = this.#facts;
    if (ended === undefined || ended.kind === 'gone') return ended?.at ?? 0;
    const since = Math.max(ended.at, lastAnswerAt);
    return owedBefore > 0 ? since + endLimits.finishMs : since;
  }

  #checkBudget(kind: 'eof' | 'signal', since: number): void {
    const { now } = this.#facts;
    const { killMs } = this.#world.isWindows ? endLimits.eofOnWindows : endLimits.eof;
    const budget = kind === 'eof' ? { ...budgets.eof, kill: killMs } : budgets.signal;
    if (now - since > budget.exit) throw new Broken(`exit after ${now - since} ms (${kind})`);
    const last = this.#lives.at(-1);
    if (last === undefined) return;
    const exitedAt = last.exitedAt ?? (last.process.ran ? now + 1 : 0);
    // After a sleep the shield rounds its wake-ups up.
    const air = this.#facts.sleptAt > 0 ? 1 : 0;
    const termBy = since + budget.term + air;
    const killBy = since + budget.kill + air;
    if (exitedAt > termBy && now > termBy && !((last.termAt ?? now + 1) <= termBy)) {
      throw new Broken(`SIGTERM at ${last.termAt}, not by ${termBy}`);
    }
    if (exitedAt > killBy && now > killBy && !((last.killAt ?? now + 1) <= killBy)) {
      throw new Broken(`SIGKILL at ${last.killAt}, not by ${killBy}`);
    }
  }
}
