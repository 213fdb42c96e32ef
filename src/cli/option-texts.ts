/**
 * What `--help`, docs/options.md and `wrap` say of each option: its group and one sentence. Apart
 * from the table that the parser reads, because a start needs none of it.
 */
import type { OptionName } from './options.ts';

/** In the order of the help text. */
export const groups = ['Restarts', 'Messages', 'Server', 'Log', 'Other'] as const;

interface OptionText {
  readonly group: (typeof groups)[number];
  /** One sentence without a full stop. */
  readonly help: string;
}

export const optionTexts: Readonly<Record<OptionName, OptionText>> = {
  restarts: { group: 'Restarts', help: 'falls tolerated within the window; 0 = run once' },
  'restart-window': { group: 'Restarts', help: 'the span in which falls are counted' },
  'backoff-initial': { group: 'Restarts', help: 'first pause before a restart; it doubles' },
  'backoff-max': { group: 'Restarts', help: 'longest pause before a restart' },
  retry: { group: 'Restarts', help: 'sent again after a fall: never, reads, annotated' },
  'restart-hung': { group: 'Restarts', help: 'restart after so many time-outs in a row' },
  idle: { group: 'Restarts', help: 'end an unused server; the next request starts it' },
  lazy: { group: 'Restarts', help: 'start the server at the first call, not before' },
  'start-patience': { group: 'Restarts', help: 'then a known server is answered for' },
  'no-memory': { group: 'Restarts', help: 'keep nothing of the server for the next run' },
  watch: { group: 'Restarts', help: 'restart when such files change; may be repeated' },
  'request-timeout': { group: 'Messages', help: 'answer with an error after this' },
  'max-message': { group: 'Messages', help: 'longest message; clients hang up at 10MB' },
  noise: { group: 'Messages', help: 'where other output goes: stderr, log, drop' },
  stderr: { group: 'Messages', help: 'the stderr of the server: pass, log, drop' },
  cwd: { group: 'Server', help: 'directory to start the server in' },
  env: { group: 'Server', help: 'set a variable for the server; may be repeated' },
  'env-file': { group: 'Server', help: 'read variables for the server from a .env file' },
  'shell-path': { group: 'Server', help: 'ask the login shell for PATH: auto, always, never' },
  'no-env-fixes': { group: 'Server', help: 'hand the environment over exactly as it came' },
  direct: { group: 'Server', help: 'past npx and uvx: auto, always, never' },
  'no-background-install': { group: 'Server', help: 'let no install outlive the client' },
  'no-update-check': { group: 'Server', help: 'do not look for newer versions of packages' },
  name: { group: 'Log', help: 'name of this server in the log' },
  'log-level': { group: 'Log', help: 'silent, error, warn, info, debug, trace' },
  'log-file': { group: 'Log', help: 'append the log to a file instead of stderr' },
  'log-format': { group: 'Log', help: 'pretty, json; auto = json in a file' },
  'no-log-file': { group: 'Log', help: 'keep nothing for `mcp-shield logs`' },
  record: { group: 'Log', help: 'write what happens to a file, without contents' },
  'record-contents': { group: 'Log', help: 'record whole messages' },
  'instead-of': { group: 'Other', help: 'written by wrap: what unwrap puts back' },
  help: { group: 'Other', help: 'show this text' },
  version: { group: 'Other', help: 'show the version' },
};
