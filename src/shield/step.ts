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
import type { Session } from '../session/session.ts';
import { isMute, type Order } from '../supervisor/life-phase.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
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
import { unavailable } from './explain.ts';
import type { Life, LifeEnd } from './life.ts';
import { createMachines, type Machines, nextDeadline } from './machines.ts';
import type { Outbox } from './outbox.ts';
import { SessionEnd } from './session-end.ts';
import { reportOf } from './shield-report.ts';
import { restartOf, restOf, startOf } from './wording.ts';

export function createShield(options: ShieldOptions, surroundings: Surroundings): ReportingShield {
  return new ShieldMachine(options, surroundings);
}

class ShieldMachine implements ReportingShield {
  readonly #clock = new AwakeClock();
  readonly #outbox: Outbox;
  readonly #supervisor: Supervisor;
  readonly #session: Session;
  readonly #machines: Machines;
  readonly #current: CurrentLife;
  readonly #end: SessionEnd;
  #clientGone = false;
  #now = 0;

  constructor(options: ShieldOptions, surroundings: Surroundings) {
    this.#machines = createMachines(options, surroundings, {
      toServer: (out) => this.#current.toServer(out),
      unfit: (unfitness) => this.#current.endUnfit(unfitness),
      served: () => this.#supervisor.served(this.#now),
    });
    this.#outbox = this.#machines.outbox;
    this.#supervisor = this.#machines.supervisor;
    this.#session = this.#machines.session;
    this.#current = new CurrentLife(options, surroundings, this.#machines);
    this.#end = new SessionEnd(this.#machines, this.#current, { options, surroundings });
  }

  step(event: ShieldEvent, now: number): readonly ShieldEffect[] {
    if (this.#end.exited) return [];
    this.#now = this.#clock.read(now, () => this.#nextDeadline());
    if (event.type !== 'woke') this.#machines.idleness.moved(this.#now);
    this.#handle(event);
    // A second greeting is no start: what was agreed holds on.
    const isStarting = this.#session.handshaking && !this.#session.established;
    const tooLate = this.#machines.watch.observe(isStarting, this.#now);
    if (tooLate !== undefined) this.#session.refuseHandshake(unavailable(tooLate));
    if (this.#end.begun) this.#end.descend(this.#now);
    else this.#restAndRestart();
    return this.#outbox.drain();
  }

  nextWakeup(): number | undefined {
    const next = this.#end.exited ? undefined : this.#nextDeadline();
    return next === undefined ? undefined : this.#clock.real(next);
  }

  #nextDeadline(): number | undefined {
    return nextDeadline(this.#machines, this.#end, this.#current);
  }

  report(): ShieldReport {
    return reportOf(this.#machines, this.#end.begun);
  }

  #handle(event: ShieldEvent): void {
    switch (event.type) {
      case 'started':
        this.#start();
        return;
      case 'recalled':
        this.#session.recollection.recalled(event, this.#now);
        this.#wakeServer();
        return;
      case 'client-sent':
        // A client that is gone cannot read an answer.
        if (this.#clientGone) return;
        this.#machines.client.read(event.chunk, (message) => this.#fromClient(message));
        return;
      case 'client-ended':
        if (!this.#clientGone) this.#machines.client.end((message) => this.#fromClient(message));
        this.#clientGone = true;
        this.#end.clientEnded(event.cause, this.#now);
        return;
      case 'signalled':
        this.#end.signalled(event.signal, this.#now);
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

  #start(): void {
    if (!this.#machines.isLazy) {
      this.#perform(this.#supervisor.spawn());
      return;
    }
    this.#supervisor.rest();
    this.#session.sleep();
    this.#outbox.log('info', 'start-deferred', 'no server is started before the client needs one');
  }

  #handleOfLife(event: Extract<ShieldEvent, { generation: number }>, life: Life): void {
    switch (event.type) {
      case 'server-spawned':
        life.startedDirectly = event.direct === true;
        this.#outbox.log('info', 'server-started', ...startOf(event));
        return;
      case 'server-sent':
        if (isMute(this.#supervisor.phase)) return;
        this.#current.reading(() => this.#machines.server.read(life, event.chunk, this.#now));
        this.#current.heardOf(this.#now);
        return;
      case 'server-complained':
        this.#machines.server.complained(life, event.chunk, this.#now);
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
      case 'server-exited':
        this.#perform(this.#current.exited(event, event.leftovers, this.#now));
        this.#current.leftAgain(this.#now);
        return;
    }
  }

  #fromClient(message: Message): void {
    const isRequest = message.kind === 'request' || message.kind === 'batch';
    if (isRequest && !this.#end.begun && this.#supervisor.mayTryAgain(this.#now)) {
      this.#outbox.log('info', 'start-retried', 'trying to start the server once more');
      this.#perform(this.#supervisor.spawn());
    }
    this.#session.fromClient(message, this.#now);
    this.#wakeServer();
  }

  /** A server that rests is started by whatever only a server can answer. */
  #wakeServer(): void {
    if (!this.#supervisor.resting || !this.#end.mayStart || !this.#session.waits) return;
    this.#outbox.log('info', 'server-woken', 'the server is needed and is started');
    this.#perform(this.#supervisor.spawn());
  }

  #perform(orders: readonly Order[]): void {
    for (const order of orders) {
      if (order.type === 'signal') {
        const { generation, signal } = order;
        if (signal === 'SIGKILL') this.#current.noteClosedPipe();
        this.#outbox.add({ type: 'signal-server', generation, signal });
      } else if (order.type === 'spawn') this.#current.begin(order.generation, this.#now);
      else if (order.type === 'outlived') this.#perform(this.#current.outlived(this.#now));
      else if (this.#current.life !== undefined) {
        this.#settle(this.#current.life, { kind: 'exited', ...order.exit });
      }
    }
  }

  /** The life is over and read to its end: what did it mean, and what comes next? */
  #settle(life: Life, end: LifeEnd): void {
    this.#current.release(life, this.#now);
    if (this.#end.begun) {
      const { falls } = this.#machines;
      const isOwn = this.#end.hasSignalled;
      const failure = isOwn ? undefined : falls.explainAtEnd(life, end, this.#now);
      this.#end.exitAfter(end, { failure, now: this.#now });
      return;
    }
    if (this.#machines.falls.isRest(life, end)) {
      this.#session.serverRested(this.#now);
      this.#supervisor.rest();
      this.#outbox.log('info', 'server-rested', restOf(life.endReason));
      this.#wakeServer();
      return;
    }
    const failure = this.#machines.falls.handle(life, end, this.#now);
    if (failure !== undefined) this.#end.exitAfter(end, { failure, now: this.#now });
    else this.#perform(this.#supervisor.woke(this.#now));
  }

  #woke(): void {
    const { life } = this.#current;
    if (life !== undefined) {
      this.#current.reading(() => this.#machines.server.woke(life, this.#now));
    }
    this.#current.heardOf(this.#now);
    this.#perform(this.#supervisor.woke(this.#now));
    this.#session.woke(this.#now);
    this.#perform(this.#current.endHung(this.#now));
  }

  /** An end of the life that is on, or a start, when its time has come. */
  #restAndRestart(): void {
    const { idleness, plannedRestart } = this.#machines;
    if (idleness.observe(this.#now)) this.#perform(this.#current.endIdle(this.#now));
    const action = plannedRestart.observe(this.#now);
    if (action === undefined) return;
    const { act, why } = action;
    this.#outbox.log('info', 'restart-planned', restartOf(act, why));
    if (act === 'wait') return;
    if (act === 'spawn') this.#perform(this.#supervisor.spawn());
    else this.#perform(this.#current.endRequested(why, this.#now));
  }
}
