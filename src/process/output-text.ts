/**
 * What a server printed, as text for the log and for diagnosis. On Windows a program writes in the
 * code page of its console, unless it was written for UTF-8; the console is asked which one that
 * is, once, when the first line that is no UTF-8 needs it. Changes no bytes that are passed on.
 */
import { isUtf8 } from 'node:buffer';
import { resolveLimits } from '../base/limits.ts';
import { decodeConsoleText, readChcp } from '../resolve/code-page.ts';
import { systemProgram } from './system-program.ts';

export const outputText: (bytes: Buffer) => string =
  process.platform === 'win32' ? createConsoleText(askCodePage) : (bytes) => bytes.toString();

/** `codePage` is asked once at most. */
export function createConsoleText(codePage: () => number): (bytes: Buffer) => string {
  let known: number | undefined;
  // Line by line: a traceback in UTF-8 may follow a message of cmd.exe.
  const lineText = (line: Buffer): string => {
    if (isUtf8(line)) return line.toString();
    known ??= codePage();
    return decodeConsoleText(line, known);
  };
  return (bytes) => (isUtf8(bytes) ? bytes.toString() : linesOf(bytes).map(lineText).join(''));
}

/** Each with its newline: no code page uses that byte for anything else. */
function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}

/** Of a hidden console, which is what servers get. The ANSI code page of the West if it fails. */
function askCodePage(): number {
  return readChcp(askConsole() ?? '') ?? 1252;
}

function askConsole(): string | undefined {
  try {
    const programs: typeof import('../resolve/run-program.ts') = require('../resolve/run-program.ts');
    return programs.runProgramAtOnce(systemProgram('chcp.com'), resolveLimits.codePageMs);
  } catch {
    // No descriptor is left to load it, or mcp-shield was replaced while it ran.
    return undefined;
  }
}
