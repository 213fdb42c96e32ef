/**
 * Watches lives and the end: one server at a time, no restart storm, no restart during the end,
 * the ladder in its budgets, exit once and last, nothing left behind.
 */

import { endLimits, supervisorLimits } from '../../src/base/limits.ts';
import { Broken, type Facts } from './facts.ts';
import type { World } from './plan.ts';
import type { SimulatedProcess } from './process.ts';

interface Watched {
  readonly process: SimulatedProcess;
  exitedAt: number | undefined;
  termAt: number | undefined;
  killAt: number | undefined;
}

/** A budget of the end, in ms: SIGTERM, SIGKILL and exit at the latest. */
const budgets = {
  eof: { term: endLimits.eof.termMs, kill: endLimits.eof.killMs, exit: 1_950 },
  signal: { term: 0, kill: endLimits.signal.killMs, exit: 900 },
} as const;

export class LivesWatch {
  readonly #facts: Facts;
  readonly #world: World;
  readonly #lives: Watched[] = [];
  readonly #spawns: number[] = [];
  /** Undefined: a life is on. */
  goneSince: number | undefined = 0;
  exited = false;

  constructor(facts: Facts, world: World) {
    this.#facts = facts;
    this.#world = world;
  }

  spawned(generation: number, process: SimulatedProcess): void {
    if (this.#facts.ended !== undefined) throw new Broken('a server is started during the end');
    if (this.goneSince === undefined) throw new Broken('a server is started beside another');
    if (generation !== this.#lives.length + 1) throw new Broken(`life ${generation} is no next`);
    this.#lives.push({ process, exitedAt: undefined, termAt: undefined, killAt: undefined });
    this.#spawns.push(this.#facts.now);
    this.goneSince = undefined;
  }

  released(generation: number): void {
    const life = this.#lives[generation - 1];
    if (this.goneSince !== undefined || life === undefined) throw new Broken('released twice');
    if (!life.process.isDead) throw new Broken('a living server is released');
    this.goneSince = this.#facts.now;
  }

  serverExited(generation: number): void {
    const life = this.#lives[generation - 1];
    if (life !== undefined) life.exitedAt ??= this.#facts.now;
  }

  signalled(generation: number, signal: 'SIGTERM' | 'SIGKILL'): void {
    const life = this.#lives[generation - 1];
    if (life === undefined) throw new Broken(`a signal for life ${generation}`);
    if (signal === 'SIGTERM') life.termAt ??= this.#facts.now;
    else life.killAt ??= this.#facts.now;
  }

  /** More spawns within a window than the breaker allows? `service`: answers given, per life. */
  checkStorm(
    service: ReadonlyMap<number, { readonly first: number; readonly last: number }>,
  ): void {
    const { restarts, restartWindowMs, backoffMaxMs } = this.#world.options;
    const reset = [...service.values()].some(
      ({ first, last }) => last - first >= supervisorLimits.sustainedServiceMs,
    );
    if (reset) return;
    const now = this.#facts.now;
    const recent = this.#spawns.filter((at) => now - at < restartWindowMs).length;
    const halfOpen = restarts === 0 ? 0 : Math.floor(restartWindowMs / backoffMaxMs) + 1;
    const probes = this.#world.client.kind === 'probing' ? supervisorLimits.probeFallsMax : 0;
    // `restarts` falls are tolerated, so the server is started once more than that.
    const allowed = restarts + 1 + probes + halfOpen;
    if (recent > allowed) throw new Broken(`${recent} starts in a window, allowed: ${allowed}`);
  }

  /** At the exit. */
  checkEnd(): void {
    this.exited = true;
    const { ended, signalledAt, now } = this.#facts;
    if (ended === undefined) {
      if (this.#world.options.restarts > 0) throw new Broken('exit although nobody asked');
      return;
    }
    if (ended.kind === 'eof') this.#checkBudget('eof', ended.at);
    if (signalledAt !== undefined) this.#checkBudget('signal', signalledAt);
    for (const [index, { process }] of this.#lives.entries()) {
      if (!process.isSafelyGone) throw new Broken(`life ${index + 1} is left behind at ${now}`);
    }
  }

  #checkBudget(kind: 'eof' | 'signal', since: number): void {
    const { now } = this.#facts;
    const budget = budgets[kind];
    if (now - since > budget.exit) throw new Broken(`exit after ${now - since} ms (${kind})`);
    const last = this.#lives.at(-1);
    if (last === undefined) return;
    const exitedAt = last.exitedAt ?? (last.process.ran ? now + 1 : 0);
    const termBy = since + budget.term;
    const killBy = since + budget.kill;
    if (exitedAt > termBy && now > termBy && !((last.termAt ?? now + 1) <= termBy)) {
      throw new Broken(`SIGTERM at ${last.termAt}, not by ${termBy}`);
    }
    if (exitedAt > killBy && now > killBy && !((last.killAt ?? now + 1) <= killBy)) {
      throw new Broken(`SIGKILL at ${last.killAt}, not by ${killBy}`);
    }
  }
}
