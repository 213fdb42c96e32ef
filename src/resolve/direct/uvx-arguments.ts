/**
 * The arguments of `uvx` and `uv tool run`, as far as they leave no doubt: at most `--from` with
 * one package of an index, then the program, then what is its own. Pure.
 */
import { leave, type PackageRun, type Sure, type WantedVersion } from './package-run.ts';

/** `args` of uvx, or those of uv behind `tool run`. */
export function readUvxArguments(args: readonly string[]): Sure<PackageRun> {
  const from = fromOption(args);
  const rest = args.slice(from.count);
  const [program, ...own] = rest;
  if (program === undefined) return leave('no package is named');
  if (program.startsWith('-')) return leave(`of the option ${program.split('=')[0]}`);
  const typed = from.spec ?? program;
  const requirement = readRequirement(typed, from.spec === undefined);
  if (requirement === undefined)
    return leave('it does not name one version of a package of an index');
  // Behind `--from` stands a program, which is no place for a version.
  if (from.spec !== undefined && !/^[\w.-]+$/.test(program))
    return leave(`of the program ${program}`);
  const { name, wanted } = requirement;
  const named = from.spec === undefined ? program.replace(/[@=].*$/, '') : program;
  return { spec: typed, name, wanted, yes: false, program: named, args: own };
}

/** Behind `uv`. */
export function readUvArguments(args: readonly string[]): Sure<PackageRun> {
  const [first, second, ...rest] = args;
  if (first !== 'tool' || second !== 'run') return leave('it is not uv tool run');
  return readUvxArguments(rest);
}

function fromOption([first = '', second]: readonly string[]): {
  spec: string | undefined;
  count: number;
} {
  if (first === '--from' && second !== undefined) return { spec: second, count: 2 };
  if (first.startsWith('--from=')) return { spec: first.slice('--from='.length), count: 1 };
  return { spec: undefined, count: 0 };
}

interface Requirement {
  readonly name: string;
  readonly wanted: WantedVersion;
}

/** `server`, `server@1.2.3`, `server==1.2.3`. */
function readRequirement(text: string, isProgram: boolean): Requirement | undefined {
  const match = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:(@|==)(.+))?$/.exec(text);
  const [, name, sign, version] = match ?? [];
  if (name === undefined) return undefined;
  // uv takes this one for the python that it finds.
  if (/^(python|pythonw|pypy|cpython|graalpy)[\d.]*$/i.test(name)) return undefined;
  if (sign === undefined || version === undefined) return { name, wanted: { kind: 'any' } };
  if (sign === '==' && isProgram) return undefined;
  if (/^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/.test(version))
    return { name, wanted: { kind: 'version', version } };
  return sign === '@' && version === 'latest'
    ? { name, wanted: { kind: 'tag', tag: version } }
    : undefined;
}
