/**
 * What ran out or is taken: memory, disk, files, processes, ports, other servers. A port in use is
 * permanent here: whoever holds it seldom lets go, and restarting at it has opened browser tabs
 * without end.
 */
import type { FailureKind } from '../failures/parsed-failure.ts';
import type { Rule } from '../rule.ts';

/** Who may have wanted to reach something of its own, and no registry. */
const backendKinds: readonly FailureKind[] = [
  'node',
  'python',
  'go',
  'rust',
  'jvm',
  'dotnet',
  'ruby',
  'php',
  'exception',
  'line',
  'tool',
];

export const resourceRules = (): readonly Rule[] => [
  {
    id: 'memory',
    reason: 'out-of-memory',
    certainty: 97,
    permanent: false,
    title: 'The server ran out of memory',
    sees: {
      text: [
        /JavaScript heap out of memory|Reached heap limit|Ineffective mark-compacts near heap limit/gm,
        /Fatal (?:process|JavaScript) [^\n]{0,20}out of memory|ERR_WORKER_OUT_OF_MEMORY/gim,
        /java\.lang\.OutOfMemoryError|System\.OutOfMemoryException|Could not reserve enough space/gm,
        /fatal error: runtime: out of memory|fatal error: out of memory/gm,
        /memory allocation of \d{1,20} bytes failed|std::bad_alloc|numpy[\w.]{0,40}ArrayMemoryError/gm,
        /^MemoryError\b/gm,
        /\bOOMKilled\b|Out of memory: Kill/gm,
      ],
    },
    cause: ['The server used more memory than it may.'],
    advice: [
      'Give a Node.js server more: `NODE_OPTIONS=--max-old-space-size=4096` under "env".',
      'If it grows again, look for a newer version of the server.',
    ],
    sample: { stderr: 'FATAL ERROR: Reached heap limit Allocation failed', exitCode: 134 },
  },
  {
    id: 'disk',
    reason: 'disk-full',
    certainty: 93,
    permanent: true,
    title: 'The disk is full',
    sees: {
      text: [
        /\bENOSPC\b|[Nn]o space left on device|\[Errno 28\]|\[WinError 112\]|\(os error (?:28|112)\)/gm,
        /There is not enough space on the disk|\bEDQUOT\b|[Dd]isk quota exceeded/gm,
        /database or disk is full/gm,
      ],
      never: /file watchers|inotify/,
    },
    cause: ['There is no space left on the disk.'],
    advice: [
      {
        posix: 'See which disk is full: `df -h`.',
        win32: 'See which disk is full: `powershell Get-PSDrive`.',
      },
      'Free space by emptying caches: `npm cache clean --force`, `uv cache clean`.',
    ],
    sample: { stderr: 'OSError: [Errno 28] Kein Speicherplatz mehr', exitCode: 1 },
  },
  {
    id: 'watches',
    reason: 'inotify-limit',
    certainty: 97,
    permanent: true,
    title: 'Too many files are watched',
    sees: {
      text: [
        /System limit for number of file watchers/gm,
        /inotify[^\n]{0,80}(?:limit|[Nn]o space left|[Tt]oo many open files)/gm,
        /max_user_(?:watches|instances)/gm,
      ],
    },
    cause: ['The system allows no more files to be watched; the disk is not full.'],
    advice: ['Raise the limit: `sudo sysctl fs.inotify.max_user_watches=524288`.'],
    sample: {
      stderr: 'Error: ENOSPC: System limit for number of file watchers reached',
      exitCode: 1,
    },
  },
  {
    id: 'files',
    reason: 'too-many-open-files',
    certainty: 93,
    permanent: false,
    title: 'Too many open files',
    sees: {
      text: [/\bE[MN]FILE\b|[Tt]oo many open files|\[Errno 2[34]\]|\(os error 24\)/gm],
      never: /inotify/,
    },
    cause: ['The server opened more files than the system allows.'],
    advice: [
      { posix: 'Raise the limit before the client starts: `ulimit -n 10240`.' },
      'Close servers that were left behind by earlier sessions.',
    ],
    sample: { stderr: 'Error: EMFILE, too many open files', exitCode: 1 },
  },
  {
    id: 'errno-resources',
    reason: 'too-many-processes',
    certainty: 97,
    permanent: false,
    title: 'The system cannot start another process',
    sees: { errno: ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'] },
    cause: ['The system has no resources left to start a process ({errno}).'],
    advice: ['Close programs, above all servers that were left behind by earlier sessions.'],
    sample: { spawnErrno: 'EAGAIN' },
  },
  {
    id: 'processes',
    reason: 'too-many-processes',
    certainty: 90,
    permanent: false,
    title: 'The system cannot start another process',
    sees: {
      text: [
        /fork\b[^\n]{0,40}(?:EAGAIN|Resource temporarily unavailable|Cannot allocate memory)/gm,
        /can't start new thread|unable to create (?:new )?native thread|pthread_create[^\n]{0,20}failed/gm,
        /\bspawn [^\n]{1,80} (?:EAGAIN|ENOMEM)\b/gm,
      ],
    },
    cause: ['The system has no resources left for another process or thread.'],
    advice: ['Close programs, above all servers that were left behind by earlier sessions.'],
    sample: { stderr: 'fork() fails: EAGAIN "Resource temporarily unavailable"' },
  },
  {
    id: 'port',
    reason: 'port-in-use',
    certainty: 93,
    // Often it is the server's own port, which its last life has not given back yet.
    permanent: false,
    title: 'The port is taken',
    sees: {
      text: [
        /\bEADDRINUSE\b[^\n]{0,80}?:(?<port>\d{1,5})\b/gm,
        /\bEADDRINUSE\b/gm,
        /\[(?:Errno (?:98|48|10048)|WinError 10048)\](?:[^\n]{0,120}?[:, ](?<port>\d{2,5})\b)?/gm,
        /(?:(?<=[\s*\]:(]|\.\d{1,3}|localhost):(?<port>\d{1,5})(?![\d\]])[^\n]{0,60})?[Aa]ddress already in use/gm,
        /[Oo]nly one usage of each socket address/gm,
        /[Pp]ort (?<port>\d{1,5})(?: \([^)\n]{1,30}\))? (?:is|was) (?:already |currently )?(?:in use|allocated|occupied|taken|being used|used)/gm,
        /:(?<port>\d{1,5}) failed: port is already allocated/gm,
        /Failed to bind to address \S{1,60}?:(?<port>\d{1,5}): address already/gm,
      ],
      unlessLine:
        /trying another|trying next|retry|instead|\bwarn|using (?:port|existing)|fall(?:ing)? ?back/i,
    },
    cause: [
      'Port {port} is taken by another program, perhaps by the same server of another client.',
      'The port is taken by another program, perhaps by the same server of another client.',
    ],
    advice: [
      {
        posix: 'See who has it: `lsof -i :{port}`.',
        win32: 'See who has it: `netstat -ano | findstr :{port}`.',
      },
      'End that process, or give the server another port.',
      'Some clients start a server twice; the second one then meets the port of the first.',
    ],
    sample: {
      stderr: 'OSError: [Errno 98] error while attempting to bind on address',
      exitCode: 1,
    },
  },
  {
    id: 'port-refused',
    reason: 'port-forbidden',
    certainty: 93,
    permanent: true,
    title: 'The port may not be used',
    sees: {
      text: [
        /listen EACCES: permission denied [^\n]{0,60}?:?(?<port>\d{1,5})$/gm,
        /\[WinError 10013\]/gm,
        /\bbind: permission denied/gm,
      ],
    },
    cause: [
      'The system does not let the server use port {port}.',
      'The system does not let the server use its port.',
    ],
    advice: [
      'Give the server a port above 1024.',
      { win32: 'See which ranges Windows reserves: `netsh int ipv4 show excludedportrange tcp`.' },
    ],
    sample: { stderr: 'Error: listen EACCES: permission denied 0.0.0.0:80', exitCode: 1 },
  },
  {
    id: 'address',
    reason: 'address-not-available',
    certainty: 92,
    permanent: true,
    title: 'The address does not belong to this machine',
    sees: {
      text: [
        /\bEADDRNOTAVAIL\b(?:[^\n]{0,40}? (?<address>[\w.:]{2,60}))?$/gm,
        /\[Errno (?:99|49)\]|\[WinError 10049\]/gm,
      ],
    },
    cause: [
      'The server wants to listen on {address}, which is no address of this machine.',
      'The server wants to listen on an address that is not of this machine.',
    ],
    advice: ['Use 127.0.0.1 as the address of the server.'],
    sample: { stderr: 'OSError: [Errno 99] Cannot assign requested address', exitCode: 1 },
  },
  {
    id: 'backend',
    reason: 'backend-unreachable',
    certainty: 62,
    permanent: false,
    title: 'Something the server needs does not answer',
    sees: {
      kinds: backendKinds,
      phases: ['start', 'handshake'],
      text: [
        /\b(?:connect ECONNREFUSED|ECONNREFUSED:?) (?<address>[\w.:[\]-]{3,60})/gm,
        /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (?<address>[\w.-]{3,80})/gm,
        /dial tcp (?<address>[\w.:[\]-]{3,60}): connect(?:: connection refused|ex: [^\n]{0,80}actively refused it)/gm,
        /ConnectionRefusedError: \[(?:Errno|WinError) \d{1,5}\][^\n]{0,60}?(?:\('?(?<address>[\w.]{3,60}))?$/gm,
        /connection to server at "(?<address>[^"\n]{1,60})"[^\n]{0,60} failed: Connection refused/gm,
      ],
      unlessLine: /\bwarn|retry|reconnect|npm |registry\.|tunneling/i,
    },
    cause: [
      'The server could not reach {address}.',
      'The server could not reach something it needs.',
    ],
    advice: [
      'Check that the service behind it runs and that its address in "args" or "env" is right.',
    ],
    sample: { stderr: 'Error: connect ECONNREFUSED 127.0.0.1:5432', exitCode: 1 },
  },
  {
    id: 'login',
    reason: 'auth-rejected',
    certainty: 58,
    permanent: true,
    title: 'A key or token is not accepted',
    sees: {
      text: [
        /[Ii]nvalid[_ ](?:API|api)[_ -]?[Kk]ey|[Ii]nvalid (?:access |auth )?token|[Bb]ad credentials|[Ii]ncorrect API key/gm,
        /(?:status code|HTTP|HTTP\/[\d.]{1,3}|status:?|[Ee]rror:?) 401\b|\b401 Unauthorized/gm,
        /password authentication failed for user|Access denied for user/gm,
      ],
      phases: ['start', 'handshake'],
      unlessLine: /\bwarn/i,
      never: /npm (?:ERR!|error)/,
    },
    cause: ['The service behind the server did not accept the key, token or password.'],
    advice: [
      'Check the value under "env" of the server, quotes and spaces included; renew it if it is old.',
    ],
    sample: { stderr: 'Error: Request failed with status code 401', exitCode: 1, phase: 'start' },
  },
];
