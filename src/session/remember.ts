/**
 * What an answer of the server changes in what the client was promised: the handshake, the log
 * level, resource subscriptions, lists. Delivers nothing.
 */

import { sessionLimits } from '../base/limits.ts';
import { memberAt, textAt } from '../protocol/member.ts';
import type { Request, Response } from '../protocol/message.ts';
import { isListMethod, type ListMethod } from './lists.ts';
import { forgetRecheck } from './own-requests.ts';
import { serverOf } from './peer-info.ts';
import type { PendingRequest } from './pending-requests.ts';
import { parseAgreement } from './replay-to-server.ts';
import { kept, type State } from './state.ts';

/** Called once for each answer that reaches the client. */
export function rememberAnswer(state: State, entry: PendingRequest, response: Response): void {
  const { request } = entry;
  noteServer(state, entry, response);
  if (entry.resend === 'handshake') {
    rememberHandshake(state, entry, response);
    return;
  }
  if (response.isError || request === undefined) return;
  if (isListMethod(entry.method)) rememberList(state, entry.method, { request, response });
  else if (entry.method === 'logging/setLevel') state.logLevel = kept(request);
  else if (entry.method === 'resources/subscribe') rememberSubscription(state, request, true);
  else if (entry.method === 'resources/unsubscribe') rememberSubscription(state, request, false);
}

/** A modern server says its name in its answers, or never: only the first ones are looked at. */
function noteServer(state: State, { resend }: PendingRequest, response: Response): void {
  const modern = state.era === 'modern' && state.requestCount <= sessionLimits.introductionsMax;
  if (resend === 'handshake' || (modern && state.server === undefined)) {
    state.server = serverOf(response);
  }
}

function rememberHandshake(state: State, entry: PendingRequest, response: Response): void {
  const { handshake } = state;
  if (handshake.kind !== 'pending' || handshake.request.id !== entry.id) return;
  const agreement = parseAgreement(response);
  state.handshake =
    agreement === undefined
      ? { kind: 'none' }
      : { kind: 'done', request: handshake.request, agreement };
}

function rememberList(
  state: State,
  method: ListMethod,
  { request, response }: { request: Request; response: Response },
): void {
  const cursor = request.params && memberAt(request.bytes, request.params, 'cursor');
  if (cursor === undefined) forgetRecheck(state, method);
  const { start, end } = response.outcome;
  state.lists.saw(method, cursor !== undefined, response.bytes.subarray(start, end));
}

function rememberSubscription(state: State, request: Request, subscribed: boolean): void {
  const span = request.params && memberAt(request.bytes, request.params, 'uri');
  const uri = span && textAt(request.bytes, span);
  if (uri === undefined) return;
  if (!subscribed) state.subscriptions.delete(uri);
  else if (hasRoomFor(state, request)) state.subscriptions.set(uri, kept(request));
  else state.port.log('warn', 'a subscription is too large, or one too many, to be restored');
}

/** Requests of ordinary size never come near the bound on bytes, which is for the others. */
function hasRoomFor({ subscriptions }: State, { bytes }: Request): boolean {
  const { subscriptionsMax, subscriptionBytesMax } = sessionLimits;
  const share = subscriptionBytesMax / subscriptionsMax;
  return bytes.length <= share && subscriptions.size < subscriptionsMax;
}
