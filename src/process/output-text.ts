/**
 * What a server printed, as text for the log and for diagnosis. On Windows a program writes in the
 * code page of its console, unless it was written for UTF-8; the console is asked which one that
 * is, once, when the first line that is no UTF-8 needs it. Changes no bytes that are passed on.
 */
import { isUtf8 } from 'node:buffer';
import { resolveLimits } from '../base/limits.ts';
import { systemProgram } from './system-program.ts';

export const outputText: (bytes: Buffer) => string =
  process.platform === 'win32'
    ? createConsoleText(loadConsoleDecoder)
    : (bytes) => bytes.toString();

type Decoder = (line: Buffer) => string;

/** `load` is called for the first line that needs it, and again for the next one if it threw. */
export function createConsoleText(load: () => Decoder): (bytes: Buffer) => string {
  let decode: Decoder | undefined;
  // Line by line: a traceback in UTF-8 may follow a message of cmd.exe.
  const lineText = (line: Buffer): string => {
    if (isUtf8(line)) return line.toString();
    try {
      decode ??= load();
    } catch {
      // No descriptor is left to load it, or mcp-shield was replaced while it ran.
      return line.toString();
    }
    return decode(line);
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

/**
 * For the code page of a hidden console, which is what servers get; the ANSI code page of the West
 * if it cannot be asked. Other systems never load the tables.
 */
function loadConsoleDecoder(): Decoder {
  const part: typeof import('../resolve/code-page.ts') = require('../resolve/code-page.ts');
  const codePage = part.readChcp(askConsole() ?? '') ?? 1252;
  return (line) => part.decodeConsoleText(line, codePage);
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
