/**
 * Makes the control characters of a text visible: nothing that a program printed may steer the
 * terminal of whoever reads it.
 */

/** `ESC` becomes `^[`, a newline `^J`; tabs stay. Doing it twice changes nothing more. */
export function visible(text: string): string {
  return text
    .replace(/[\x00-\x08\x0a-\x1f\x7f]/g, (c) => `^${String.fromCharCode(c.charCodeAt(0) ^ 0x40)}`)
    .replace(/[\x80-\x9f]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
}
