/**
 * A whole world around one shield: client, servers, pipes and the clock. It delivers events,
 * performs effects, lets the watchers look at both, and ends when the shield has exited.
 */

import { observed } from '../../src/runner/observe/observers.ts';
import type { Shield, ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { SimulatedClient } from './client.ts';
import { Broken } from './facts.ts';
import { drawLife } from './life-plan.ts';
import { onlookers } from './onlookers.ts';
import { Pipe } from './pipe.ts';
import { drawWorld, type Farewell, type Interruption, type World } from './plan.ts';
import { SimulatedProcess } from './process.ts';
import { Random } from './random.ts';
import { Recall } from './recall.ts';
import { surroundings } from './surroundings.ts';
import { Timeline } from './timeline.ts';
import { Trace } from './trace.ts';
import { Twin } from './twin.ts';
import { Watch } from './watch.ts';

/** More steps, or so many at one instant, are a loop. */
const stepsMax = 200_000;
const stepsAtOnceMax = 5_000;
/** Nobody stays longer than an hour. */
const endOfTimeMs = 3_600_000;
const lookAroundMs = 1_000;
const sleepMs = 3_600_000;

export interface Report {
  readonly steps: number;
  readonly lives: number;
  readonly requests: number;
  /** Answers that the shield gave in a server's place. */
  readonly ownAnswers: number;
}

/** Lives one world to its end; throws `Broken` with a way to see it again. */
export function live(seed: number): Report {
  const simulation = new Simulation(seed);
  try {
    return simulation.run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const again = `WORLD_SEED=${seed} npx vitest run test/world`;
    const story = simulation.story();
    throw new Broken(`world ${seed}: ${error.message}\n  ${again}\n${story}`, { cause: error });
  }
}

/** What one of them finds is told; what fails is its own business. */
function failed(_observer: unknown, error: unknown): void {
  if (error instanceof Broken || !(error instanceof Error && error.message === 'ENOSPC'))
    throw error;
}

class Simulation {
  readonly #world: World;
  readonly #random: Random;
  readonly #timeline = new Timeline();
  readonly #watch: Watch;
  readonly #shield: Shield;
  readonly #twin: Twin | undefined;
  readonly #client: SimulatedClient;
  readonly #toShield: Pipe;
  readonly #toClient: Pipe;
  readonly #lives: SimulatedProcess[] = [];
  readonly #trace = new Trace();
  readonly #recall: Recall;
  readonly #inbox: ShieldEvent[] = [];
  #stepping = false;
  #steps = 0;
  #stepsAtOnce = 0;
  #lastAt = -1;
  /** The shield's clock goes on while the machine sleeps, nothing else does. */
  #sleptMs = 0;

  constructor(seed: number) {
    const random = new Random(seed);
    const world = drawWorld(seed, random.fork());
    const timeline = this.#timeline;
    this.#random = random;
    this.#world = world;
    this.#watch = new Watch(world);
    this.#recall = new Recall({ ...world, plan: world.recall });
    const fast = world.readsFast ? { fastAfterBytes: 0 } : {};
    const platform = world.isWindows ? 'win32' : 'linux';
    const core = createShield(world.options, { ...surroundings, platform, ...fast });
    const looking = world.isLookedAt ? onlookers(core, world.options) : [];
    this.#shield = observed(core, looking, failed);
    this.#twin = world.readsFast ? new Twin(world.options, platform) : undefined;
    this.#toShield = this.#pipe((chunk) => this.#post({ type: 'client-sent', chunk }));
    this.#toClient = this.#pipe((chunk) => this.#client.receive(chunk));
    this.#client = new SimulatedClient({
      plan: world.client,
      random: random.fork(),
      timeline,
      send: (bytes) => this.#toShield.write(bytes),
      leave: (farewell) => this.#leave(farewell),
    });
  }

  run(): Report {
    const timeline = this.#timeline;
    this.#post({ type: 'started' });
    this.#lookAround();
    for (const { kind, atMs } of this.#world.interruptions) {
      timeline.at(atMs, () => this.#interrupt(kind));
    }
    while (!this.#watch.exited) {
      const wakeAt = (this.#shield.nextWakeup() ?? Number.POSITIVE_INFINITY) - this.#sleptMs;
      if (timeline.now > endOfTimeMs) throw new Broken('it never ends');
      if (wakeAt <= (timeline.nextAt() ?? 0)) {
        timeline.now = Math.max(timeline.now, wakeAt);
        this.#post({ type: 'woke' });
      } else timeline.advance();
    }
    this.#watch.checkAtTheEnd();
    const { ownAnswers, facts } = this.#watch;
    const requests = facts.asked.size;
    return { steps: this.#steps, lives: this.#lives.length, requests, ownAnswers };
  }

  story(): string {
    return this.#trace.told({ ...this.#world, lives: this.#watch.plans });
  }

  #pipe(deliver: (chunk: Buffer) => void): Pipe {
    const habits = this.#world.pipes;
    return new Pipe({ timeline: this.#timeline, random: this.#random.fork(), habits, deliver });
  }

  #lookAround(): void {
    this.#watch.lookAround(this.#timeline.now);
    this.#timeline.after(lookAroundMs, () => this.#lookAround());
  }

  /** As the runner does: one event after the other, `step` is never entered twice. */
  #post(event: ShieldEvent): void {
    this.#inbox.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    for (let next = this.#inbox.shift(); next !== undefined; next = this.#inbox.shift()) {
      this.#step(next);
    }
    this.#stepping = false;
  }

  #step(event: ShieldEvent): void {
    const { now } = this.#timeline;
    const over = this.#watch.exited;
    this.#countStep(now);
    this.#trace.event(now, event);
    this.#watch.event(event, now);
    const effects = this.#shield.step(event, now + this.#sleptMs);
    this.#twin?.mustDo(effects, event, now + this.#sleptMs);
    if (over && effects.length > 0) throw new Broken('effects after the exit');
    for (const [index, effect] of effects.entries()) {
      this.#trace.effect(now, effect);
      if (effect.type === 'exit' && index < effects.length - 1) throw new Broken('exit not last');
      this.#watch.effect(effect);
      this.#perform(effect);
    }
    this.#watch.stepped(effects);
  }

  #countStep(now: number): void {
    this.#steps += 1;
    this.#stepsAtOnce = now === this.#lastAt ? this.#stepsAtOnce + 1 : 0;
    this.#lastAt = now;
    if (this.#steps > stepsMax || this.#stepsAtOnce > stepsAtOnceMax) throw new Broken('it loops');
  }

  #perform(effect: ShieldEffect): void {
    switch (effect.type) {
      case 'spawn':
        this.#spawn(effect.generation, effect.throughRunner === true);
        break;
      case 'to-client':
        this.#toClient.write(Buffer.concat(effect.buffers));
        break;
      case 'to-server':
        this.#lives[effect.generation - 1]?.write(effect.buffers);
        break;
      case 'end-server-input':
        this.#lives[effect.generation - 1]?.endInput();
        break;
      case 'signal-server':
        this.#lives[effect.generation - 1]?.signal(effect.signal);
        break;
      case 'release-server':
        this.#lives[effect.generation - 1]?.release();
        break;
      case 'recall':
        this.#recalled(effect.client, effect.number);
        break;
      case 'remember':
        this.#recall.write(effect.client, effect.remembered);
        break;
      case 'forget':
        this.#recall.forget(effect.client);
        break;
      default:
    }
  }

  #recalled(client: string, number: number): void {
    const remembered = this.#recall.read(client);
    const since = remembered && '2026-01-01T00:00:00.000Z';
    if (remembered !== undefined) this.#watch.recalled(remembered);
    this.#post({ type: 'recalled', number, remembered, since });
  }

  #spawn(generation: number, throughRunner: boolean): void {
    const random = this.#random.fork();
    const plan = drawLife(this.#world, generation, random);
    const process = new SimulatedProcess({
      world: this.#world,
      generation,
      plan,
      throughRunner,
      timeline: this.#timeline,
      random,
      post: (event) => this.#post(event),
      witness: this.#watch.witness(),
    });
    this.#watch.born(generation, plan, process);
    this.#lives.push(process);
  }

  #interrupt(kind: Interruption['kind']): void {
    if (this.#watch.facts.ended !== undefined || this.#watch.exited) return;
    if (kind === 'change') this.#post({ type: 'file-changed', path: 'server.ts' });
    else if (kind === 'request') this.#post({ type: 'restart-requested', why: 'SIGUSR2' });
    else {
      this.#sleptMs += sleepMs;
      this.#watch.slept(this.#timeline.now);
    }
  }

  #leave(farewell: Farewell): void {
    const timeline = this.#timeline;
    if (farewell === 'eof') this.#toShield.end(() => this.#end(farewell));
    else if (farewell === 'broken-pipe' || farewell === 'orphaned') this.#end(farewell);
    else timeline.after(0, () => this.#post({ type: 'signalled', signal: farewell }));
  }

  #end(cause: 'eof' | 'broken-pipe' | 'orphaned'): void {
    this.#post({ type: 'client-ended', cause });
    this.#timeline.after(1, () => this.#watch.checkInputEnded());
  }
}
