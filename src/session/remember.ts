/**
 * What an answer of the server changes in what the client was promised: the handshake, lists,
 * and what is restored. Delivers nothing.
 */

import { sessionLimits } from '../base/limits.ts';
import { errorCodes } from '../protocol/compose.ts';
import { memberAt, numberAt, textAt } from '../protocol/member.ts';
import { kept, type Request, type Response } from '../protocol/message.ts';
import type { Agreement, DoneHandshake } from './agreement.ts';
import { clientKey, listAsked, requestKey } from './client-key.ts';
import { heardOf } from './heard.ts';
import { isListMethod, type ListMethod, listKinds, listMethods } from './lists.ts';
import { forgetRecheck } from './own-requests.ts';
import { serverOf } from './peer-info.ts';
import type { PendingRequest } from './pending-requests.ts';
import { regain } from './prove.ts';
import { parseAgreement } from './replay-to-server.ts';
import { abandonHandshake, agreedHandshake, type State } from './state.ts';

/** An answer, and whether the server certainly meant it. */
export interface Answered {
  readonly response: Response;
  readonly isCertain: boolean;
  readonly now: number;
}

/** Called once for each answer that reaches the client. */
export function rememberAnswer(state: State, entry: PendingRequest, answered: Answered): void {
  const { request } = entry;
  const { response } = answered;
  noteServer(state, entry, response);
  if (request === undefined) return;
  if (entry.resend === 'probe') rememberDiscover(state, request, answered);
  if (response.isError) return;
  if (isListMethod(entry.method)) rememberList(state, entry.method, { ...answered, request });
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
  if (handshake.kind === 'done') return true;
  if (handshake.kind === 'none' || handshake.request.id !== entry.id) {
    // The client has greeted again meanwhile: this holds if that is refused, or was already.
    const { request } = entry;
    if (agreement === undefined || request === undefined) return true;
    const isPending = handshake.kind === 'pending';
    const before = isPending ? handshake.before?.handshake : undefined;
    const earlier = doneHandshake(kept(request), agreement, before);
    state.handshake = isPending
      ? { ...handshake, before: { handshake: earlier, initialized: state.initialized } }
      : earlier;
    return true;
  }
  if (agreement === undefined || !mayHold(state, agreement)) {
    abandonHandshake(state);
    return false;
  }
  noteServer(state, entry, response);
  regain(state, agreement);
  if (state.handshakeMs === 0) state.handshakeMs = now - state.handshakeWrittenAt;
  const earlier = handshake.before?.handshake;
  state.handshake = doneHandshake(handshake.request, agreement, earlier);
  return true;
}

/** Lenient clients do without a version; but what was agreed with one is not replaced so. */
export function mayHold(state: State, { protocolVersion }: Agreement): boolean {
  return (protocolVersion ?? agreedHandshake(state)?.agreement.protocolVersion) === protocolVersion;
}

/** The client was greeted by the server itself: the next one may be greeted in its place. */
export function hearGreeting(state: State, { id }: PendingRequest, answered: Answered): void {
  const { handshake } = state;
  const { response, isCertain, now } = answered;
  // Who has greeted otherwise meanwhile may be answered otherwise, too.
  if (handshake.kind !== 'done' || handshake.request.id !== id) return;
  if (!isCertain || !hears(state, now)) return;
  state.memory.initialize = heardOf(response);
}

/** A legacy server's way of saying no is an answer, too. */
function rememberDiscover(state: State, request: Request, answered: Answered): void {
  const { response, isCertain, now } = answered;
  if (!isCertain || (response.isError && !isMethodUnknown(response))) return;
  if (!hears(state, now) || requestKey(request) !== state.memory.client) return;
  state.memory.discover = heardOf(response);
}

function isMethodUnknown({ bytes, outcome }: Response): boolean {
  const code = memberAt(bytes, outcome, 'code');
  return code !== undefined && numberAt(bytes, code) === errorCodes.methodNotFound;
}

/** False: nothing is kept for the next run, or nobody can be told from others. */
function hears(state: State, now: number): boolean {
  const client = state.options.remembers ? clientKey(state) : undefined;
  if (client === undefined) return false;
  beginClient(state, client);
  state.memory.noteHeard(now);
  return true;
}

/** From now on what is heard is heard for this client. */
export function beginClient(state: State, client: string): void {
  const { memory, lists } = state;
  if (memory.client === client) return;
  if (memory.client !== undefined) {
    writeDown(state);
    for (const method of lists.methods()) lists.outdate(method);
  }
  memory.begin(client);
}

/** What was heard and is not written down yet, if its time has come. */
export function writeDown({ memory, lists, port }: State, now = Number.POSITIVE_INFINITY): void {
  if (memory.client === undefined || !memory.drainDue(now)) return;
  const remembered = memory.remembered(lists);
  if (remembered !== undefined) port.remember(memory.client, remembered);
}

/** The server says that it would list something else now. */
export function listChanged(state: State, announcement: string, now: number): void {
  for (const method of listMethods) {
    if (listKinds[method].announcement !== announcement) continue;
    state.memory.forgetList(method);
    state.lists.outdate(method);
    if (state.memory.client !== undefined) state.memory.noteHeard(now);
  }
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
  { request, response, isCertain, now }: Answered & { request: Request },
): void {
  const span = request.params && memberAt(request.bytes, request.params, 'cursor');
  if (span === undefined) forgetRecheck(state, method);
  const answer = heardOf(response);
  if (answer === undefined) return;
  const asked = listAsked(request);
  const cursor = span && (textAt(request.bytes, span) ?? '');
  state.lists.saw(method, { cursor, answer });
  state.memory.forgetList(method);
  const isOwn = state.era !== 'modern' || requestKey(request) === clientKey(state);
  if (!isCertain || asked === undefined || !isOwn) state.lists.outdate(method);
  else hears(state, now);
}
