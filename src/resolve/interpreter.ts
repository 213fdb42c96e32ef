/**
 * A script and the interpreter that its shebang or its name asks for. Used where the operating
 * system would not do it: Windows, a file without the executable bit, a CR behind the shebang.
 */
import { resolveLimits } from '../base/limits.ts';
import type { Found } from './found.ts';
import { locateProgram } from './locate.ts';
import type { ResolutionFailure } from './resolution.ts';
import type { ResolveContext } from './resolve-context.ts';
import { readShebang, type Shebang } from './shebang.ts';

/** What the operating system can start, or why it cannot. */
export type Launch =
  | {
      readonly kind: 'ready';
      readonly found: Found;
      readonly verbatim?: true;
      /** Added to the child's environment. */
      readonly env?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'impossible'; readonly failure: ResolutionFailure };

const scriptPrograms: ReadonlyMap<string, string> = new Map([
  ['.js', 'node'],
  ['.cjs', 'node'],
  ['.mjs', 'node'],
  ['.py', 'python3'],
]);

/** Who runs it, as far as names tell: its own, or that of the file it links to, as npm links. */
export function programByName(file: string, { machine }: ResolveContext): string | undefined {
  return (
    scriptPrograms.get(extension(file)) ?? scriptPrograms.get(extension(machine.realPath(file)))
  );
}

/** Undefined if the file names no interpreter, or one that is nowhere. */
export function throughInterpreter(found: Found, context: ResolveContext): Launch | undefined {
  const { machine } = context;
  const shebang = readShebang(machine.readStart(found.file, resolveLimits.shebangBytes));
  const program = interpreterOf(found.file, shebang, context);
  if (program === undefined) return undefined;
  return {
    kind: 'ready',
    found: {
      file: program.file,
      args: [...program.args, ...(shebang?.args ?? []), found.file, ...found.args],
      front: [...found.front, ...program.front],
      back: found.back,
      repair: `${found.file} is started with ${program.file}`,
    },
  };
}

type Program = Pick<Found, 'file' | 'args' | 'front'>;

function interpreterOf(
  file: string,
  shebang: Shebang | undefined,
  context: ResolveContext,
): Program | undefined {
  const { machine } = context;
  if (shebang === undefined) {
    const name = programByName(file, context);
    return name === undefined ? undefined : locateProgram(name, context);
  }
  const { interpreter, onPath } = shebang;
  if (!onPath && machine.isExecutable(interpreter)) {
    return { file: interpreter, args: [], front: [] };
  }
  // A shebang's `/usr/bin/python3` does not exist on Windows, a python3 does.
  return locateProgram(machine.path.basename(interpreter), context);
}

function extension(file: string): string {
  return /\.\w+$/.exec(file)?.[0].toLowerCase() ?? '';
}
