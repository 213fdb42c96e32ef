/**
 * What the user of a client sees of a session: the outcome of each request by its label, the
 * notifications, and what the client had to skip. Knows neither shield nor server.
 */

export type Outcome =
  | { readonly kind: 'result'; readonly value: unknown; readonly tookMs: number }
  | {
      readonly kind: 'error';
      readonly code: unknown;
      readonly message: string;
      /** The client itself says it, of an answer that it does not accept. */
      readonly own: boolean;
      readonly tookMs: number;
    }
  /** Waited for in vain, and: the connection was closed. */
  | { readonly kind: 'nothing' | 'closed'; readonly tookMs: number };

export interface Transcript {
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** Each with its parameters, as they came. */
  readonly notices: readonly string[];
  /** Lines that are no message for this client. */
  readonly junk: number;
  /** Answers to nothing that is open. */
  readonly strays: number;
  /** How the program ended after the client closed its stdin; clients that cannot tell leave it. */
  readonly end?: { readonly kind: 'exited' | 'stayed'; readonly tookMs: number };
  /** The last of what was written there. */
  readonly stderr: string;
}

/** How a server is started; the same for each client. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Without the shield: whoever uses it starts it again after a fall. */
  readonly bare: boolean;
}

/** Whatever was thrown, as a text. */
export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
