/**
 * Every bound and time budget of mcp-shield, each with its reason. A number that limits something
 * lives here or it does not exist. Units stand last in the name: Ms, Bytes, Count. Sizes are
 * written out (1 KiB is 1_024, 1 MiB is 1_048_576): the bundler leaves out the groups that a file
 * does not use, but only where nothing has to be computed.
 */

/** How much of one message is accepted, and what is kept of one that is not. */
export const messageLimits = {
  /** Members of a batch; the session holds no more open requests than this. */
  batchMembersMax: 100_000,
  /** Messages on one line that lost their newlines; beyond, the line is text. */
  gluedMax: 20_000,
  /** Members of a client's batch that are no messages, each answered; beyond, the batch is. */
  refusedMembersMax: 100,
  /**
   * TypeScript SDK clients (>= 1.30) close the pipe when remainder + incoming chunk pass 10 MiB;
   * a pipe chunk is at most 64 KiB: 10 MiB less 64 KiB.
   */
  defaultMaxBytes: 10_420_224,
  /** Of the client: a request of any size that a server takes passes, in bounded memory. */
  clientMaxBytes: 33_554_432,
  /** Kept from both ends of a line that is too long: enough to read an id at either end. */
  oversizeKeepBytes: 65_536,
  /** A message spread over more lines than this is noise. */
  prettyLinesMax: 100_000,
  /** Scanned for messages inside one noisy line, in its lengths: hostile lines stay linear. */
  salvageScanFactor: 8,
  /** Smaller parts of an unfinished line are copied together: no object for each byte. */
  smallPartBytes: 4_096,
  partBlockBytes: 65_536,
  /** A stream that has carried so much is read by the line scanner, which takes 2 ms to open. */
  fastAfterBytes: 65_536,
  /** Answers looked for in one broken line; more writers at once were never seen. */
  brokenAnswersMax: 8,
  /** Header lines before a framed body; a language server sends one or two. */
  headerLinesMax: 16,
  /** Two writes of one line so far apart were two statements of the program that wrote them. */
  pauseMinMs: 5,
  pausesMax: 8,
  /** Of a line that may be a header of HTTP, and of the text beside a message. */
  lookedAtBytes: 256,
  /** Of an error that is no text: more of it is no sentence; the original stays whole in `data`. */
  oddErrorCharsMax: 1_000,
  /** A whole message without its newline counts after so much silence. */
  unterminatedMs: 250,
  /** Of one header line; those of language servers have some 60 bytes. */
  headerBytesMax: 256,
  /** Behind a result that cannot be read stand `jsonrpc` and `id`; ids are UUIDs at the longest. */
  trailingMembersBytes: 1_024,
  /** Where tools are hidden, one with a longer name is; the specification asks for 128. */
  toolNameCharsMax: 1_024,
  /** Of a name in a sentence. */
  toolNameShownChars: 100,
} as const;

/** What a server prints beside its messages, where it goes into the log. */
export const outputLogLimits = {
  /** A banner, a table, a stack of warnings: whole. */
  burstLines: 1_000,
  /** Beyond; a line costs some 35 µs, and lines that nobody can read help nobody. */
  linesPerSecond: 100,
} as const;

/** Where reading JSON changes its way: measured, and no message is refused by them. */
export const jsonLimits = {
  /** A longer string is skipped four bytes at a time; setting out costs. */
  shortStringBytes: 48,
  /** The same in a text longer than `keptViewBytesMax`, where setting out costs more. */
  shortStringBytesOfLong: 256,
  /** The view of four bytes at a time is kept between texts up to this length. */
  keptViewBytesMax: 262_144,
  /** Brackets in brackets; a text that is nested deeper is no message, and costs no more time. */
  nestingMax: 1_000_000,
  /** `NaN` and its like in one text; a text with more of them is not set right. */
  nonFiniteMax: 250_000,
  /** Nesting that takes no new memory; messages of MCP have some ten levels. */
  shallowDepth: 64,
  /** A longer text is searched by native code, a shorter one letter by letter. */
  shortTextBytes: 64,
} as const;

/** What the session remembers while the server is away or slow. */
export const sessionLimits = {
  /** Of the `_meta` that own requests of the modern era carry: three short members. */
  envelopeBytesMax: 16 * 1024,
  /** A call longer than this counts as one that may begin a task; ordinary ones are searched. */
  searchedForTaskBytes: 64 * 1024,
  /**
   * So many open requests may keep the chunk they came in (64 KB) alive; of those beyond a copy is
   * kept, which costs more time and less memory.
   */
  uncopiedMax: 64,
  /** Of a method's name, for sentences and deadlines; the longest in use have 40 characters. */
  methodCharsMax: 256,
  /** Errors about one fall that carry the server's last lines; the others are the same without. */
  stderrToldMax: 100,
  /** Held requests and notifications; beyond, requests are refused with an error. */
  holdCountMax: 20_000,
  holdBytesMax: 67_108_864,
  /** Lines kept so that a read can be sent again; beyond, that read fails at a fall. */
  inflightBytesMax: 33_554_432,
  inflightCountMax: 100_000,
  /** Requests of the server that the client has not answered; beyond, it gets an error. */
  serverRequestsCountMax: 10_000,
  /**
   * Of those a server is told that there are too many, until the client answers one: a server that
   * asks on and on may not read what it is told.
   */
  refusedQuestionsMax: 1_000,
  /** Questions answered last: one may be taken back while its answer is on its way. */
  crossedMax: 64,
  /** Longest id or progress token that is remembered; the longest in use are UUIDs. */
  idCharsMax: 4_096,
  /** A held request is answered with an error well before the 60 s time-out of SDK clients. */
  holdMaxMs: 45_000,
  /** Ids remembered after their answer, to swallow late cancels and late answers. */
  tombstonesMax: 4_096,
  /** Resource subscriptions and listen streams replayed after a restart. */
  subscriptionsMax: 10_000,
  /** Of their requests; beyond, a subscription is not restored and a stream is refused. */
  subscriptionBytesMax: 16_777_216,
  /** Of what a server acknowledges of a stream: 10,000 resources with long addresses. */
  acknowledgementBytesMax: 1_048_576,
  /** Lists the client saw, kept to compare them after a restart; beyond, changes go unannounced. */
  seenListBytesMax: 16_777_216,
  /** A list that a server announced is looked at for so long before the client is told unseen. */
  lookMaxMs: 5_000,
  /** Pages followed when the shield lists tools, prompts or resources by itself. */
  listPagesMax: 100,
  /** Of a server's own text in a sentence of ours. */
  shownCharsMax: 200,
  /** A server that does not answer a replayed handshake in this time counts as fallen. */
  replayMaxMs: 30_000,
  /** Versions of earlier handshakes that are remembered; clients try two or three. */
  handshakesMax: 8,
  /** Or in so many times what its first handshake took, where that is longer. */
  replayFactor: 3,
  /** First of the numbers that the shield's own requests use: clients count up from 0 or 1. */
  ownIdsFrom: 1_900_000_000,
  /** The same for a client that uses numbers of that size itself. */
  otherOwnIdsFrom: 1_000_000_000,
  /** So near to them no number of the client may be. */
  ownIdsSpan: 10_000_000,
  /** Total life of a request whose time-out is reset by progress, in time-outs. */
  requestTimeoutTotalFactor: 10,
  /** Ids above this (2^31) are not kept: counting on from them would leave the safe integers. */
  serverRequestIdMax: 2_147_483_648,
  /** A modern server says its name in its first answers, or never. */
  introductionsMax: 10,
  /** Of the names and versions by which the two ends introduce themselves. */
  peerNameCharsMax: 100,
} as const;

/** What an earlier run heard of a server, which is answered in its place. */
export const memoryLimits = {
  /** Of one server and client, as text; the lists of the largest servers have some 500 KB. */
  textCharsMax: 4_194_304,
  /** Of what the client says of itself; real ones have less than 1 KB. */
  clientCharsMax: 65_536,
  /** A client lists everything within a second; what it heard is written down after that. */
  delayMs: 2_000,
  /** Servers times clients; of more the oldest are forgotten. */
  filesMax: 256,
  /** Remembered to greet servers as them; people use a handful. */
  clientsMax: 32,
  /** Looked at, to know when the program behind the command is another one. */
  argumentsMax: 64,
} as const;

/** `warm`: how long a server may take, and as whom it is greeted. */
export const warmLimits = {
  /** A cold cache may have to be filled first; nobody waits for it. */
  greetingMs: 600_000,
  /** Each is a start of its own. */
  clientsMax: 4,
} as const;

/** Installs of packages that servers are started from. */
export const installLimits = {
  /** A browser that comes with a package is 300 MB; who needs longer is stuck. */
  longestMs: 600_000,
  /** Until the file of one that was ended at its limit says nothing any more. */
  graceMs: 60_000,
  /** Whoever waits for one looks so often. */
  pollMs: 100,
  /** Between making a small file and writing it. */
  writeMs: 5_000,
  lockBytesMax: 4_096,
  /** So long a package that could not be started directly after its install is left alone. */
  inVainMs: 86_400_000,
  psMs: 1_000,
  /** Of what a manager prints the end is shown. */
  outputCharsMax: 4_000,
} as const;

/** Looking for newer versions of packages that are started from a cache. */
export const updateLimits = {
  /** After the first answer: a client greets, lists, and then has time. */
  delayMs: 2_000,
  askedAgainMs: 86_400_000,
  /** A registry that is slow is asked tomorrow. */
  answerMs: 60_000,
} as const;

/** Answers that were only deduced wait for the certain one. */
export const guessLimits = {
  /** A gateway logs what it gets from upstream, then works on it, then answers. */
  fullMs: 1_500,
  /** Where the stream shows that nothing better will come; a copy comes in the same write. */
  shortMs: 10,
  countMax: 1_000,
  bytesMax: 16_777_216,
  /** Guesses that were given, remembered to learn that they were wrong. */
  givenMax: 256,
  /** Notifications and own requests that a nameless error may be about. */
  addresseesMax: 1_000,
  /** A server that cannot read a request says so at once. */
  namelessMaxMs: 1_000,
} as const;

/** The child's fate. */
export const supervisorLimits = {
  /** After `exit`, stdout is drained at most this long: a grandchild may hold the pipe. */
  drainMs: 500,
  /**
   * The server of a launcher that left with code 0 has so long for its first word: clients do not
   * wait longer for an answer to `initialize`.
   */
  launchedMs: 60_000,
  /** A server that had spoken is asked whether it is still there: busy ones answer by then. */
  launchedProofMs: 2_500,
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

/** A restart that somebody asked for, and the end of a server that hangs. */
export const restartLimits = {
  /** Editors and compilers write several files for one change. */
  settleMs: 300,
  /** Calls in flight may finish; one that waits for a person is cut off. */
  drainMs: 10_000,
  /** Between SIGTERM and SIGKILL: nobody wants to wait for a server that is to go. */
  killMs: 1_000,
  /** Changed files named in the log. */
  filesShownMax: 3,
} as const;

/**
 * A deadline that is looked at so much too late says that the machine slept or mcp-shield was
 * stopped. Shorter stalls are those of a busy machine, and short deadlines are kept through them.
 */
export const clockJumpMinMs = 5_000;

/** More than a sum of times loses by rounding, in years of uptime. */
export const clockRoundingMs = 0.001;

/** The end. SDK clients send SIGTERM 2 s after EOF, some send SIGKILL 0.4 s after SIGINT. */
export const endLimits = {
  /** EOF only says that no more requests come: each answer owed may take so long. */
  finishMs: 30_000,
  /** A server that has said nothing so long after EOF may be one that answers at EOF. */
  silentMs: 2_000,
  eof: { termMs: 1_200, killMs: 1_700, exitMs: 1_900 },
  signal: { termMs: 0, killMs: 600, exitMs: 850 },
  /** Windows has nothing between the end of stdin and taskkill, which takes its time. */
  eofOnWindows: { termMs: 1_200, killMs: 1_200, exitMs: 1_900 },
} as const;

/** What is remembered of a server's output to explain a fall. */
export const evidenceLimits = {
  tailBytes: 16_384,
  /** So soon after an answer, what stderr said may have been read before it and said after it. */
  answerRaceMs: 500,
  tailLinesInError: 20,
  tailLineCharsMax: 500,
} as const;

/** What `status` shows of a running shield. */
export const statusLimits = {
  /** Of a server that falls all the time. */
  fallsShownMax: 5,
  /** So long after the start it is first written: most servers have answered by then. */
  firstMs: 500,
  /** A busy session writes its file this often, and a quiet one not at all. */
  writeMs: 1_000,
  /** A longer file is not one of ours. */
  fileBytesMax: 1_048_576,
  /** While messages pass: how often it is looked whether somebody wants to see them. */
  viewLookMs: 500,
  viewRequestBytesMax: 4_096,
  /** Of the path of a socket; macOS takes 103, Linux 107. */
  socketPathChars: 100,
  /** Kept while the rest is loaded that a view needs, once. */
  viewStepsMax: 1_000,
  /** Unread by the viewer; beyond, messages are left out and counted. */
  viewBufferBytes: 4_194_304,
  /** Of one message, with contents; `viewCutChars` at its end may be half a secret. */
  viewMessageBytes: 32_768,
  viewCutChars: 4_096,
  /** `status --watch` looks again. */
  refreshMs: 1_000,
} as const;

/** The runner's buffers. */
export const runnerLimits = {
  /** A timer so late says that this process did not run: the pipes are read before it counts. */
  lateMinMs: 20,
  /** Unwritten stderr beyond this is dropped, and the drop is told: the client does not drain. */
  stderrBufferBytes: 1_048_576,
  /**
   * Read on from the client while the server does not read: the end of stdin stands behind what
   * waits. Beyond, only a signal or another parent tells that the client is gone.
   */
  inputWaitBytesMax: 33_554_432,
  /** What a kept chunk costs beside its bytes. */
  inputChunkBytes: 256,
  /** A stalled client is noticed dead by its parent id, looked at this often. */
  orphanCheckMs: 1_000,
  /** Read of a dead server's pipe (some 200 KiB at most) even while the client is stalled. */
  drainBytes: 1_048_576,
  /** While so much waits for the client it is not heard: each line may cost an answer. */
  stdoutBufferBytes: 16_777_216,
  /** At the end its last bytes wait at least this long for a client that may be gone. */
  flushMs: 100,
  /** The same for a client that is still there (`--restarts 0`) and reads slowly. */
  flushConnectedMs: 5_000,
  /** taskkill takes some 50 ms; the first one of a session is read by a virus scanner first. */
  taskkillMs: 2_000,
  /** The guard needs about 2 ms to end once it is told that there is nothing to guard. */
  guardExitMs: 50,
  /** Somebody may kill it, now and then; one that dies at each start is of no use. */
  guardStartsMax: 20,
  /** `ps` takes 10 ms. */
  psMs: 1_000,
  /** Looked for a container's id; what is asked to end before is asked so much later. */
  containerIdMs: 500,
  containerIdPollMs: 20,
  /** `docker kill` takes some 50 ms, podman's 150; a machine that is busy takes its time. */
  containerEndMs: 5_000,
  /** After a defect the tree has this long between SIGTERM and SIGKILL. */
  defectTermMs: 250,
  /** The longest delay `setTimeout` holds (2^31 - 1); a later wake-up is looked at again then. */
  timerMaxMs: 2_147_483_647,
  /** `--log-level trace`: requests without an answer; beyond this many the oldest are forgotten. */
  tracedRequestsMax: 10_000,
  /** Of the name of a server in `status` and of its log file, which is part of a path. */
  serverNameCharsMax: 60,
} as const;

/** What holds where the command line says nothing. Sizes of messages: see `messageLimits`. */
export const optionDefaults = {
  /** A server that crashes at each call is given up on after a handful of them … */
  restartsCount: 5,
  /** … within a minute; falls that are further apart are bad luck. */
  restartWindowMs: 60_000,
  /** Long enough for a port or a lock file to be released, too short to be noticed. */
  backoffInitialMs: 250,
  /** A client's request waits 45 s at most: one more attempt falls into that time. */
  backoffLongestMs: 30_000,
  /** The most impatient clients give up on `initialize` after 10 s. */
  startPatienceMs: 8_000,
} as const;

/** What the command line accepts. */
export const optionLimits = {
  /** More than this within any window is "for ever", which the breaker exists to prevent. */
  restartsMax: 1_000,
  /** More time-outs in a row than this is "never", which is the default. */
  restartHungMax: 1_000,
  /** A shorter window than this never sees two falls, and would switch the breaker off. */
  restartWindowMinMs: 1_000,
  /** A back-off of 0 would spin. */
  backoffMinMs: 1,
  /** Nobody means to wait longer; far below the 24.8 days a timer of Node can hold. */
  durationMaxMs: 86_400_000,
  /** The shield's own errors must fit into a message. */
  messageMinBytes: 1_024,
  /** One message is held in one Buffer, and in a few copies of it for a moment. */
  messageMaxBytes: 1_073_741_824,
  /** Of a wrong line of a file that is quoted; what follows may be a secret. */
  shownLineCharsMax: 40,
} as const;

/** The log, and what is hidden in it. */
export const logLimits = {
  /** A text is redacted up to here and cut behind it. */
  redactCharsMax: 65_536,
  /** Characters given up before a cut, where half a secret could stand unrecognised. */
  redactCutChars: 4_096,
  /** A shorter value of a secret variable is too likely to be an ordinary word. */
  secretCharsMin: 6,
  /** Secrets of one server; beyond, the search for them would slow each text down. */
  secretsMax: 1_000,
  /** JSON in a word in a shell's command in a word: people do not go deeper. */
  secretDepthMax: 6,
  /** Texts that are searched for names: a large environment has some hundred variables. */
  secretLooksMax: 20_000,
  /** Lines of a private key; one of 16,384 bits has 200. Armoured keys of PGP are longer. */
  keyLinesMax: 1_000,
  /** Nested fields below this, and list items beyond this, are not shown. */
  fieldDepthMax: 4,
  fieldItemsMax: 100,
  /** Lines kept while the logger is being loaded, which takes some 20 ms. */
  pendingLinesMax: 10_000,
  /** A reader that stalls must not hold the end of the session up. */
  flushMs: 200,
  /** The log that is kept unasked waits until the start of a session is over. */
  keptDelayMs: 500,
  /** A file of the log is put aside at this size, at most once: months of a quiet server. */
  fileBytesMax: 5_242_880,
  /** `logs` shows so many of the last lines, and looks for new ones this often. */
  linesShown: 50,
  followMs: 200,
} as const;

/** A recording. */
export const recordLimits = {
  /** Deeper messages are masked as text; the deepest schemas of tools have some 30 levels. */
  nestingMax: 200,
} as const;

/** Recognising secrets by what they are called. */
export const secretLimits = {
  /** Of a longer name the end tells. */
  nameCharsMax: 200,
  /** With letters and digits it is no word from so many characters on; without, from more on. */
  madeUpCharsMin: 8,
  longWordChars: 32,
} as const;

/** How much of the evidence the diagnosis reads; keeps it linear on hostile output. */
export const diagnoseLimits = {
  /** Both streams together; the tails kept as evidence are not longer. */
  textCharsMax: 32_768,
  /** Of each stream: the failure that ended a server is never further from its end. */
  linesMax: 120,
  /** Of a failure, in which hundreds of patterns are looked for. */
  blockCharsMax: 4_096,
  /** Longer lines keep both ends; bounds every pattern that stays within a line. */
  lineCharsMax: 1_000,
  /** Places where one pattern is tried; output that repeats itself more has been seen. */
  matchesMax: 64,
  /** A name taken from the output, in the middle of a sentence. */
  nameCharsMax: 60,
  /** A name in a command to paste: it is whole, or the command is not offered. */
  pastedCharsMax: 400,
  /** Without the server's own words, of which as much may follow. */
  causeCharsMax: 200,
  quoteCharsMax: 200,
} as const;

/** How failures are read out of an output: in lines, where nothing else is said. */
export const failureLimits = {
  /** Behind a line that calls itself an error, for what explains it. */
  restLinesMax: 16,
  /** A shorter line was not put together from several. */
  flatLineChars: 120,
  /** Lines that may explain a failure behind it; further ones tell of something else. */
  explanationLinesMax: 16,
  /** Lines in which one speaker tells of one failure; npm needs thirty. */
  storyLinesMax: 40,
  /** The last lines a person would read, where no parser found anything. */
  paragraphLinesMax: 8,
  /** In which .NET tells what it looked for, and where. */
  hostLinesMax: 14,
  /** Between the place of an error and the error: its source, a caret, a blank line. */
  echoLinesMax: 7,
  /** A message of several lines: a list of settings that are missing. */
  messageLinesMax: 20,
  /** The innermost frames of a traceback; the outer ones are those of the runtime. */
  framesMax: 12,
  /** So many unknown commands are none: cmd.exe reads a file it does not understand. */
  misreadMin: 3,
  /** Of a PowerShell record, above its ids. */
  recordLinesMax: 10,
  /** A chain of eight causes is longer than anybody reads. */
  messageCharsMax: 600,
  /** A sentence about arguments, and not a command line. */
  refusalCharsMax: 300,
  /** A stack deeper than this repeats itself; its end is not what failed. */
  blockLinesMax: 60,
} as const;

/** Finding the command, and the files and programs that are asked for it. */
export const resolveLimits = {
  /** A login shell with a slow profile; clients wait 30 s or more for the server. */
  loginShellMs: 5_000,
  /** `node -v` takes 40 ms; a version manager's shim in front of it some 300 ms. */
  nodeVersionMs: 2_000,
  /** After its exit, for a pipe that something else holds open. */
  probeDrainMs: 100,
  /** A profile may print; an environment rarely exceeds 32 KiB. */
  probeOutputBytes: 1_048_576,
  /** A longer line is no shim's, and the patterns that read one are not linear. */
  shimLineCharsMax: 1_000,
  /** Enough for every shim that npm, pnpm and yarn write, and for a manager's settings. */
  smallFileBytes: 16_384,
  /** Linux reads 256 bytes of a first line. */
  shebangBytes: 256,
  /** nvm's `default` → `lts/*` → `lts/jod` → a version. */
  aliasHopsMax: 8,
  /** What cmd.exe accepts in one line; it fails silently beyond. */
  cmdLineCharsMax: 8_191,
  /** A command of `--env-from`; a client gives up after 30 s or more. */
  askedVariableMs: 10_000,
  /** `chcp` takes some 30 ms; it is asked once, for text that is no UTF-8. */
  codePageMs: 1_000,
  /** A package.json, or a file of npm's own, beyond which nobody looks into it. */
  projectFileBytes: 262_144,
  /** What npm writes of a tree of thousands of packages. */
  hiddenLockfileBytes: 4_194_304,
  /** The head of a Python package's METADATA, which names what it needs. */
  packageMetadataBytes: 32_768,
  /** Older than this the MCP SDKs do not run. */
  oldestNodeMajor: 18,
} as const;

/** `doctor`: how long it looks at a server, and how much of it is shown. */
export const examineLimits = {
  /** SDK clients give up on a request after this. */
  answerMs: 60_000,
  /** A server that answered no line may answer a frame; it has long been started by then. */
  framedMs: 3_000,
  /** The patience of the Python SDK with `server/discover`; Claude Code has 3 s. */
  discoverMs: 10_000,
  /** Some servers fall, or print, right after their first answers. */
  lingerMs: 300,
  /** SDK clients send SIGTERM this long after EOF, and SIGKILL this long after SIGTERM. */
  exitMs: 2_000,
  /** Processes that end together with the server may take this long. */
  leftoverGraceMs: 500,
  /** Whether they have ended is looked at this often. */
  leftoverPollMs: 20,
  /** Claude Code gives up after 30 s; a cold cache or a slow machine triples this. */
  slowAnswerMs: 10_000,
  /** Servers side by side: enough to wait for several, not enough to make them slow. */
  atOnceMin: 2,
  atOnceMax: 4,
  /** Lines of stdout that are kept and shown; further ones are counted. */
  noiseLinesMax: 50,
  /** Of each line that the server printed. */
  lineCharsMax: 300,
  /** Kept until secrets are taken out: one that is cut in half is not recognised. */
  lineCharsKept: 4_096,
  /** Lines of stderr under a problem. */
  stderrLinesMax: 10,
  /** `node -v`, `uv --version`; a version manager's shim can be slow. */
  versionMs: 5_000,
  /** The progress line is written anew this often. */
  progressMs: 200,
  /** Of the names in it: a line that wraps cannot be wiped. */
  progressCharsMax: 40,
} as const;

/** Configuration files of clients: reading, changing and showing them. */
export const configLimits = {
  /** Brackets in brackets: the YAML parser is recursive, and deep in it Node.js may abort. */
  yamlNestingMax: 200,
  /** Each level takes some frames of the stack; real files have ten. */
  jsonNestingMax: 500,
  /** Claude Code keeps its history in the same file; none is nearly as long. */
  fileBytesMax: 67_108_864,
  /** Another mcp-shield holds its lock for some 10 ms. */
  lockWaitMs: 5_000,
  lockPollMs: 20,
  /** A client may write its file just then; it does not do so all the time. */
  readAgainMax: 5,
  /** Windows refuses to replace a file that is being read: virus scanners take up to a second. */
  renameWaitMs: 2_000,
  renamePollMs: 20,
  /** As `diff -u` shows. */
  diffContextLines: 3,
  /** Directories above this one that may hold files of the project: no repository is so deep. */
  parentsMax: 40,
  /** Enough to see which client a file was written for. */
  recogniseBytes: 65_536,
} as const;

/** What `demo` waits for. */
export const demoLimits = {
  /** A warm server adds two numbers in 5 ms; later, the answer was lost. A user waits a minute. */
  sumMs: 3_000,
  /** As the SDKs have it. */
  requestMs: 60_000,
  /** Steps of the long call, which is cut off at the first of them. */
  longCallSteps: 6_000,
  longCallSeconds: 600,
  /** Lines of what a client complains of that are shown. */
  complaintsShownMax: 4,
  /** A wider terminal is not filled. */
  columnsMax: 100,
} as const;
