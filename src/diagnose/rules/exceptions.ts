/**
 * Failures that their class or code alone explains, whatever the words: the tables by kind. Rows
 * that need words stand with their subject in the other files.
 */
import type { Rule } from '../rule.ts';

const apiBreak = {
  reason: 'python-import-api-break',
  permanent: true,
  title: 'A dependency no longer offers what the server imports',
  advice: [
    'Try the newest version of the server: `uvx {ran}@latest`.',
    'Or hold the dependency back at the version it was made for: `uvx --with "<dependency>==<version>" …`.',
  ],
} as const;

/** Packages that are spread over several distributions: a part of them can be missing. */
const namespaces =
  'google|googleapiclient|azure|opentelemetry|zope|ruamel|sphinxcontrib|backports|jaraco|paste|mpl_toolkits|llama_index|langchain|haystack_integrations|autogen|pydantic_ai|airflow|tests?|src|app|server|lib|core|utils?|config|tools?|models?|api';

export const exceptionRules = (): readonly Rule[] => [
  {
    ...apiBreak,
    id: 'mcp-renamed',
    certainty: 97,
    sees: {
      kinds: ['python', 'exception', 'line'],
      message:
        /No module named ['"](?<module>mcp\.server\.fastmcp|mcp\.(?:server|shared|client)\.(?!mcpserver\b)\w{1,40})['"]|\bmcp 2\.x\b/,
      never: /is not a package/,
    },
    cause: [
      'The server was made for version 1 of the package `mcp`; the installed one has no `{module}`.',
      'The server was made for version 1 of the package `mcp`, and a newer one is installed.',
    ],
    advice: [
      'Hold it back: `uvx --with "mcp<2" {ran}`.',
      'In a project of your own, write `mcp<2` into the dependencies, or move to the new names.',
      'Try the newest version of the server: `uvx {ran}@latest`.',
    ],
    sample: { stderr: "ModuleNotFoundError: No module named 'mcp.server.fastmcp'", exitCode: 1 },
  },
  {
    ...apiBreak,
    id: 'mcp-not-renamed-yet',
    certainty: 97,
    sees: {
      kinds: ['python', 'exception', 'line'],
      message:
        /No module named ['"](?<module>mcp\.server\.mcpserver)\b|cannot import name ['"](?<name>MCPServer)['"] from ['"]mcp\.server['"]/,
      never: /is not a package/,
    },
    cause: [
      'The server was made for version 2 of the package `mcp`, and an older one is installed.',
    ],
    advice: [
      'Ask for the newer one: `uvx --with "mcp>=2" {ran}`.',
      'In a project of your own, write `mcp>=2` into the dependencies and install them again.',
    ],
    sample: { stderr: "ModuleNotFoundError: No module named 'mcp.server.mcpserver'", exitCode: 1 },
  },
  {
    ...apiBreak,
    id: 'python-part-missing',
    certainty: 95,
    sees: {
      kinds: ['python', 'exception'],
      message: new RegExp(
        `No module named ['"](?!(?:${namespaces})\\.)(?<module>\\w{1,60}\\.[\\w.]{1,100})['"](?!; ['"][\\w.]{1,100}['"] is not a package)`,
      ),
    },
    cause: ['The package is there, but the installed version of it has no `{module}`.'],
    sample: { stderr: "ModuleNotFoundError: No module named 'pydantic.v2'", exitCode: 1 },
  },
  {
    ...apiBreak,
    id: 'python-arguments-changed',
    certainty: 94,
    sees: {
      message:
        /(?<module>[A-Z]\w{1,60}(?:\.__init__)?|[\w.]{1,80}\.\w{1,60})\(\) got (?:an )?unexpected keyword argument(?:\(s\):?|s)? ?['"]?(?<name>\w{1,80})/,
      kinds: ['python', 'exception', 'line'],
    },
    cause: [
      'The installed version of a dependency does not know the argument `{name}` that the server gives to `{module}`.',
      'The installed version of a dependency does not know an argument that the server gives it.',
    ],
    sample: {
      stderr: "TypeError: FastMCP.__init__() got an unexpected keyword argument 'x'",
      exitCode: 1,
    },
  },
  {
    ...apiBreak,
    id: 'python-attribute-gone',
    certainty: 90,
    sees: {
      kinds: ['python'],
      types: ['AttributeError'],
      message:
        /^(?:partially initialized )?module ['"](?<module>[\w.]{1,120})['"] has no attribute ['"](?<name>\w{1,80})/,
      phases: ['start', 'handshake'],
    },
    cause: ['The installed version of `{module}` does not have `{name}`, which the server uses.'],
    sample: {
      stderr: "AttributeError: module 'pkg.server' has no attribute 'main'",
      exitCode: 1,
    },
  },
  {
    ...apiBreak,
    id: 'python-name-gone',
    certainty: 91,
    sees: {
      kinds: ['python', 'exception', 'line', 'tool'],
      message:
        /cannot import name ['"](?<name>\w{1,80})['"] from (?:partially initialized module )?['"](?!(?:typing|collections|enum|datetime|asyncio|types)['".])(?<module>[\w.]{1,120})['"]/,
    },
    cause: ['The installed version of `{module}` does not have `{name}`, which the server uses.'],
    sample: { stderr: "ERROR cannot import name 'x' from 'y.z'", exitCode: 1 },
  },
  {
    id: 'python-own-module',
    reason: 'python-module-missing',
    certainty: 92,
    permanent: true,
    title: 'A Python module is missing',
    sees: {
      kinds: ['python', 'exception'],
      message:
        /No module named ['"]?(?<module>(?:src|server|main|app|lib|core|client|api|config|settings|utils?|helpers?|common|tools?|models?|handlers?|services?|mcp_server|shared|backend|modules?|db|database|agents?)(?:\.[\w.]{1,80})?)\b['"]?/,
    },
    cause: ['The module `{module}` is one of the server, and is not where it is looked for.'],
    advice: [
      'Start the server in its directory: `mcp-shield --cwd <dir> -- …`, or `uv --directory <dir> run …`.',
      'If it comes from a package, the package lacks it: try another version, `uvx {ran}@<version>`, and tell its author.',
    ],
    sample: { stderr: "ModuleNotFoundError: No module named 'src'", exitCode: 1 },
  },
  {
    id: 'python-shadowed',
    reason: 'python-module-missing',
    certainty: 96,
    permanent: true,
    title: 'A Python module is missing',
    sees: {
      kinds: ['python', 'exception'],
      message:
        /No module named ['"](?<module>[\w.]{1,120})['"]; ['"](?<shadow>[\w.]{1,80})['"] is not a package/,
    },
    cause: ['A file `{shadow}.py` stands before the package `{shadow}`, which has `{module}`.'],
    advice: ['Rename that file, or start the server in another directory.'],
    sample: {
      stderr: "ModuleNotFoundError: No module named 'mcp.server'; 'mcp' is not a package",
      exitCode: 1,
    },
  },
  {
    id: 'python-syntax-of-new-version',
    reason: 'python-version',
    certainty: 92,
    permanent: true,
    title: 'The wrong version of Python',
    sees: {
      kinds: ['python'],
      types: ['SyntaxError'],
      message:
        /^f-string: (?:unmatched|expecting|unterminated)|^f-string expression part cannot include/,
    },
    cause: ['The code nests quotes inside an f-string, which needs Python 3.12.'],
    advice: [
      'Choose the version: `uvx --python 3.12 {ran}`.',
      'Let uv install one: `uv python install 3.12`.',
    ],
    sample: {
      stderr:
        '  File "x.py", line 1\n    f"{a["b"]}"\n        ^\nSyntaxError: f-string: unmatched \'(\'',
      exitCode: 1,
    },
  },
  {
    id: 'interrupted-in-python',
    reason: 'server-interrupted',
    certainty: 91,
    permanent: false,
    title: 'The server was interrupted',
    sees: { kinds: ['python'], types: ['KeyboardInterrupt', 'CancelledError'] },
    cause: ['The server was interrupted, as by Ctrl+C.'],
    advice: ['Nothing is wrong with it, if this was meant.'],
    sample: {
      stderr:
        'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nKeyboardInterrupt',
      exitCode: 1,
    },
  },
  {
    id: 'credentials-of-cloud',
    reason: 'missing-env-var',
    certainty: 92,
    permanent: true,
    title: 'An environment variable is missing',
    sees: {
      kinds: ['node', 'python', 'exception'],
      types: [
        'DefaultCredentialsError',
        'NoCredentialsError',
        'PartialCredentialsError',
        'CredentialsProviderError',
        'CredentialUnavailableError',
        'NoRegionError',
      ],
    },
    cause: ['The server finds no credentials for the cloud service it uses.'],
    advice: [
      'Give them under "env" of the server, for example `AWS_PROFILE` or `GOOGLE_APPLICATION_CREDENTIALS`.',
      'Variables of your shell do not reach servers that a desktop application starts.',
    ],
    sample: {
      stderr:
        'google.auth.exceptions.DefaultCredentialsError: Your default credentials were not found',
      exitCode: 1,
    },
  },
  {
    id: 'wrong-runtime',
    reason: 'wrong-runtime',
    certainty: 98,
    permanent: true,
    title: 'The server needs another runtime',
    sees: {
      kinds: ['node', 'exception', 'line'],
      message:
        /(?:Cannot find (?:module|package)|Received protocol|No such built-in module:?) ['"]?(?<module>bun(?::\w{1,40})?)\b|\b(?<name>Bun) is not defined/,
    },
    cause: [
      'It needs Bun (`{module}`), and Node.js runs it.',
      'It needs Bun, and Node.js runs it.',
    ],
    advice: ['Put `bun` into "command" instead of `node`, or `bunx` instead of `npx`.'],
    sample: { stderr: "Error: Cannot find module 'bun:sqlite'", exitCode: 1 },
  },
  {
    id: 'wrong-runtime-deno',
    reason: 'wrong-runtime',
    certainty: 97,
    permanent: true,
    title: 'The server needs another runtime',
    sees: {
      kinds: ['node', 'exception'],
      message: /\bDeno is not defined|Received protocol ['"](?:jsr|npm|https):['"]/,
    },
    cause: ['It needs Deno, and Node.js runs it.'],
    advice: ['Put `deno` into "command" and `run`, `-A` before the file.'],
    sample: { stderr: 'ReferenceError: Deno is not defined', exitCode: 1 },
  },
  {
    id: 'module-alias',
    reason: 'node-module-missing',
    certainty: 93,
    permanent: true,
    title: 'A Node.js module is missing',
    sees: {
      kinds: ['node'],
      codes: ['ERR_INVALID_MODULE_SPECIFIER'],
      message: /^Invalid module "(?<module>[^"\n]{1,120})"/,
    },
    cause: ['`{module}` is an alias of the sources that the build left in; no such module exists.'],
    advice: [
      'Build the server again with a tool that replaces the aliases, or take a released version.',
    ],
    sample: {
      stderr:
        'TypeError [ERR_INVALID_MODULE_SPECIFIER]: Invalid module "@utils" is not a valid package',
      exitCode: 1,
    },
  },
  {
    id: 'npm-protocol',
    reason: 'npm-package-broken',
    certainty: 96,
    permanent: true,
    title: 'The package was published with a mistake',
    sees: {
      kinds: ['npm'],
      codes: ['EUNSUPPORTEDPROTOCOL', 'ERR_PNPM_SPEC_NOT_SUPPORTED_BY_ANY_RESOLVER'],
    },
    cause: ['The package depends on another in a form that only its author can resolve.'],
    advice: [
      'Use an earlier version: `npx -y {ran}@<version>`; `npm view {ran} versions` lists them.',
      'Tell its author.',
    ],
    sample: {
      stderr: 'npm error code EUNSUPPORTEDPROTOCOL\nnpm error Unsupported URL Type "workspace:"',
      exitCode: 1,
    },
  },
  {
    id: 'npm-platform',
    reason: 'wrong-architecture',
    certainty: 96,
    permanent: true,
    title: 'Built for another processor or system',
    sees: {
      kinds: ['npm'],
      codes: ['EBADPLATFORM', 'ERR_PNPM_UNSUPPORTED_PLATFORM'],
    },
    cause: ['The package does not support this system.'],
    advice: ['Look for another package, or run it in a container: `docker run -i --rm <image>`.'],
    sample: {
      stderr: 'npm ERR! code EBADPLATFORM\nnpm ERR! notsup Unsupported platform',
      exitCode: 1,
    },
  },
  {
    id: 'dotnet-assembly',
    reason: 'shared-library-missing',
    certainty: 93,
    permanent: true,
    title: 'A system library is missing',
    sees: {
      kinds: ['dotnet'],
      types: [
        'FileNotFoundException',
        'FileLoadException',
        'TypeLoadException',
        'DllNotFoundException',
        'TypeInitializationException',
      ],
      message:
        /(?:Could not load (?:file or assembly|type)|Unable to load (?:shared library|DLL)) ['"](?<library>[^'",\n]{1,120})/,
    },
    cause: ['The library `{library}`, which the server needs, is not beside it.'],
    advice: [
      'Install the server again; if it stays, tell its author that `{library}` is missing.',
      'See which .NET there is: `dotnet --list-runtimes`.',
    ],
    sample: {
      stderr:
        "Unhandled exception. System.IO.FileNotFoundException: Could not load file or assembly 'A.B, Version=9.0'",
      exitCode: 134,
    },
  },
  {
    id: 'library-init',
    reason: 'shared-library-missing',
    certainty: 92,
    permanent: true,
    title: 'A system library is missing',
    sees: { codes: ['ERROR_DLL_INIT_FAILED', 'ERROR_MOD_NOT_FOUND', 'ERROR_PROC_NOT_FOUND'] },
    cause: ['Windows could not load a library that the server needs.'],
    advice: ['Install the Microsoft Visual C++ Redistributable (x64).'],
    sample: { stderr: 'OSError: [WinError 1114] DLL', exitCode: 1 },
  },
  {
    id: 'npx-shim-target-lost',
    reason: 'npx-cache-corrupt',
    certainty: 97,
    permanent: true,
    title: 'The npx cache is damaged',
    sees: {
      kinds: ['shell'],
      message:
        /['"]"?[^'"\n]{0,200}[\\/]_npx[\\/]\w{1,40}[\\/]node_modules[\\/](?!\.bin[\\/][^\\/'"]{1,80}['"])[^'"\n]{1,200}\.[cm]?js"?['"]/,
    },
    cause: ['The program of the package is missing in the npx cache, so it is only half there.'],
    advice: [
      {
        posix: 'Remove it and start again: `rm -rf ~/.npm/_npx`.',
        win32: 'Remove it and start again: `rmdir /s /q "%LocalAppData%\\npm-cache\\_npx"`.',
      },
      'Install the server instead of running it through npx: `npm install -g {ran}`.',
    ],
    sample: {
      stderr: '\'"C:\\U\\npm-cache\\_npx\\70a\\node_modules\\x\\p.js"\' is not recognized as',
      platform: 'win32',
      exitCode: 1,
    },
  },
  {
    id: 'backend-code',
    reason: 'backend-unreachable',
    certainty: 60,
    permanent: false,
    title: 'Something the server needs does not answer',
    sees: {
      kinds: ['node', 'python', 'go', 'rust', 'jvm', 'dotnet', 'ruby', 'php', 'exception'],
      codes: ['ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
      phases: ['start', 'handshake'],
      never: /npm (?:ERR!|error)|registry\.|tunneling socket|pypi\.org/,
    },
    cause: ['The server could not reach something it needs.'],
    advice: [
      'Check that the service behind it runs and that its address in "args" or "env" is right.',
    ],
    sample: { stderr: 'Error [ECONNREFUSED]: nobody there\n    at f (/srv/a.js:1:2)', exitCode: 1 },
  },
  {
    id: 'wsl-distro',
    reason: 'wsl-distro-missing',
    certainty: 96,
    permanent: true,
    title: 'WSL has no such distribution',
    sees: {
      kinds: ['wsl'],
      text: [
        /WSL_E_(?:DISTRO_NOT_FOUND|DEFAULT_DISTRO_NOT_FOUND)/gm,
        /has no installed distributions|no distribution with the supplied name/gm,
        /aka\.ms\/wslstore/gm,
      ],
    },
    cause: ['WSL has no distribution installed, or none of the name that was asked for.'],
    advice: [
      'See what there is: `wsl --list --verbose`.',
      'Install one: `wsl --install -d Ubuntu`.',
    ],
    sample: {
      stderr: 'Windows Subsystem for Linux has no installed distributions.',
      exitCode: 1,
      platform: 'win32',
    },
  },
  {
    id: 'wsl-not-working',
    reason: 'wsl-unavailable',
    certainty: 91,
    permanent: true,
    title: 'WSL cannot start',
    sees: {
      kinds: ['wsl'],
      text: [/Wsl\/[\w/]{1,120}|WSL_E_[A-Z_]{3,60}|is not installed|HCS_E_\w{3,40}/gm],
    },
    cause: ['WSL itself cannot start.'],
    advice: [
      'See its state: `wsl --status`.',
      'Bring it up to date: `wsl --update`; it needs virtualisation in the firmware settings.',
    ],
    sample: {
      stderr: 'Error code: Wsl/Service/CreateInstance/HCS/HCS_E_SERVICE_NOT_AVAILABLE',
      exitCode: 4294967295,
      platform: 'win32',
    },
  },
  {
    id: 'powershell-not-found',
    reason: 'command-not-found',
    certainty: 95,
    permanent: true,
    title: 'Command not found',
    sees: {
      kinds: ['powershell'],
      codes: ['CommandNotFoundException', 'ObjectNotFound'],
      also: /ObjectNotFound: \((?<program>[^:)\n]{1,120}):String\)|The term ['"](?<term>[^'"\n]{1,120})['"]|CommandNotFoundException/,
    },
    cause: [
      '`{program}` was not found on the PATH that the client hands over.',
      '`{term}` was not found on the PATH that the client hands over.',
      'A command that the server needs was not found.',
    ],
    advice: [
      'Run `where.exe {tool}` in a terminal and put the path it prints into "command".',
      '{install}, if it is not installed yet.',
      'Restart the client after installing: running programs keep their old PATH.',
    ],
    sample: {
      stderr: '    + FullyQualifiedErrorId : CommandNotFoundException',
      platform: 'win32',
      exitCode: 1,
    },
  },
  {
    id: 'powershell-policy',
    reason: 'powershell-execution-policy',
    certainty: 97,
    permanent: true,
    title: 'PowerShell may not run scripts',
    sees: {
      kinds: ['powershell'],
      codes: ['UnauthorizedAccess', 'PSSecurityException', 'SecurityError'],
    },
    cause: ['The execution policy of PowerShell forbids the script that starts the server.'],
    advice: [
      'Use the .cmd instead of the .ps1: put `cmd` into "command" and `/c`, `npx` before the other arguments.',
      'Or allow local scripts: `Set-ExecutionPolicy -Scope CurrentUser RemoteSigned`.',
    ],
    sample: {
      stderr: 'npx : xx\n    + CategoryInfo          : SecurityError: (:) [], PSSecurityException',
      platform: 'win32',
      exitCode: 1,
    },
  },
  {
    id: 'usage',
    reason: 'wrong-arguments',
    certainty: 91,
    permanent: true,
    title: 'The server does not accept its arguments',
    sees: {
      kinds: ['usage'],
      endings: [1, 2, 64, 129, 255],
      // Whoever answered has accepted its own command line.
      phases: ['start', 'handshake'],
    },
    cause: ['The server does not accept the arguments it was given, and shows how to call it.'],
    advice: [
      'Compare "args" with the documentation of the version you run; each argument is its own entry.',
      'See what it accepts: run its command with `--help` in a terminal.',
    ],
    sample: { stderr: 'Usage: srv <directory> [more…]', exitCode: 1 },
  },
];
