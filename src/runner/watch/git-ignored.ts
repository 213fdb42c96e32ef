/**
 * Which directories git is told to leave alone: what is built, downloaded or cached, and edited by
 * nobody. Reads each `.gitignore` once, when somebody asks about a directory below it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Whether git leaves this directory out, by the `.gitignore` files above it. */
export type GitIgnored = (directory: string) => boolean;

/** @param base where the look begins; what it is in itself is wanted, whatever git thinks of it */
export function createGitIgnored(base: string): GitIgnored {
  const root = rootOf(base);
  const known = new Map<string, Ignore | undefined>();

  const rulesIn = (directory: string): Ignore | undefined => {
    if (!known.has(directory)) known.set(directory, readRules(directory));
    return known.get(directory);
  };

  const isIgnored: GitIgnored = (directory) => {
    for (let above = dirname(directory); ; above = dirname(above)) {
      const path = relative(above, directory).split(sep).join('/');
      if (rulesIn(above)?.ignores(`${path}/`) === true) return true;
      if (above === root || above === dirname(above)) return false;
    }
  };
  // What lies above the repository says nothing of it.
  const isWanted = root === undefined || (base !== root && isIgnored(base));
  return isWanted ? () => false : isIgnored;
}

/** The directory of the repository; undefined: it is none. */
function rootOf(base: string): string | undefined {
  for (let directory = base; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory;
    if (directory === dirname(directory)) return undefined;
  }
}

function readRules(directory: string): Ignore | undefined {
  try {
    return ignore().add(readFileSync(join(directory, '.gitignore'), 'utf8'));
  } catch {
    return undefined;
  }
}
