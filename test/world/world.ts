/**
 * A whole world around one shield: client, servers, pipes and the clock. It delivers events,
 * performs effects, lets the watchers look at both, and ends when the shield has exited.
 */

import { isUtf8 } from 'node:buffer';
import type { Shield, ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { SimulatedClient } from './client.ts';
import { Broken, Facts } from './facts.ts';
import { drawLife, type LifePlan } from './life-plan.ts';
import { Pipe } from './pipe.ts';
import { drawWorld, type Farewell, type World } from './plan.ts';
import { SimulatedProcess, type Witness } from './process.ts';
import { Random } from './random.ts';
import { Timeline } from './timeline.ts';
import { Trace } from './trace.ts';
import { ClientWatch } from './watch-client.ts';
import { LivesWatch } from './watch-lives.ts';
import { ServerWatch, type WatchedLife } from './watch-server.ts';

/** More steps, or so many at one instant, are a loop. */
const stepsMax = 200_000;
const stepsAtOnceMax = 5_000;
/** Ten minutes: nobody stays longer. */
const endOfTimeMs = 3_600_000;
/** A request waits so long while there is no server (`holdMaxMs`), with some air. */
const goneMaxMs = 46_000;
/** A server that is well has started, been greeted and answered by then, pipes included. */
const answerMaxMs = 12_000;

export interface Report {
  readonly world: World;
  readonly steps: number;
  readonly lives: number;
  readonly requests: number;
  readonly ownAnswers: number;
  readonly ranTwice: number;
}

interface Life {
  readonly plan: LifePlan;
  readonly process: SimulatedProcess;
  readonly watched: WatchedLife;
}

/** Lives one world to its end; throws `Broken` with a way to see it again. */
export function live(seed: number): Report {
  const simulation = new Simulation(seed);
  try {
    return simulation.run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const again = `WORLD_SEED=${seed} npx vitest run test/world`;
    throw new Broken(`world ${seed}: ${error.message}\n  ${again}\n${simulation.story()}`, {
      cause: error,
    });
  }
}

class Simulation {
  readonly #world: World;
  readonly #random: Random;
  readonly #timeline = new Timeline();
  readonly #facts = new Facts();
  readonly #shield: Shield;
  readonly #client: SimulatedClient;
  readonly #toShield: Pipe;
  readonly #toClient: Pipe;
  readonly #clientWatch: ClientWatch;
  readonly #serverWatch: ServerWatch;
  readonly #livesWatch: LivesWatch;
  readonly #lives: Life[] = [];
  readonly #executions = new Map<string, number>();
  readonly #trace = new Trace();
  /** In a clean world both ends must read what the other wrote. */
  readonly #bytes = { sent: [] as Buffer[], reached: [] as Buffer[] };
  readonly #answers = { sent: [] as Buffer[], reached: [] as Buffer[] };
  readonly #inbox: ShieldEvent[] = [];
  #stepping = false;
  #steps = 0;
  #stepsAtOnce = 0;
  #lastAt = -1;

  constructor(seed: number) {
    const random = new Random(seed);
    const world = drawWorld(seed, random.fork());
    this.#random = random;
    this.#world = world;
    this.#clientWatch = new ClientWatch(this.#facts);
    this.#serverWatch = new ServerWatch(this.#facts, world);
    this.#livesWatch = new LivesWatch(this.#facts, world);
    this.#shield = createShield(world.options, {
      isUtf8,
      redact: (text) => text,
      platform: 'linux',
      cwd: '/',
    });
    const timeline = this.#timeline;
    const habits = world.pipes;
    this.#toShield = new Pipe({
      timeline,
      random: random.fork(),
      habits,
      deliver: (chunk) => this.#post({ type: 'client-sent', chunk }),
    });
    this.#toClient = new Pipe({
      timeline,
      random: random.fork(),
      habits,
      deliver: (chunk) => this.#client.receive(chunk),
    });
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
    while (!this.#livesWatch.exited) {
      const wakeAt = this.#shield.nextWakeup() ?? Number.POSITIVE_INFINITY;
      const nextAt = timeline.nextAt() ?? Number.POSITIVE_INFINITY;
      if (wakeAt === nextAt && wakeAt === Number.POSITIVE_INFINITY) throw new Broken('it hangs');
      if (timeline.now > endOfTimeMs) throw new Broken('it never ends');
      if (wakeAt <= nextAt) {
        timeline.now = Math.max(timeline.now, wakeAt);
        this.#post({ type: 'woke' });
      } else timeline.advance();
    }
    this.#checkAtTheEnd();
    return this.#report();
  }

  /** Now and then: does anybody wait in vain? */
  #lookAround(): void {
    this.#facts.now = this.#timeline.now;
    this.#livesWatch.checkPatience();
    const { goneSince, begunAt } = this.#livesWatch;
    const life = this.#lives.at(-1);
    if (goneSince !== undefined) this.#clientWatch.checkWaiting(goneSince, goneMaxMs);
    else if (life?.process.isHealthy && this.#facts.ended === undefined) {
      this.#clientWatch.checkWaiting(begunAt, answerMaxMs);
    }
    this.#timeline.after(1_000, () => this.#lookAround());
  }

  story(): string {
    return this.#trace.told({ ...this.#world, lives: this.#lives.map(({ plan }) => plan) });
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
    this.#facts.now = now;
    this.#countStep(now);
    this.#trace.event(now, event);
    this.#noteEvent(event);
    const effects = this.#shield.step(event, now);
    if (this.#livesWatch.exited && effects.length > 0) throw new Broken('effects after the exit');
    for (const [index, effect] of effects.entries()) {
      this.#trace.effect(now, effect);
      if (effect.type === 'exit' && index < effects.length - 1) throw new Broken('exit not last');
      this.#perform(effect);
    }
    this.#checkQuestions(effects);
  }

  #countStep(now: number): void {
    this.#steps += 1;
    this.#stepsAtOnce = now === this.#lastAt ? this.#stepsAtOnce + 1 : 0;
    this.#lastAt = now;
    if (this.#steps > stepsMax || this.#stepsAtOnce > stepsAtOnceMax) throw new Broken('it loops');
  }

  #noteEvent(event: ShieldEvent): void {
    const facts = this.#facts;
    const { now } = facts;
    if (event.type === 'client-sent') {
      facts.clientSent(event.chunk);
      this.#bytes.sent.push(event.chunk);
    } else if (event.type === 'client-ended') {
      facts.clientEnded();
      facts.ended ??= { at: now, kind: 'eof' };
      this.#timeline.after(1, () => this.#checkInputEnded());
    } else if (event.type === 'signalled') {
      facts.ended ??= { at: now, kind: 'signal' };
      facts.signalledAt ??= now;
    } else if (event.type === 'server-exited') {
      const life = this.#lives[event.generation - 1];
      if (life !== undefined) life.watched.exited = true;
      this.#livesWatch.serverExited(event.generation);
    } else if (event.type === 'server-sent') this.#answers.sent.push(event.chunk);
  }

  #perform(effect: ShieldEffect): void {
    switch (effect.type) {
      case 'spawn':
        this.#spawn(effect.generation);
        break;
      case 'to-client':
        this.#writeClient(effect.parts);
        break;
      case 'to-server':
        this.#writeServer(effect.generation, effect.parts);
        break;
      case 'end-server-input':
        this.#life(effect.generation).watched.inputEnded = true;
        this.#life(effect.generation).process.endInput();
        break;
      case 'signal-server':
        this.#livesWatch.signalled(effect.generation, effect.signal);
        this.#life(effect.generation).process.signal(effect.signal);
        break;
      case 'release-server':
        this.#livesWatch.released(effect.generation, this.#clientWatch.service);
        this.#life(effect.generation).process.release();
        break;
      case 'exit':
        if (this.#livesWatch.exited) throw new Broken('exits twice');
        this.#livesWatch.checkEnd();
        break;
      default:
    }
  }

  #writeClient(parts: readonly Buffer[]): void {
    for (const part of parts) this.#clientWatch.wrote(part, this.#lives.at(-1)?.plan);
    this.#answers.reached.push(...parts);
    this.#toClient.write(Buffer.concat(parts));
  }

  #writeServer(generation: number, parts: readonly Buffer[]): void {
    const { process, watched } = this.#life(generation);
    if (generation !== this.#lives.length) throw new Broken(`written to old life ${generation}`);
    for (const part of parts) this.#serverWatch.wrote(watched, part);
    this.#bytes.reached.push(...parts);
    process.write(parts);
  }

  #life(generation: number): Life {
    const life = this.#lives[generation - 1];
    if (life === undefined) throw new Broken(`there is no life ${generation}`);
    return life;
  }

  #spawn(generation: number): void {
    const random = this.#random.fork();
    const plan = drawLife(this.#world, generation, random);
    const process = new SimulatedProcess({
      world: this.#world,
      generation,
      plan,
      timeline: this.#timeline,
      random,
      post: (event) => this.#post(event),
      witness: this.#witness(),
    });
    this.#livesWatch.spawned(generation, process);
    const watched = this.#serverWatch.begin(generation, plan.spawnErrno === undefined);
    this.#lives.push({ plan, process, watched });
    this.#facts.generation = generation;
  }

  #witness(): Witness {
    return {
      ran: (generation, call) => this.#ran(generation, call),
      greeted: (generation, agreed) => {
        const { watched } = this.#life(generation);
        if (watched.greeting === 'asked') watched.greeting = agreed ? 'answered' : 'done';
      },
      fail: (message) => {
        throw new Broken(message);
      },
    };
  }

  /** Nothing runs twice behind the user's back. */
  #ran(generation: number, call: string): void {
    const times = (this.#executions.get(call) ?? 0) + 1;
    this.#executions.set(call, times);
    const asked = this.#facts.asked.get(call);
    const marked = asked?.packet.params?.['name'] !== 'write';
    if (times > 1 && (!marked || this.#world.options.retry !== 'annotated')) {
      throw new Broken(`call ${call} ran again in life ${generation}`);
    }
  }

  #leave(farewell: Farewell): void {
    const [timeline, pipe] = [this.#timeline, this.#toShield];
    if (farewell === 'eof') pipe.end(() => this.#post({ type: 'client-ended', cause: 'eof' }));
    else if (farewell === 'broken-pipe' || farewell === 'orphaned') {
      this.#post({ type: 'client-ended', cause: farewell });
    } else timeline.after(0, () => this.#post({ type: 'signalled', signal: farewell }));
  }

  /** After EOF a server that has been written everything reads its own. */
  #checkInputEnded(): void {
    const life = this.#lives.at(-1);
    if (life === undefined || life.watched.exited || life.watched.inputEnded) return;
    const waits = [...this.#facts.asked.values()].some(
      ({ answers, cancelled, writtenTo }) =>
        answers === 0 && !cancelled && !writtenTo.includes(life.watched.generation),
    );
    const runs = life.watched.ran && !this.#livesWatch.exited;
    if (runs && !waits) throw new Broken('the server is not told of the end');
  }

  /** After a fall the client must have been told that the dead server's questions are void. */
  #checkQuestions(effects: readonly ShieldEffect[]): void {
    if (this.#livesWatch.exited) return;
    for (const effect of effects) {
      if (effect.type !== 'release-server') continue;
      for (const [id, generation] of this.#facts.questions) {
        if (generation === effect.generation) throw new Broken(`question ${id} outlives its asker`);
      }
    }
  }

  #checkAtTheEnd(): void {
    for (const [key, asked] of this.#facts.asked) {
      if (asked.answers === 0 && !asked.cancelled) throw new Broken(`never answered: ${key}`);
    }
    const { weather } = this.#world;
    if (weather !== 'rough' && this.#clientWatch.ownAnswers > this.#openStreams()) {
      throw new Broken('the shield answered in the place of a healthy server');
    }
    if (weather !== 'clean') return;
    assertSame('server', this.#bytes);
    if (this.#openStreams() === 0) assertSame('client', this.#answers);
  }

  #openStreams(): number {
    const isListen = ({ packet }: { packet: { method?: string } }): boolean =>
      packet.method === 'subscriptions/listen';
    return [...this.#facts.asked.values()].filter(isListen).length;
  }

  #report(): Report {
    return {
      world: this.#world,
      steps: this.#steps,
      lives: this.#lives.length,
      requests: this.#facts.asked.size,
      ownAnswers: this.#clientWatch.ownAnswers,
      ranTwice: [...this.#executions.values()].filter((times) => times > 1).length,
    };
  }
}

function assertSame(end: string, { sent, reached }: { sent: Buffer[]; reached: Buffer[] }): void {
  const [one, other] = [Buffer.concat(sent).toString(), Buffer.concat(reached).toString()];
  if (one === other) return;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const shown = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 80), at + 80));
  throw new Broken(`the ${end} read other bytes: ${shown(one)} became ${shown(other)}`);
}
