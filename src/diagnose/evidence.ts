/**
 * What is known of a fall, and what is said about it. Plain values: whoever gathers the evidence
 * knows processes, whoever shows the diagnosis knows JSON-RPC and terminals; this folder neither.
 * An end that mcp-shield brought about itself is no evidence: who did it knows why.
 */

export interface Evidence {
  /** Before any message, before `initialize` was answered, or after that answer. */
  readonly phase: 'start' | 'handshake' | 'session';
  /** `ENOENT`, `EACCES`, `EINVAL` …, when the system refused to start the command at all. */
  readonly spawnErrno?: string;
  readonly spawnMessage?: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly uptimeMs: number;
  /** The bounded tail, as it came: colours and mis-decoded bytes included. */
  readonly stderr: string;
  /** The bounded tail of what the server printed on stdout and is no message. */
  readonly stdout: string;
  /**
   * Characters at the beginning of each that are history: they came before the server was ready,
   * or before its last answer, and it lived on.
   */
  readonly stderrHistory?: number;
  readonly stdoutHistory?: number;
  /** As typed. */
  readonly command: readonly string[];
  /** Absolute, if the command was found. */
  readonly resolvedCommand?: string;
  /** As in `process.platform`. */
  readonly platform: string;
  readonly cwd?: string;
  /** Methods the server had not answered when it fell. */
  readonly inFlight?: readonly string[];
  /** The tool of a call that was among them. */
  readonly tool?: string;
  readonly versions?: Readonly<Record<string, string>>;
}

export interface Diagnosis {
  /** A slug for programs, for example `python-module-missing`. */
  readonly reason: string;
  readonly title: string;
  /** One sentence with the names found in the evidence, or with the server's last words. */
  readonly cause: string;
  /** What to do, the most promising first; a command to type stands in backticks. */
  readonly advice: readonly string[];
  /** Another start will not help until somebody changes something. */
  readonly permanent: boolean;
  /** The line a person would quote, redacted and cut; `cause` may hold it already. */
  readonly words?: string;
  /** What the server itself reported last, if it was an error. */
  readonly failure?: ReportedFailure;
}

/** `redact` takes secrets out of the server's words before they are cut. */
export type Diagnose = (evidence: Evidence, redact: (text: string) => string) => Diagnosis;

export interface ReportedFailure {
  /** The class of an exception. */
  readonly type?: string;
  readonly code?: string;
  readonly message: string;
}
