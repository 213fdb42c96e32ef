/**
 * How the npm of this Node.js reads the arguments of `npx` and `npm`, which settings it has, what
 * it tells of them, and which services it knows: its own files, with what would run something
 * taken out.
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

export interface NpmSetting {
  readonly name: string;
  readonly default: unknown;
  readonly isSwitch: boolean;
  /** Whether programs are told of it. */
  readonly isTold: boolean;
}

export function settingsOfNpm(): readonly NpmSetting[] {
  const { definitions } = fromNpm('@npmcli/config/lib/definitions');
  return Object.entries<Record<string, unknown>>(definitions).map(([name, definition]) => ({
    name,
    default: definition['default'],
    isSwitch: [definition['type']].flat().includes(Boolean),
    isTold: definition['envExport'] !== false && definition['deprecated'] === undefined,
  }));
}

/** The variables by which npm knows a service that builds and tests: one environment for each. */
export function servicesOfNpm(): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  type Sign = string | Readonly<Record<string, string>>;
  const vendors: { name: string; env: Sign | Sign[] }[] = fromNpm('ci-info/vendors.json');
  const variables = (sign: Sign | { any: string[] }): Record<string, string> => {
    if (typeof sign === 'string') return { [sign]: '1' };
    if ('any' in sign) return { [String(sign.any[0])]: '1' };
    const { env, includes } = sign;
    return env !== undefined && includes !== undefined ? { [env]: includes } : { ...sign };
  };
  return vendors.map(({ name, env }) => [name, Object.assign({}, ...[env].flat().map(variables))]);
}

/** What npm would add to or change in `env` for a program it runs in `cwd`. */
export async function toldByNpm(
  env: Readonly<Record<string, string>>,
  { cwd, node }: { readonly cwd: string; readonly node: string },
): Promise<Readonly<Record<string, string>>> {
  const Config = fromNpm('@npmcli/config');
  const { definitions, shorthands, flatten } = fromNpm('@npmcli/config/lib/definitions');
  const told = { ...env };
  const argv = [node, npx];
  const options = { definitions, shorthands, flatten, npmPath: root, env: told, argv };
  await new Config({ ...options, cwd, execPath: node, platform: 'linux' }).load();
  return told;
}
