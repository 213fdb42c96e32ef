/**
 * A line that names the class of an exception: `mcp.shared.exceptions.McpError: boom`. Which
 * runtime printed it, the parsers know from what stands around it.
 */

export interface TypedLine {
  /** Without modules and packages. */
  readonly type: string;
  /** As it stands: `pydantic_core._pydantic_core.ValidationError`. */
  readonly fullType: string;
  /** In brackets behind it: `ERR_MODULE_NOT_FOUND`. */
  readonly code?: string;
  readonly message: string;
}

/** A logger's head and a mark before the class. */
const prefix =
  /^\s{0,4}(?:[✗✖❌×⨯] ?)?(?:\[[^\]\n]{1,40}\] ?){0,3}(?:(?:error|ERROR|fatal|FATAL)[\]:]{1,2} ?)?(?:(?:Uncaught|Unhandled)(?: \(in promise\))?(?: (?:exception|error|rejection|promise rejection))?[:.]? ?)?(?:throw )?/;

/** A few words before it: `Failed to start server: ZodError: …`. */
const saying = /^(?!\w{1,60}(?:Error|Exception):)[^:\n"'{}(]{1,60}: (?=\S)/;

const name = '((?:[A-Za-z_$][\\w$]{0,60}[.:]{1,2}){0,8}[A-Z][\\w$]{0,80})';

/** A class that is one by its name. */
const byName = new RegExp(
  `^(?=.{0,400}?(?:Error|Exception|Interrupt|Failure|Panic|Expired|Warning|Fault|Exit|NotFound|NotCapable|PermissionDenied|Timeout))${name}(?: \\[([A-Z][A-Z0-9_]{1,60})\\])?(?:: ?(.*)| \\(.*\\)|)$`,
);

const namesOne =
  /Error|Exception|Interrupt|Failure|Panic|Expired|Fault|Exit|NotFound|NotCapable|PermissionDenied|Timeout/;

const endsLikeOne =
  /(?:Error|Exception|Interrupt|Failure|Panic|Expired|Fault|Exit|NotFound|NotCapable|PermissionDenied|Timeout|ExceptionGroup)\d?$/;

/** Undefined for a line that is none: a class is told by how its name ends. */
export function typedLine(line: string): TypedLine | undefined {
  // Most lines are none, and are read by several parsers.
  if (!namesOne.test(line)) return undefined;
  const rest = line.replace(prefix, '');
  return named(rest) ?? (saying.test(rest) ? named(rest.replace(saying, '')) : undefined);
}

function named(rest: string): TypedLine | undefined {
  const match = byName.exec(rest);
  const fullType = match?.[1];
  if (match === null || fullType === undefined || !endsLikeOne.test(fullType)) return undefined;
  return typed(fullType, match[2], match[3] ?? rest.slice(fullType.length));
}

/** Where only an exception can stand, behind a traceback, any name is one. */
export function exceptionLine(line: string): TypedLine | undefined {
  const match = /^((?:\w{1,60}\.){0,8}[A-Za-z_]\w{0,80})(?:: ?(.*)|)$/.exec(line.trimStart());
  const fullType = match?.[1];
  return fullType === undefined ? undefined : typed(fullType, undefined, match?.[2] ?? '');
}

function typed(fullType: string, code: string | undefined, message: string): TypedLine {
  const type = fullType.split(/[.:]/).at(-1) ?? fullType;
  return { type, fullType, ...(code !== undefined && { code }), message: message.trim() };
}
