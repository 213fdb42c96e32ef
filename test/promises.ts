/**
 * What mcp-shield promises, as data: the promises that rule its design, in the order in which they
 * win, and what README, SECURITY and the pages of docs/ say of it. A test cites an id in its title
 * or in a comment, as `[P1]`; `promises.test.ts` sees to it that each is cited and that every quote
 * still stands on its page.
 */

export interface Promised {
  readonly id: string;
  readonly promise: string;
  /** What the reader is told, word for word but for line breaks. */
  readonly quote?: string;
  /** Where; README.md if nothing is said. */
  readonly page?: string;
}

export const promises: readonly Promised[] = [
  {
    id: 'P1',
    promise: 'The session of the client outlives the server process.',
    quote: 'The session outlives the server.',
  },
  {
    id: 'P2',
    promise: 'Only JSON-RPC reaches the client, and no message is lost because of noise beside it.',
    quote: 'Only JSON-RPC reaches the client.',
  },
  {
    id: 'P3',
    promise: 'Every request gets exactly one answer; what was not asked for is not answered.',
    quote: 'Every request gets exactly one answer.',
  },
  {
    id: 'P4',
    promise: 'Nothing runs twice behind the back of the user.',
    quote: 'may have run is never repeated behind your back',
  },
  {
    id: 'P5',
    promise: 'No process is left behind, however the session ends.',
    quote: 'No process is left behind',
  },
  {
    id: 'P6',
    promise: 'A failure is explained: what, why, what to do; never an invented cause.',
    page: 'docs/reasons.md',
    quote: 'Where nothing in the output points to a cause none is named.',
  },
  { id: 'P7', promise: 'It costs nothing noticeable.' },
  { id: 'P8', promise: 'Everything has a limit, and says so when it is reached.' },
  {
    id: 'R-clean',
    promise: 'A clean message is not touched.',
    quote: 'A clean message passes byte for byte.',
  },
  {
    id: 'R-salvage',
    promise: 'A message with other text around it is found.',
    quote: 'a message that stands beside them is saved',
  },
  {
    id: 'R-restored',
    promise: 'A new server stands where the old one stood, in both eras.',
    quote: 'the handshake, the log level and the subscriptions are restored',
  },
  {
    id: 'R-both-eras',
    promise: 'The stateless era works as the one with a handshake.',
    page: 'docs/behaviour.md',
    quote: 'Both eras of the protocol are restored',
  },
  {
    id: 'R-reads',
    promise: 'What only reads is sent again once.',
    page: 'docs/behaviour.md',
    quote: 'sent once more; refused if the second server dies of it, too',
  },
  {
    id: 'R-calls',
    promise: 'A call that may have run is answered with an error that says so.',
    page: 'docs/behaviour.md',
    quote: 'answered with an error: it may have run.',
  },
  {
    id: 'R-annotated',
    promise: 'A call is sent again only if the user and the server allow it.',
    page: 'docs/behaviour.md',
    quote: 'With `--retry annotated` sent again if the tool is marked',
  },
  {
    id: 'R-held',
    promise: 'What was not written yet waits.',
    page: 'docs/behaviour.md',
    quote: 'requests that had not been written yet | wait, in order, and are sent',
  },
  {
    id: 'R-questions',
    promise: 'A question of a dead server is taken back.',
    page: 'docs/behaviour.md',
    quote: 'cancelled at the client; a late answer goes nowhere',
  },
  {
    id: 'R-backoff',
    promise: 'Pauses double and are forgotten after service.',
    page: 'docs/behaviour.md',
    quote: 'after the server has *served* for ten seconds, not because it was started',
  },
  {
    id: 'R-breaker',
    promise: 'Too many falls end the restarts, but not the session.',
    page: 'docs/behaviour.md',
    quote: 'requests are answered at once with the reason',
  },
  {
    id: 'R-eof',
    promise: 'At the end of input the server may finish, within bounds.',
    page: 'docs/behaviour.md',
    quote: 'it gets SIGTERM after 1.2 s and SIGKILL after 1.7 s',
  },
  {
    id: 'R-signals',
    promise: 'A signal ends the tree at once, within bounds.',
    page: 'docs/behaviour.md',
    quote: 'SIGTERM or SIGHUP it gets SIGTERM at once and SIGKILL after 0.6 s',
  },
  {
    id: 'R-tree',
    promise: 'A server behind a wrapper ends with it.',
    page: 'docs/behaviour.md',
    quote: 'Signals go to the whole session of processes, so the server under `npx` ends too.',
  },
  {
    id: 'R-guard',
    promise: 'A SIGKILL of mcp-shield leaves nothing behind.',
    page: 'docs/behaviour.md',
    quote: 'A small guard process finishes it if mcp-shield itself is killed (POSIX).',
  },
  {
    id: 'R-exit-codes',
    promise: 'Exit codes mean what the table says.',
    page: 'docs/commands.md',
    quote: '128+n after signal n, 127 command not found, 126 not executable',
  },
  {
    id: 'R-errors',
    promise: 'Errors made here can be told from those of the server.',
    page: 'docs/reasons.md',
    quote: 'Errors made by mcp-shield have the code -32603 (unless JSON-RPC asks for another one)',
  },
  {
    id: 'R-too-large',
    promise: 'A message above the limit becomes an error for its id.',
    page: 'docs/reasons.md',
    quote: 'above `--max-message`; clients hang up at 10 MB',
  },
  {
    id: 'R-malformed',
    promise: 'A broken answer becomes an error for its id.',
    page: 'docs/reasons.md',
    quote: "the server's answer was not JSON-RPC, but its id could be read",
  },
  {
    id: 'R-timeout',
    promise: 'A request may have a time-out.',
    page: 'docs/reasons.md',
    quote: 'above `--request-timeout`',
  },
  {
    id: 'R-installs-nothing',
    promise: 'The package brings all it needs.',
    quote: 'It needs Node.js 20.17 or newer and installs nothing else.',
  },
  {
    id: 'R-command',
    promise: 'Where the command of the server begins is never a guess.',
    page: 'docs/options.md',
    quote: '`--` may be left out when the first word is not a sub-command.',
  },
  {
    id: 'R-variables',
    promise: 'Options can be set by the environment, and the command line wins.',
    page: 'docs/options.md',
    quote: 'The command line beats the environment.',
  },
  {
    id: 'R-table',
    promise: 'The table of options is the one of the program.',
    page: 'docs/options.md',
    quote: '<!-- written by `npm run readme` from src/cli/options.ts',
  },
  {
    id: 'R-unwrap',
    promise: 'What wrap did is undone exactly.',
    quote: 'the very file again, byte for byte',
  },
  {
    id: 'R-one-step',
    promise: 'A configuration file is never seen half written.',
    page: 'docs/clients.md',
    quote: 'The file is replaced in one step',
  },
  {
    id: 'R-doctor-clean',
    promise: 'doctor leaves nothing running and prints no secret.',
    page: 'docs/commands.md',
    quote: 'Nothing that `doctor` starts is left running, and no secret is printed.',
  },
  {
    id: 'R-secrets',
    promise: 'Secrets are not repeated in errors and logs.',
    page: 'SECURITY.md',
    quote: 'Secrets that can be recognised are hidden in what mcp-shield says',
  },
  {
    id: 'R-log-file',
    promise: 'Logs, recordings and status files are for their owner.',
    page: 'SECURITY.md',
    quote: 'are readable by their owner alone, also if they were there before',
  },
  {
    id: 'R-schemas',
    promise: 'What is printed for programs has a schema, and the schema tells of every member.',
    page: 'docs/for-programs.md',
    quote: 'members keep their names and their meaning, and new ones may be added',
  },
  {
    id: 'R-stderr',
    promise: 'The stderr of the server passes as it is, or goes where it is wanted.',
    page: 'docs/options.md',
    quote: 'to the stderr of mcp-shield, byte for byte',
  },
  {
    id: 'R-no-shell',
    promise: 'No shell reads what a user or a server wrote.',
    page: 'SECURITY.md',
    quote: 'No shell ever reads a command line, a message or a configuration',
  },
  {
    id: 'R-terminal',
    promise: 'Nothing that somebody else chose steers a terminal.',
    page: 'SECURITY.md',
    quote: 'it steers no terminal and forges no line, in no command',
  },
  {
    id: 'R-defect',
    promise: 'A defect of mcp-shield takes its tree along and says so.',
    page: 'docs/commands.md',
    quote: '| 70 | a defect of mcp-shield |',
  },
  {
    id: 'R-cannot-start',
    promise: 'A client learns why its server does not start before it gives up.',
    quote: 'is answered with an error that names the cause and the first thing to do',
  },
  {
    id: 'R-slow-start',
    promise: 'A known server that is slow to start costs nobody the session.',
    quote: 'one that is known from an earlier run is answered for after 8 s',
  },
  {
    id: 'R-hung',
    promise: 'A server that hangs is ended if that was asked for.',
    quote: '`--restart-hung 3` ends it',
  },
  {
    id: 'R-rest',
    promise: 'A server that nobody needs may end.',
    quote: '`--idle 10m` ends it on purpose',
  },
  {
    id: 'R-install-once',
    promise: 'A client that gives up does not undo an install.',
    quote: 'it is installed once, even if the client gives up meanwhile',
  },
  {
    id: 'R-watch',
    promise: 'Code that changed is served to the connected client.',
    quote: 'replaces the server under the connected client whenever a file changes',
  },
  {
    id: 'R-by-hand',
    promise: 'The same can be asked for by hand.',
    page: 'docs/watch.md',
    quote: '`kill -USR2 <pid>` does the same by hand (POSIX)',
  },
  {
    id: 'R-no-contents',
    promise: 'A recording can be shown to others.',
    page: 'docs/recordings.md',
    quote: 'Without `--record-contents` texts and numbers of messages are replaced',
  },
  {
    id: 'R-unasked',
    promise: "Nobody's clone is run.",
    quote: "Start a server of a project's files unasked",
  },
  {
    id: 'R-health',
    promise: 'Programs can ask whether a server serves.',
    page: 'docs/commands.md',
    quote: 'With a name it is a health check: exit code 1 unless that server serves.',
  },
];
