/**
 * Falls that only show in their manner (signals, exit codes, methods in flight) and defects of
 * servers that a message names. The manner of an end is told as such, not as a cause.
 */
import type { FailureKind } from '../failures/parsed-failure.ts';
import type { Rule } from '../rule.ts';

/** Failures of the program itself, and not of what starts it. */
const exceptions: readonly FailureKind[] = [
  'python',
  'node',
  'jvm',
  'dotnet',
  'go',
  'rust',
  'ruby',
  'php',
  'compiler',
  'exception',
];

export const sessionRules = (): readonly Rule[] => [
  {
    id: 'segfault',
    reason: 'server-segfault',
    certainty: 96,
    permanent: false,
    title: 'The server crashed in native code',
    sees: { endings: ['SIGSEGV', 'SIGBUS', 139, 135, 3221225477, -1073741819] },
    cause: ['The server ended with {ending}, a memory fault in native code.'],
    advice: [
      'Try a newer version of the server or of its native modules: `npm rebuild`.',
      'If the same call does it each time, leave that input out and tell the author.',
    ],
    sample: { signal: 'SIGSEGV', phase: 'session' },
  },
  {
    id: 'segfault-told',
    reason: 'server-segfault',
    certainty: 94,
    permanent: false,
    title: 'The server crashed in native code',
    sees: {
      // Go says `[signal SIGSEGV]` of a nil pointer: a defect of the program, not of native code.
      notKinds: ['go'],
      text: [
        /[Ss]egmentation fault|\bSIGSEGV\b|Speicherzugriffsfehler|段错误|Erreur de segmentation|Violación de segmento|Ошибка сегментирования/gm,
        /0xc0000005\b|EXCEPTION_ACCESS_VIOLATION|AccessViolationException/gim,
      ],
    },
    cause: ['The server, or a program it runs, ended with a memory fault in native code.'],
    advice: [
      'Try a newer version of the server or of its native modules: `npm rebuild`.',
      'If the same call does it each time, leave that input out and tell the author.',
    ],
    sample: { stderr: '[1] 10790 segmentation fault (core dumped)  srv', exitCode: 1 },
  },
  {
    id: 'illegal-instruction',
    reason: 'illegal-instruction',
    certainty: 95,
    permanent: true,
    title: 'The processor does not know an instruction',
    sees: { endings: ['SIGILL', 132, 3221225501, -1073741795] },
    cause: ['The server ended with {ending}: it was built for a newer processor than this one.'],
    advice: ['Look for a build for older processors, often called baseline.'],
    sample: { signal: 'SIGILL' },
  },
  {
    id: 'aborted',
    reason: 'server-aborted',
    certainty: 44,
    permanent: false,
    title: 'The server aborted itself',
    sees: { endings: ['SIGABRT', 'SIGTRAP', 134, 133, 3221226505, -1073740791] },
    cause: ['The server ended with {ending}, by which a program stops itself after a fatal error.'],
    advice: ['Read the last lines it printed, and tell the author of the server.'],
    sample: { signal: 'SIGABRT' },
  },
  {
    id: 'killed',
    reason: 'server-killed',
    certainty: 32,
    permanent: false,
    title: 'The server was killed from outside',
    sees: { endings: ['SIGKILL', 137] },
    cause: ['The server was killed from outside ({ending}); who did it is not known.'],
    advice: [
      {
        linux:
          'Linux does so when memory runs out: `journalctl -k | grep -i "killed process"` tells.',
        darwin:
          'macOS does so when memory runs out or a signature is invalid; the Console application tells.',
      },
      'Containers do so at their memory limit: `docker inspect --format "{{.State.OOMKilled}}" <container>`.',
    ],
    sample: { signal: 'SIGKILL', phase: 'session', uptimeMs: 60_000 },
  },
  {
    id: 'download-cut',
    reason: 'startup-timeout-download',
    certainty: 61,
    permanent: false,
    title: 'It was ended while it still downloaded',
    sees: {
      text: [
        /^(?:Downloading|Fetching|Resolving|Preparing|Building) \S{1,100}(?: \(?[\d.]{1,8} ?[KMG]i?B\)?)?/gm,
        /Pulling fs layer|Pull complete|Downloading \[/gm,
        /npm (?:http fetch|info run|verb)/gm,
      ],
      endings: ['SIGTERM', 'SIGKILL', 'SIGINT', 143, 137, 130],
      despiteSignal: true,
      phases: ['start', 'handshake'],
    },
    cause: ['The server was ended ({ending}) while its package was still being downloaded.'],
    advice: [
      'Install it once in a terminal, so that starting it needs no download: run its command there.',
      'Or raise the start time-out of the client.',
    ],
    sample: {
      stderr: 'Downloading torch (703.1MiB)',
      signal: 'SIGTERM',
      phase: 'handshake',
    },
  },
  {
    id: 'cancel-race',
    reason: 'server-bug-cancel-race',
    certainty: 92,
    permanent: false,
    title: 'The server fell over a cancelled call',
    sees: { text: [/Request already responded to/gm] },
    cause: ['A defect of the Python SDK 1.27 ends the server when a call is cancelled too late.'],
    advice: ['Use a newer version of the server, or of its dependency: `uvx --with "mcp>1.27" …`.'],
    sample: {
      stderr: 'AssertionError: Request already responded to',
      phase: 'session',
      exitCode: 1,
    },
  },
  {
    id: 'reinit-missing',
    reason: 'reinit-missing',
    certainty: 92,
    permanent: false,
    title: 'The server was asked before it was initialised',
    sees: { text: [/Received request before initialization was complete/gm] },
    cause: ['A request reached the server before the handshake was complete.'],
    advice: ['If a proxy stands between client and server, let each session have its own server.'],
    sample: { stderr: 'RuntimeError: Received request before initialization was complete' },
  },
  {
    id: 'reinit-refused',
    reason: 'reinit-refused',
    certainty: 90,
    permanent: false,
    title: 'The server refuses a second handshake',
    sees: { text: [/Server (?:is )?already initialized/gm] },
    cause: ['The server was initialised already and refuses a second handshake.'],
    advice: ['If a proxy stands between client and server, let each session have its own server.'],
    sample: { stderr: '-32600 Server already initialized' },
  },
  {
    id: 'line-limit',
    reason: 'large-message-limit',
    certainty: 90,
    permanent: false,
    title: 'A line was longer than its reader allows',
    sees: {
      text: [
        /Separator is (?:not )?found, (?:and|but) chunk/gm,
        /LimitOverrunError|bufio\.Scanner: token too long/gm,
      ],
    },
    cause: ['A message was longer than its reader allows, often 64 KiB.'],
    advice: ['Ask the server for less at once, or look for a version with a higher limit.'],
    sample: {
      stderr: 'asyncio.exceptions.LimitOverrunError: Separator is found, but chunk is longer',
    },
  },
  {
    id: 'profile-locked',
    reason: 'profile-in-use',
    certainty: 90,
    permanent: true,
    title: 'The browser profile is in use',
    sees: {
      text: [/Browser is already in use for (?<path>\S{1,200})|SingletonLock|ProcessSingleton/gm],
    },
    cause: [
      'Another browser uses the profile `{path}`.',
      'Another browser, perhaps of an earlier session, uses the profile.',
    ],
    advice: ['Close that browser, or start the server with `--isolated` if it has that option.'],
    sample: {
      stderr: 'Error: Browser is already in use for /h/.cache/x, use --isolated',
      exitCode: 1,
    },
  },
  {
    id: 'interrupted',
    reason: 'server-interrupted',
    certainty: 45,
    permanent: false,
    title: 'The server was interrupted',
    sees: { endings: ['SIGINT', 130, 3221225786, -1073741510] },
    cause: ['The server ended with {ending}, as by Ctrl+C.'],
    advice: ['Nothing is wrong with it, if this was meant.'],
    sample: { signal: 'SIGINT' },
  },
  {
    id: 'crash-on-call-told',
    reason: 'server-crash-on-call',
    certainty: 30,
    permanent: false,
    quotes: true,
    title: 'The server crashed while it answered a call',
    sees: { phases: ['session'], inFlight: /./, kinds: exceptions },
    cause: [
      'While it ran the tool `{call}`, the server ended with {ending}.',
      'While it answered `{inFlight}`, the server ended with {ending}.',
      'While it answered `{inFlight}`, the server ended.',
    ],
    advice: [
      'If the same call does it each time, tell the author of the server what stands in its output.',
    ],
    sample: {
      phase: 'session',
      inFlight: ['tools/call'],
      stderr: 'TypeError: x is not a function',
      exitCode: 1,
    },
  },
  {
    id: 'crash-on-call',
    reason: 'server-crash-on-call',
    certainty: 28,
    permanent: false,
    quotes: true,
    title: 'The server ended while it answered a call',
    sees: { phases: ['session'], inFlight: /./ },
    cause: [
      'The server ended with {ending} while it ran the tool `{call}`.',
      'The server ended with {ending} while it answered `{inFlight}`.',
      'The server ended while it answered `{inFlight}`.',
    ],
    advice: ['If the same call does it each time, tell the author of the server.'],
    sample: { phase: 'session', inFlight: ['tools/call'], exitCode: 1 },
  },
  {
    id: 'exception',
    reason: 'server-exception',
    certainty: 20,
    permanent: false,
    quotes: true,
    title: 'The server ended with an error of its own',
    sees: { kinds: exceptions },
    cause: [
      'The server ended with {ending} after an error it did not handle.',
      'The server ended after an error it did not handle.',
    ],
    advice: ['Read its last lines; the author of the server can tell what they mean.'],
    sample: { stderr: 'TypeError: x is not a function\n    at f (/srv/a.js:1:2)', exitCode: 1 },
  },
];
