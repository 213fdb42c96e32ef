/**
 * What a row of the table of odd servers may say: what the server does, and what a client does
 * with it. Read by fixtures/odd-server.mjs and by every client; knows neither.
 */

/**
 * One thing a server does. A text is printed as it is, after its `$…` were filled in: `$ANSWER`
 * (the ordinary answer), `$FORMED` (the same, in the row's `form`), `$RESULT`, `$PRETTY`, `$HALF`
 * (its first 60 characters), `$ID`, `$NEXT` (the id after it), `$METHOD`, `$TEXT` (the argument).
 * A number is a pause in milliseconds.
 */
export type Step =
  | string
  | number
  | { readonly stderr: string; readonly times?: number }
  | { readonly stdout: string; readonly times: number }
  | { readonly pieces: string; readonly length: number; readonly everyMs: number }
  | { readonly frame: string }
  | { readonly http: string }
  | { readonly exit: number };

export interface Behaviour {
  /** Before it reads. */
  readonly startMs?: number;
  readonly start?: readonly Step[];
  /**
   * What it does instead of the ordinary answer. A key is `tools/call:<tool>`, a method,
   * `request` or `notification`; `#2` behind it means the second arrival in one life, `@2` the
   * second life.
   */
  readonly on?: Readonly<Record<string, readonly Step[]>>;
  /** How its messages look; `unended`: no newline, ever. */
  readonly form?: 'lines' | 'crlf' | 'bom' | 'pretty' | 'frames' | 'unended';
  readonly reads?: 'lines' | 'frames';
  /** Of any other id than an integer it dies (`integers`), or complains to id null (`refused`). */
  readonly ids?: 'any' | 'integers' | 'refused';
  /** The method and the first id of its own requests. */
  readonly asks?: string;
  readonly asksWith?: number | string;
  readonly answers?: 'at once' | 'at EOF';
  /** `drop`: it leaves at EOF, whatever it owes. `ignore`: it stays. */
  readonly eof?: 'finish' | 'drop' | 'ignore';
  /** It leaves with code 0 when nothing came for so long. */
  readonly idleMs?: number;
  /** A launcher, that leaves with code 0, starts it on the same pipes. */
  readonly launcher?: 'at once' | 'after a while' | 'detached';
}

/**
 * One thing a client does, as words of a tiny language that is easily read in any programming
 * language. Its label in the transcript is the text itself; `&` behind it: not waited for.
 *
 *   list · ping · call X · slow X · steps X · ask X · size BYTES   requests; X is an argument
 *   again               greets a second time             roots        tells that its roots changed
 *   cancel LABEL        cancels an open request          wait         for all that is open
 *   sleep MS            does nothing                     die          calls the tool that ends it
 *   revive              with the bare server: a new process and a new greeting
 */
type ClientStep = string;

export interface OddServer {
  readonly name: string;
  readonly kind: string;
  readonly behaviour: Behaviour;
  readonly steps: readonly ClientStep[];
  /** `pipe`: all at once from a file, then EOF; for the raw clients alone. */
  readonly input?: 'session' | 'pipe';
  /** Of the shield. */
  readonly options?: readonly string[];
  /** How long a client waits for one answer, ms. */
  readonly patienceMs?: number;
}
