/**
 * What the options mean for a run: names and units of the core, and the checks that need more
 * than one option. Knows neither the command line nor the environment.
 */
import type { LogLevel, ShieldOptions } from '../shield/events.ts';
import { wrongUsage } from './command-line.ts';
import type { OptionValues } from './options.ts';
import { formatDuration } from './units.ts';

export interface RunOptions extends Omit<ShieldOptions, 'seed'> {
  /** `undefined` = where mcp-shield itself was started. */
  readonly cwd: string | undefined;
  readonly env: readonly (readonly [key: string, value: string])[];
  readonly envFile: string | undefined;
  readonly envFixes: boolean;
  readonly shellPath: 'auto' | 'always' | 'never';
  /** Whether servers are started past a package runner. */
  readonly direct: 'auto' | 'always' | 'never';
  /** Whether newer versions of packages are looked for. */
  readonly looksForUpdates: boolean;
  /** Whether a missing package is installed in a step of its own. */
  readonly installs: boolean;
  readonly name: string | undefined;
  readonly logLevel: LogLevel | 'silent';
  /** `undefined` = stderr. */
  readonly logFile: string | undefined;
  readonly logFormat: 'auto' | 'pretty' | 'json';
  /** A log file of its own in the log directory, beside stderr. */
  readonly keepLog: boolean;
  readonly watch: readonly string[];
  /** `undefined` = nothing is recorded. */
  readonly record: string | undefined;
  readonly recordContents: boolean;
}

/** `command` is the server's command with its arguments, not empty. Throws wrong usage. */
export function toRunOptions(values: OptionValues, command: readonly string[]): RunOptions {
  const backoffInitialMs = values['backoff-initial'];
  const backoffMaxMs = values['backoff-max'];
  if (backoffInitialMs > backoffMaxMs) {
    const [initial, max] = [backoffInitialMs, backoffMaxMs].map(formatDuration);
    throw wrongUsage(`--backoff-initial (${initial}) is longer than --backoff-max (${max})`);
  }
  if (values['record-contents'] && values.record === undefined) {
    throw wrongUsage('--record-contents records nothing without --record <file>');
  }
  return {
    command,
    restarts: values.restarts,
    restartWindowMs: values['restart-window'],
    backoffInitialMs,
    backoffMaxMs,
    retry: values.retry,
    requestTimeoutMs: values['request-timeout'],
    idleMs: values.idle,
    lazy: values.lazy,
    startPatienceMs: values['start-patience'],
    remembers: !values['no-memory'],
    restartHung: values['restart-hung'],
    maxMessageBytes: values['max-message'],
    noise: values.noise,
    stderr: values.stderr,
    cwd: values.cwd,
    env: values.env,
    envFile: values['env-file'],
    envFixes: !values['no-env-fixes'],
    shellPath: values['shell-path'],
    // Run once, it is the runner's own exit code that counts.
    direct: values.restarts > 0 ? values.direct : 'never',
    looksForUpdates: !values['no-update-check'],
    installs: !values['no-background-install'],
    name: values.name,
    logLevel: values['log-level'],
    logFile: values['log-file'],
    logFormat: values['log-format'],
    keepLog: !values['no-log-file'],
    watch: values.watch,
    record: values.record,
    recordContents: values['record-contents'],
  };
}
