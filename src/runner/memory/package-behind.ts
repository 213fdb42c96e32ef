/**
 * The package that npx would run: its manifest in npx's own cache, which another version replaces.
 * Looks only where npx itself would look first, and asks nobody. Source of the directory's name:
 * libnpmexec, which npm 7 to 11 share.
 */
import { join } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

const isNpx = /(?:^|[\\/])npx(?:\.cmd|\.exe)?$/i;
/** A name, with a version or a tag perhaps; anything else is no package of a registry. */
const isSpec = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@[\w.^~<>=*|+-]+)?$/;

/** Where its manifest would be; undefined if it is not npx, or not told so simply. */
export function manifestBehind(command: readonly string[], env: Variables): string | undefined {
  const [program = '', ...words] = command;
  if (!isNpx.test(program)) return undefined;
  const [first, second] = words.filter((word) => !/^(?:-y|--yes|-q|--quiet)$/.test(word));
  // With `--` the package follows; with any other option it may be another word.
  const spec = first === '--' ? second : first;
  const name = spec === undefined ? undefined : isSpec.exec(spec)?.[1];
  const cache = cacheOf(env);
  if (spec === undefined || name === undefined || cache === undefined) return undefined;
  const { createHash } = process.getBuiltinModule('node:crypto');
  const directory = createHash('sha512').update(spec).digest('hex');
  return join(cache, '_npx', directory.slice(0, 16), 'node_modules', name, 'package.json');
}

function cacheOf(env: Variables): string | undefined {
  const set = env['npm_config_cache'] ?? env['NPM_CONFIG_CACHE'];
  if (set !== undefined && set !== '') return set;
  if (process.platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    return local && join(local, 'npm-cache');
  }
  const home = env['HOME'];
  return home && join(home, '.npm');
}
