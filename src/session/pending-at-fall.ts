/**
 * What a fall means for every request in flight: sent once more, answered with an error, or kept
 * for the next life. Nothing runs twice behind the user's back, and nothing is left unanswered.
 */

import { notification } from '../protocol/compose.ts';
import { memberAt, textAt } from '../protocol/member.ts';
import { answerPing } from './client-messages.ts';
import { type Failure, interrupted, poison, probeAnswer, restarted } from './failure.ts';
import type { Held } from './hold.ts';
import { holdMaxMs } from './patience.ts';
import type { PendingRequest } from './pending-requests.ts';
import { releaseGuesses } from './server-answers.ts';
import { agreedHandshake, refuse, type State, silence } from './state.ts';

export interface Fall {
  readonly failure: Failure;
  /** The server never ran, so what was written to it reached nobody. */
  readonly neverRan: boolean;
}

type FallOutcome =
  | 'resend'
  | 'keep'
  | 'refuse-poison'
  | 'may-have-run'
  | 'lost'
  | 'probe'
  /** `ping`: the session lives. */
  | 'pong';

/** True while a `server/discover` is in flight and the server has said nothing. */
export function isProbed(state: State): boolean {
  if (state.spoke) return false;
  for (const entry of state.pending.all()) {
    if (entry.resend === 'probe' && entry.place === 'written') return true;
  }
  return false;
}

/** The tool of a call that is in flight; undefined if there is none, or its line was not kept. */
export function toolInFlight(state: State): string | undefined {
  for (const { place, method, request } of state.pending.all()) {
    if (place !== 'written' || method !== 'tools/call' || !request?.params) continue;
    const name = memberAt(request.bytes, request.params, 'name');
    if (name !== undefined) return textAt(request.bytes, name);
  }
  return undefined;
}

/** The server ended and all it said has been delivered. */
export function serverFell(state: State, { failure, neverRan }: Fall, now: number): void {
  const toResend: Held[] = [];
  const told = new ToldOutcomes(failure);
  releaseGuesses(state, now, 'life');
  for (const entry of [...state.pending.all()]) {
    if (entry.place === 'held') continue;
    if (entry.cancelled) {
      state.pending.settle(entry.id);
      continue;
    }
    const outcome = neverRan ? outcomeUnrun(state, entry) : outcomeOf(state, entry);
    if (!neverRan) entry.deaths += 1;
    if (outcome === 'resend' && entry.request !== undefined) {
      toResend.push({ id: entry.id, bytes: entry.request.bytes });
    }
    apply(state, { entry, outcome, told, now });
  }
  state.memory.isOverdue = false;
  state.hasFallen = true;
  state.hold.putFirst(toResend);
  state.ownRequests.clear();
  state.look = undefined;
  for (const requestId of state.serverRequests.abandon()) {
    const reason = 'the server that asked has ended';
    state.port.toClient(notification('notifications/cancelled', { requestId, reason }));
  }
}

/** Of two greetings only the last is written to the next server. */
function outcomeOfGreeting({ handshake }: State, { id }: PendingRequest): FallOutcome {
  return handshake.kind === 'pending' && handshake.request.id === id ? 'keep' : 'lost';
}

function outcomeUnrun(state: State, entry: PendingRequest): FallOutcome {
  if (entry.resend === 'handshake') return outcomeOfGreeting(state, entry);
  return entry.request === undefined ? 'lost' : 'resend';
}

function outcomeOf(state: State, entry: PendingRequest): FallOutcome {
  if (entry.resend === 'handshake') return outcomeOfGreeting(state, entry);
  if (entry.resend === 'probe') return state.spoke ? 'lost' : 'probe';
  if (entry.resend === 'listen') return outcomeOfListen(state, entry);
  if (entry.method === 'ping' && agreedHandshake(state) !== undefined) return 'pong';
  if (entry.request === undefined || !isRepeatable(state, entry)) {
    return entry.resend === 'read' ? 'lost' : 'may-have-run';
  }
  return entry.deaths === 0 ? 'resend' : 'refuse-poison';
}

/** An acknowledged stream is renewed whenever a server comes; it has nothing that could kill. */
function outcomeOfListen(state: State, entry: PendingRequest): FallOutcome {
  if (state.listens.get(entry.id)?.filter !== undefined) return 'keep';
  return entry.deaths === 0 ? 'resend' : 'refuse-poison';
}

function isRepeatable(state: State, entry: PendingRequest): boolean {
  const { retry } = state.options;
  if (retry === 'never') return false;
  if (entry.resend === 'read') return true;
  return retry === 'annotated' && entry.resend === 'call' && isMarkedRepeatable(state, entry);
}

/** `readOnlyHint` or `idempotentHint` in the last list; a task would be minted twice. */
function isMarkedRepeatable(state: State, { request }: PendingRequest): boolean {
  if (request?.params === undefined) return false;
  if (memberAt(request.bytes, request.params, 'task') !== undefined) return false;
  const span = memberAt(request.bytes, request.params, 'name');
  const name = span && textAt(request.bytes, span);
  return name !== undefined && state.lists.mayRepeat(name);
}

/** What one fall means to requests, each way of saying it made once. */
class ToldOutcomes {
  readonly #failure: Failure;
  readonly #made = new Map<(failure: Failure) => Failure, Failure>();

  constructor(failure: Failure) {
    this.#failure = failure;
  }

  as(telling: (failure: Failure) => Failure): Failure {
    const made = this.#made.get(telling) ?? telling(this.#failure);
    this.#made.set(telling, made);
    return made;
  }
}

interface SettledRequest {
  readonly entry: PendingRequest;
  readonly outcome: FallOutcome;
  readonly told: ToldOutcomes;
  readonly now: number;
}

function apply(state: State, { entry, outcome, told, now }: SettledRequest): void {
  if (outcome === 'keep' || outcome === 'resend') {
    entry.place = 'held';
    entry.lastDeadline = Number.POSITIVE_INFINITY;
    const waits = outcome === 'resend' ? now + holdMaxMs(state) : Number.POSITIVE_INFINITY;
    state.pending.setDeadline(entry, waits);
    return;
  }
  silence(state, entry.token);
  if (outcome === 'pong') answerPing(state, entry);
  else if (outcome === 'probe') {
    state.pending.settle(entry.id);
    state.port.toClient(probeAnswer(entry.id));
  } else if (outcome === 'refuse-poison') refuse(state, entry, told.as(poison));
  else if (outcome === 'may-have-run') refuse(state, entry, told.as(interrupted), true);
  else refuse(state, entry, told.as(restarted), false);
}
