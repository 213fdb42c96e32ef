/**
 * How the npm of this Node.js reads the arguments of `npx` and `npm`: its own files, with what
 * would run something taken out. For property tests.
 */
import { realpathSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface NpmReading {
  /** Behind `exec`. */
  readonly remain: readonly string[];
  /** Settings that were given, without `argv`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const npx = realpathSync(join(dirname(process.execPath), 'npx'));
const root = dirname(dirname(npx));
const fromNpm = createRequire(npx);

type Loader = (request: string, ...rest: unknown[]) => unknown;
const modules = Module as unknown as { _load: Loader };

/** As `bin/npx-cli.js` rewrites them for `npm exec`. */
function rewritten(args: readonly string[]): readonly string[] {
  const { _load: load } = modules;
  const { argv } = process;
  modules._load = (request, ...rest) =>
    request.endsWith('lib/cli.js') ? () => {} : load.call(Module, request, ...rest);
  try {
    process.argv = [process.execPath, npx, ...args];
    delete fromNpm.cache[npx];
    fromNpm(npx);
    return process.argv.slice(2);
  } finally {
    modules._load = load;
    process.argv = argv;
  }
}

/** Undefined where npm itself refuses them. */
export function readByNpm(runner: 'npx' | 'npm', args: readonly string[]): NpmReading {
  const words = runner === 'npx' ? rewritten(args) : args;
  const { shorthands, definitions } = fromNpm('@npmcli/config/lib/definitions');
  const nopt = fromNpm('nopt');
  const types = Object.fromEntries(
    Object.entries(definitions as Record<string, { type: unknown }>).map(([name, { type }]) => [
      name,
      type,
    ]),
  );
  nopt.invalidHandler = () => {};
  nopt.unknownHandler = () => {};
  nopt.abbrevHandler = () => {};
  const { argv, ...settings } = nopt(types, shorthands, [process.execPath, root, ...words]);
  return { remain: argv.remain.slice(1), settings };
}
