/**
 * What an earlier run heard, as it may stand in a recording: each answer in it is masked as the
 * line that it was. Knows its form and nothing of what is secret.
 */

/** No answer has it; what is masked between is put together again around it. */
const placeholder = 1_234_567_890_123;

/** @param mask of one line of a message, without its newline */
export function maskRemembered(remembered: unknown, mask: (line: string) => string): unknown {
  if (Array.isArray(remembered)) {
    const [before, after] = remembered as unknown[];
    const isAnswer = typeof before === 'string' && typeof after === 'string';
    if (isAnswer && remembered.length === 2) return maskAnswer(before, after, mask);
    return remembered.map((member) => maskRemembered(member, mask));
  }
  // A text that is no answer is a cursor: it steers, and is masked as in the answers.
  if (typeof remembered === 'string') return maskCursor(remembered, mask);
  if (typeof remembered !== 'object' || remembered === null) return remembered;
  const members = Object.entries(remembered);
  return Object.fromEntries(members.map(([name, member]) => [name, maskRemembered(member, mask)]));
}

function maskAnswer(before: string, after: string, mask: (line: string) => string): string[] {
  const line = mask(`${before}${placeholder}${after.trimEnd()}`);
  const at = line.indexOf(String(placeholder));
  if (at < 0) return ['', ''];
  return [line.slice(0, at), `${line.slice(at + String(placeholder).length)}\n`];
}

function maskCursor(cursor: string, mask: (line: string) => string): string {
  const masked = JSON.parse(mask(JSON.stringify({ cursor }))) as { cursor?: unknown };
  return typeof masked.cursor === 'string' ? masked.cursor : '';
}
