/**
 * Pieces of sentences that several floors put together. Knows neither causes nor readers, and
 * words nothing that only one of them says.
 */

/** Without its full stop, where text may follow. */
export function withoutStop(text: string): string {
  return text.trim().replace(/[.\s]+$/, '');
}

/** How a process ended, as it stands in a sentence: a signal, or an exit code. */
export function mannerOf(exitCode: number | null, signal: string | null): string {
  return signal ?? `exit code ${exitCode ?? 'unknown'}`;
}
