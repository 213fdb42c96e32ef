/**
 * What a fall means for every request in flight: sent once more, answered with an error, or kept
 * for the next life. Nothing runs twice behind the user's back, and nothing is left unanswered.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification } from '../protocol/compose.ts';
import { memberAt, textAt } from '../protocol/member.ts';
import { interrupted, poison, probeRefusal, restarted, type Trouble } from './failure.ts';
import type { Held } from './hold.ts';
import type { Owed } from './pending-requests.ts';
import { refuse, type State } from './state.ts';

export interface Fall {
  readonly trouble: Trouble;
  /** The server never ran, so what was written to it reached nobody. */
  readonly neverRan: boolean;
}

type Fate = 'again' | 'keep' | 'poison' | 'interrupted' | 'failed' | 'probe';

/** True while a `server/discover` is in flight and the server has said nothing. */
export function isProbed(state: State): boolean {
  if (state.spoke) return false;
  for (const entry of state.ledger.all()) {
    if (entry.resend === 'probe' && entry.place === 'written') return true;
  }
  return false;
}

/** The server ended and all it said has been delivered. */
export function serverFell(state: State, { trouble, neverRan }: Fall, now: number): void {
  const again: Held[] = [];
  for (const entry of [...state.ledger.all()]) {
    if (entry.place === 'held') continue;
    if (entry.cancelled) {
      state.ledger.settle(entry.id);
      continue;
    }
    const fate = neverRan ? fateUnrun(entry) : fateOf(state, entry);
    if (!neverRan) entry.deaths += 1;
    if (fate === 'again' && entry.request !== undefined) {
      again.push({ id: entry.id, bytes: entry.request.bytes });
    }
    apply(state, { entry, fate, trouble, now });
  }
  state.hold.putFirst(again);
  state.errands.clear();
  for (const requestId of state.asks.abandon()) {
    const reason = 'the server that asked has ended';
    state.wire.toClient(notification('notifications/cancelled', { requestId, reason }));
  }
}

function fateUnrun(entry: Owed): Fate {
  if (entry.resend === 'handshake') return 'keep';
  return entry.request === undefined ? 'failed' : 'again';
}

function fateOf(state: State, entry: Owed): Fate {
  if (entry.resend === 'handshake') return 'keep';
  if (entry.resend === 'probe') return state.spoke ? 'failed' : 'probe';
  if (entry.resend === 'listen') return fateOfListen(state, entry);
  if (entry.request === undefined || !isRepeatable(state, entry)) {
    return entry.resend === 'read' ? 'failed' : 'interrupted';
  }
  return entry.deaths === 0 ? 'again' : 'poison';
}

/** An acknowledged stream is renewed whenever a server comes; it has nothing that could kill. */
function fateOfListen(state: State, entry: Owed): Fate {
  if (state.listens.get(entry.id)?.filter !== undefined) return 'keep';
  return entry.deaths === 0 ? 'again' : 'poison';
}

function isRepeatable(state: State, entry: Owed): boolean {
  const { retry } = state.options;
  if (retry === 'never') return false;
  if (entry.resend === 'read') return true;
  return retry === 'annotated' && entry.resend === 'call' && isMarkedRepeatable(state, entry);
}

/** `readOnlyHint` or `idempotentHint` in the last list; a task would be minted twice. */
function isMarkedRepeatable(state: State, { request }: Owed): boolean {
  if (request?.params === undefined) return false;
  if (memberAt(request.bytes, request.params, 'task') !== undefined) return false;
  const span = memberAt(request.bytes, request.params, 'name');
  const name = span && textAt(request.bytes, span);
  return name !== undefined && state.lists.mayRepeat(name);
}

interface Sentence {
  readonly entry: Owed;
  readonly fate: Fate;
  readonly trouble: Trouble;
  readonly now: number;
}

function apply(state: State, { entry, fate, trouble, now }: Sentence): void {
  if (fate === 'keep' || fate === 'again') {
    entry.place = 'held';
    entry.lastDeadline = Number.POSITIVE_INFINITY;
    const waits = fate === 'again' ? now + sessionLimits.holdMaxMs : Number.POSITIVE_INFINITY;
    state.ledger.setDeadline(entry, waits);
    return;
  }
  if (fate === 'probe') {
    state.ledger.settle(entry.id);
    state.wire.toClient(probeRefusal(entry.id));
  } else if (fate === 'poison') refuse(state, entry, poison(trouble));
  else if (fate === 'interrupted') refuse(state, entry, interrupted(trouble), true);
  else refuse(state, entry, restarted(trouble), false);
}
