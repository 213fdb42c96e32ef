/**
 * All watchers as one: they are told of every event before the shield and of every effect before
 * the world, look around once a second, and have the last word at the end.
 */

import { endLimits } from '../../src/base/limits.ts';
import { linesOf } from '../../src/protocol/lines.ts';
import type { Remembered } from '../../src/session/memory.ts';
import type { ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';
import { readingFailed } from '../../src/shield/wording.ts';
import { Broken, Facts } from './facts.ts';
import type { LifePlan } from './life-plan.ts';
import type { World } from './plan.ts';
import type { SimulatedProcess, Witness } from './process.ts';
import { outcomesIn } from './recall.ts';
import { shownOutcome } from './shown.ts';
import { outcomeOf } from './utterance.ts';
import { ClientWatch } from './watch-client.ts';
import { ErrorWatch } from './watch-errors.ts';
import { LivesWatch } from './watch-lives.ts';
import { PassingWatch } from './watch-passing.ts';
import { RestoredWatch } from './watch-restored.ts';
import { ServerWatch, type WatchedLife } from './watch-server.ts';
import { StderrWatch } from './watch-stderr.ts';
import { TruthWatch } from './watch-truth.ts';

/** A request waits so long while there is no server (`holdMaxMs`), with some air. */
const goneMaxMs = 46_000;
/** A server that is well has started, been greeted and answered by then, pipes included. */
const answerMaxMs = 12_000;
const airMs = 1_000;

interface Life {
  readonly plan: LifePlan;
  readonly process: SimulatedProcess;
  readonly watched: WatchedLife;
}

/** Bytes as one end wrote them and as they reached the other: in a clean world the same. */
interface Ends {
  readonly sent: Buffer[];
  readonly reached: Buffer[];
}

export class Watch {
  readonly facts = new Facts();
  readonly #world: World;
  readonly #client: ClientWatch;
  readonly #truth: TruthWatch;
  readonly #server: ServerWatch;
  readonly #livesWatch: LivesWatch;
  readonly #stderr: StderrWatch;
  readonly #errors: ErrorWatch;
  readonly #passing: PassingWatch;
  readonly #restored: RestoredWatch;
  /** Requests before the step at hand. */
  #askedBefore = 0;
  readonly #lives: Life[] = [];
  readonly #executions = new Map<string, number>();
  /** In the step at hand. */
  #answered = false;
  #released = false;
  readonly #toServer: Ends = { sent: [], reached: [] };
  readonly #toClient: Ends = { sent: [], reached: [] };

  constructor(world: World) {
    this.#world = world;
    this.#truth = new TruthWatch(this.facts);
    this.#errors = new ErrorWatch(this.facts, this.#truth, world.options);
    this.#passing = new PassingWatch(this.facts);
    this.facts.onLine = (line) => this.#passing.clientSaid(line);
    this.#restored = new RestoredWatch(this.facts, world.habits);
    const restored = this.#restored;
    const watches = { truth: this.#truth, errors: this.#errors, restored };
    this.#client = new ClientWatch(this.facts, watches, world.options);
    this.#server = new ServerWatch(this.facts, world, { passing: this.#passing, restored });
    this.#livesWatch = new LivesWatch(this.facts, world);
    this.#stderr = new StderrWatch(world);
  }

  get exited(): boolean {
    return this.#livesWatch.exited;
  }

  get plans(): LifePlan[] {
    return this.#lives.map(({ plan }) => plan);
  }

  get ownAnswers(): number {
    return this.#client.ownAnswers;
  }

  event(event: ShieldEvent, now: number): void {
    const { facts } = this;
    facts.now = now;
    if (event.type !== 'woke') facts.movedAt = now;
    facts.justCancelled.clear();
    this.#stderr.event(event);
    if (event.type === 'client-sent') {
      facts.clientSent(event.chunk);
      this.#toServer.sent.push(event.chunk);
    } else if (event.type === 'client-ended') {
      facts.clientEnded();
      const kind = event.cause === 'eof' ? 'eof' : 'gone';
      if (facts.ended?.kind !== 'signal' && facts.ended?.kind !== 'gone')
        facts.ended = { at: now, kind };
    } else if (event.type === 'signalled') {
      facts.ended ??= { at: now, kind: 'signal' };
      facts.signalledAt ??= now;
    } else if (event.type === 'file-changed' || event.type === 'restart-requested') {
      facts.restartWantedAt = now;
      this.#livesWatch.forgive();
      this.#livesWatch.renewal.wants(event.type === 'file-changed');
    } else if (event.type === 'server-exited' || event.type === 'server-stdout-ended') {
      const { watched, process } = this.#life(event.generation);
      // Whose launcher left is alive until its output ends.
      if (!process.isDead || process.isLaunched === (event.type === 'server-exited')) return;
      watched.exited = true;
      this.#livesWatch.serverExited(event.generation);
    } else if (event.type === 'server-sent') {
      this.#toClient.sent.push(event.chunk);
      this.#truth.reached(event.generation, event.chunk.length);
      this.#stderr.reached(event.generation, event.chunk.length);
    }
  }

  /** The shield is told what an earlier run heard. */
  recalled(remembered: Remembered): void {
    for (const answer of outcomesIn(remembered)) {
      this.facts.remembered.add(shownOutcome(this.#world.options, outcomeOf(answer)));
    }
  }

  /** Before the effect is performed; a `spawn` is told of by `born`. */
  effect(effect: ShieldEffect): void {
    this.#stderr.effect(effect);
    this.#passing.effect(effect);
    switch (effect.type) {
      case 'to-client':
        this.#answered = true;
        for (const line of linesOf(effect.buffers)) {
          this.#client.wrote(line, this.#lives.at(-1)?.plan);
        }
        this.#toClient.reached.push(...effect.buffers);
        break;
      case 'to-server':
        this.#wroteServer(effect.generation, effect.buffers);
        break;
      case 'end-server-input':
        this.#life(effect.generation).watched.inputEnded = true;
        this.#checkInputMayEnd(effect.generation);
        this.facts.isEnding = true;
        break;
      case 'signal-server':
        this.#livesWatch.signalled(effect.generation, effect.signal);
        break;
      case 'log':
        if (effect.message === readingFailed) throw new Broken(JSON.stringify(effect.fields));
        break;
      case 'release-server':
        this.#truth.released();
        this.#stderr.released(effect.generation);
        this.#livesWatch.released(effect.generation, this.#client);
        this.facts.isEnding = true;
        this.#released = true;
        break;
      case 'remember':
        this.recalled(effect.remembered);
        break;
      case 'exit':
        if (this.exited) throw new Broken('exits twice');
        this.#livesWatch.checkEnd();
        break;
      default:
    }
  }

  /** A server that has answered nothing may be one that answers at EOF: it is told of it soon. */
  #checkInputMayEnd(generation: number): void {
    const { ended, now } = this.facts;
    const isSilent = !this.#client.service.has(generation);
    const hasWaited = ended !== undefined && now - ended.at >= endLimits.silentMs;
    if (!isSilent || !hasWaited) this.#livesWatch.checkOwed();
    else this.#checkNothingHeld(generation);
  }

  /** What waits for the greeting of a new server is still to be written to it. */
  #checkNothingHeld(generation: number): void {
    const { ended, now } = this.facts;
    const isWaiting = ended?.kind === 'eof' && now - ended.at < endLimits.finishMs;
    if (!isWaiting || !this.#isWell() || this.facts.signalledAt !== undefined) return;
    for (const [key, { packet, answers, cancelled, writtenTo }] of this.facts.asked) {
      if (answers > 0 || cancelled || packet.method === 'initialize') continue;
      if (writtenTo.includes(generation)) continue;
      throw new Broken(`the server is told of the end, and not of ${key}`);
    }
  }

  born(generation: number, plan: LifePlan, process: SimulatedProcess): void {
    this.#livesWatch.spawned(generation, process, plan);
    this.#restored.begins();
    this.#stderr.begins(generation, plan, process);
    const isUnterminated = this.#world.habits.manner === 'unterminated';
    this.#truth.begin(isUnterminated, plan.quirks.has('echoes-stdin'));
    this.facts.isReleased = false;
    this.facts.isEnding = false;
    const watched = this.#server.begin(generation, plan, process);
    this.#lives.push({ plan, process, watched });
    this.facts.generation = generation;
    this.facts.beganAt = this.facts.now;
    this.facts.timeoutsInARow = 0;
  }

  /** What servers are asked to report. */
  witness(): Witness {
    return {
      ran: (generation, call) => this.#ran(generation, call),
      greeted: (generation, agreed) => {
        const { watched } = this.#life(generation);
        if (watched.greeting === 'asked') watched.greeting = agreed ? 'answered' : 'refused';
      },
      said: (generation, utterance, endsAt) => {
        const outcome = shownOutcome(this.#world.options, utterance.outcome);
        this.#truth.said(generation, { ...utterance, outcome }, endsAt);
      },
      printed: (generation, text, endsAt) => this.#stderr.printed(generation, text, endsAt),
      fail: (message) => {
        throw new Broken(message);
      },
    };
  }

  /** Now and then: does anybody wait in vain? */
  lookAround(now: number): void {
    this.facts.now = now;
    this.#livesWatch.checkPatience();
    this.#livesWatch.renewal.lookAround(this.#lives.at(-1)?.process);
    this.#truth.lookAround();
    this.#errors.lookAround();
    const { goneSince, begunAt } = this.#livesWatch;
    this.#client.checkHeld();
    const { sleptAt, ended } = this.facts;
    this.#passing.lookAround(this.#lives.at(-1), now - Math.max(begunAt, sleptAt));
    if (goneSince !== undefined) {
      const maxMs = Math.max(goneMaxMs, 3 * this.facts.firstGreetingMs + airMs);
      this.#client.checkWaiting(Math.max(goneSince, sleptAt), maxMs);
      if (ended === undefined) this.#client.checkPings();
    } else if (this.#isWell() && ended === undefined) {
      const on = this.#lives.at(-1);
      if (on !== undefined && this.#restored.lookAround(on))
        this.#client.checkLists(on.plan, begunAt);
      const maxMs = answerMaxMs + this.#world.habits.slowStartMs;
      this.#client.checkWaiting(Math.max(begunAt, sleptAt), maxMs);
    }
  }

  /** It is of the protocol that the client was promised, and will answer. */
  #isWell(): boolean {
    const { process, plan } = this.#lives.at(-1) ?? {};
    return (
      plan !== undefined && this.facts.fits(plan.protocolVersion) && process?.isHealthy === true
    );
  }

  slept(now: number): void {
    this.facts.sleptAt = now;
    this.#livesWatch.slept(now);
  }

  /** After EOF a server that owes nothing reads its own. */
  checkInputEnded(): void {
    const { watched } = this.#lives.at(-1) ?? {};
    if (watched === undefined || watched.exited || watched.inputEnded || this.exited) return;
    const { owed, ended } = this.facts;
    const isHeld = [...this.facts.asked.values()].some(
      ({ answers, cancelled, writtenTo }) =>
        answers === 0 && !cancelled && !writtenTo.includes(watched.generation),
    );
    const waits = isHeld || (ended?.kind === 'eof' && owed > 0);
    if (watched.ran && !waits) throw new Broken('the server is not told of the end');
  }

  /** A step is over. */
  stepped(effects: readonly ShieldEffect[]): void {
    // Its last words are taken in the step in which it is released.
    if (this.#released && !effects.some(({ type }) => type === 'spawn'))
      this.facts.isReleased = true;
    this.#released = false;
    this.#truth.check();
    this.#livesWatch.stepped(
      this.facts.asked.size > this.#askedBefore,
      this.#lives.at(-1)?.watched,
    );
    this.#askedBefore = this.facts.asked.size;
    this.#passing.stepped(this.#lives.at(-1), this.#errors.timedOut);
    this.#errors.timedOut = [];
    this.#checkQuestions(effects);
    this.facts.settle(this.#answered);
    this.#answered = false;
  }

  /** After a fall the client must have been told that the dead server's questions are void. */
  #checkQuestions(effects: readonly ShieldEffect[]): void {
    if (this.exited) return;
    for (const effect of effects) {
      if (effect.type !== 'release-server') continue;
      for (const [id, generation] of this.facts.questions) {
        if (generation === effect.generation) throw new Broken(`question ${id} outlives its asker`);
      }
    }
  }

  checkAtTheEnd(): void {
    this.#stderr.checkEnd();
    for (const [key, asked] of this.facts.asked) {
      if (asked.answers === 0 && !asked.cancelled) throw new Broken(`never answered: ${key}`);
    }
    const { weather } = this.#world;
    // An answer that breaks off and no other in time: that is told.
    const breaksOff = this.#world.habits.decoys.includes('cut off');
    // What the server does not offer any more is refused in its name.
    const mayRefuse = breaksOff || this.#world.recall === 'old';
    if (weather !== 'rough' && !mayRefuse && this.ownAnswers > this.#streams()) {
      throw new Broken('the shield answered in the place of a healthy server');
    }
    if (weather !== 'clean') return;
    assertSame('server', this.#toServer);
    // The end of a stream is told by the shield, for the server has no time to.
    if (this.#streams() === 0) assertSame('client', this.#toClient);
  }

  #wroteServer(generation: number, buffers: readonly Buffer[]): void {
    if (generation !== this.#lives.length) throw new Broken(`written to old life ${generation}`);
    const { watched, process } = this.#life(generation);
    for (const line of linesOf(buffers)) {
      for (const asked of this.#server.wrote(watched, line)) {
        this.#livesWatch.renewal.wrote(asked, process);
      }
    }
    this.#toServer.reached.push(...buffers);
  }

  #life(generation: number): Life {
    const life = this.#lives[generation - 1];
    if (life === undefined) throw new Broken(`there is no life ${generation}`);
    return life;
  }

  /** Nothing runs twice behind the user's back. */
  #ran(generation: number, call: string): void {
    const times = (this.#executions.get(call) ?? 0) + 1;
    this.#executions.set(call, times);
    const isMarked = this.facts.asked.get(call)?.packet.params?.['name'] !== 'write';
    if (times > 1 && !(isMarked && this.#world.options.retry === 'annotated')) {
      throw new Broken(`call ${call} ran again in life ${generation}`);
    }
  }

  #streams(): number {
    const methods = [...this.facts.asked.values()].map(({ packet }) => packet.method);
    return methods.filter((method) => method === 'subscriptions/listen').length;
  }
}

function assertSame(end: string, { sent, reached }: Ends): void {
  const written = Buffer.concat(sent).toString();
  // Its last line is ended for whoever did not.
  const one = written === '' || written.endsWith('\n') ? written : `${written}\n`;
  const other = Buffer.concat(reached).toString();
  if (one === other) return;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const shown = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 80), at + 80));
  throw new Broken(`the ${end} read other bytes: ${shown(one)} became ${shown(other)}`);
}
