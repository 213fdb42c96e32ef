/**
 * Which failure was the last one. All parsers read the lines; what they found is put in order, what
 * only repeats another is passed over, and a failure after which life went on was handled: it is
 * no cause, however much it looks like one.
 */

import { failureLimits } from '../../base/limits.ts';
import {
  isDecoration,
  isHandled,
  isInstruction,
  isMeaningful,
  isMildLevel,
  isProgress,
  isTrailer,
} from './line-kinds.ts';
import { parseCompiler } from './parse-compiler.ts';
import { parseDocker } from './parse-docker.ts';
import { parseDotnet } from './parse-dotnet.ts';
import { parseGo } from './parse-go.ts';
import { parseJvm } from './parse-jvm.ts';
import { parseLine } from './parse-line.ts';
import { parseLoader } from './parse-loader.ts';
import { parseNode } from './parse-node.ts';
import { parseNpm } from './parse-npm.ts';
import { parsePython } from './parse-python.ts';
import { parseRubyPhp } from './parse-ruby-php.ts';
import { parseRust } from './parse-rust.ts';
import { parseShell } from './parse-shell.ts';
import { parseTool } from './parse-tool.ts';
import { parseUsage } from './parse-usage.ts';
import type { FailureParser, ParsedFailure } from './parsed-failure.ts';

interface Reader {
  readonly parse: FailureParser;
  /** Without it in the output there is nothing to parse: a fall does not wait for all of them. */
  readonly sign: RegExp;
}

/** Where two read the same lines, the one that stands first here is believed. */
const readers: readonly Reader[] = [
  {
    parse: parseNpm,
    sign: /npm (?:ERR!|error|v|does)|ERR_PNPM|ELIFECYCLE|npx|error[: ]|command not|supply a|could not determine|info Visit|\$ /,
  },
  { parse: parseCompiler, sign: /error|ERROR|SyntaxError/ },
  {
    parse: parseLoader,
    sign: /[Ll]ibrar|relocat|\(benöt|GLIBC|CXXABI|dyld|xec|CPU type|PYI|rosetta|qemu|Windows|Win32/,
  },
  {
    parse: parseDocker,
    sign: /[Dd]ocker|daemon|OCI|[Pp]odman|image|denied: |unauthorized: |credentials|toomany|registr|container|manifest|short-name/,
  },
  {
    parse: parseShell,
    sign: /sh(?:\.exe)?\s?:|env|asdf|: \S{0,12} ?\d+ ?: |['"]|not found|cannot find|scripts|LinkID|FullyQ|execvpe|version|wsl|WSL|Wsl|Subsystem|distribution|Category|about_Exec|denied|CMD|UNC|syntax|interpreter|command/i,
  },
  { parse: parseRust, sign: /panicked at|Caused by|^Error: /m },
  { parse: parseUsage, sign: /usage|arg|option|flag|command|positional|parameter|operand|value/i },
  {
    parse: parsePython,
    sign: /Traceback|^[\s|]*File "|\w(?:Error|Exception|Interrupt|Expired|Warning|Exit|Timeout)\b|python|module spec/m,
  },
  { parse: parseJvm, sign: /Exception|^Error: |manifest|VM\b|java/m },
  {
    parse: parseDotnet,
    sign: /nhandled exception|Fatal error\.|System\.|Microsoft\.|\.NET|dotnet|MSBUILD|framework|execute because|error [A-Z]{2}\d/i,
  },
  {
    parse: parseNode,
    sign: /Error|[Nn]ode|FATAL|Fatal|JS stack|Unexpected|code: '|Exception|NODE_MODULE/,
  },
  { parse: parseGo, sign: /panic: |fatal error: |runtime: |^go: |\.go:\d|^\d{4}\/\d/m },
  {
    parse: parseRubyPhp,
    sign: /Error\)|Exception\)|NotFound\)|Interrupt\)|Errno|PHP|Fatal error|Parse error|Uncaught|gem|Gemfile|[Bb]undle|input file|Could not find/,
  },
  { parse: parseTool, sign: /error|fatal|ERROR|×|✘|^\s{0,4}x |executable|Package `/m },
  { parse: parseLine, sign: /./ },
];

/** The failure that may have ended the program, if there was one. */
export function finalFailure(lines: readonly string[]): ParsedFailure | undefined {
  const output = lines.join('\n');
  const all = inOrder(
    readers.flatMap(({ parse, sign }) =>
      sign.test(output) ? [...parse(lines)].sort((a, b) => a.first - b.first) : [],
    ),
  );
  // What was logged at a low level did not end it; pip and Yarn begin with a warning of their own.
  const found = all.filter(
    ({ kind, wrapper, first }) =>
      kind === 'tool' || wrapper === true || !isMildLevel(lines[first] ?? ''),
  );
  let below = lines.length;
  let kept: ParsedFailure | undefined;
  for (const failure of found.reverse()) {
    if (livedOn(lines, failure, below)) break;
    // What repeats it is kept only until something better comes.
    kept = kept === undefined || !saysLittle(failure) ? failure : kept;
    if (!saysLittle(failure)) return failure;
    below = failure.first;
  }
  return kept;
}

/** By their last lines; of two that overlap the first, which is that of the better parser. */
function inOrder(all: readonly ParsedFailure[]): ParsedFailure[] {
  const taken = new Set<number>();
  const kept: ParsedFailure[] = [];
  for (const one of all) {
    const span = Array.from(
      { length: one.last - one.first + 1 },
      (_, offset) => one.first + offset,
    );
    if (span.some((line) => taken.has(line))) continue;
    for (const line of span) taken.add(line);
    kept.push(one);
  }
  return joined(kept.sort((a, b) => a.last - b.last));
}

/** One speaker that says several things at once means one failure: the first line is the reason. */
function joined(failures: readonly ParsedFailure[]): ParsedFailure[] {
  const result: ParsedFailure[] = [];
  for (const failure of failures) {
    const before = result.at(-1);
    if (before !== undefined && oneStory(before, failure)) {
      const text = `${before.text}\n${failure.text}`;
      result[result.length - 1] = { ...before, text, last: failure.last };
    } else {
      result.push(failure);
    }
  }
  return result;
}

function oneStory(before: ParsedFailure, after: ParsedFailure): boolean {
  const talks = after.kind === 'shell' || after.kind === 'npm' || after.kind === 'loader';
  if (!talks || before.kind !== after.kind || before.wrapper !== after.wrapper) return false;
  return after.first - before.last <= 1 && after.last - before.first < failureLimits.storyLinesMax;
}

/** Something came after it that a program in ruins does not print. */
function livedOn(lines: readonly string[], failure: ParsedFailure, below: number): boolean {
  const after = lines.slice(failure.last + 1, below).filter((line) => !isDecoration(line));
  if (after.some(isProgress)) return true;
  if (isLoose(failure))
    return isHandled(failure.message) || after.length > failureLimits.explanationLinesMax;
  return after.some((line) => !isTrailer(line) && !isInstruction(line) && !/^\s/.test(line));
}

/** It may be followed by sentences that explain it; an uncaught exception is the last word. */
function isLoose({ kind }: ParsedFailure): boolean {
  return kind === 'line' || kind === 'usage' || kind === 'tool' || kind === 'exception';
}

const summaryWords =
  /\b(?:fatal|errors?|fail(?:ed|ure|s|ing)?|exit(?:ed|ing)?|shut(?:ting)?|down|start(?:up|ing|ed)?|server|application|app|mcp|could|can|not|cannot|unable|to|in|the|a|an|main|crash(?:ed)?|during|while|running|run|of|with|code|status|process|service|abort(?:ed|ing)?|initiali[sz](?:e|ation|ing)|execution|error|and|is|was|has|been|unhandled|uncaught|exception|unexpected|occurred|stopp(?:ed|ing)|terminat(?:ed|ing)|launch(?:ing)?|command|script|returned|non-zero|subprocess|see|above|log|logs|details|for|lifespan|lifecycle|session|stdio|transport|fatally|closing|closed|connection)\b|[\W\d_]+/gi;

/** Says that it did not start, and nothing of why. */
const notStarted =
  /^(?:[Ff]ailed to|[Cc]ould not|[Cc]annot|[Uu]nable to) (?:start|run|launch|execute|boot)\b[^:]{0,40}$/;

/** A wrapper, or a log line without any word of its own: "Application startup failed. Exiting." */
function saysLittle(failure: ParsedFailure): boolean {
  if (
    failure.wrapper === true ||
    /^(?:CalledProcessError|SystemExit|Exit)$/.test(failure.type ?? '')
  )
    return true;
  if (failure.kind === 'line' && notStarted.test(failure.message)) return true;
  return (
    (failure.kind === 'line' || failure.kind === 'exception') &&
    failure.code === undefined &&
    failure.message.replace(summaryWords, '') === ''
  );
}

/** The last lines a person would read, for output in which no parser found anything. */
export function lastParagraph(lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex(isMeaningful);
  if (end < 0 || isProgress(lines[end] ?? '') || isHandled(lines[end] ?? '')) return [];
  let first = end;
  while (
    first > 0 &&
    end - first < failureLimits.paragraphLinesMax &&
    !isProgress(lines[first - 1] ?? '')
  ) {
    first -= 1;
  }
  return lines.slice(first, end + 1).filter((line) => !isHandled(line));
}
