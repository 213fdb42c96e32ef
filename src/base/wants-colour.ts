/**
 * Whether a text is coloured: FORCE_COLOR and NO_COLOR decide (https://no-color.org; where both are
 * set FORCE_COLOR does, as in Node.js), else a terminal that is not TERM=dumb. A dumb terminal has
 * no cursor to move, either.
 */

/** `isTerminal`: of where the text goes. */
export function wantsColour(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: without = '' } = environment;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return hasCursor(isTerminal, environment) && without === '';
}

/** Whether a line can be wiped, and a screen be cleared. No colour is asked for here. */
export function hasCursor(
  isTerminal: boolean,
  { TERM: terminal }: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && terminal !== 'dumb';
}
