/**
 * npm, npx, pnpm and Yarn: a block of lines with their prefix. Codes that only repeat what the
 * script below them did are marked as wrappers.
 */
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const npmLine = /^npm (?:ERR!|error)(.*)/;
const between = /^npm (?:notice|warn|WARN|http|info|verb)|^\s*$/;
const pnpmLine = /^\s?(?:\[?ERROR\]?\s+)?(ERR_PNPM_\w{1,60})\s+(.*)/;
const pnpmWrapper = /^\s?ELIFECYCLE\s+Command failed|^\s?ERR_PNPM_RECURSIVE/;
const yarnLine = /^error (\S.*)/;
const yarnWrapper = /^error Command failed|^(?:info Visit|\$ )/;
const bunWrapper = /^error: script "[^"]{1,80}" (?:exited|was terminated)/;
/** npx 6 and versions that do not fit say it in one line without a prefix. */
const bare =
  /^(?:command not found: \S{1,100}$|npx: (?!installed)|ERROR: You must supply a command\.$|(?:error: )?could not determine executable to run|(?:ERROR: )?npm (?:v[\d.]+ is known not|does not support))/;

/** What is wrong, not where and with which number. */
const detail =
  /^(?:code|errno|syscall|path|dest|type|cwd|prefix|network$|404$|$|A complete log|(?:\/|[A-Z]:\\).*_logs|stack at|signal|command (?:sh|cmd)|\{|\}|Lifecycle|workspace|location|in workspace|at )/;

const wrapperCode = /^(?:ELIFECYCLE|\d{1,3})$/;
const wrapperText =
  /^(?:command failed|Exit status \d|Failed at the|This is probably not|\S+@\S+ \w+: `)/;

export function parseNpm(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (npmLine.test(line)) {
      const last = endOfNpm(lines, index);
      found.push(npmFailure(lines, index, last));
      index = last;
      continue;
    }
    const one = singleLine(lines, index);
    if (one !== undefined) {
      found.push(one);
      index = one.last;
    }
  }
  return found;
}

function endOfNpm(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (npmLine.test(line)) last = next;
    else if (!between.test(line)) break;
  }
  return last;
}

function npmFailure(lines: readonly string[], first: number, last: number): ParsedFailure {
  const said = lines
    .slice(first, last + 1)
    .flatMap((line) => npmLine.exec(line)?.[1]?.trim() ?? []);
  const code = said.flatMap((line) => /^(?:\w+ )?code (\S{1,40})/.exec(line)?.[1] ?? [])[0];
  const telling = said.filter((line) => !detail.test(line) && !wrapperText.test(line));
  const built = said.some((line) => /gyp|prebuild|node-pre-gyp/.test(line));
  const wrapper = !built && (code === undefined ? telling.length === 0 : wrapperCode.test(code));
  const known = code !== undefined && !wrapperCode.test(code) ? code : undefined;
  return {
    kind: 'npm',
    ...(known !== undefined && { code: known }),
    message: (telling[0] ?? said[0] ?? '').replace(/^\w{3,12} (?=[A-Z'@])/, ''),
    text: blockText(lines, first, last),
    first,
    last,
    ...(wrapper && { wrapper }),
  };
}

function singleLine(lines: readonly string[], index: number): ParsedFailure | undefined {
  const line = lines[index] ?? '';
  const base = { kind: 'npm', first: index, last: index, text: line } as const;
  if (pnpmWrapper.test(line) || yarnWrapper.test(line) || bunWrapper.test(line)) {
    return { ...base, message: line.trim(), wrapper: true };
  }
  const pnpm = pnpmLine.exec(line);
  if (pnpm !== null) {
    const last = endOfParagraphs(lines, index);
    const text = blockText(lines, index, last);
    return { ...base, code: pnpm[1] ?? '', message: pnpm[2] ?? '', text, last };
  }
  const yarn = yarnLine.exec(line);
  if (
    yarn !== null &&
    !/^error (?:[A-Z]{2}\d|in |reading|while|code|during |getting )/.test(line)
  ) {
    return { ...base, message: yarn[1] ?? '' };
  }
  return bare.test(line) ? { ...base, message: line } : undefined;
}

/** pnpm explains in paragraphs of its own. */
function endOfParagraphs(lines: readonly string[], first: number): number {
  const end = Math.min(lines.length - 1, first + 8);
  for (let next = first + 1; next <= end; next += 1) {
    if (/^\S*(?:Error|Traceback)\b|^npm |^\[/.test(lines[next] ?? '')) return next - 1;
  }
  return end;
}
