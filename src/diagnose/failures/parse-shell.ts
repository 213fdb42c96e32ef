/**
 * Shells: sh and its kin, `env`, version managers, cmd.exe, PowerShell and WSL. Their sentences are
 * translated, so what is read is their form: who speaks, and PowerShell's and WSL's ids.
 */
import { failureLimits } from '../../base/limits.ts';
import { systemError } from './error-numbers.ts';
import { blockText, type FailureKind, type ParsedFailure } from './parsed-failure.ts';

const posix: readonly RegExp[] = [
  /^(?:-?(?:\S{0,200}\/)?(?:ba|da|a|z|k|c|tc|fi)?sh(?:\.exe)?)\s?:(?:\d+:)? ?\S/i,
  /^fish: /,
  /^(?:\/usr\/bin\/)?env\s?: /,
  /^(?:pyenv|rbenv|nodenv|goenv|asdf|mise|volta)\b[^\n]{0,20}: /i,
  /^\S[^:\n]{0,200}: (?:\p{L}{1,12} ?)?\d+ ?: \S/u,
  /^: not found\S/,
  /^\S{1,200}: bad interpreter: /,
  /^No (?:preset )?version (?:is )?set for /,
  /^unknown command: \S+\. Perhaps/,
];

/** Quotes around the name, and nothing before them but a few words of any language. */
const cmd = /^[^\n'"]{0,80}['"].{1,300}?['"]{1,2}\s?\S/;
const cmdName = /^[^\n'"]{0,40}['"](.{1,300}?)['"]/;
const cmdWords =
  /is not recogni[sz]ed|reconnu|reconoce|riconosciuto|reconhecido|herkend|rozpoznawan|internt|gjenkjent|genkendes|не является|не є|entweder falsch|iç ya da|内部|內部|은\(는\)|는 내부|\ufffd|syntax is incorrect/;
const cmdOwn =
  /^(?:The (?:filename, directory name|system cannot find|syntax of the command|process cannot access)|Access is denied\.|Syntax für den Dateinamen|UNC paths are not supported|CMD\.EXE was started|'\\\\)/;

const wslCode = /\b(?:Wsl\/[\w/]{1,120}|WSL_E_[A-Z_]{3,60}|ERROR_[A-Z_]{3,40})\b/;
const wslWords =
  /Windows Subsystem for Linux (?:has no installed|is not installed)|no distribution with the supplied name|aka\.ms\/wsl(?:store|install)|^<3>WSL |^wsl: |execvpe\(/;

const idLine = /FullyQualifiedErrorId\s{0,4}:\s{0,4}([\w.]{1,80})/;
const category = /CategoryInfo\s{0,10}:\s{0,4}([A-Za-z]{3,40}): .{0,200}?(\w{0,60}Exception)?$/;
const policy =
  /running scripts is disabled on this system|about_Execution_Policies|[Ll]ink[Ii][Dd]=135170/;
const notRecognised = /^(?:\S{1,80} ?: )?The term ['"][^'"\n]{1,120}['"] is not recognized/;

export function parseShell(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const record = powershell(lines, index);
    if (record !== undefined) {
      found.push(record);
      index = record.last;
      continue;
    }
    const kind = kindOf(line);
    if (kind === undefined) continue;
    const last = kind === 'shell' ? index : Math.min(lines.length - 1, index + 3);
    const code = wslCode.exec(lines.slice(index, last + 1).join('\n'))?.[0] ?? systemError(line);
    const text = blockText(lines, index, kind === 'shell' ? index + 1 : last);
    found.push({
      kind,
      ...(code !== undefined && { code }),
      message: line.trim(),
      text,
      first: index,
      last: isCmd(line) ? cmdTail(lines, index) : last,
    });
    index = last;
  }
  return misread(lines, found);
}

/** cmd.exe's sentence goes on in the next line, in whatever language. */
function cmdTail(lines: readonly string[], index: number): number {
  const next = lines[index + 1] ?? '';
  const ended = /[.。]\s*$/.test(lines[index] ?? '');
  return ended || next.trim() === '' || /['":]/.test(next) ? index : index + 1;
}

function isCmd(line: string): boolean {
  if (/['"]{1,2} is not recogni[sz]ed as an? (?:internal|name)/.test(line)) return true;
  return (
    cmd.test(line) && cmdWords.test(line) && (!line.includes('\ufffd') || /^\s*['"]/.test(line))
  );
}

function misread(lines: readonly string[], found: ParsedFailure[]): ParsedFailure[] {
  const unknown = found.filter(({ first }) => isCmd(lines[first] ?? ''));
  const names = new Set(unknown.map(({ message }) => cmdName.exec(message)?.[1]));
  const [first] = unknown;
  if (first === undefined || names.size < failureLimits.misreadMin) return found;
  const message =
    'cmd.exe cannot read the batch file; its line ends or its encoding are not those of Windows';
  return [
    { kind: 'compiler', message, text: '', first: first.first, last: lines.length - 1 },
    ...found.filter((one) => !unknown.includes(one)),
  ];
}

function kindOf(line: string): FailureKind | undefined {
  if (wslWords.test(line) || /\bWsl\/|WSL_E_/.test(line)) return 'wsl';
  if (posix.some((pattern) => pattern.test(line)) && !/^\S+\.(?:py|go|rs|ts):\d/.test(line))
    return 'shell';
  if (cmdOwn.test(line) || isCmd(line)) return 'shell';
  return undefined;
}

/** The record is translated but for its last two lines. */
function powershell(lines: readonly string[], index: number): ParsedFailure | undefined {
  const line = lines[index] ?? '';
  if (
    policy.test(line) &&
    !idLine.test(lines.slice(index, index + failureLimits.recordLinesMax).join('\n'))
  ) {
    const text = blockText(lines, index, index);
    const code = 'SecurityError';
    return { kind: 'powershell', code, message: line.trim(), text, first: index, last: index };
  }
  if (notRecognised.test(line)) {
    const text = blockText(lines, index, index + 1);
    const code = 'CommandNotFoundException';
    return { kind: 'powershell', code, message: line.trim(), text, first: index, last: index };
  }
  const kind = category.exec(line);
  if (kind === null && !idLine.test(line)) return undefined;
  const last = idLine.test(lines[index + 1] ?? '') ? index + 1 : index;
  const id = idLine.exec(lines[last] ?? '')?.[1];
  const first = startOfRecord(lines, index);
  const code = id ?? kind?.[2] ?? kind?.[1];
  return {
    kind: 'powershell',
    ...(kind?.[2] !== undefined && { type: kind[2] }),
    ...(code !== undefined && { code }),
    message: (lines[first] ?? '').trim(),
    text: blockText(lines, first, last),
    first,
    last,
  };
}

function startOfRecord(lines: readonly string[], index: number): number {
  let first = index;
  for (
    let above = index - 1;
    above >= Math.max(0, index - failureLimits.recordLinesMax);
    above -= 1
  ) {
    if ((lines[above] ?? '').trim() === '') break;
    first = above;
  }
  return first;
}
