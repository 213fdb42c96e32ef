/**
 * What a session is told of how it is to behave. Values only; times are ms.
 */

export interface SessionOptions {
  readonly retry: 'never' | 'reads' | 'annotated';
  /** 0 = none. */
  readonly requestTimeoutMs: number;
  /** 0 = never. */
  readonly restartHung: number;
  /** No server is started before one is needed. */
  readonly lazy: boolean;
  /** How long a server known from an earlier run may take for its greeting; 0 = for ever. */
  readonly startPatienceMs: number;
  /** What is heard of the server is kept for the next run. */
  readonly remembers: boolean;
  /** Patterns of tools that the client is not to see; see tool-filter.ts. */
  readonly hideTools: readonly string[];
  readonly onlyTools: readonly string[];
}
