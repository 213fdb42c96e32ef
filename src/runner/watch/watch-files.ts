/**
 * Tells of files that change, for people who develop a server. Knows no restart: what a change
 * leads to, and when, the core decides. Loaded only with `--watch`.
 */
import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { watch } from 'chokidar';
import picomatch from 'picomatch';
import { describe, exitCodes, ShieldError } from '../../base/errors.ts';
import type { Log } from '../../log/log.ts';
import type { EventSource } from '../run.ts';

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
}

/** What nobody edits, and what is large. */
const ignored = /(?:^|[\\/])(?:node_modules|\.git)(?:[\\/]|$)/;

/** Throws wrong usage for a glob below a directory that does not exist. */
export function watchFiles({ globs, cwd, log }: WatchRequest): EventSource {
  const patterns = globs.map((glob) => readPattern(glob, cwd));
  return (post) => {
    const watcher = watch(
      patterns.map(({ base }) => base),
      { ignoreInitial: true, ignored: (path) => ignored.test(relative(cwd, path)) },
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
  return { base, matches: picomatch(whole, { windows, dot: true }) };
}
