/**
 * Leaves out of a few last lines what would push away the one that matters: the frames of a stack
 * behind the first one, and lines of carets. A Python traceback tells its error last and keeps all.
 */
const frame =
  /^\s+at (?:.+:\d+:\d+\)?|.+ \((?:<anonymous>|native|index \d+)\)|<anonymous>)(?: \{)?$/;
const carets = /^\s*[\^~]+\s*$/;

export function withoutFrames(lines: readonly string[]): string[] {
  return lines.filter((line, at) => {
    if (carets.test(line)) return false;
    return !frame.test(line) || !frame.test(lines[at - 1] ?? '');
  });
}
