/**
 * What the client hands over and what it leaves out: variables, placeholders nobody expanded, the
 * working directory.
 */
import type { Rule } from '../rule.ts';

const missingVariable = {
  reason: 'missing-env-var',
  permanent: true,
  title: 'An environment variable is missing',
  cause: [
    'The server needs the environment variable `{variable}`, which is not set.',
    'The server needs a key or token that is not set.',
  ],
  advice: [
    'Add it in the configuration of the client, under "env" of the server: `"{variable}": "…"`.',
    'Or give it to mcp-shield in a file: `--server-env-file <file>`.',
    'Variables of your shell do not reach servers that a desktop application starts.',
  ],
} as const;

const windowsEnv = {
  reason: 'windows-env-missing',
  permanent: true,
  title: 'The client leaves out variables that Windows programs need',
} as const;

const askedVariable = {
  reason: 'env-command-failed',
  permanent: true,
  title: 'A command that gives a variable failed',
  cause: [
    'The command that was to give the variable `{variable}` failed.',
    'A command that was to give a variable failed.',
  ],
  advice: [
    'Run the command in a terminal; a password manager may have to be unlocked first.',
    'The next request asks it again.',
  ],
} as const;

/** Sentences about a variable that is fine to leave out. */
const harmless =
  /\b(?:column|row|record|enum|constant|macro|table|event)s?\b|\bdefault|optional|\bwarn|fall(?:ing)?[ -]?back|deprecat|disabled|skipp|ignor|\bdebug\b|\bif\b[^\n]{0,30}not set|\busing (?:https?:|["'\d]|an? |built|anonymous|public|unauth)|not needed|read.only mode/i;

/** Codes of errors look like variables. */
const CODE =
  '(?!(?:ERR|UND_ERR|HTTP|HPE|SQLITE|MODULE|DEP|NODE_MODULE|GLIBC|GLIBCXX|CXXABI|WSL_E|ENV|MCP_ERROR)_)';

/** A name in capitals with an underscore. */
const NAME = `(?<variable>\\b${CODE}[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60})`;

/** One that names a secret: for sentences that alone say too little. */
const SECRET = `(?<variable>\\b${CODE}[A-Z][A-Z0-9_]{1,60}(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS|PAT))`;

/** Says that it is an environment variable, and not a column or a constant. */
const envWord =
  '\\b(?:[Ee]nvironment [Vv]ariables?|[Ee]nv(?:ironment)?[ -]?vars?|[Ee]nvironment|\\.env)\\b';

/** Says of what stands in the line that it is not there. */
const absent =
  '(?=[^\\n]{0,400}(?:not (?:set|defined|found|provided|configured|present)|missing|[Mm]issing|[Rr]equired|must be|needs? to be|undefined|unset|empty|[Pp]lease (?:set|provide|define|add|configure)))';

export const environmentRules = (): readonly Rule[] => [
  {
    ...askedVariable,
    id: 'errno-no-value',
    certainty: 99,
    sees: {
      errno: ['ENOVALUE'],
      text: [/--env-from (?<variable>\w{1,100})/gm],
    },
    sample: {
      spawnErrno: 'ENOVALUE',
      spawnMessage: '--env-from TOKEN ended with exit code 1: not signed in',
    },
  },
  {
    ...missingVariable,
    id: 'variable-of-environment',
    certainty: 91,
    sees: {
      text: [
        new RegExp(`^${absent}[^\\n]{0,200}?${NAME}\\b[^\\n]{0,60}${envWord}`, 'gm'),
        new RegExp(`^${absent}[^\\n]{0,200}?${envWord}[^\\n]{0,60}?${NAME}`, 'gm'),
      ],
      unlessLine: harmless,
      notKinds: ['loader', 'compiler', 'shell', 'wsl', 'powershell'],
    },
    sample: { stderr: 'Error: BRAVE_API_KEY environment variable is required', exitCode: 1 },
  },
  {
    ...missingVariable,
    id: 'variable-named',
    certainty: 85,
    cause: ['The server seems to need the variable `{variable}`, which is not set.'],
    sees: {
      text: [
        new RegExp(
          `\\b${NAME}\\b[^\\n]{0,60}?\\b(?:(?:is|are|was|were|must be|has to be|needs to be|should be|not|has not been) (?:\\w{2,8} )?(?:not )?(?:set|defined|required|missing|provided|configured|specified|present|found|exported|supplied|given|available|undefined|unset|empty)|is (?:mandatory|necessary|needed)|missing|required|unset|undefined|not set|not found|cannot be empty|can't be empty|should not be empty|must not be empty)\\b`,
          'gm',
        ),
        new RegExp(
          `(?:[Mm]issing|[Rr]equires?|[Rr]equired|[Nn]eeds?|[Uu]nset|[Uu]ndefined|[Pp]lease (?:set|provide|define|export|configure|add|specify|supply)|[Mm]ust (?:set|provide|define|specify|be set)|[Cc]ould not find|[Cc]annot find|[Nn]ot found:|[Ff]ailed to (?:get|read|load)|[Uu]nable to (?:get|read|find)|[Dd]id you forget to set)\\b[^\\n]{0,80}?\\b${NAME}\\b`,
          'gm',
        ),
        new RegExp(
          `\\b(?:[Ss]et|[Pp]rovide|[Nn]o|[Ee]mpty|[Ee]xpected|[Ee]xport)\\b[^\\n]{0,40}?${SECRET}\\b(?! ?=)`,
          'gm',
        ),
        new RegExp(
          `(?:[Uu]mgebungsvariable|variable d'environnement|variable de entorno|variável de ambiente|variabile d'ambiente|omgevingsvariabele|переменн\\S{1,4} (?:окружения|среды)|环境变量|環境變數|環境変数|환경 ?변수)[^\\n]{0,60}?\\b${NAME}(?![A-Z0-9_])`,
          'gm',
        ),
        new RegExp(
          `(?<![A-Z0-9_])${NAME}(?![A-Z0-9_])[^\\n]{0,40}(?:[Uu]mgebungsvariable|variable d'environnement|variable de entorno|variável de ambiente|variabile d'ambiente|переменн|环境变量|環境變數|環境変数|환경 ?변수|未设置|未設定|未配置|缺少|не задан|nicht gesetzt|fehlt|manquant|non définie|no está definid|falta)`,
          'gm',
        ),
        new RegExp(
          `(?:缺少|未设置|未設定|请设置|請設定|필요|не задан|fehlt|fehlende|manque|falta)[^\\n]{0,30}?${NAME}(?![A-Z0-9_])`,
          'gm',
        ),
      ],
      unlessLine: harmless,
    },
    sample: { stderr: 'Error: BRAVE_API_KEY is required', exitCode: 1 },
  },
  {
    ...missingVariable,
    id: 'variable-of-python',
    certainty: 93,
    sees: {
      kinds: ['python'],
      types: ['KeyError'],
      message: /^['"](?<variable>[A-Z][A-Z0-9_]{1,60})['"]/,
      // Any dictionary raises a KeyError; that of the environment does it in os.py.
      also: /(?:\bos\.py|<frozen os>)", line \d{1,5}, in __getitem__/,
    },
    sample: {
      stderr: '  File "/usr/lib/python3.12/os.py", line 685, in __getitem__\nKeyError: \'SLACK\'',
      exitCode: 1,
    },
  },
  {
    ...missingVariable,
    id: 'variable-of-python-alone',
    certainty: 88,
    sees: {
      text: [
        new RegExp(`KeyError: ['"]${NAME}['"]`, 'gm'),
        new RegExp(`UndefinedValueError: ${NAME} not found`, 'gm'),
      ],
      never: /^\s{0,8}File "/m,
    },
    sample: { stderr: "KeyError: 'SLACK_TOKEN'", exitCode: 1 },
  },
  {
    ...missingVariable,
    id: 'variable-of-schema',
    certainty: 84,
    sees: {
      text: [
        new RegExp(
          `"?path"?: ?\\[\\s{0,12}['"]${NAME}['"]\\s{0,12}\\][\\s\\S]{0,120}?(?:Required|received undefined|Invalid input)`,
          'gm',
        ),
        new RegExp(
          `(?:Required|received['"]?:? ?['"]?undefined)[\\s\\S]{0,120}?path['"]?: ?\\[\\s{0,12}['"]${NAME}['"]`,
          'gm',
        ),
        new RegExp(
          `^\\s{0,8}(?:[-•✖✗×] )?${NAME}: ?(?:\\[\\s{0,8})?['"]?(?:Required|Invalid input|Missing)`,
          'gm',
        ),
        /validation errors? for (?:Settings|\w{0,40}(?:Settings|Config))\n(?<variable>\w{1,60})\n\s{1,8}Field required/gm,
        new RegExp(
          `(?:[Ii]nvalid|[Mm]issing) environment variables?:?[\\s\\S]{0,60}?${NAME}`,
          'gm',
        ),
        new RegExp(
          `(?:[Mm]issing|[Rr]equired|not (?:set|defined|configured|found|provided))[^\\n]{0,60}:\\s{1,12}(?:[-•*✗❌] {0,3})?${NAME}`,
          'gm',
        ),
        new RegExp(`required key ${NAME} missing value`, 'gm'),
        /[Ee]nvironment variable not found:? ?(?<variable>[A-Z]\w{1,60})?/gm,
        /value: NotPresent/gm,
      ],
      unlessLine: harmless,
    },
    sample: {
      stderr: '"received": "undefined",\n"path": [\n  "API_KEY"\n],\n"message": "Required"',
      exitCode: 1,
    },
  },
  {
    ...missingVariable,
    id: 'key-unnamed',
    certainty: 72,
    sees: {
      text: [
        /\b(?:[Nn]o|[Mm]issing|[Mm]issing required|[Pp]lease (?:provide|set|supply|specify|configure)|[Mm]ust (?:provide|set|specify)|[Rr]equires?|[Cc]ould not find)\b[^\n]{0,30}?\b(?:API[ _-]?[Kk]eys?|api[ _-]?keys?|access tokens?|API tokens?|auth tokens?|bearer tokens?|credentials|secret keys?|client secrets?|personal access tokens?)\b/gm,
        /\b(?:API[ _-]?[Kk]ey|api[ _-]?key|[Aa]ccess token|API token|[Aa]uth token|[Cc]redentials|[Tt]oken|[Ss]ecret|[Pp]assword)\b[^\n]{0,20}? (?:is|are|was|were|must be|not)\b ?(?:not )?(?:required|missing|set|provided|configured|found|given|specified|defined|empty|undefined|unset)\b/gm,
        /\b(?:API[ _-]?[Kk]ey|[Aa]ccess [Tt]oken|API [Tt]oken) (?:missing|required)\b/gm,
        /api_key client option must be set/gm,
        /Could not load the default credentials|Unable to locate credentials|NoCredentialsError|CredentialsProviderError/gm,
      ],
      unlessLine: harmless,
      phases: ['start', 'handshake'],
    },
    sample: { stderr: 'Error: API key is required', exitCode: 1, phase: 'start' },
  },
  {
    ...missingVariable,
    id: 'home-missing',
    certainty: 88,
    sees: {
      text: [
        /neither \$XDG_CACHE_HOME nor \$(?<variable>HOME) are defined/gm,
        /\$(?<variable>HOME) is not (?:defined|set)/gm,
        /Could not determine home directory/gm,
      ],
      platforms: ['linux', 'darwin', 'freebsd'],
    },
    cause: ['The server needs the environment variable `HOME`, which is not set.'],
    sample: { stderr: 'RuntimeError: Could not determine home directory.', platform: 'linux' },
  },
  {
    ...windowsEnv,
    id: 'windows-variable-named',
    certainty: 96,
    sees: {
      text: [
        /KeyError: ['"](?<variable>APPDATA|LOCALAPPDATA|USERPROFILE|SYSTEMROOT|SystemRoot|WINDIR|PROGRAMDATA|ProgramData|PROGRAMFILES|ProgramFiles|COMSPEC|ComSpec|HOMEDRIVE|HOMEPATH|TEMP|TMP)['"]/gm,
        /%(?<variable>(?:Local)?AppData|USERPROFILE|SystemRoot|ProgramData)%(?: is| are)? not (?:defined|set)/gim,
        /\$\{(?<variable>APPDATA|LOCALAPPDATA|USERPROFILE|ProgramData)\}/gm,
        /(?<variable>APPDATA|LOCALAPPDATA|USERPROFILE|SYSTEMROOT|WINDIR|PROGRAMDATA|COMSPEC)\b[^\n]{0,30} (?:is |are )?(?:not (?:set|defined|found)|missing|undefined)/gim,
      ],
    },
    cause: ['The server was started without `{variable}`, which every Windows program expects.'],
    advice: [
      'Add it under "env" of the server; `echo %{variable}%` in a terminal prints its value.',
      'mcp-shield fills in such variables unless it is told `--no-env-fixes`.',
    ],
    sample: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: npm prints it like this.
      stderr: "npm error enoent ENOENT: no such file or directory, lstat 'C:\\app\\${APPDATA}'",
      platform: 'win32',
    },
  },
  {
    ...windowsEnv,
    id: 'windows-systemroot',
    certainty: 95,
    sees: {
      text: [
        /failed to get random numbers to initialize Python/gm,
        /_Py_HashRandomization_Init/gm,
        /\[WinError 10106\]/gm,
        /\bsystem error 232\b/gm,
      ],
    },
    cause: ['Without SYSTEMROOT Windows programs have neither network nor random numbers.'],
    advice: [
      'Add SYSTEMROOT under "env" of the server; its value is usually C:\\Windows.',
      'If the client replaces the environment, repeat PATH, APPDATA, LOCALAPPDATA, USERPROFILE and TEMP there.',
    ],
    sample: {
      stderr:
        'Fatal Python error: _Py_HashRandomization_Init: failed to get random numbers to initialize Python',
      platform: 'win32',
    },
  },
  {
    ...windowsEnv,
    id: 'windows-resolver',
    certainty: 94,
    sees: { text: [/getaddrinfo EAI_FAIL\b/gm], platforms: ['win32'] },
    cause: ['Names cannot be resolved, which on Windows is the sign of a missing SYSTEMROOT.'],
    advice: ['Add SYSTEMROOT under "env" of the server; its value is usually C:\\Windows.'],
    sample: { stderr: 'Error: getaddrinfo EAI_FAIL example.com', platform: 'win32' },
  },
  {
    ...windowsEnv,
    id: 'windows-home',
    certainty: 92,
    sees: { text: [/Could not determine home directory/gm], platforms: ['win32'] },
    cause: ['The server was started without USERPROFILE, so it has no home directory.'],
    advice: ['Add USERPROFILE under "env"; `echo %USERPROFILE%` in a terminal prints its value.'],
    sample: { stderr: 'RuntimeError: Could not determine home directory.', platform: 'win32' },
  },
  {
    id: 'placeholder',
    reason: 'env-var-not-expanded',
    certainty: 89,
    permanent: true,
    title: 'A placeholder was handed over as it is written',
    sees: {
      text: [
        /(?:[Ii]nvalid|ENOENT|ENOTFOUND|[Nn]o such|[Cc]annot|[Cc]ould not|[Uu]nauthori[sz]ed|[Ff]ailed|[Ee]rror|40[013])\b[^\n]{0,200}?(?<variable>\$\{(?:env:|input:)?\w{2,60}\})/gm,
        /"\w{2,60}": ?"(?<variable>\$\{(?:env:|input:)?\w{2,60}\})"/gm,
        /(?<variable>\$\{(?:env:|input:)?\w{2,60}\})[^\n]{0,80}(?:[Ii]nvalid|not found|[Uu]nauthori[sz]ed|[Nn]o such)/gm,
      ],
      never: /\$\{(?:APPDATA|LOCALAPPDATA|USERPROFILE|ProgramData|HOME)\}/,
    },
    cause: ['The client does not replace `{variable}`, so the server got these very characters.'],
    advice: [
      'Write the value itself into the configuration, or set it with `--server-env-file <file>`.',
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the defect.
    sample: { stderr: 'Error: Invalid API key: ${TAVILY_API_KEY}', exitCode: 1 },
  },
  {
    id: 'directory-gone',
    reason: 'macos-cwd-gone',
    certainty: 94,
    permanent: true,
    title: 'The working directory cannot be read',
    sees: {
      text: [
        /\buv_cwd\b/gm,
        /cachedCwd = rawMethods\.cwd\(\)/gm,
        /does_own_process_state/gm,
        /os\.getcwd\(\)[^\n]{0,80}\n[\s^~]{0,80}(?:FileNotFoundError|PermissionError)/gm,
        /(?:getwd|getcwd)(?:\(\))?: (?:no such file|operation not permitted|permission denied)/gim,
        /[Cc]urrent (?:working )?directory (?:does not exist|is invalid|no longer exists)/gm,
      ],
    },
    cause: [
      'The working directory `{cwd}` is gone or may not be read.',
      'The working directory is gone or may not be read.',
    ],
    advice: [
      'Start in another directory: `mcp-shield --cwd <dir> -- …`.',
      {
        darwin:
          'Or give the client access to it: System Settings, Privacy & Security, Files and Folders.',
      },
    ],
    sample: { stderr: 'Error: ENOENT: no such file or directory, uv_cwd', exitCode: 1 },
  },
  {
    id: 'directory-unreadable',
    reason: 'macos-cwd-gone',
    certainty: 46,
    permanent: true,
    title: 'The working directory cannot be read',
    sees: { text: [/error retrieving current directory: getcwd/gm] },
    cause: ['The shell says that the working directory is gone or may not be read.'],
    advice: ['Start in another directory: `mcp-shield --cwd <dir> -- …`.'],
    sample: {
      stderr:
        'shell-init: error retrieving current directory: getcwd: cannot access parent directories',
      exitCode: 1,
    },
  },
  {
    id: 'directory-named-missing',
    reason: 'working-directory-missing',
    certainty: 90,
    permanent: true,
    title: 'The working directory does not exist',
    sees: {
      text: [
        /\[WinError 267\][^\n]{0,80}/gm,
        /NotADirectoryError: \[Errno 20\][^\n]{0,60}: ['"](?<path>[^'"\n]{1,200})['"]/gm,
        /(?:can't cd to|cd:|chdir:?) (?<path>\S{1,200}): (?:No such file|no such file)/gm,
        /project directory `?(?<path>[^`\n]{1,200}?)`? does not exist/gim,
      ],
    },
    cause: ['The directory `{path}` does not exist.', 'The working directory does not exist.'],
    advice: ['Correct the path in "cwd" or "args"; write it as an absolute path.'],
    sample: { stderr: 'NotADirectoryError: [WinError 267] The directory name is invalid' },
  },
  {
    id: 'directory-read-only',
    reason: 'cwd-root-readonly',
    certainty: 93,
    permanent: true,
    title: 'The server writes where it may not',
    sees: {
      text: [
        /\[Errno 30\][^\n]{0,80}?['"](?<path>[^'"\n]{1,200})['"]/gm,
        /\bEROFS\b[^\n]{0,80}?'(?<path>[^'\n]{1,200})'/gm,
        /[Rr]ead-only file ?system(?: \(os error 30\))?/gm,
        /(?:mkdir|open) (?<path>\/?[\w.-]{1,80}): read-only file system/gm,
      ],
    },
    cause: [
      'The server wants to write `{path}` on a file system that cannot be written.',
      'The server wants to write on a file system that cannot be written.',
    ],
    advice: [
      'Clients often start servers in `/`: set a directory with `mcp-shield --cwd <dir> -- …`.',
      'Or give the server an absolute path to write to.',
    ],
    sample: { stderr: "OSError: [Errno 30] Read-only file system: 'logs'", exitCode: 1 },
  },
  {
    id: 'directory-is-root',
    reason: 'cwd-root-readonly',
    certainty: 78,
    permanent: true,
    title: 'The server writes where it may not',
    sees: {
      text: [
        /(?:EACCES|ENOENT|EPERM): [^\n]{0,60}, mkdir '(?<path>\/[\w.-]{1,60})'/gm,
        /PermissionError: \[Errno 13\][^\n]{0,60}: ['"](?<path>\/[\w.-]{1,60})['"]/gm,
        /mkdir (?<path>\/[\w.-]{1,60}): permission denied/gm,
      ],
    },
    cause: ['The server wants to create `{path}` directly under `/`, where it may not write.'],
    advice: [
      'Clients often start servers in `/`: set a directory with `mcp-shield --cwd <dir> -- …`.',
    ],
    sample: { stderr: "Error: EACCES: permission denied, mkdir '/.cache-x'", exitCode: 1 },
  },
];
