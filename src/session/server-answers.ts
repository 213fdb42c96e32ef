/**
 * Answers of the server: the certain ones reach the client at once, those that were only deduced
 * are kept aside (guesses.ts) and given when nothing better came. Knows nothing of questions and
 * notifications.
 */

import { sessionLimits } from '../base/limits.ts';
import { memberAt, replaceSpan } from '../protocol/member.ts';
import type { Id, Outgoing, Response } from '../protocol/message.ts';
import { resultMemberOf } from '../protocol/methods.ts';
import type { Failure } from './failure.ts';
import type { Guess, GuessKind } from './guesses.ts';
import { onlyPending, pendingFor } from './match-response.ts';
import { mayAnswerOwn, ownRequestOf } from './own-request-form.ts';
import { handleOwnAnswer } from './own-requests.ts';
import type { PendingRequest } from './pending-requests.ts';
import { type Answered, hearGreeting, rememberAnswer, rememberHandshake } from './remember.ts';
import { handleReplayAnswer, isReplayAnswer, speaksAsBefore } from './replay-answer.ts';
import { handshakeAnswered } from './replay-to-server.ts';
import { refuse, type State } from './state.ts';
import { streamAnswered } from './streams.ts';

/** What is known of a message beside its words. */
export interface Sighting {
  readonly now: number;
  /** Undefined: the line is the message. */
  readonly guess?: { readonly kind: GuessKind; readonly isLikely: boolean } | undefined;
}

/** What the client is to read for this answer; undefined: nothing, or not yet. */
export function deliverAnswer(
  state: State,
  response: Response,
  { now, guess }: Sighting,
): Outgoing | undefined {
  // A late answer, too: this server works, however slowly.
  state.timeoutsInARow = 0;
  const { id } = response;
  if (id === null) return guessNameless(state, response, now);
  if (isReplayAnswer(state, id)) {
    // A copy of somebody else's handshake must not end this life.
    if (guess === undefined || speaksAsBefore(state, response)) {
      handleReplayAnswer(state, response, now);
    } else limitReplay(state, id, now);
    return undefined;
  }
  const ownId = ownRequestOf(state, id);
  if (ownId !== undefined && state.pending.get(id) === undefined) {
    // A copy of something else under this id must not end what only the server can answer.
    if (guess === undefined || mayAnswerOwn(state, ownId, response)) {
      handleOwnAnswer(state, ownId, { response, now });
    }
    return undefined;
  }
  const entry = pendingFor(state, id);
  if (entry === undefined) return dropAnswer(state, id, guess === undefined);
  if (guess !== undefined) return keepAside(state, entry, { ...guess, now, answer: response });
  state.guesses.contradicted(entry.id);
  return give(state, entry, { response, now, isCertain: true });
}

/** What may have been the answer to the greeting is not believed: no other may come. */
function limitReplay({ link }: State, id: Id, now: number): void {
  if (link.replayDeadline !== Number.POSITIVE_INFINITY) return;
  link.beginReplay({ id, swallows: true, deadline: now + sessionLimits.replayMaxMs });
}

function dropAnswer(state: State, id: Id, isCertain: boolean): undefined {
  if (isCertain) state.guesses.contradicted(id);
  state.port.log('debug', 'answer-dropped', 'an answer that nobody waits for was dropped', { id });
  return undefined;
}

interface Deduced {
  readonly kind: GuessKind;
  readonly isLikely: boolean;
  readonly now: number;
  readonly answer: Response | Failure;
}

function keepAside(state: State, entry: PendingRequest, deduced: Deduced): undefined {
  // A stream is told of by its own notifications; its end is nothing to be guessed.
  if (entry.resend === 'listen') return undefined;
  const { kind, answer, ...moment } = deduced;
  const guess = 'bytes' in answer ? copied(answer) : answer;
  const fits = !('bytes' in answer) || hasFormFor(entry.method, answer);
  const isKept = state.guesses.keep(entry, { kind, answer: guess, fits }, moment);
  state.port.log('debug', 'answer-kept-aside', 'an answer that is not certain is kept aside', {
    id: entry.id,
    kind,
    isKept,
  });
  return undefined;
}

/** Whether a result of this method can look so; what an error says is free. */
function hasFormFor(method: string, { bytes, outcome, isError }: Response): boolean {
  const member = resultMemberOf(method);
  return isError || member === undefined || memberAt(bytes, outcome, member) !== undefined;
}

/** A slice would keep the whole chunk it came in alive. */
function copied({ id, idSpan, isError, outcome, bytes }: Response): Response {
  const own = Buffer.from(bytes);
  const { length } = own;
  return {
    kind: 'response',
    bytes: own,
    byteLength: length,
    mayHaveMeta: true,
    id,
    idSpan,
    isError,
    outcome,
  };
}

/** An error without an id answers the last request only if nothing else can be meant. */
function guessNameless(state: State, answer: Response | Failure, now: number): undefined {
  const isFirst = !state.spokeProperly;
  const isMeant = state.addressees.isAboutLastRequest(isFirst ? undefined : now);
  const entry = isMeant ? onlyPending(state) : undefined;
  if (entry === undefined) {
    state.port.log(
      'debug',
      'answer-dropped',
      'an answer without an id was dropped: it may be about anything',
    );
    return undefined;
  }
  return keepAside(state, entry, { kind: 'nameless', isLikely: false, now, answer });
}

/** Answers that cannot be read; without an id it may be told whose one was. */
export function guessBroken(
  state: State,
  ids: readonly Id[],
  { failure, now }: { failure: Failure; now: number },
): void {
  if (ids.length === 0) guessNameless(state, failure, now);
  for (const id of ids) {
    const entry = pendingFor(state, id);
    if (entry === undefined) continue;
    keepAside(state, entry, { kind: 'broken', isLikely: false, now, answer: failure });
  }
}

/** Guesses whose time is over, or all of them: nothing better can come any more. */
export function releaseGuesses(state: State, now: number, ended?: 'life' | 'session'): void {
  const streamEnded = ended !== undefined;
  const isLast = ended === 'session';
  const due = streamEnded ? state.guesses.drainAll() : state.guesses.drainDue(now);
  for (const { entry, guess } of due) {
    // Answered or refused meanwhile; another request may have the same id by now.
    if (state.pending.get(entry.id) === entry) {
      release(state, entry, { guess, now, streamEnded, isLast });
    }
  }
}

interface Released {
  readonly guess: Guess;
  readonly now: number;
  readonly streamEnded: boolean;
  readonly isLast: boolean;
}

function release(state: State, entry: PendingRequest, released: Released): void {
  const { guess, now, streamEnded, isLast } = released;
  // The next server is greeted anew: what only looked like an answer decides nothing for good.
  if (streamEnded && entry.resend === 'handshake' && !isLast) return;
  const { answer, kind } = guess;
  // Of a request that was cancelled a server may well say nothing certain.
  if (!streamEnded && !entry.cancelled) state.guesses.stood(guess);
  if ('bytes' in answer) {
    state.port.log(
      'debug',
      'answer-given',
      'no better answer came: the one that was kept aside is given',
      {
        kind,
      },
    );
    const out = give(state, entry, { response: answer, now, isCertain: false });
    if (out !== undefined) state.port.toClient(out);
  } else if (!(streamEnded && entry.resend === 'read')) {
    // (A read is asked once more, of the next server.)
    state.port.log('warn', 'answer-malformed', 'the server sent a malformed response', {
      id: entry.id,
    });
    refuse(state, entry, answer, true);
  }
}

/** The one place where an answer of a server leaves the table of what is pending. */
function give(state: State, entry: PendingRequest, answered: Answered): Outgoing {
  const { response, now } = answered;
  state.hasAnswered = true;
  state.pending.settle(entry.id);
  state.addressees.answered(entry.writtenAt);
  const out = visible(state, entry, addressed(state, entry.id, response));
  if (entry.resend === 'listen') {
    return streamAnswered(state, { id: entry.id, isError: response.isError, out });
  }
  if (entry.resend === 'handshake') {
    const accepted = rememberHandshake(state, entry, answered);
    if (accepted) hearGreeting(state, entry, answered);
    if (state.link.replayId === entry.id) handshakeAnswered(state, { accepted, now });
    return out;
  }
  rememberAnswer(state, entry, answered);
  if (entry.resend !== 'probe') state.port.served();
  return out;
}

/** A list of tools without those that the client is not to see. */
function visible({ toolFilter }: State, { method }: PendingRequest, out: Outgoing): Outgoing {
  return toolFilter === undefined || method !== 'tools/list' ? out : toolFilter.listed(out);
}

/** The answer under the id of the request it is meant for. */
function addressed(state: State, pendingId: Id, response: Response): Outgoing {
  const { id } = response;
  if (pendingId === id) return response;
  const { bytes, idSpan } = response;
  state.port.log('warn', 'answer-id-corrected', 'corrected a response id to that of its request', {
    id,
  });
  if (idSpan !== undefined) return replaceSpan(bytes, idSpan, String(pendingId));
  // It came without an id; no client could tell whose it is.
  const first = bytes.indexOf('{') + 1;
  return replaceSpan(bytes, { start: first, end: first }, `"id":${pendingId},`);
}
