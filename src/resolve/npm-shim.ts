/**
 * The batch files that npm, pnpm and yarn write for a package's command. They only start a script
 * with a program, which can be done without cmd.exe. A batch file with a single line that is not
 * known does something of its own and is no shim. Pure.
 */
import { resolveLimits } from '../base/limits.ts';

export interface NpmShim {
  /** `node`, `python3`; undefined if the target is started itself. */
  readonly program: string | undefined;
  readonly flags: readonly string[];
  /** Relative to the shim. */
  readonly target: string;
  /** Put before the child's NODE_PATH; pnpm resolves its packages with it. */
  readonly nodePath: string | undefined;
}

/**
 * `"%_prog%" --flag "%dp0%\target" %*` of npm, `"%~dp0\node.exe" …` of pnpm and of old npm,
 * `node …` behind their ELSE, or the target alone.
 */
const startLine = new RegExp(
  [
    '^(?:endlocal & goto #_undefined_# 2>nul \\|\\| title %comspec% & )?',
    '(?:("%_prog%"|"%~?dp0%?\\\\[\\w.-]+\\.exe"|[\\w.-]+) +)?',
    '([^"&|<>^%]*?) *',
    '"%~?dp0%?\\\\([^"%]+)" +%\\*$',
  ].join(''),
  'i',
);

const knownLines = [
  /^echo off$/i,
  /^goto start$/i,
  /^:find_dp0$/i,
  /^set dp0=%~dp0$/i,
  /^exit \/b$/i,
  /^:start$/i,
  /^setlocal$/i,
  /^endlocal$/i,
  /^call :find_dp0$/i,
  /^if exist "%~?dp0%?\\[\w.-]+\.exe" \($/i,
  /^\) else \($/i,
  /^\)$/,
  /^set pathext=%pathext:;\.js;=;%$/i,
  /^if not defined node_path \($/i,
];
const programLine = /^set "_prog=([\w.-]+)"$/i;
const programBesideLine = /^set "_prog=%~?dp0%?\\[\w.-]+\.exe"$/i;
const nodePathLine = /^set "node_path=([^"%]+)(;%node_path%)?"$/i;

/** Undefined if the batch file does anything else. */
export function readNpmShim(text: string): NpmShim | undefined {
  let program: string | undefined;
  let nodePath: string | undefined;
  let start: RegExpExecArray | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim().replace(/^@/, '');
    if (line === '' || programBesideLine.test(line)) continue;
    if (line.length > resolveLimits.shimLineCharsMax) return undefined;
    const started = startLine.exec(line);
    if (started !== null) start = started;
    else if (programLine.test(line)) program = programLine.exec(line)?.[1];
    else if (nodePathLine.test(line)) nodePath = nodePathLine.exec(line)?.[1];
    else if (!knownLines.some((known) => known.test(line))) return undefined;
  }
  const target = start?.[3];
  if (target === undefined) return undefined;
  const named = start?.[1]?.replace(/^.*\\|"|\.exe/gi, '');
  return { program: program ?? named, flags: words(start?.[2]), target, nodePath };
}

function words(text: string | undefined): readonly string[] {
  return text?.split(/\s+/).filter((word) => word !== '') ?? [];
}
