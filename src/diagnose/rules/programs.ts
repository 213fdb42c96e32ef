/**
 * What a server needs beside itself: browsers, databases, files that are in use, environments that
 * were moved, permissions that Deno asks for, values that are set and wrong.
 */
import type { Rule } from '../rule.ts';

const browser = {
  reason: 'browser-missing',
  permanent: true,
  title: 'The browser is not installed',
} as const;

const venv = {
  reason: 'python-venv-broken',
  permanent: true,
  title: 'The Python environment is broken',
  advice: [
    'Make it again in the directory of the server: `uv venv --clear`, `uv sync`; or delete it and run `python -m venv .venv`.',
    'With uvx: `uvx --refresh {ran}`; with an installed tool: `uv tool install --reinstall {ran}`.',
  ],
} as const;

const invalidVariable = {
  reason: 'env-var-invalid',
  permanent: true,
  title: 'A variable has a value that the server does not accept',
  advice: [
    'Correct it under "env" of the server, or take it out there and in the system.',
    'A prefix of the library may belong to its name, for example `FASTMCP_LOG_LEVEL`.',
  ],
} as const;

export const programRules = (): readonly Rule[] => [
  {
    ...browser,
    id: 'playwright-browser',
    certainty: 95,
    sees: {
      text: [
        /Executable doesn't exist at (?<path>[^\n]{1,200})/gm,
        /(?:distribution|browser) ['"](?<name>[\w-]{1,30})['"] is not found at (?<path>[^\n]{1,200})/gim,
        /npx playwright install(?: (?<name>\w{1,20}))?/gm,
        /Host system is missing dependencies to run browsers/gm,
      ],
    },
    cause: [
      'Playwright does not find its browser at `{path}`.',
      'Playwright does not find its browser.',
    ],
    advice: [
      'Install it: `npx playwright install {name}`.',
      'Install the browsers: `npx playwright install`, in Python `playwright install`; on Linux also `npx playwright install-deps`.',
    ],
    sample: {
      stderr: "Error: browserType.launch: Executable doesn't exist at /x/chrome",
      exitCode: 1,
    },
  },
  {
    ...browser,
    id: 'puppeteer-browser',
    certainty: 94,
    sees: {
      text: [
        /Could not find (?:Chrome|Chromium|Firefox|expected browser)[^\n]{0,60}/gm,
        /Failed to launch the browser process|Browser was not found at the configured executablePath/gm,
        /cannot find (?:Chrome|chromium) binary|no chrome binary at|ChromeNotFound|Unable to find (?:Chrome|a browser)|chrome not reachable|No Chrome installations? found/gim,
        /puppeteer browsers install/gm,
      ],
    },
    cause: ['The server does not find the browser it drives, or cannot start it.'],
    advice: [
      'Install it: `npx puppeteer browsers install chrome`, or install Google Chrome.',
      'If it is installed elsewhere, set `PUPPETEER_EXECUTABLE_PATH` under "env" of the server.',
    ],
    sample: { stderr: 'Error: Could not find Chrome (ver. 127.0.6533.88).', exitCode: 1 },
  },
  {
    id: 'deno-permission',
    reason: 'deno-permission',
    certainty: 97,
    permanent: true,
    title: 'Deno denies a permission',
    sees: {
      text: [
        /(?:NotCapable|PermissionDenied): Requires (?<access>\w{2,10}) access/gm,
        /run again with the (?<flag>--allow-\w{2,10}) flag/gm,
      ],
    },
    cause: [
      'The server needs {access} access, which Deno was not told to grant.',
      'The server needs a permission that Deno was not told to grant.',
    ],
    advice: [
      'Add `{flag}` to "args" before the file.',
      'Add the permission it names, or `-A` for all of them, to "args" before the file.',
    ],
    sample: {
      stderr: 'error: Uncaught (in promise) NotCapable: Requires net access to "x"',
      exitCode: 1,
    },
  },
  {
    id: 'database-locked',
    reason: 'database-locked',
    certainty: 94,
    permanent: false,
    title: 'The database is locked',
    sees: {
      text: [
        /database (?:table )?is locked|SQLITE_BUSY|database file is locked/gim,
        /Could not set lock on file ['"]?(?<path>[^'":\n]{1,200})/gm,
        /IO Error: Could not set lock|Conflicting lock is held|resource temporarily unavailable.{0,40}LOCK|lock hold by current process/gim,
      ],
    },
    cause: [
      'Another process holds the database `{path}`, perhaps the same server of another client.',
      'Another process holds the database, perhaps the same server of another client.',
    ],
    advice: ['Close the other client or the server it left behind, then start again.'],
    sample: { stderr: 'sqlite3.OperationalError: database is locked', exitCode: 1 },
  },
  {
    id: 'file-in-use',
    reason: 'file-in-use',
    certainty: 92,
    permanent: false,
    title: 'A file is in use',
    sees: {
      text: [
        /[Ff]ailed to (?:remove|rename|replace|delete|persist|update) [^\n]{0,20}?`?(?<path>[A-Za-z]:[^`\n]{1,200})`?[\s\S]{0,120}?(?:os error (?:5|32)\)|Access is denied|being used by another)/gm,
        /being used by another process|\(os error 32\)|\[WinError 32\]|\bETXTBSY\b|[Tt]ext file busy/gm,
      ],
      never: /npm-cache|_npx|_cacache/,
    },
    cause: [
      '`{path}` is in use: a process that runs it holds it.',
      'A file is in use: a process that runs it holds it.',
    ],
    advice: ['Close other clients that run the same server, or end what they left behind.'],
    sample: {
      stderr:
        'error: failed to remove file `C:\\srv\\.venv\\Scripts\\uv.exe`\n  Caused by: Access is denied. (os error 5)',
      platform: 'win32',
      exitCode: 2,
    },
  },
  {
    ...venv,
    id: 'venv-broken',
    certainty: 94,
    sees: {
      text: [
        /(?:uv )?trampoline failed to (?:canonicalize|spawn)[^\n]{0,160}/gm,
        /Failed to (?:canonicalize script path|inspect Python interpreter|query Python interpreter)[^\n]{0,160}/gm,
        /Broken (?:symlink|virtual ?env\w{0,12})[^\n]{0,120}|[Uu]nable to create process using ['"]?[^\n]{1,200}python/gm,
        /No Python at ['"]{0,2}(?<path>[^'"\n]{1,200})/gm,
        /init_fs_encoding: failed to get the Python codec|No module named ['"]?encodings/gm,
        /broken .{0,20}virtual environment|failed to locate pyvenv\.cfg/gim,
      ],
    },
    cause: [
      'The Python environment points to `{path}`, which is gone.',
      'The Python environment points to an interpreter that is gone.',
    ],
    sample: { stderr: "No Python at '/usr/local/bin/python3.11'", exitCode: 103 },
  },
  {
    id: 'pip-missing',
    reason: 'python-pip-missing',
    certainty: 91,
    permanent: true,
    title: 'pip is missing',
    sees: {
      text: [
        /No module named ['"]?(?:pip|ensurepip)\b/gm,
        /\bpip is not (?:available|installed|found)|ensurepip is not available|pip(?:3)?: (?:command )?not found/gim,
      ],
    },
    cause: ['This Python has no pip, so the server cannot install what it needs.'],
    advice: [
      { linux: 'Install it: `sudo apt install python3-pip python3-venv`.' },
      'Or use uv, which needs no pip: `uv run <file>`, `uvx <package>`.',
    ],
    sample: { stderr: '/usr/bin/python3: No module named pip', exitCode: 1 },
  },
  {
    id: 'uv-cache',
    reason: 'uv-cache-permission',
    certainty: 95,
    permanent: true,
    title: 'uv may not write to its cache',
    sees: {
      kinds: ['tool', 'line'],
      text: [
        /(?:[Ff]ailed to (?:create|open|write|initiali[sz]e|read)[^\n]{0,40}?`?(?<path>\/[^`\n]{0,160}(?:\.cache|cache)\/uv\b[^`\n]{0,120})|[Ff]ailed to initialize cache at `(?<path2>[^`\n]{1,200})`)[\s\S]{0,120}?(?:Permission denied|os error (?:13|30|1)\)|Read-only)/gm,
        /`?(?<path>\/[^`\s]{0,160}\.local\/share\/uv[^`\s]{0,120})`?[\s\S]{0,80}?(?:Permission denied|os error (?:13|30)\))/gm,
      ],
    },
    cause: ['uv may not write to `{path}`.', 'uv may not write to its cache.'],
    advice: [
      'Set `UV_CACHE_DIR` to a directory that can be written, under "env" of the server.',
      'If the path begins with `/.cache`, set `HOME` there as well.',
    ],
    sample: {
      stderr: 'error: failed to create directory `/.cache/uv`: Permission denied (os error 13)',
      exitCode: 2,
    },
  },
  {
    ...invalidVariable,
    id: 'setting-invalid',
    certainty: 92,
    sees: {
      kinds: ['python', 'exception'],
      types: ['ValidationError', 'SettingsError'],
      text: [
        /validation errors? for \w{0,40}(?:Settings|Config|Env\w{0,20})\n(?<variable>[\w.]{1,60})\n\s{1,8}(?!Field required)(?:Input should be|Value error|Extra inputs|String should|Unable to parse|Input is|URL)/gm,
        /error parsing (?:value for field|env var) ['"](?<variable>\w{1,60})['"]/gm,
      ],
    },
    cause: [
      'The setting `{variable}` has a value that the server does not accept.',
      'A setting has a value that the server does not accept.',
    ],
    sample: {
      stderr:
        "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nlog_level\n  Input should be 'DEBUG'",
      exitCode: 1,
    },
  },
  {
    ...invalidVariable,
    id: 'variable-invalid',
    certainty: 84,
    sees: {
      text: [
        /\b[Ii]nvalid (?:value|format)?[^\n]{0,40}?\b(?:for|of|in)?[^\n]{0,20}?\b(?<variable>(?!ERR_|UND_ERR|NODE_MODULE)[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60})\b(?! (?:is )?(?:required|missing|not set))/gm,
        /\b(?<variable>(?!ERR_|UND_ERR|NODE_MODULE)[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60})\b[^\n]{0,40}? (?:is (?:not (?:a )?valid|invalid|malformed)|must be (?:a |an |one of|either|in |between|positive|at least|greater|true|https?)|has an? invalid|should be (?:a |an |one of|in ))/gm,
      ],
      unlessLine: /missing|not set|undefined|^\W{0,4}warn|default|environment variables?:|set and/i,
    },
    cause: ['The variable `{variable}` has a value that the server does not accept.'],
    sample: { stderr: 'Error: LOG_LEVEL_X must be one of debug, info', exitCode: 1 },
  },
  {
    id: 'credentials-file',
    reason: 'file-missing',
    certainty: 86,
    permanent: true,
    title: 'A file does not exist',
    sees: {
      phases: ['start', 'handshake'],
      text: [
        /\b(?:OAuth|[Cc]redentials?|[Kk]eys?|[Tt]oken|[Ss]ervice account|[Cc]onfig(?:uration)?|[Ss]ecrets?|[Ss]ettings)(?: \w{1,12}){0,2} file (?:was )?(?:not found|missing|does not exist|is missing|could not be found)(?:[:,]? (?:at )?['"`]?(?<path>[^\s'"`]{2,200}[\w]))?/gm,
        /(?:place|put|save) (?:your |the )?(?<path>[\w.-]{2,80}\.json) (?:in|into|at)/gim,
        /(?:[Cc]ould not|[Cc]annot|[Uu]nable to) find (?:the |your )?(?:credentials?|config(?:uration)?|token|key) file(?:[:,]? (?:at )?['"`]?(?<path>[^\s'"`]{2,200}))?/gm,
      ],
      unlessLine: /\bdefault|optional|\bwarn|creating|using/i,
    },
    cause: [
      'The server looks for `{path}`, which does not exist.',
      'The server looks for a file with credentials or settings, which does not exist.',
    ],
    advice: [
      'Put the file where the server looks for it; relative paths depend on the directory it is started in.',
      'Choose that directory with `mcp-shield --cwd <dir> -- …`.',
    ],
    sample: { stderr: 'Error: OAuth keys file not found. Please place keys.json in', exitCode: 1 },
  },
  {
    id: 'no-file-in-rust',
    reason: 'file-missing',
    certainty: 91,
    permanent: true,
    title: 'A file does not exist',
    sees: { kinds: ['rust'], codes: ['ENOENT'], phases: ['start', 'handshake'] },
    cause: [
      'The server looks for a file or directory that does not exist, and does not say which.',
    ],
    advice: ['Check the paths in "args" and "env"; relative ones depend on the working directory.'],
    sample: {
      stderr:
        'thread \'main\' panicked at src/main.rs:29:6:\ncalled `Result::unwrap()` on an `Err` value: Os { code: 2, kind: NotFound, message: "No such file" }',
      exitCode: 101,
    },
  },
  {
    id: 'scope-missing',
    reason: 'auth-rejected',
    certainty: 72,
    permanent: true,
    title: 'A key or token is not accepted',
    sees: {
      phases: ['start', 'handshake'],
      text: [
        /(?:status(?: code)?|HTTP(?:\/[\d.]{1,3})?|[Ee]rror):? ?403\b|\b403 Forbidden/gm,
        /[Mm]issing scopes?\b|insufficient (?:scope|permission|privilege)s?|lack(?:s|ing)? the necessary (?:permissions|scopes)|does not (?:have|provide) the (?:necessary|required) (?:permissions?|scopes?)/gm,
        /invalid_grant|invalid_client|token (?:has )?(?:expired|been revoked)|[Ee]xpired token|[Uu]nauthenticated/gm,
      ],
      unlessLine: /\bwarn/i,
      never: /npm (?:ERR!|error)|ghcr\.io|docker/,
    },
    cause: [
      'The service behind the server did not accept the key or token, or it lacks a permission.',
    ],
    advice: [
      'Check which scopes or permissions the server asks for, and make a key that has them.',
      'Check the value under "env" of the server, quotes and spaces included; renew it if it is old.',
    ],
    sample: {
      stderr: 'Error: Request failed with status 403: Missing scopes: read',
      exitCode: 1,
      phase: 'start',
    },
  },
  {
    id: 'html-instead-of-json',
    reason: 'html-instead-of-json',
    certainty: 91,
    permanent: false,
    title: 'The server got a web page instead of data',
    sees: {
      text: [/Unexpected token '?<'?[^\n]{0,60}(?:<!DOCTYPE|<html|is not valid JSON|in JSON)/gim],
    },
    cause: ['An address that the server asks answered with a web page instead of JSON.'],
    advice: ['Check the address under "env" or "args"; a login page or a proxy answers like this.'],
    sample: {
      stderr: 'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
      exitCode: 1,
    },
  },
];
