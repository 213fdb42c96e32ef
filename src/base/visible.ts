/**
 * Makes visible what could mislead whoever reads a text: nothing that a program, a client or a file
 * chose may steer a terminal, look like a second line, or stand in another order than it reads.
 */

/**
 * C0, DEL, C1; marks that have no width or change the direction of text; separators of lines; tags;
 * halves of characters. Blanks that look like nothing are among them.
 */
const misleading = new RegExp(
  '[\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f' +
    '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ud800-\\udfff' +
    '\\u{e0000}-\\u{e0fff}]',
  'gu',
);

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * As the escapes of JSON, so that the text of a JSON document still means the same. Doing it twice
 * changes nothing more.
 */
export function visible(text: string): string {
  return text.replace(misleading, (character) => short[character] ?? escaped(character));
}

/** Newlines and tabs stay: for a text that is made of lines, each of them visible. */
export function visibleLines(text: string): string {
  return text.replace(misleading, (character) =>
    character === '\n' || character === '\t' ? character : (short[character] ?? escaped(character)),
  );
}

/** What is not in the first 65,536 characters is written as its two halves. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
