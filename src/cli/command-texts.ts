/**
 * What `help` says of each command: how it is written, what it does, its options, examples. Apart
 * from the names that a start reads, because it needs none of this.
 */
import type { CommandName } from './options.ts';

export interface CommandText {
  /** Behind `mcp-shield`. */
  readonly usage: string;
  /** One sentence without a full stop. */
  readonly help: string;
  /** As typed, and a sentence without a full stop. The parser of the command reads them, too. */
  readonly options?: readonly (readonly [syntax: string, help: string])[];
  readonly examples: readonly string[];
  /** Of docs/, and its heading there. */
  readonly page: readonly [page: string, heading?: string];
}

/** `run` has no word of its own: what is no option starts the server's command. */
export const runText = {
  usage: '[options] -- <command> [args…]',
  help: 'run a server behind the shield',
} as const;

const json = ['--json', 'for programs'] as const;

const texts = {
  doctor: {
    usage: 'doctor [client] [server…] | doctor -- …',
    help: 'what is wrong with servers, and the fix',
    options: [['--project', 'also the servers of files in this project'], json],
    examples: ['doctor', 'doctor github', 'doctor cursor github', 'doctor -- npx -y server'],
    page: ['commands', 'doctor'],
  },
  wrap: {
    usage: 'wrap <client|file>… [server…]',
    help: "put it into a client's configuration",
    options: [
      ['--all', 'all files of this user'],
      ['--project', 'with --all, also those of this project'],
      ['--dry-run', 'show what would change, and change nothing'],
      ['--as <command>', 'how mcp-shield is started, as one command line'],
      json,
      ['-- <options>', 'options of mcp-shield for each of the servers'],
    ],
    examples: ['wrap', 'wrap cursor', 'wrap claude-desktop github -- --lazy'],
    page: ['clients'],
  },
  unwrap: {
    usage: 'unwrap <client|file>… [server…]',
    help: 'take it out again',
    options: [
      ['--all', 'all files of this user'],
      ['--dry-run', 'show what would change, and change nothing'],
      json,
    ],
    examples: ['unwrap cursor'],
    page: ['clients'],
  },
  logs: {
    usage: 'logs [name] [--follow]',
    help: 'what happened, of one server or of all',
    options: [
      ['-f, --follow', 'go on with what comes'],
      ['-n, --lines <n>', 'so many of the last lines'],
      ['--path', 'only where the files are'],
      json,
    ],
    examples: ['logs', 'logs github --follow'],
    page: ['commands', 'logs'],
  },
  status: {
    usage: 'status [name] [--json] [--watch]',
    help: 'the shields that run here now',
    options: [['--watch', 'again each second'], json],
    examples: ['status', 'status github'],
    page: ['commands', 'status'],
  },
  tail: {
    usage: 'tail [name] [--contents]',
    help: 'messages of running sessions, as they pass',
    options: [
      ['--contents', 'whole messages, without their secrets'],
      ['--raw', 'lines of JSON, for other programs'],
    ],
    examples: ['tail', 'tail github --contents', 'tail github --raw | jq .method'],
    page: ['commands', 'tail'],
  },
  replay: {
    usage: 'replay <file> [--contents]',
    help: 'replay a recorded session step by step',
    options: [['--contents', 'also what was in the messages, where it was recorded']],
    examples: ['replay session.jsonl'],
    page: ['recordings'],
  },
  warm: {
    usage: 'warm <client|file|-- command>',
    help: 'start servers once, so that they are known',
    options: [
      ['--update', 'get the newest versions of their packages'],
      ['--install-only', 'install the package of a command and start nothing'],
      ['--stop', 'end the installs that run'],
      ['--forget', 'forget what servers have said of themselves'],
      json,
    ],
    examples: ['warm cursor', 'warm --update -- npx -y server'],
    page: ['packages'],
  },
  clients: {
    usage: 'clients [--all]',
    help: 'clients here, their files and servers',
    options: [['--all', 'also those that are not here'], json],
    examples: ['clients'],
    page: ['clients'],
  },
  completion: {
    usage: 'completion bash|zsh|fish|powershell',
    help: 'what makes a shell complete these words',
    examples: ['completion bash'],
    page: ['commands', 'completion'],
  },
  demo: {
    usage: 'demo',
    help: 'see it work: a server is killed, bare and behind it',
    options: [['--server', "only the demo's server, for a client of yours"]],
    examples: ['demo', '-- mcp-shield demo --server'],
    page: ['commands', 'demo'],
  },
} as const satisfies Readonly<Record<CommandName, CommandText>>;

export const commandTexts: Readonly<Record<CommandName, CommandText>> = texts;

/** The options of a command by their long names, without dashes. */
export type CommandOption<Name extends CommandName> = (typeof texts)[Name] extends {
  readonly options: readonly (readonly [infer Syntax, string])[];
}
  ? Exclude<LongName<Syntax>, ''>
  : never;

type LongName<Syntax> = Syntax extends `${string}--${infer Name} ${string}`
  ? Name
  : Syntax extends `${string}--${infer Name}`
    ? Name
    : never;
