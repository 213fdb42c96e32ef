/**
 * What a new server answers to the replayed `initialize`: whether it can carry the session on, and
 * whether it is what the client was told. The client never sees this answer.
 */

import { sessionLimits } from '../base/limits.ts';
import { memberAt, textAt } from '../protocol/member.ts';
import type { Id, Response } from '../protocol/message.ts';
import type { Agreement, DoneHandshake } from './agreement.ts';
import { heardOf } from './heard.ts';
import { canonical } from './lists.ts';
import { loosely } from './match-response.ts';
import { serverOf } from './peer-info.ts';
import { distrust, proveGreeting, regain } from './prove.ts';
import { awaitInitialized, parseAgreement } from './replay-to-server.ts';
import { agreedHandshake, type State } from './state.ts';

/** Whether an answer under `id` is that to the replayed `initialize`. */
export function isReplayAnswer(state: State, id: Id): boolean {
  const { swallows, replayId } = state.link;
  if (!swallows || agreedHandshake(state) === undefined) return false;
  return replayId === id || replayId === loosely(state, id);
}

/** Whether the client was told this version, by this handshake or one that it replaced. */
function fitsVersion({ agreement, earlierVersions }: DoneHandshake, is: string | undefined) {
  const was = agreement.protocolVersion;
  return is === was || was === undefined || earlierVersions.includes(is);
}

/** Whether it agrees to what the client was promised, in the name of the same server. */
export function speaksAsBefore(state: State, response: Response): boolean {
  const handshake = agreedHandshake(state);
  if (handshake === undefined) return false;
  const after = parseAgreement(response);
  if (after === undefined || !fitsVersion(handshake, after.protocolVersion)) return false;
  // No server of this session has been met: what was remembered may have another name by now.
  if (!state.hasAnswered && after.protocolVersion !== undefined) return true;
  // A gateway logs the handshakes of others.
  if (state.server !== undefined) return serverOf(response)?.name === state.server.name;
  return canonical(after.capabilities) === canonical(handshake.agreement.capabilities);
}

/**
 * The answer to a replayed `initialize`. A server of another version, or one that refuses, cannot
 * carry the session on: the client cannot be told of it.
 */
export function handleReplayAnswer(state: State, response: Response, now: number): void {
  const handshake = agreedHandshake(state);
  if (handshake === undefined) return;
  const before = handshake.agreement;
  const after = parseAgreement(response);
  if (after === undefined) {
    const words = response.isError ? `: ${errorWordsOf(response)}` : '';
    // It may have its reasons, and time may help: another instance holds the lock.
    const why = `the restarted server refused the handshake${words}`;
    state.port.unfit({ why, isPermanent: false });
    return;
  }
  state.hasAnswered = true;
  state.addressees.reset();
  state.server = serverOf(response);
  const versions = { is: after.protocolVersion, was: before.protocolVersion };
  if (!fitsVersion(handshake, versions.is)) {
    if (state.memory.client !== undefined) distrust(state, ['protocolVersion']);
    const why = `the restarted server speaks protocol ${shown(versions.is)}, not ${shown(versions.was)}`;
    state.port.unfit({ why, isPermanent: true });
    return;
  }
  regain(state, after);
  proveReplayed(state, { before, after, response, now });
  awaitInitialized(state, now);
}

/** A server may write anything there, of any length. */
function shown(version: string | undefined): string {
  return version === undefined
    ? 'without a version'
    : version.slice(0, sessionLimits.shownCharsMax);
}

function errorWordsOf({ bytes, outcome }: Response): string {
  const span = memberAt(bytes, outcome, 'message');
  const words = span && textAt(bytes, span);
  return (words ?? '').slice(0, sessionLimits.shownCharsMax);
}

interface Replayed {
  readonly before: Agreement;
  readonly after: Agreement;
  readonly response: Response;
  readonly now: number;
}

function proveReplayed(state: State, { before, after, response, now }: Replayed): void {
  const { memory } = state;
  if (state.handshakeMs === 0) state.handshakeMs = now - state.handshakeWrittenAt;
  if (!memory.isUnproven || memory.initialize === undefined) {
    compareCapabilities(state, before, after);
    return;
  }
  proveGreeting(state, memory.initialize, response);
  memory.initialize = heardOf(response);
  memory.noteHeard(now);
}

function compareCapabilities(state: State, before: Agreement, after: Agreement): void {
  const names = new Set([...Object.keys(before.capabilities), ...Object.keys(after.capabilities)]);
  const changed = [...names].filter(
    (name) => canonical(before.capabilities[name]) !== canonical(after.capabilities[name]),
  );
  if (changed.length === 0) return;
  state.port.log(
    'warn',
    'capabilities-differ',
    'the restarted server has other capabilities; the client keeps the old',
    {
      changed,
    },
  );
}
