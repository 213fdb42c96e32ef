/**
 * Every bound and time budget of mcp-shield, each with its reason. A number that limits something
 * lives here or it does not exist. Units stand last in the name: Ms, Bytes, Count.
 */

const KiB = 1024;
const MiB = 1024 * KiB;

/** How much of one message is accepted, and what is kept of one that is not. */
export const messageLimits = {
  /**
   * TypeScript SDK clients (>= 1.30) close the pipe when remainder + incoming chunk pass 10 MiB;
   * a pipe chunk is at most 64 KiB.
   */
  defaultMaxBytes: 10 * MiB - 64 * KiB,
  /** Kept from both ends of a line that is too long: enough to read an id at either end. */
  oversizeKeepBytes: 64 * KiB,
  /** A message spread over more lines than this is noise. */
  prettyLinesMax: 100_000,
  /** Tries to find a message inside one noisy line; keeps hostile lines linear. */
  salvageTriesMax: 64,
} as const;

/** What the session remembers while the server is away or slow. */
export const sessionLimits = {
  /** Held requests and notifications; beyond, requests are refused with an error. */
  holdCountMax: 20_000,
  holdBytesMax: 64 * MiB,
  /** Lines kept so that a read can be sent again; beyond, that read fails at a fall. */
  inflightBytesMax: 64 * MiB,
  inflightCountMax: 100_000,
  /** A held request is answered with an error well before the 60 s time-out of SDK clients. */
  holdMaxMs: 45_000,
  /** Ids remembered after their answer, to swallow late cancels and late answers. */
  tombstonesMax: 4_096,
  /** Resource subscriptions and listen streams replayed after a restart. */
  subscriptionsMax: 10_000,
  /** Pages followed when the shield lists tools, prompts or resources by itself. */
  listPagesMax: 100,
  /** A server that does not answer a replayed handshake in this time counts as fallen. */
  replayMaxMs: 30_000,
  /** Total life of a request whose time-out is reset by progress, in time-outs. */
  requestTimeoutTotalFactor: 10,
} as const;

/** The child's fate. */
export const supervisorLimits = {
  /** After `exit`, stdout is drained at most this long: a grandchild may hold the pipe. */
  drainMs: 500,
  /** Processes the dead child left behind get SIGTERM at once and SIGKILL after this. */
  leftoverTermMs: 200,
  /** Answers over this span are "sustained service": they reset the back-off. */
  sustainedServiceMs: 10_000,
  /** Before `initialize` is answered; SDK clients give up after 60 s, Claude Code after 30 s. */
  startBudgetMs: 20_000,
  /** Deaths at a `server/discover` probe that are not counted as falls. */
  probeFallsMax: 3,
  /** The same spawn error this often in a row is a permanent cause. */
  permanentConfirmCount: 2,
} as const;

/** The end of a session. SDK clients send SIGTERM 2 s after EOF, some SIGKILL 0.4 s after SIGINT. */
export const endLimits = {
  eof: { termMs: 1_200, killMs: 1_700, exitMs: 1_900 },
  signal: { termMs: 0, killMs: 600, exitMs: 850 },
} as const;

/** What is remembered of a server's output to explain a fall. */
export const evidenceLimits = {
  tailBytes: 16 * KiB,
  tailLinesInError: 20,
  tailLineCharsMax: 500,
} as const;

/** The runner's buffers. */
export const runnerLimits = {
  /** Unwritten stderr beyond this is dropped, and the drop is told: the client does not drain. */
  stderrBufferBytes: 1 * MiB,
  /** A stalled client is noticed dead by its parent id, looked at this often. */
  orphanCheckMs: 1_000,
} as const;
