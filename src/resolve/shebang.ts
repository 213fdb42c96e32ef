/**
 * The first line of a script: who runs it. Pure.
 */

export interface Shebang {
  /** `node`, `python3`, `/bin/sh`: without `env`, and without its directory if `env` finds it. */
  readonly interpreter: string;
  readonly args: readonly string[];
  /** Looked up on PATH. */
  readonly onPath: boolean;
  /** Ends in CR: the kernel then looks for an interpreter with a CR in its name. */
  readonly carriageReturn: boolean;
}

/** `start` is the beginning of the file; undefined if it has no shebang. */
export function readShebang(start: string | undefined): Shebang | undefined {
  const line = /^\uFEFF?#![ \t]*([^\n]+)/.exec(start ?? '')?.[1];
  const words = line?.trim().split(/\s+/) ?? [];
  const carriageReturn = line?.endsWith('\r') === true;
  const [program, ...rest] = words;
  if (program === undefined || program === '') return undefined;
  if (!/(^|\/)env$/.test(program)) {
    return { interpreter: program, args: rest, onPath: false, carriageReturn };
  }
  // `env -S node --flag`, `env NAME=value node`
  const at = rest.findIndex((word) => !word.startsWith('-') && !word.includes('='));
  const interpreter = rest[at];
  if (interpreter === undefined) return undefined;
  return { interpreter, args: rest.slice(at + 1), onPath: true, carriageReturn };
}
