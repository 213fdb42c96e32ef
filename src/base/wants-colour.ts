/**
 * Whether a text is coloured: FORCE_COLOR and NO_COLOR decide (https://no-color.org; where both are
 * set FORCE_COLOR does, as in Node.js), else a terminal that is not TERM=dumb.
 */

/** `isTerminal`: of where the text goes. */
export function wantsColour(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: without = '', TERM: terminal } = environment;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && without === '' && terminal !== 'dumb';
}
