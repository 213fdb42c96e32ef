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

import { frame } from '../filter/framing.ts';
import type { Message } from '../protocol/message.ts';
import type { Session } from '../session/session.ts';
import type { Trouble } from '../session/trouble.ts';
import { Ladder } from '../supervisor/ladder.ts';
import type { Order, Supervisor } from '../supervisor/supervisor.ts';
import type { Shield, ShieldEffect, ShieldEvent, ShieldOptions, Surroundings } from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import { unavailable } from './explain.ts';
import { createLife, type Life } from './life.ts';
import type { Outbox } from './outbox.ts';
import { createParts, type Parts } from './parts.ts';
import { sessionEnded, whoEnded } from './sentences.ts';

export function createShield(options: ShieldOptions, surroundings: Surroundings): Shield {
  return new Machine(options, surroundings);
}

class Machine implements Shield {
  readonly #options: ShieldOptions;
  readonly #surroundings: Surroundings;
  readonly #outbox: Outbox;
  readonly #supervisor: Supervisor;
  readonly #session: Session;
  readonly #parts: Parts;
  #life: Life | undefined;
  #ladder: Ladder | undefined;
  #clientGone = false;
  #exited = false;
  #now = 0;

  constructor(options: ShieldOptions, surroundings: Surroundings) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#parts = createParts(options, surroundings, {
      toServer: (bytes) => this.#toServer(bytes),
      served: () => this.#supervisor.served(this.#now),
    });
    this.#outbox = this.#parts.outbox;
    this.#supervisor = this.#parts.supervisor;
    this.#session = this.#parts.session;
  }

  step(event: ShieldEvent, now: number): readonly ShieldEffect[] {
    if (this.#exited) return [];
    this.#now = now;
    this.#take(event);
    const tooLate = this.#parts.watch.observe(this.#session.handshaking, now);
    if (tooLate !== undefined) this.#session.refuseHandshake(unavailable(tooLate));
    if (this.#ladder !== undefined) this.#descend(this.#ladder);
    return this.#outbox.take();
  }

  nextWakeup(): number | undefined {
    if (this.#exited) return undefined;
    const times = [
      this.#supervisor.nextWakeup(),
      this.#session.nextWakeup(),
      this.#ladder?.nextWakeup(),
      this.#parts.watch.nextWakeup(),
    ];
    const next = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(next) ? next : undefined;
  }

  #take(event: ShieldEvent): void {
    switch (event.type) {
      case 'started':
        this.#perform(this.#supervisor.spawn(this.#now));
        return;
      case 'client-sent':
        // A client that is gone cannot read an answer.
        if (this.#clientGone) return;
        this.#parts.client.read(event.chunk, (message) => this.#fromClient(message));
        return;
      case 'client-ended':
        if (!this.#clientGone) this.#parts.client.end((message) => this.#fromClient(message));
        this.#clientGone = true;
        this.#end('eof', whoEnded[event.cause]);
        return;
      case 'signalled':
        this.#end('signal', event.signal);
        return;
      case 'woke':
        this.#woke();
        return;
      default:
        // Events of earlier lives end here.
        if (this.#life !== undefined && this.#supervisor.owns(event.generation)) {
          this.#takeOfLife(event, this.#life);
        }
    }
  }

  #takeOfLife(event: Extract<ShieldEvent, { generation: number }>, life: Life): void {
    switch (event.type) {
      case 'server-spawned':
        this.#outbox.log('debug', 'the server was started', { pid: event.pid });
        return;
      case 'server-sent':
        this.#fromServer(life, life.filter.push(event.chunk));
        return;
      case 'server-complained':
        life.stderr.add(event.chunk);
        this.#outbox.add({ type: 'to-stderr', bytes: event.chunk });
        return;
      case 'server-spawn-failed':
        life.spawnFailure = event;
        this.#settle(life);
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
        life.exit = { exitCode: event.exitCode, signal: event.signal };
        this.#session.stopWriting();
        this.#perform(this.#supervisor.exited(life.exit, this.#now, event.leftovers));
        return;
    }
  }

  #fromClient(message: Message): void {
    const asks = message.kind === 'request' || message.kind === 'batch';
    if (asks && this.#ladder === undefined && this.#supervisor.mayTryAgain(this.#now)) {
      this.#outbox.log('info', 'trying to start the server once more');
      this.#perform(this.#supervisor.spawn(this.#now));
    }
    this.#session.fromClient(message, this.#now);
  }

  #fromServer(life: Life, items: ReturnType<Life['filter']['push']>): void {
    if (life.unfit !== undefined) return;
    this.#endUnfit(life, this.#parts.server.take(life, items, this.#now));
  }

  /** A server that cannot carry the session on falls, and the sentence becomes the cause. */
  #endUnfit(life: Life, unfit: string | undefined): void {
    if (unfit === undefined || life.unfit !== undefined) return;
    life.unfit = unfit;
    this.#session.stopWriting();
    const { generation } = life;
    this.#outbox.add({ type: 'signal-server', generation, signal: 'SIGKILL' });
  }

  #toServer(bytes: Buffer): void {
    const life = this.#life;
    if (life === undefined || life.inputEnded || !this.#supervisor.alive) return;
    const framed = life.filter.framing === 'content-length';
    this.#outbox.toServer(life.generation, framed ? frame(bytes) : bytes);
  }

  #perform(orders: readonly Order[]): void {
    for (const order of orders) {
      if (order.type === 'signal') {
        const { generation, signal } = order;
        this.#outbox.add({ type: 'signal-server', generation, signal });
      } else if (order.type === 'spawn') this.#begin(order.generation);
      else if (this.#life !== undefined) this.#settle(this.#life);
    }
  }

  #begin(generation: number): void {
    const { maxMessageBytes } = this.#options;
    const { isUtf8 } = this.#surroundings;
    this.#life = createLife({ generation, now: this.#now, maxMessageBytes, isUtf8 });
    this.#outbox.add({ type: 'spawn', generation });
    this.#session.serverStarted(generation === 1, this.#now);
  }

  /** The life is over and read to its end: what did it mean, and what comes next? */
  #settle(life: Life): void {
    life.over = true;
    this.#fromServer(life, life.filter.end());
    this.#outbox.add({ type: 'release-server', generation: life.generation });
    this.#life = undefined;
    if (this.#ladder !== undefined) {
      this.#exit(exitCodeOf(this.#options, life, true));
      return;
    }
    const trouble = this.#parts.falls.take(life, this.#now);
    if (trouble !== undefined) this.#exit(exitCodeOf(this.#options, life, false), trouble);
    else this.#perform(this.#supervisor.woke(this.#now));
  }

  #woke(): void {
    this.#perform(this.#supervisor.woke(this.#now));
    const unfit = this.#session.woke(this.#now);
    if (this.#life !== undefined) this.#endUnfit(this.#life, unfit);
  }

  #end(kind: 'eof' | 'signal', who: string): void {
    if (this.#ladder !== undefined) {
      this.#ladder.shorten(kind, this.#now);
      return;
    }
    this.#outbox.log('info', `the session ends: ${who}`);
    this.#ladder = new Ladder(kind, this.#now);
    if (kind === 'signal') this.#endInput();
    if (this.#life === undefined) this.#exit(0);
  }

  #endInput(): void {
    const life = this.#life;
    if (life === undefined || life.inputEnded) return;
    life.inputEnded = true;
    this.#session.stopWriting();
    this.#outbox.add({ type: 'end-server-input', generation: life.generation });
  }

  /** What waits for the greeting of a new server is still written before its input ends. */
  #descend(ladder: Ladder): void {
    if (this.#session.settled) this.#endInput();
    const generation = this.#life?.generation;
    for (const rung of ladder.due(this.#now)) {
      if (rung === 'exit') this.#exit(0);
      else if (generation !== undefined) {
        this.#endInput();
        const signal = rung === 'term' ? 'SIGTERM' : 'SIGKILL';
        this.#outbox.add({ type: 'signal-server', generation, signal });
      }
    }
  }

  #exit(code: number, trouble: Trouble = sessionEnded): void {
    if (this.#exited) return;
    this.#supervisor.finish();
    this.#session.refuseAll(trouble);
    this.#exited = true;
    this.#outbox.add({ type: 'exit', code });
  }
}
