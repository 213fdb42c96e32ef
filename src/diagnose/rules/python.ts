/**
 * Python, pip and uv: modules, versions, names, encodings. The last traceback is the one that
 * counts; uv's `Because …` sentence says what its headline does not.
 */
import type { Rule } from '../rule.ts';

const moduleMissing = {
  reason: 'python-module-missing',
  permanent: true,
  title: 'A Python module is missing',
} as const;

const version = {
  reason: 'python-version',
  permanent: true,
  title: 'The wrong version of Python',
  advice: [
    'Choose the version: `uvx --python 3.12 {ran}`.',
    'Let uv install one: `uv python install 3.12`.',
    'In a project of your own, set `requires-python` in pyproject.toml to what its dependencies need.',
  ],
} as const;

const noPackage = {
  reason: 'pypi-package-not-found',
  permanent: true,
  title: 'The Python package was not found',
} as const;

const uvUnreachable = {
  reason: 'registry-unreachable',
  permanent: false,
  title: 'The package registry cannot be reached',
  cause: ['The package registry did not answer at {url}.', 'The package registry did not answer.'],
  advice: [
    'Check the network connection and try again.',
    'Behind a proxy, set `HTTPS_PROXY` under "env" of the server.',
    'Install the server once, so that starting it needs no network: `uv tool install {package}`.',
  ],
} as const;

const optional = /\bwarn|optional|disabled|skipp|ignor|fall(?:ing)? ?back|unavailable/i;

export const pythonRules = (): readonly Rule[] => [
  {
    ...moduleMissing,
    id: 'python-module',
    certainty: 86,
    sees: {
      kinds: ['python', 'exception', 'line'],
      text: [
        /\bNo module named ['"]?(?<module>[\w.]{1,120})/gm,
        /python[\w.]{0,8}(?:\.exe)?['"]?: No module named (?<module>[\w.]{1,120})/gim,
      ],
      unlessLine: optional,
    },
    cause: [
      'The Python module `{module}` is not installed in the environment that runs the server.',
    ],
    advice: [
      'Install it where the server runs: `uv add {pypi}`, or `python -m pip install {pypi}`.',
      'With uvx, add it: `uvx --with {pypi} {ran}`.',
      'If it is the own module of the server, start it in its directory: `uv --directory <path> run …`, or mcp-shield with `--cwd <path>`.',
    ],
    sample: { stderr: "ModuleNotFoundError: No module named 'bs4'", exitCode: 1 },
  },
  {
    id: 'python-name-missing',
    reason: 'python-import-api-break',
    certainty: 86,
    permanent: true,
    title: 'A dependency no longer offers what the server imports',
    sees: {
      kinds: ['python', 'exception', 'line'],
      text: [
        /cannot import name ['"]?(?<name>[\w.]{1,80})['"]?(?! from)/gm,
        /PydanticImportError: `(?<name>[^`\n]{1,80})` has (?:been (?:moved|removed)|moved)/gm,
      ],
      unlessLine: optional,
    },
    cause: ['The installed version of a dependency does not have `{name}`, which the server uses.'],
    advice: [
      'Try the newest version of the server: `uvx {ran}@latest`.',
      'Or hold the dependency back at the version it was made for: `uvx --with "<dependency>==<version>" …`.',
    ],
    sample: { stderr: 'ImportError: cannot import name Server', exitCode: 1 },
  },
  {
    ...version,
    id: 'python-standard-library',
    certainty: 98,
    sees: {
      kinds: ['python', 'exception', 'line', 'tool'],
      text: [
        /No module named ['"]?(?<name>tomllib|distutils|imp|asyncore|asynchat|zoneinfo|graphlib|importlib\.resources|cgi|audioop|dataclasses|contextvars|__future__\.\w{1,60})\b['"]?/gm,
        /cannot import name ['"](?<name>\w{1,60})['"] from ['"](?:typing|collections|collections\.abc|datetime|enum|types|asyncio|functools|contextlib|dataclasses|inspect|importlib|importlib\.\w{1,60}|itertools|math|zoneinfo|http|unittest\.mock)['"]/gm,
        /module ['"](?:asyncio|typing|collections|inspect|enum|datetime|functools|types|contextlib|importlib|ast|pkgutil|zipimport)['"] has no attribute ['"](?<name>\w{1,60})['"]/gm,
      ],
      unlessLine: optional,
    },
    cause: ['This version of Python does not have `{name}` in its standard library.'],
    sample: { stderr: "ImportError: cannot import name 'StrEnum' from 'enum' (/usr/lib/enum.py)" },
  },
  {
    ...version,
    id: 'python-requires',
    certainty: 94,
    sees: {
      text: [
        /(?:does not satisfy|requires a different) Python[^\n]{0,40}?(?<needed>[<>=~!]{1,2} ?3[\d.*]{0,8})/gm,
        /requires a different Python: (?<version>[\d.]{1,12}) not in ['"](?<needed>[^'"\n]{1,40})/gm,
        /Ignored the following versions that require a different python/gm,
        /incompatible with the project's Python requirement: `?(?<needed>[^`\n]{1,40})/gm,
        /No interpreter found for Python (?<needed>[^\s]{1,40})/gm,
        /Python version (?<version>[\d.]{1,12}) is not supported by the project \((?<needed>[^)\n]{1,40})\)/gm,
        /requires-python[^\n]{0,60}(?<needed>[<>=~^]{1,2} ?3[\d.*]{0,8})[^\n]{0,80}(?:not|incompatible)/gim,
        /[Rr]equires? (?:at least )?Python (?:version )?(?<needed>(?:[<>=~]{1,2} ?)?3\.\d{1,2})/gm,
        /Python (?:version )?(?<needed>(?:>= ?)?3\.\d{1,2})(?:\+| or (?:higher|newer|later|above|greater))[^\n]{0,20}(?:required|needed|$)/gm,
      ],
      unlessLine: /\bwarn|deprecat|recommend/i,
    },
    cause: [
      'The server needs Python {needed}, and this is {version}.',
      'The server needs Python {needed}.',
      'No version of the package fits this version of Python.',
    ],
    sample: { stderr: "ERROR: Package 'x' requires a different Python: 3.8.10 not in '>=3.10'" },
  },
  {
    ...version,
    id: 'python-new-syntax',
    certainty: 80,
    sees: {
      text: [
        /TypeError: unsupported operand type\(s\) for \|: ['"](?:type|_GenericAlias|NoneType|ABCMeta|ModelMetaclass|_SpecialForm|types\.GenericAlias)['"]/gm,
        /TypeError: ['"](?:type|ABCMeta)['"] object is not subscriptable/gm,
        /SyntaxError: Missing parentheses in call to 'print'/gm,
        /^\s{0,12}(?:match [\w.()[\]]{1,60}:|async def|[^\n]{0,80}(?::=|f['"]))[^\n]{0,80}\n[\s^~]{1,120}SyntaxError: invalid syntax/gm,
        /SyntaxError: Non-ASCII character/gm,
      ],
    },
    cause: ['This version of Python does not know the syntax that the code uses.'],
    sample: {
      stderr: "TypeError: unsupported operand type(s) for |: 'type' and 'NoneType'",
      exitCode: 1,
    },
  },
  {
    ...noPackage,
    id: 'uv-package',
    certainty: 93,
    sees: {
      text: [
        /Because (?<package>[\w.[\]-]{1,100}) was not found in the package registry/gm,
        /Package `(?<package>[\w.-]{1,100})` was not found in the registry/gm,
        /Because (?:there (?:is no version|are no versions) of|only [^\n]{0,60}(?:is|are) available and you require) (?<package>[\w.[\]-]{1,100})/gm,
        /\b404 Not Found\)? for url \(?https?:\/\/[^\s)]{1,200}\/simple\/(?<package>[\w.-]{1,100})/gm,
      ],
    },
    cause: ['The package index does not have `{package}`, or not in this version.'],
    advice: [
      'Check the spelling at https://pypi.org/project/{package}.',
      'If it comes from a repository: `uvx --from git+https://<repository> <program>`.',
    ],
    sample: { stderr: 'Because x-mcp was not found in the package registry and you require x-mcp' },
  },
  {
    id: 'uv-conflict',
    reason: 'python-dependency-conflict',
    certainty: 76,
    permanent: true,
    title: 'The Python packages do not fit together',
    sees: {
      text: [
        /No solution found when resolving[^\n]{0,400}?Because (?:only )?(?<package>[\w.[\]-]{1,100})/gm,
        /ResolutionImpossible|conflicting dependencies/gm,
      ],
    },
    cause: [
      'No versions of the packages fit together; the first one named is `{package}`.',
      'No versions of the packages fit together.',
    ],
    advice: [
      'Try an earlier version of the server: `uvx {ran}@<version>`.',
      'Read the sentence that begins with "Because": it names the packages.',
    ],
    sample: {
      stderr:
        '× No solution found when resolving `--with` dependencies:\n  ╰─▶ Because only fitz==0.0.0 is available and\n      x==1.0.15 depends on fitz>=0.0.1',
      exitCode: 1,
    },
  },
  {
    ...noPackage,
    id: 'pip-package',
    certainty: 80,
    sees: {
      text: [
        /No matching distribution found for (?<package>[\w.[\]-]{1,100})/gm,
        /Could not find a version that satisfies the requirement (?<package>[\w.[\]-]{1,100})/gm,
      ],
    },
    cause: ['pip did not find a version of `{package}` for this Python and platform.'],
    advice: ['Check the spelling and the versions: `python -m pip index versions {package}`.'],
    sample: { stderr: 'ERROR: No matching distribution found for x-mcp', exitCode: 1 },
  },
  {
    ...uvUnreachable,
    id: 'pip-network',
    certainty: 88,
    sees: {
      text: [
        /Retrying \(Retry\(total=[^\n]{0,200}(?:NewConnectionError|ConnectTimeout|NameResolutionError|ReadTimeout|ProxyError|ConnectionResetError)/gm,
        /Could not fetch URL (?<url>https?:\/\/\S{1,200}):/gm,
      ],
    },
    sample: {
      stderr:
        "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError'\nERROR: No matching distribution found for x",
      exitCode: 1,
    },
  },
  {
    ...uvUnreachable,
    id: 'uv-network',
    certainty: 87,
    sees: {
      text: [
        /error sending request for url \((?<url>https?:\/\/[^)\s]{1,200})\)/gm,
        /Failed to fetch: `?(?<url>https?:\/\/[^`\s]{1,200})/gm,
        /Packages were unavailable because the network was disabled/gm,
        /was not found in the cache/gm,
        /Could not connect, are you offline\?/gm,
      ],
      never: /404 Not Found/,
    },
    sample: { stderr: 'error: Request failed\n  cause: Failed to fetch: http://x.test/simple/y/' },
  },
  {
    id: 'uv-timeout',
    reason: 'startup-timeout-download',
    certainty: 90,
    permanent: false,
    title: 'The download takes longer than allowed',
    sees: {
      text: [
        /UV_HTTP_TIMEOUT/gm,
        /Failed to download[^\n]{0,120}(?:timed out|timeout)/gim,
        /operation timed out[^\n]{0,80}download/gim,
      ],
    },
    cause: ['A package could not be downloaded in the time that uv allows for it.'],
    advice: [
      'Set `UV_HTTP_TIMEOUT=300` under "env" of the server.',
      'Or install it once in a terminal: `uv tool install {package}`.',
    ],
    sample: {
      stderr:
        'Failed to download distribution due to network timeout. Try increasing UV_HTTP_TIMEOUT',
    },
  },
  {
    id: 'uv-spawn',
    reason: 'uv-failed-to-spawn',
    certainty: 94,
    permanent: true,
    title: 'uv does not find the program to run',
    sees: { text: [/Failed to spawn: `?(?<bin>[^`\n]{1,200}?)`?$/gm] },
    cause: ['uv started, but the environment it chose has no program `{bin}`.'],
    advice: [
      'Run it from its package: `uvx --from <package> {bin}`.',
      'In a clone of the server: `uv sync`, then `uv --directory <path> run {bin}`.',
    ],
    sample: {
      stderr: 'error: Failed to spawn: `srv`\n  Caused by: program not found',
      exitCode: 2,
    },
  },
  {
    id: 'uv-no-executable',
    reason: 'uv-no-executable',
    certainty: 94,
    permanent: true,
    title: 'The package has no program of that name',
    sees: {
      text: [
        /[Aa]n executable named `(?<bin>[^`\n]{1,100})` is not provided by package `(?<package>[^`\n]{1,100})`/gm,
        /The executable `(?<bin>[^`\n]{1,100})` was not found/gm,
        /Package `(?<package>[^`\n]{1,100})` does not provide any executables/gm,
        /['"](?<bin>[\w.-]{1,60})['"] executable script not found in package ['"](?<package>[\w.-]{1,60})['"]/gm,
      ],
    },
    cause: [
      'The package `{package}` has no program `{bin}`.',
      'The package has no program `{bin}`.',
      'The package `{package}` has no program to run.',
    ],
    advice: ['uv lists the programs it has; run one of them: `uvx --from {package} <program>`.'],
    sample: {
      stderr: 'An executable named `srv` is not provided by package `pyjokes`.',
      exitCode: 1,
    },
  },
  {
    id: 'python-encoding',
    reason: 'python-encoding',
    certainty: 90,
    permanent: true,
    title: 'Python uses an old character encoding',
    sees: {
      text: [
        /['"](?<codec>[\w-]{1,30})['"] codec can't (?:en|de)code/gm,
        /\bUnicode(?:En|De)codeError\b/gm,
        /surrogates not allowed/gm,
      ],
      unlessLine: optional,
    },
    cause: [
      'Python reads or writes with the encoding `{codec}`, which does not know a character it met.',
      'Python reads or writes with an encoding that does not know a character it met.',
    ],
    advice: ['Set `PYTHONUTF8=1` and `PYTHONIOENCODING=utf-8` under "env" of the server.'],
    sample: { stderr: "UnicodeEncodeError: 'charmap' codec can't encode character '\\u2713'" },
  },
  {
    id: 'native-build',
    reason: 'native-build-failed',
    certainty: 82,
    permanent: true,
    title: 'A dependency could not be built',
    sees: {
      text: [
        /Failed to build `?(?<package>[\w.@=/-]{1,100})/gm,
        /Failed building wheel for (?<package>[\w.-]{1,100})/gm,
        /Microsoft Visual C\+\+ 14\.\d or greater is required/gm,
        /gyp ERR! (?:build error|configure error|find Python|find VS)/gm,
        /error: command ['"]?\S{0,60}(?:gcc|cc|clang|cl\.exe)['"]? failed/gm,
      ],
    },
    cause: [
      'There is no ready build of `{package}` for this platform, and building it here failed.',
      'There is no ready build of a dependency for this platform, and building it here failed.',
    ],
    advice: [
      'Use a version of Python or Node.js for which ready builds exist, for example `uvx --python 3.12 {ran}`.',
      {
        darwin: 'Or install the compiler: `xcode-select --install`.',
        linux: 'Or install the compiler: `sudo apt install build-essential python3-dev`.',
        win32: 'Or install the Visual Studio Build Tools with the C++ workload.',
      },
    ],
    sample: { stderr: 'gyp ERR! build error\ngyp ERR! stack Error: `make` failed', exitCode: 1 },
  },
];
