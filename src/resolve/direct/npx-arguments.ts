/**
 * The arguments of `npx` and `npm exec`, as far as they leave no doubt: at most `--yes`, then one
 * package of a registry, then what is the program's. Everything else is npm's own business. Pure;
 * a test holds it to npm's own parser.
 */
import { leave, type PackageRun, type Sure, type WantedVersion } from './package-run.ts';

const yesFlags = new Set(['-y', '--yes']);

/** Of `npx`, which hands everything behind the package on. */
export function readNpxArguments(args: readonly string[]): Sure<PackageRun> {
  const { yes, rest } = withoutYes(args);
  const [spec, ...own] = rest[0] === '--' ? rest.slice(1) : rest;
  if (spec === undefined) return leave('no package is named');
  if (rest[0] !== '--' && spec.startsWith('-')) return leave(`of the option ${optionOf(spec)}`);
  return packageRun(spec, yes, own);
}

/** Of `npm`, which takes what looks like an option for its own until `--`. */
export function readNpmArguments([command, ...args]: readonly string[]): Sure<PackageRun> {
  if (command !== 'exec' && command !== 'x') return leave('it is not npm exec');
  const { yes, rest } = withoutYes(args);
  const end = rest.indexOf('--');
  const before = end < 0 ? rest : rest.slice(0, end);
  const option = before.find((arg) => arg.startsWith('-'));
  if (option !== undefined) return leave(`of the option ${optionOf(option)}`);
  // `--yes true` is one option with its value.
  const first = before[0];
  if (yes && first !== undefined && /^(true|false|null)$/.test(first)) {
    return leave(`${first} may be the value of --yes`);
  }
  const [spec, ...own] = [...before, ...(end < 0 ? [] : rest.slice(end + 1))];
  return spec === undefined ? leave('no package is named') : packageRun(spec, yes, own);
}

function withoutYes(args: readonly string[]): { yes: boolean; rest: readonly string[] } {
  const first = args.findIndex((arg) => !yesFlags.has(arg));
  const count = first < 0 ? args.length : first;
  return { yes: count > 0, rest: args.slice(count) };
}

/** Its value may be a secret. */
function optionOf(arg: string): string {
  return arg.split('=')[0] ?? arg;
}

function packageRun(spec: string, yes: boolean, args: readonly string[]): Sure<PackageRun> {
  const match = /^((?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)(?:@(.+))?$/.exec(spec);
  const name = match?.[1];
  // A file of that name would be unpacked.
  if (name === undefined || /\.(tgz|tar\.gz|tar)$/.test(spec)) {
    return leave('it does not name a package of a registry');
  }
  const wanted = wantedVersion(match?.[2]);
  if (wanted === undefined) return leave('it asks for a range of versions');
  return { spec, name, wanted, yes, program: undefined, args };
}

const exactVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?$/;

/** Undefined: a range, or what might be one. */
function wantedVersion(text: string | undefined): WantedVersion | undefined {
  if (text === undefined) return { kind: 'any' };
  if (exactVersion.test(text)) return { kind: 'version', version: text };
  // `x` and `v1` are ranges.
  return /^[a-z][a-z]+[a-z-]*$/.test(text) ? { kind: 'tag', tag: text } : undefined;
}
