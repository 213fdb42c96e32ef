/**
 * One session of a client, over any number of servers: what the client was promised and is owed.
 * The whole surface of this floor; the parts are in the files beside it. Times are ms.
 */

import type { Id, Message } from '../protocol/message.ts';
import { handleClientMessage, writeHeldGreeting } from './client-messages.ts';
import { expire } from './expiry.ts';
import { errorAnswer, type Failure, failures } from './failure.ts';
import { pendingFor } from './match-response.ts';
import { askPresence, lookOverdue } from './own-requests.ts';
import type { Peers } from './peer-info.ts';
import { type Fall, isProbed, serverFell, toolInFlight } from './pending-at-fall.ts';
import { Recollection } from './recollection.ts';
import { refuseEverything, refuseHandshake, refuseWaiting } from './refusals.ts';
import { writeDown } from './remember.ts';
import { flush, startLife } from './replay-to-server.ts';
import { guessBroken, releaseGuesses, type Sighting } from './server-answers.ts';
import { handleServerMessage } from './server-messages.ts';
import type { SessionOptions } from './session-options.ts';
import type { SessionPort } from './session-port.ts';
import { recallOverdue } from './stand-in.ts';
import { isBusy, isEstablished, isHung, isQuiet, methodsInFlight, owedCount } from './standing.ts';
import { createState, type Era, peersOf, refuse, type State } from './state.ts';

export class Session {
  /** What is kept of the server between runs. */
  readonly recollection: Recollection;
  readonly #state: State;

  constructor(options: SessionOptions, port: SessionPort) {
    this.#state = createState(options, port);
    this.recollection = new Recollection(this.#state);
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
    if (this.isOpen) this.#state.link.pause();
  }

  /** It will not be replaced after all. */
  resume(now: number): void {
    if (!this.paused) return;
    this.#state.link.resume();
    writeHeldGreeting(this.#state, now);
    flush(this.#state, now);
  }

  /** All it wrote was read. */
  serverFell(fall: Fall, now: number): void {
    this.#state.link.goDown();
    serverFell(this.#state, fall, now);
  }

  /** It ended with nothing open: nobody is told. */
  serverRested(now: number): void {
    this.serverFell({ failure: failures.asleep, neverRan: false }, now);
    this.#state.link.sleep();
  }

  /** No server is started before somebody needs one. */
  sleep(): void {
    this.#state.link.sleep();
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
    return isEstablished(this.#state);
  }

  /** The new server has not answered the replayed handshake, or had not when it ended. */
  get replaying(): boolean {
    return this.#state.link.unmet;
  }

  /** A server is being greeted in the client's place. */
  get beingGreeted(): boolean {
    return this.replaying || this.#state.link.kind === 'awaiting-initialized';
  }

  /** It has written a message in the form of the protocol. */
  get spokeProperly(): boolean {
    return this.#state.spokeProperly;
  }

  /** Answers that the client waits for; a stream is none, for it never ends by itself. */
  get owed(): number {
    return owedCount(this.#state);
  }

  /** Nothing waits for this server that could still be written to it. */
  get settled(): boolean {
    const { link, hold } = this.#state;
    return link.kind === 'down' || link.kind === 'asleep' || !hold.hasRequest();
  }

  /** Whatever the client says is written to this server. */
  get isOpen(): boolean {
    return this.#state.link.kind === 'open';
  }

  /** Something that this server was asked, and that the client still wants, is not answered. */
  get busy(): boolean {
    return isBusy(this.#state);
  }

  /** Nothing is open in either direction that only the server of this life could end. */
  get quiet(): boolean {
    return isQuiet(this.#state);
  }

  /** The client wants something that only a server can give. */
  get waits(): boolean {
    const { hold, handshake, memory } = this.#state;
    if (memory.isAsked) return false;
    return hold.hasRequest() || handshake.kind === 'pending';
  }

  /** See `pause`; false when there was nothing to pause. */
  get paused(): boolean {
    return this.#state.link.kind === 'pausing';
  }

  get peers(): Peers {
    return peersOf(this.#state);
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

  /** Listens for its next message; true if it can also be asked for one, and is: it has spoken. */
  listenForWords(): boolean {
    this.#state.heard = false;
    return this.#state.spoke && askPresence(this.#state);
  }

  /** It has written one since. */
  get heard(): boolean {
    return this.#state.heard;
  }

  /** It let so many requests time out, one after the other, that it counts as hung. */
  get hung(): boolean {
    return isHung(this.#state);
  }

  /** Methods in flight, for the explanation of a fall. */
  inFlight(): string[] {
    return methodsInFlight(this.#state);
  }

  /** The tool of a call in flight, as far as its line was kept. */
  toolInFlight(): string | undefined {
    return toolInFlight(this.#state);
  }

  /** There is no server and none soon: all that waits is answered, and all that comes. */
  refuseWaiting(failure: Failure): void {
    refuseWaiting(this.#state, failure);
  }

  /** `initialize` took too long over several falls; the client learns why before it gives up. */
  refuseHandshake(failure: Failure): void {
    refuseHandshake(this.#state, failure);
  }

  /** The session is over: whatever is still owed is answered. */
  refuseAll(failure: Failure, now: number): void {
    releaseGuesses(this.#state, now, 'session');
    refuseEverything(this.#state, failure);
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
    for (const entry of pending.expired(now)) expire(this.#state, entry);
    recallOverdue(this.#state, now);
    lookOverdue(this.#state, now);
    writeDown(this.#state, now);
    if (now < replayDeadline || link.kind !== 'replaying') return;
    port.unfit({ why: 'the restarted server did not answer the handshake', isPermanent: false });
  }

  nextWakeup(): number {
    const { link, pending, guesses, memory, patienceEndsAt, look } = this.#state;
    const first = Math.min(link.replayDeadline, pending.nextWakeup(), guesses.nextWakeup());
    return Math.min(first, memory.nextWakeup(), patienceEndsAt, look?.deadline ?? first);
  }
}
