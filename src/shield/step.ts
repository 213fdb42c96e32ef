/**
 * The one deterministic machine: events in, effects out, every decision here or below.
 *
 * Theory of operation. Four small machines, coupled only in this file:
 *   the filter    turns a life's bytes into messages and noise,
 *   the session   knows what the client was promised and is owed, over all lives,
 *   the supervisor knows which life is on and when the next may begin,
 *   the ladder    exists once the session ends and leads to `exit`, whatever the others do.
 * A fall is settled when the child has exited AND its stdout has been read (or waited for long
 * enough): only then is it known which requests were answered.
 */

import type { Message } from '../protocol/message.ts';
import type { Failure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { type EndKind, Ladder } from '../supervisor/ladder.ts';
import type { Order, Supervisor } from '../supervisor/supervisor.ts';
import { AwakeClock } from './awake-clock.ts';
import { CurrentLife } from './current-life.ts';
import type {
  ReportingShield,
  ShieldEffect,
  ShieldEvent,
  ShieldOptions,
  ShieldReport,
  Surroundings,
} from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import { unavailable } from './explain.ts';
import type { Life, LifeEnd } from './life.ts';
import { createMachines, type Machines, nextDeadline } from './machines.ts';
import type { Outbox } from './outbox.ts';
import { reportOf } from './shield-report.ts';
import { restartOf, sessionEnded, startOf, whoEnded } from './wording.ts';

export function createShield(options: ShieldOptions, surroundings: Surroundings): ReportingShield {
  return new ShieldMachine(options, surroundings);
}

class ShieldMachine implements ReportingShield {
  readonly #options: ShieldOptions;
  readonly #surroundings: Surroundings;
  readonly #clock = new AwakeClock();
  readonly #outbox: Outbox;
  readonly #supervisor: Supervisor;
  readonly #session: Session;
  readonly #machines: Machines;
  readonly #current: CurrentLife;
  /** The next life is one that somebody asked for. */
  #freshCode = false;
  #ladder: Ladder | undefined;
  #clientGone = false;
  #exited = false;
  #now = 0;

  constructor(options: ShieldOptions, surroundings: Surroundings) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#machines = createMachines(options, surroundings, {
      toServer: (out) => this.#current.toServer(out),
      unfit: (why) => this.#current.endUnfit(why),
      served: () => this.#supervisor.served(this.#now),
    });
    this.#outbox = this.#machines.outbox;
    this.#supervisor = this.#machines.supervisor;
    this.#session = this.#machines.session;
    this.#current = new CurrentLife(options, surroundings, this.#machines);
  }

  get #onWindows(): boolean {
    return this.#surroundings.platform === 'win32';
  }

  step(event: ShieldEvent, now: number): readonly ShieldEffect[] {
    if (this.#exited) return [];
    this.#now = this.#clock.read(now, () => nextDeadline(this.#machines, this.#ladder));
    this.#handle(event);
    const tooLate = this.#machines.watch.observe(this.#session.handshaking, this.#now);
    if (tooLate !== undefined) this.#session.refuseHandshake(unavailable(tooLate));
    if (this.#ladder !== undefined) this.#descend(this.#ladder);
    else this.#restartAsPlanned();
    return this.#outbox.drain();
  }

  nextWakeup(): number | undefined {
    const next = this.#exited ? undefined : nextDeadline(this.#machines, this.#ladder);
    return next === undefined ? undefined : this.#clock.real(next);
  }

  report(): ShieldReport {
    return reportOf(this.#machines, this.#ladder !== undefined);
  }

  #handle(event: ShieldEvent): void {
    switch (event.type) {
      case 'started':
        this.#perform(this.#supervisor.spawn());
        return;
      case 'client-sent':
        // A client that is gone cannot read an answer.
        if (this.#clientGone) return;
        this.#machines.client.read(event.chunk, (message) => this.#fromClient(message));
        return;
      case 'client-ended':
        if (!this.#clientGone) this.#machines.client.end((message) => this.#fromClient(message));
        this.#clientGone = true;
        this.#end(this.#onWindows ? 'eofOnWindows' : 'eof', whoEnded[event.cause]);
        return;
      case 'signalled':
        this.#end('signal', event.signal);
        return;
      case 'file-changed':
        this.#machines.plannedRestart.fileChanged(event.path, this.#now);
        return;
      case 'restart-requested':
        this.#machines.plannedRestart.request(event.why, this.#now);
        return;
      case 'woke':
        this.#woke();
        return;
      default: {
        // Events of earlier lives end here.
        const { life } = this.#current;
        const owned = this.#supervisor.owns(event.generation);
        if (life !== undefined && owned) this.#handleOfLife(event, life);
      }
    }
  }

  #handleOfLife(event: Extract<ShieldEvent, { generation: number }>, life: Life): void {
    switch (event.type) {
      case 'server-spawned':
        this.#outbox.log('info', startOf(event.generation), { pid: event.pid });
        return;
      case 'server-sent':
        this.#machines.server.read(life, event.chunk, this.#now);
        return;
      case 'server-complained':
        life.stderr.add(event.chunk);
        this.#outbox.toStderr(event.chunk);
        return;
      case 'server-spawn-failed':
        this.#settle(life, { ...event, kind: 'start-failed' });
        return;
      case 'server-stdout-ended':
        // Mute or deaf: what the client asks from now on waits for the next server.
        this.#session.stopWriting();
        this.#perform(this.#supervisor.stdoutEnded(this.#now));
        return;
      case 'server-input-closed':
        this.#session.stopWriting();
        this.#perform(this.#supervisor.pipeClosed(this.#now));
        return;
      case 'server-exited': {
        const { exitCode, signal, leftovers } = event;
        this.#session.stopWriting();
        this.#perform(this.#supervisor.exited({ exitCode, signal }, this.#now, leftovers));
        return;
      }
    }
  }

  #fromClient(message: Message): void {
    const asks = message.kind === 'request' || message.kind === 'batch';
    if (asks && this.#ladder === undefined && this.#supervisor.mayTryAgain(this.#now)) {
      this.#outbox.log('info', 'trying to start the server once more');
      this.#perform(this.#supervisor.spawn());
    }
    this.#session.fromClient(message, this.#now);
  }

  #perform(orders: readonly Order[]): void {
    for (const order of orders) {
      if (order.type === 'signal') {
        const { generation, signal } = order;
        this.#outbox.add({ type: 'signal-server', generation, signal });
      } else if (order.type === 'spawn') this.#begin(order.generation);
      else if (this.#current.life !== undefined) {
        this.#settle(this.#current.life, { kind: 'exited', ...order.exit });
      }
    }
  }

  #begin(generation: number): void {
    this.#current.begin(generation, { freshCode: this.#freshCode, now: this.#now });
    this.#freshCode = false;
  }

  /** The life is over and read to its end: what did it mean, and what comes next? */
  #settle(life: Life, end: LifeEnd): void {
    this.#current.release(life, this.#now);
    if (this.#ladder !== undefined) {
      this.#exit(exitCodeOf(this.#options, end, true));
      return;
    }
    const failure = this.#machines.falls.handle(life, end, this.#now);
    if (failure !== undefined) this.#exit(exitCodeOf(this.#options, end, false), failure);
    else this.#perform(this.#supervisor.woke(this.#now));
  }

  #woke(): void {
    this.#perform(this.#supervisor.woke(this.#now));
    this.#session.woke(this.#now);
    this.#perform(this.#current.endHung(this.#now));
  }

  /** A restart that was asked for, when its time has come. */
  #restartAsPlanned(): void {
    const action = this.#machines.plannedRestart.observe(this.#now);
    if (action === undefined) return;
    const { act, why } = action;
    this.#outbox.log('info', restartOf(act, why));
    if (act === 'wait') return;
    this.#freshCode = true;
    if (act === 'spawn') this.#perform(this.#supervisor.spawn());
    else this.#perform(this.#current.endRequested(why, this.#now));
  }

  #end(kind: EndKind, who: string): void {
    if (this.#ladder !== undefined) {
      this.#ladder.shorten(kind, this.#now);
      return;
    }
    this.#outbox.log('info', `the session ends: ${who}`);
    this.#machines.plannedRestart.cancel(this.#now);
    this.#ladder = new Ladder(kind, this.#now);
    if (kind === 'signal') this.#current.endInput();
    if (this.#current.life === undefined) this.#exit(0);
  }

  /** What waits for the greeting of a new server is still written before its input ends. */
  #descend(ladder: Ladder): void {
    if (this.#session.settled) this.#current.endInput();
    const generation = this.#current.life?.generation;
    for (const rung of ladder.due(this.#now)) {
      if (rung === 'exit') this.#exit(0);
      else if (generation !== undefined) {
        this.#current.endInput();
        const signal = rung === 'term' ? 'SIGTERM' : 'SIGKILL';
        this.#outbox.add({ type: 'signal-server', generation, signal });
      }
    }
  }

  #exit(code: number, failure: Failure = sessionEnded): void {
    if (this.#exited) return;
    this.#supervisor.finish();
    this.#session.refuseAll(failure);
    this.#exited = true;
    this.#outbox.add({ type: 'exit', code });
  }
}
