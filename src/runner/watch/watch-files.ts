/**
 * Tells of files that change, for people who develop a server. Looks only where one of them can
 * lie: each file and directory is a watch of the system, and a .venv has thousands. Knows no
 * restart: what a change leads to, and when, the core decides. Loaded only with `--watch`.
 */
import { existsSync, type Stats, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { watch } from 'chokidar';
import picomatch from 'picomatch';
import { describe, exitCodes, ShieldError } from '../../base/errors.ts';
import type { Log } from '../../log/log.ts';
import type { EventSource } from '../run.ts';
import { createGitIgnored } from './git-ignored.ts';

export interface WatchRequest {
  /** A glob, or a directory or file without one; from `cwd`. */
  readonly globs: readonly string[];
  readonly cwd: string;
  readonly log: Log;
}

interface Pattern {
  /** The directory or file that has no magic in it. */
  readonly base: string;
  readonly matches: (path: string) => boolean;
  /** Whether a file that is meant can lie in this directory, or below it. */
  readonly reaches: (directory: string) => boolean;
}

/** What nobody edits, and what is large; so is what begins with a dot. */
const unedited: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'venv']);

/** Throws wrong usage for a glob below a directory that does not exist. */
export function watchFiles({ globs, cwd, log }: WatchRequest): EventSource {
  const patterns = globs.map((glob) => readPattern(glob, cwd));
  return (post) => {
    const watcher = watch(
      patterns.map(({ base }) => base),
      { ignoreInitial: true, ignored: (path, stats) => isLeftOut(patterns, path, stats) },
    );
    watcher.on('all', (_event, path) => {
      if (!patterns.some(({ matches }) => matches(path))) return;
      post({ type: 'file-changed', path: relative(cwd, path) });
    });
    watcher.on('ready', () => log.write('info', 'files-watched', `watching ${globs.join(', ')}`));
    watcher.on('error', (error) =>
      log.write('warn', 'watch-failed', '--watch misses changes', { error: describe(error) }),
    );
  };
}

/** Chokidar asks once more when it knows what it is. */
function isLeftOut(patterns: readonly Pattern[], path: string, stats: Stats | undefined): boolean {
  if (stats === undefined) return false;
  const isDirectory = stats.isDirectory();
  return !patterns.some(({ reaches, matches }) => (isDirectory ? reaches(path) : matches(path)));
}

function readPattern(glob: string, cwd: string): Pattern {
  // Picomatch knows forward slashes only, and a backslash as an escape.
  const windows = process.platform === 'win32';
  const absolute = resolve(cwd, glob);
  const pattern = windows ? absolute.replaceAll('\\', '/') : absolute;
  const { base, isGlob } = picomatch.scan(pattern);
  const status = statSync(base, { throwIfNoEntry: false });
  if (status === undefined) {
    throw new ShieldError(`--watch ${glob}: there is no ${base}`, exitCodes.wrongUsage);
  }
  const whole = !isGlob && status.isDirectory() ? `${pattern}/**` : pattern;
  const reaches = createReach(whole.slice(base.length).split('/').filter(Boolean), base);
  return { base, reaches, matches: picomatch(whole, { windows, dot: true }) };
}

/** `names` is what the glob has behind its base, by level; the last is that of the file. */
function createReach(names: readonly string[], base: string): Pattern['reaches'] {
  // From here on any depth is meant, and braces may hold more than one level.
  const open = names.findIndex((name) => name.includes('**') || /[{}()]/.test(name));
  const levels = open < 0 ? names.slice(0, -1) : names.slice(0, open);
  const isMeant = levels.map((name) => picomatch(name, { dot: true }));
  const isGitIgnored = createGitIgnored(base);
  return (directory) => {
    const below = relative(base, directory).split(sep).filter(Boolean);
    if (below[0] === '..') return false;
    if (open < 0 && below.length > levels.length) return false;
    return below.every((name, at) => {
      if (names.includes(name)) return true;
      if (unedited.has(name) || name.startsWith('.')) return false;
      const path = join(base, ...below.slice(0, at + 1));
      if (isMeant[at]?.(name) === false) return false;
      return !isPythonEnvironment(path) && !isGitIgnored(path);
    });
  };
}

function isPythonEnvironment(directory: string): boolean {
  return existsSync(join(directory, 'pyvenv.cfg'));
}
