/**
 * What an answer of the server changes in what the client was promised: the handshake, lists,
 * and what is restored. Delivers nothing.
 */

import { sessionLimits } from '../base/limits.ts';
import { memberAt } from '../protocol/member.ts';
import { kept, type Request, type Response } from '../protocol/message.ts';
import { isListMethod, type ListMethod } from './lists.ts';
import { forgetRecheck } from './own-requests.ts';
import { serverOf } from './peer-info.ts';
import type { PendingRequest } from './pending-requests.ts';
import { parseAgreement } from './replay-to-server.ts';
import { type Agreement, abandonHandshake, type DoneHandshake, type State } from './state.ts';

/** Called once for each answer that reaches the client. */
export function rememberAnswer(state: State, entry: PendingRequest, response: Response): void {
  const { request } = entry;
  noteServer(state, entry, response);
  if (response.isError || request === undefined) return;
  if (isListMethod(entry.method)) rememberList(state, entry.method, { request, response });
  else {
    const tooMuch = state.restored.accepted(request);
    if (tooMuch !== undefined) state.port.log(...tooMuch);
  }
}

/** A modern server says its name in its answers, or never: only the first ones are looked at. */
function noteServer(state: State, { resend }: PendingRequest, response: Response): void {
  const modern = state.era === 'modern' && state.requestCount <= sessionLimits.introductionsMax;
  if (resend === 'handshake' || (modern && state.server === undefined)) {
    state.server = serverOf(response);
  }
}

/** The answer to `initialize`. False: the server refused it, and what held before holds again. */
export function rememberHandshake(
  state: State,
  entry: PendingRequest,
  { response, now }: { response: Response; now: number },
): boolean {
  const { handshake } = state;
  const agreement = parseAgreement(response);
  if (handshake.kind !== 'pending') return true;
  if (handshake.request.id !== entry.id) {
    // The client has greeted again meanwhile: this holds if that is refused.
    const { request } = entry;
    if (agreement === undefined || request === undefined) return true;
    const earlier = doneHandshake(kept(request), agreement, handshake.before?.handshake);
    state.handshake = {
      ...handshake,
      before: { handshake: earlier, initialized: state.initialized },
    };
    return true;
  }
  // Lenient clients do without a version; but what was agreed with one is not replaced so.
  const isOdd = handshake.before !== undefined && agreement?.protocolVersion === undefined;
  if (agreement === undefined || isOdd) {
    abandonHandshake(state);
    return false;
  }
  noteServer(state, entry, response);
  if (state.handshakeMs === 0) state.handshakeMs = now - state.handshakeWrittenAt;
  const earlier = handshake.before?.handshake;
  state.handshake = doneHandshake(handshake.request, agreement, earlier);
  return true;
}

function doneHandshake(
  request: Request,
  agreement: Agreement,
  before: DoneHandshake | undefined,
): DoneHandshake {
  const versions = before ? [...before.earlierVersions, before.agreement.protocolVersion] : [];
  const earlierVersions = versions.slice(-sessionLimits.handshakesMax);
  return { kind: 'done', request, agreement, earlierVersions };
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
