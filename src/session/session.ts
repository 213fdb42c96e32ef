/**
 * One session of a client, over any number of servers: what the client was promised and is owed.
 * The whole surface of this floor; the parts are in the files beside it. Times are ms.
 */

import { notification } from '../protocol/compose.ts';
import type { Id, Message } from '../protocol/message.ts';
import { handleClientMessage } from './client-messages.ts';
import { errorAnswer, type Failure, failures } from './failure.ts';
import { pendingFor } from './match-response.ts';
import type { Peers } from './peer-info.ts';
import { type Fall, isProbed, serverFell, toolInFlight } from './pending-at-fall.ts';
import { flush, startLife } from './replay-to-server.ts';
import { guessBroken, releaseGuesses, type Sighting } from './server-answers.ts';
import { handleServerMessage } from './server-messages.ts';
import type { SessionPort } from './session-port.ts';
import {
  agreedHandshake,
  createState,
  type Era,
  refuse,
  type SessionOptions,
  type State,
  tellServer,
} from './state.ts';

export class Session {
  readonly #state: State;

  constructor(options: SessionOptions, port: SessionPort) {
    this.#state = createState(options, port);
  }

  fromClient(message: Message, now: number): void {
    handleClientMessage(this.#state, message, now);
  }

  fromServer(message: Message, at: Sighting): void {
    handleServerMessage(this.#state, message, at);
  }

  /** A server was started; what is written from now on goes to it. */
  serverStarted(first: boolean, now: number): void {
    startLife(this.#state, first, now);
  }

  /** It ended, or will: nothing more is written to it, but what it wrote still counts. */
  stopWriting(): void {
    this.#state.link.goDown();
  }

  /** This server will be replaced: what it has been asked may finish, all else is held. */
  pause(): void {
    const { link } = this.#state;
    if (link.kind === 'open') link.pause();
  }

  /** It will not be replaced after all. */
  resume(now: number): void {
    const { link } = this.#state;
    if (link.kind !== 'pausing') return;
    link.resume();
    flush(this.#state, now);
  }

  /** All it wrote was read. */
  serverFell(fall: Fall, now: number): void {
    this.#state.link.goDown();
    serverFell(this.#state, fall, now);
  }

  /** A `server/discover` is in flight and this server has said nothing. */
  get probed(): boolean {
    return isProbed(this.#state);
  }

  /** The client waits for the answer to `initialize`. */
  get handshaking(): boolean {
    return this.#state.handshake.kind === 'pending';
  }

  /** The client was answered at least its handshake, or speaks without one. */
  get established(): boolean {
    return agreedHandshake(this.#state) !== undefined || this.#state.era === 'modern';
  }

  /** The new server has not answered the replayed handshake yet. */
  get replaying(): boolean {
    return this.#state.link.kind === 'replaying';
  }

  /** It has written a message in the form that the protocol asks for. */
  get spokeProperly(): boolean {
    return this.#state.spokeProperly;
  }

  /** Answers that the client waits for; a stream is none, for it never ends by itself. */
  get owed(): number {
    let count = 0;
    for (const { resend, cancelled } of this.#state.pending.all()) {
      if (resend !== 'listen' && !cancelled) count += 1;
    }
    return count;
  }

  /** Nothing waits for this server that could still be written to it. */
  get settled(): boolean {
    return this.#state.link.kind === 'down' || !this.#state.hold.hasRequest();
  }

  /** Something that this server was asked, and that the client still wants, is not answered. */
  get busy(): boolean {
    for (const { place, resend, cancelled } of this.#state.pending.all()) {
      if (place === 'written' && resend !== 'listen' && !cancelled) return true;
    }
    return false;
  }

  /** See `pause`; false when there was nothing to pause. */
  get paused(): boolean {
    return this.#state.link.kind === 'pausing';
  }

  get peers(): Peers {
    return this.#state;
  }

  get era(): Era {
    return this.#state.era;
  }

  get requestCount(): number {
    return this.#state.requestCount;
  }

  /** The server of this life has written a message. */
  get spoke(): boolean {
    return this.#state.spoke;
  }

  /** It let so many requests time out, one after the other, that it counts as hung. */
  get hung(): boolean {
    const { restartHung } = this.#state.options;
    return restartHung > 0 && this.#state.timeoutsInARow >= restartHung;
  }

  /** Methods in flight, for the explanation of a fall. */
  inFlight(): string[] {
    return [...this.#state.pending.all()]
      .filter(({ place, resend }) => place === 'written' && resend !== 'listen')
      .map(({ method }) => method);
  }

  /** The tool of a call in flight, as far as its line was kept. */
  toolInFlight(): string | undefined {
    return toolInFlight(this.#state);
  }

  /** There is no server and none soon: all that waits is answered, and all that comes. */
  refuseWaiting(failure: Failure): void {
    this.#dropHeld();
    for (const entry of [...this.#state.pending.all()]) {
      // An acknowledged stream was promised news, not an answer: it waits for the next server.
      const waits = this.#state.listens.get(entry.id)?.filter !== undefined;
      if (!waits) refuse(this.#state, entry, failure);
    }
    this.#state.link.refuseAll(failure);
  }

  /** `initialize` took too long over several falls; the client learns why before it gives up. */
  refuseHandshake(failure: Failure): void {
    for (const entry of [...this.#state.pending.all()]) {
      if (entry.resend === 'handshake') refuse(this.#state, entry, failure);
    }
  }

  /** The session is over: whatever is still owed is answered. */
  refuseAll(failure: Failure, now: number): void {
    releaseGuesses(this.#state, now, 'session');
    this.#dropHeld();
    for (const entry of [...this.#state.pending.all()]) {
      refuse(this.#state, entry, failure, entry.place === 'written');
    }
    this.#state.link.refuseAll(failure);
  }

  /**
   * Answers arrived that cannot be read. The client is told so if nothing better comes; without a
   * readable id only where one request alone can be meant.
   */
  lostAnswers(ids: readonly Id[], failure: Failure, now: number): void {
    guessBroken(this.#state, ids, { failure, now });
  }

  /** An answer that is there, and cannot be given: it is too long. */
  refuseAnswer(id: Id | undefined, failure: Failure, now: number): void {
    const entry = id === undefined ? undefined : pendingFor(this.#state, id);
    if (entry !== undefined) refuse(this.#state, entry, failure, true);
    else if (id === undefined) guessBroken(this.#state, [], { failure, now });
  }

  /** A question of the server that cannot be brought to the client. */
  refuseServer(id: Id, failure: Failure): void {
    if (this.#state.link.kind === 'open') this.#state.port.toServer(errorAnswer({ id, failure }));
  }

  /** Deadlines that passed. */
  woke(now: number): void {
    const { link, pending, port } = this.#state;
    const { replayDeadline } = link;
    releaseGuesses(this.#state, now);
    for (const entry of pending.expired(now)) this.#expire(entry.id, entry.place);
    if (now < replayDeadline || link.kind !== 'replaying') return;
    port.unfit({ why: 'the restarted server did not answer the handshake', isPermanent: false });
  }

  #expire(id: Id, place: 'held' | 'written'): void {
    const entry = this.#state.pending.get(id);
    if (entry === undefined) return;
    const { kind } = this.#state.link;
    if (place === 'held') {
      refuse(this.#state, entry, failures.heldTooLong);
      return;
    }
    refuse(this.#state, entry, failures.timeout, true);
    // A cancelled request need not be answered, and the server was told already.
    if (entry.cancelled) return;
    this.#state.timeoutsInARow += 1;
    // `initialize` must not be cancelled.
    if ((kind !== 'open' && kind !== 'pausing') || entry.resend === 'handshake') return;
    const requestId = JSON.parse(String(id)) as unknown;
    const reason = 'request timed out';
    tellServer(this.#state, notification('notifications/cancelled', { requestId, reason }));
  }

  nextWakeup(): number {
    const { link, pending, guesses } = this.#state;
    return Math.min(link.replayDeadline, pending.nextWakeup(), guesses.nextWakeup());
  }

  #dropHeld(): void {
    const held = this.#state.hold.drain();
    const dropped = held.filter((item) => item.id === undefined).length;
    if (dropped === 0) return;
    this.#state.port.log('warn', 'notifications of the client were dropped: there is no server', {
      dropped,
    });
  }
}
