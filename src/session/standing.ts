/**
 * How the session stands: what is owed, what is open, what waits. Looks and changes nothing.
 */

import { agreedHandshake, type State } from './state.ts';

/** The client was answered at least its handshake, or speaks without one. */
export function isEstablished(state: State): boolean {
  return agreedHandshake(state) !== undefined || state.era === 'modern';
}

/** Answers that the client waits for; a stream is none, for it never ends by itself. */
export function owedCount({ pending }: State): number {
  let count = 0;
  for (const { resend, cancelled } of pending.all()) {
    if (resend !== 'listen' && !cancelled) count += 1;
  }
  return count;
}

/** Something that this server was asked, and that the client still wants, is not answered. */
export function isBusy({ pending }: State): boolean {
  for (const { place, resend, cancelled } of pending.all()) {
    if (place === 'written' && resend !== 'listen' && !cancelled) return true;
  }
  return false;
}

/**
 * Nothing is open in either direction that only the server of this life could end: no request,
 * question, stream, subscription or task.
 */
export function isQuiet(state: State): boolean {
  const { pending, serverRequests, restored, hasTasks } = state;
  if (hasTasks || restored.awaitsNews || serverRequests.size > 0 || isBusy(state)) return false;
  for (const { resend } of pending.all()) if (resend === 'listen') return false;
  return true;
}

/** So many requests timed out, one after the other, that the server counts as hung. */
export function isHung({ options, timeoutsInARow }: State): boolean {
  return options.restartHung > 0 && timeoutsInARow >= options.restartHung;
}

/** Methods in flight. */
export function methodsInFlight({ pending }: State): string[] {
  return [...pending.all()]
    .filter(({ place, resend }) => place === 'written' && resend !== 'listen')
    .map(({ method }) => method);
}
