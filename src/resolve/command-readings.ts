/**
 * The ways in which a configured command can be read: as it stands, as a command line in one string
 * (`"npx -y x"`), or as `cmd /c x`, which needs no cmd. Looks at no file.
 */
import type { Machine } from './machine.ts';

export interface CommandReading {
  readonly file: string;
  readonly args: readonly string[];
}

/** In the order in which they are tried; `asIs` only if none of the others is found. */
export interface CommandReadings {
  readonly tried: readonly CommandReading[];
  readonly asIs: CommandReading;
}

export function readings(file: string, args: readonly string[], machine: Machine): CommandReadings {
  const asIs = { file, args: splitNpxFlag(file, args, machine) };
  const tried = unwrapCmd(asIs, machine) ?? [asIs, ...oneString(asIs, machine)];
  return { tried, asIs };
}

/** "npx -y x", and `C:\Program Files\nodejs\npx.cmd -y x`, whose first words may be one path. */
function oneString({ file, args }: CommandReading, machine: Machine): readonly CommandReading[] {
  if (!/\s/.test(file)) return [];
  const found: CommandReading[] = [];
  const whole = splitWords(file, machine.platform);
  const [first, ...rest] = whole;
  if (first !== undefined) found.push({ file: first, args: [...rest, ...args] });
  if (!/[\\/]/.test(file) || /["']/.test(file)) return found;
  for (let length = 2; length < whole.length; length++) {
    const path = file.trim().split(/\s/).slice(0, length).join(' ');
    found.push({ file: path, args: [...whole.slice(length), ...args] });
  }
  return found;
}

/** Quotes group, and on POSIX a backslash takes the next character; no other shell syntax. */
export function splitWords(line: string, platform: NodeJS.Platform): readonly string[] {
  const pattern =
    platform === 'win32'
      ? /((?:"[^"]*"?|[^\s"])+)/g
      : /((?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\])+)/g;
  return (line.match(pattern) ?? []).map((word) => unquote(word, platform));
}

function unquote(word: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return word.replaceAll('"', '');
  const part = /"((?:\\.|[^"\\])*)"?|'([^']*)'?|\\(.)/g;
  return word.replace(part, (_, double?: string, single?: string, escaped?: string) =>
    double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
  );
}

// What cmd would act on; `%` too, because the user may mean the variable.
const cmdSyntax = /[&|<>^%()!"\r\n]/;

/**
 * `cmd /c npx -y x` puts a cmd between us and the server, which dies without taking its node along,
 * and which splits `C:\Program Files\nodejs\npx.cmd` at the blank.
 */
function unwrapCmd(
  { file, args }: CommandReading,
  machine: Machine,
): readonly CommandReading[] | undefined {
  const name = machine.path.basename(file).toLowerCase();
  if (name !== 'cmd' && name !== 'cmd.exe') return undefined;
  const at = args.findIndex((arg) => arg.toLowerCase() === '/c');
  const flags = args.slice(0, at);
  const [inner, ...rest] = args.slice(at + 1);
  if (at < 0 || inner === undefined || !flags.every((flag) => /^\/[dsq]$/i.test(flag))) return;
  if ([inner, ...rest].some((word) => cmdSyntax.test(word))) return undefined;
  const reading = { file: inner, args: rest };
  return [reading, ...oneString(reading, machine)];
}

/** `["-y @scope/server"]`: npx has no such option, so two words are meant. */
function splitNpxFlag(file: string, args: readonly string[], machine: Machine) {
  const name = machine.path.basename(file).replace(/\.(cmd|exe)$/i, '');
  const [first, ...rest] = args;
  if (name !== 'npx' || first === undefined || !/^(-y|--yes)\s+\S/.test(first)) return args;
  return [...splitWords(first, machine.platform), ...rest];
}
