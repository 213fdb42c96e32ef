/**
 * What docs/options.md says of an option beyond its sentence in the help text: where one sentence
 * is too short. Markdown; an option that needs no more is not here.
 */
import type { OptionName } from '../../src/cli/options.ts';

export const optionDetails: Readonly<Partial<Record<OptionName, string>>> = {
  restarts: `\
With more falls than this the server is not started again until a request comes after
\`--backoff-max\`. \`0\` starts the server once: mcp-shield then ends with it, and with its exit code.`,
  'backoff-initial': `\
The pause doubles from fall to fall, and a part of it (up to half) is left to chance. The first fall
of a server that has answered something is followed by no pause at all.`,
  retry: `\
\`never\`: every request in flight at a fall gets an error. \`reads\`: what only reads is sent once
more. \`annotated\`: so are calls of tools that the server marks with \`readOnlyHint\` or
\`idempotentHint\`. See [what happens when the server dies](behaviour.md#when-the-server-dies).`,
  'restart-hung': `\
Counts requests that ran into \`--request-timeout\`, and without that option does nothing. Any answer
of the server begins the count anew.`,
  idle: 'See [when nobody needs the server](behaviour.md#when-nobody-needs-it).',
  lazy: 'See [starting later](behaviour.md#starting-later).',
  'start-patience': 'See [starting later](behaviour.md#starting-later).',
  'no-memory': 'With it `--lazy` and `--start-patience` have nothing to answer with.',
  watch: 'See [while you write a server](watch.md).',
  'request-timeout': `\
Progress starts the time anew, up to ten times the whole. The server is told that the request was
cancelled.`,
  'max-message': `\
Of the server's messages. The default is what clients of the TypeScript SDK can read; a longer one
becomes an error for the request that it answers. Requests of the client may have 32 MB.`,
  noise: `\
What the server prints on stdout beside its messages. \`stderr\`: written there, so that the client
shows it as it shows other output. \`log\`: into the log. \`drop\`: nowhere.`,
  stderr: `\
What the server prints on stderr. \`pass\`: to the stderr of mcp-shield, byte for byte; most clients
show each line as an error. \`log\`: line by line into the log, with secrets hidden, bursts whole and
a hundred lines a second of a flood. \`drop\`: nowhere. Why a server fell is read from it in any
case.`,
  'hide-tool': `\
\`*\` is any text, \`?\` one character. Tools so named are in no list that the client gets, and a call
of one is refused with -32602 and never reaches the server. May be repeated.`,
  'only-tool': `\
The other way round: every tool is hidden that no \`--only-tool\` means, or that a \`--hide-tool\`
means.`,
  'env-from': `\
\`--env-from "GITHUB_TOKEN=op read op://private/github/token"\`: the shell of the system runs the command
when the first server of a session is started, with the variables that the server gets, and what it
prints is the value. It is in no log, recording, error or list of arguments. A command that fails,
prints nothing or takes more than 10 s is the cause \`env-command-failed\`, with its own last words,
and is asked again at the next request. May be repeated.`,
  'env-file': 'The old name of `--server-env-file`. Node.js reads `--env-file` wherever it stands.',
  env: 'It beats a variable of the same name from a file or from the client.',
  'shell-path': `\
Applications that were started from the desktop have a shorter \`PATH\` than a terminal. \`auto\`: the
login shell is asked if the command is not found otherwise. \`always\`: the server gets the \`PATH\` of
the login shell. Not on Windows.`,
  'no-env-fixes': `\
Otherwise a few variables are set that keep servers from printing on stdout or from waiting for an
answer (\`PYTHONUNBUFFERED\`, \`PYTHONUTF8\`, \`NO_UPDATE_NOTIFIER\`, \`npm_config_yes\` …), each only if it
is not set, and \`PATH\` and \`HOME\` if they are missing. \`--log-level debug\` names them.`,
  direct: 'See [servers of packages](packages.md).',
  'no-background-install': 'See [servers of packages](packages.md#a-package-that-is-missing).',
  'no-update-check': 'See [servers of packages](packages.md#newer-versions).',
  name: 'Also the name of its log file, and what `logs` and `status` call it. `wrap` writes it.',
  'log-level': `\
\`trace\` says each message with method, id, size and time, never what is in it. The log that is kept
for \`mcp-shield logs\` has \`info\` at least.`,
  'log-file': 'A file with 5 MB becomes `<file>.1`. Nothing is kept for `mcp-shield logs` then.',
  record: 'See [recordings](recordings.md).',
  'record-contents': 'See [recordings](recordings.md). Needs `--record`.',
  'instead-of': 'Not for people: `unwrap` reads from it what stood in the configuration before.',
};
