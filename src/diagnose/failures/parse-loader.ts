/**
 * The kernel and the dynamic loader: a program for another processor, a library that is not there
 * or too old, a signature that is not valid. They speak before the program does.
 */
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const signs: readonly RegExp[] = [
  /error while loading shared libraries: /,
  /\b(?:GLIBC|GLIBCXX|CXXABI)_\d[\d.]*['"]? .{0,12}not found|\((?:required by|benötigt von)/,
  /^dyld(?:\[\d+\])?: |^\s*Library not loaded: /,
  /^Error (?:loading shared library|relocating) /,
  /[Ee]xec format error\b|cannot execute binary file|[Bb]ad CPU type in executable/,
  /\[PYI-\d+:ERROR\] /,
  /cannot execute: required file not found/,
  /^rosetta error: |^qemu-\w{1,12}: /,
  /is not a valid Win32 application|not compatible with the version of Windows/,
  /^The code execution cannot proceed because /,
];

export function parseLoader(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  lines.forEach((line, index) => {
    if (!signs.some((sign) => sign.test(line)) || /^\s*\w*(?:Error|Exception): /.test(line)) return;
    const last = /^dyld/.test(line) ? endOfDyld(lines, index) : index;
    const code = systemError(line);
    found.push({
      kind: 'loader',
      ...(code !== undefined && { code }),
      message: line.trim(),
      text: blockText(lines, index, last),
      first: index,
      last,
    });
  });
  return found;
}

function endOfDyld(lines: readonly string[], first: number): number {
  let last = first;
  while (/^\s+\S|^Re(?:ason|ferenced)/.test(lines[last + 1] ?? '')) last += 1;
  return last;
}
