/**
 * Node.js: versions, modules, native modules. A missing module is told apart from an old Node.js
 * (`node:` names, new syntax in installed code) and from a damaged npx cache (see npm.ts).
 */
import type { Rule } from '../rule.ts';

const tooOld = {
  reason: 'node-too-old',
  permanent: true,
  title: 'Node.js is too old for this server',
  advice: [
    {
      posix:
        'See which one is used: `node --version`. Clients started from the desktop often find the oldest version that nvm has.',
    },
    'Put the directory of a newer Node.js first into PATH under "env" of the server.',
    {
      posix:
        'With nvm: `nvm install --lts`, `nvm alias default lts/*`, and remove old versions with `nvm uninstall <version>`.',
      win32: 'Install a current Node.js from https://nodejs.org and restart the client.',
    },
  ],
} as const;

const missing = {
  reason: 'node-module-missing',
  permanent: true,
  title: 'A Node.js module is missing',
} as const;

const abi = {
  reason: 'native-module-abi',
  permanent: true,
  title: 'A native module was built for another Node.js',
  advice: [
    'In the directory of the server: `npm rebuild`, with the same Node.js that the client uses.',
    {
      posix: 'If it runs through npx, remove its cache: `rm -rf ~/.npm/_npx`.',
      win32:
        'If it runs through npx, remove its cache: `rmdir /s /q "%LocalAppData%\\npm-cache\\_npx"`.',
    },
  ],
} as const;

/** Old Node.js reads new code. A person's own slip looks the same, hence the place of the file. */
const installedCode = /node_modules|_npx|internal\/|npm\/lib|\.nvm\//;

export const nodeRules = (): readonly Rule[] => [
  {
    ...tooOld,
    id: 'npm-refuses-node',
    certainty: 97,
    sees: {
      text: [
        /npm (?<npm>v[\d.]{1,20}) is known not to run on Node\.js (?<version>v[\d.]{1,20})/gm,
        /npm does not support Node\.js (?<version>v[\d.]{1,20})/gm,
        /This version of p?npm requires at least Node\.js (?<needed>v[\d.]{1,20})/gm,
      ],
    },
    cause: [
      'npm {npm} does not run on Node.js {version}.',
      'npm does not run on Node.js {version}.',
      'This package manager needs Node.js {needed} or newer.',
    ],
    sample: { stderr: 'ERROR: npm v11.4.2 is known not to run on Node.js v14.21.3.' },
  },
  {
    ...tooOld,
    id: 'npx-6-usage',
    certainty: 94,
    sees: { text: [/ERROR: You must supply a command\./gm] },
    cause: ['This npx belongs to a Node.js older than 16 and does not understand the arguments.'],
    sample: { stderr: 'ERROR: You must supply a command.', exitCode: 1 },
  },
  {
    ...tooOld,
    id: 'builtin-unknown',
    certainty: 95,
    sees: {
      text: [
        /Cannot find (?:module|package) '(?<builtin>node:[\w/]{1,40})'/gm,
        /No such built-in module: (?<builtin>(?:node:)?[\w/]{1,40})/gm,
        /Only URLs with a scheme in[^\n]{0,80}Received protocol '(?<builtin>node:)'/gm,
        /Unknown builtin module (?<builtin>node:[\w/]{1,40})/gm,
      ],
    },
    cause: ['This Node.js does not know the built-in module `{builtin}`.'],
    sample: { stderr: "Error: Cannot find module 'node:events'" },
  },
  {
    ...tooOld,
    id: 'builtin-lacks-export',
    certainty: 92,
    sees: {
      text: [
        /The requested module '(?<builtin>(?:node:)?(?:fs|fs\/promises|util|path|crypto|events|stream|stream\/\w{1,60}|timers|timers\/promises|os|url|process|module|sqlite|worker_threads|async_hooks|test|v8|vm|http2?|buffer|readline\/promises|child_process|perf_hooks|zlib))' does not provide an export named '?(?<name>\w{1,60})/gm,
      ],
    },
    cause: ['This Node.js has no `{name}` in its module `{builtin}`.'],
    sample: {
      stderr:
        "SyntaxError: The requested module 'node:util' does not provide an export named 'styleText'",
    },
  },
  {
    ...tooOld,
    id: 'new-syntax',
    certainty: 80,
    sees: {
      text: [
        /SyntaxError: Unexpected token '?(?<token>\.|\?|\?\.|\?\?=?|&&=|\|\|=|#|=|\(|with)'?$/gm,
        /SyntaxError: Invalid regular expression flags?/gm,
        /SyntaxError: Unexpected (?:reserved word|strict mode reserved word|identifier)$/gm,
        /SyntaxError: Invalid or unexpected token$/gm,
        /SyntaxError: Block-scoped declarations[^\n]{0,60} not yet supported/gm,
      ],
      also: installedCode,
      never: /is not valid JSON|in JSON at position/,
    },
    cause: [
      'This Node.js does not know the syntax `{token}` that the installed code uses.',
      'This Node.js does not know the syntax that the installed code uses.',
    ],
    sample: {
      stderr: "/x/node_modules/y/z.js:4\n a ??= 1\n   ^^^\n\nSyntaxError: Unexpected token '??='",
    },
  },
  {
    ...tooOld,
    id: 'imports-unknown',
    certainty: 80,
    sees: {
      text: [/SyntaxError: Unexpected (?:string|identifier|token '?[{*]'?)$/gm],
      also: /^\s{0,12}import\b/m,
    },
    cause: ['This Node.js does not know `import`, so it is older than 13.'],
    sample: { stderr: 'SyntaxError: Unexpected string\n    import "dotenv/config";' },
  },
  {
    ...tooOld,
    id: 'global-unknown',
    certainty: 90,
    sees: {
      text: [
        /ReferenceError: (?<name>File|fetch|Headers|Request|Response|FormData|Blob|ReadableStream|WritableStream|TransformStream|CompressionStream|WebSocket|CustomEvent|structuredClone|AbortController|AbortSignal|crypto|navigator|Iterator|EventTarget|globalThis|AggregateError|WeakRef|FinalizationRegistry|DOMException|BroadcastChannel|performance|BigInt|URLPattern) is not defined/gm,
        /TypeError: (?<name>(?:Object\.(?:hasOwn|groupBy|fromEntries)|Array\.fromAsync|Promise\.(?:withResolvers|any|try|allSettled)|AbortSignal\.(?:any|timeout)|structuredClone|crypto\.randomUUID|webidl\.util\.markAsUncloneable|process\.(?:loadEnvFile|getBuiltinModule)|util\.(?:styleText|parseArgs|parseEnv)|[\w$]{1,60}\.register|diagnostics\.tracingChannel|import_node_util\d*\.(?:styleText|parseArgs))) is not a function/gm,
        /TypeError: [^\n]{0,80}\.(?<name>at|replaceAll|flat|flatMap|matchAll|toSorted|toReversed|toSpliced|findLast|findLastIndex|isWellFormed) is not a function/gm,
      ],
    },
    cause: ['This Node.js does not have `{name}` yet.'],
    sample: { stderr: 'ReferenceError: File is not defined\n    at node_modules/undici/x.js' },
  },
  {
    ...tooOld,
    id: 'option-unknown',
    certainty: 88,
    sees: {
      text: [
        /\bnode(?:\.exe)?: bad option: (?<option>--[\w-]{1,60})/gm,
        /\bnode(?:\.exe)?: (?<option>--[\w-]{1,60}) is not allowed in NODE_OPTIONS/gm,
      ],
    },
    cause: ['This Node.js does not know the option `{option}`.'],
    sample: { stderr: 'node: bad option: --env-file=.env', exitCode: 9 },
  },
  {
    ...tooOld,
    id: 'engine-refused',
    certainty: 93,
    sees: {
      text: [
        /npm (?:ERR!|error) code EBADENGINE/gm,
        /npm (?:ERR!|error)[^\n]{0,40}engine Unsupported engine/gm,
        /The engine "node" is incompatible with this module\. Expected version "(?<needed>[^"\n]{1,60})"\. Got "(?<version>[^"\n]{1,20})"/gm,
        /ERR_PNPM_UNSUPPORTED_ENGINE/gm,
      ],
    },
    cause: [
      'The package needs Node.js {needed}, and this is {version}.',
      'The package refuses this version of Node.js.',
    ],
    sample: {
      stderr: 'npm error code EBADENGINE\nnpm error engine Unsupported engine',
      exitCode: 1,
    },
  },
  {
    ...tooOld,
    id: 'server-refuses-node',
    certainty: 89,
    sees: {
      text: [
        /[Rr]equires? (?:at least )?[Nn]ode(?:\.?[Jj][Ss])?(?: version)?:? ?(?:>=? ?)?(?<needed>v?\d+(?:\.\d+){0,2})/gm,
        /[Nn]ode(?:\.?[Jj][Ss])? (?:version )?(?:>=? ?)?(?<needed>v?\d+(?:\.\d+){0,2})(?:\.x)?(?:\+| (?:or|and) (?:higher|newer|later|above|greater|up))[^\n]{0,20}(?:required|needed|$)/gm,
        /[Uu]nsupported [Nn]ode(?:\.?[Jj][Ss])?(?: version)?:? ?(?<version>v?\d[\d.]{0,12})?/gm,
        /[Nn]ode(?:\.?[Jj][Ss])?(?: version)? (?<version>v?\d[\d.]{0,12}) is (?:not supported|too old|no longer supported|outdated)/gm,
        /[Pp]lease (?:upgrade|update)(?: to)?(?: your)? [Nn]ode/gm,
        /You are (?:using|running) [Nn]ode(?:\.?[Jj][Ss])? (?<version>v?\d[\d.]{0,12})[^\n]{0,60}(?:requires|need|not supported|upgrade|but)/gm,
      ],
      unlessLine: /\bwarn|deprecat|will no longer|EBADENGINE|recommend/i,
    },
    cause: [
      'The server needs Node.js {needed} or newer.',
      'The server does not support Node.js {version}.',
      'The server refuses this version of Node.js.',
    ],
    sample: { stderr: 'Error: This package requires Node.js >=20.0.0', exitCode: 1 },
  },
  {
    ...tooOld,
    id: 'require-of-es-module',
    certainty: 76,
    sees: {
      text: [
        /ERR_REQUIRE_ESM\]?:? ?(?:require\(\) of ES Module (?<path>[^\n]{1,200}?) from)?/gm,
        /Must use import to load ES Module: (?<path>[^\n]{1,200})/gm,
      ],
    },
    cause: ['This Node.js cannot `require()` an ES module; versions from 20.19 and 22.12 on can.'],
    sample: {
      stderr: 'Error [ERR_REQUIRE_ESM]: require() of ES Module /a/b.js from /c not supported.',
    },
  },
  {
    ...tooOld,
    id: 'npx-6-error',
    certainty: 78,
    sees: {
      text: [/^Unexpected (?:token '?(?<token>\S{1,4}?)'?|identifier|string|reserved word)$/gm],
      also: /^npx: installed \d+ in /m,
    },
    cause: [
      'This Node.js does not know the syntax `{token}` that the installed code uses.',
      'This Node.js does not know the syntax that the installed code uses.',
    ],
    sample: { stderr: "npx: installed 4 in 0.633s\nUnexpected token '('", exitCode: 1 },
  },
  {
    ...tooOld,
    id: 'npx-6-seen',
    certainty: 48,
    sees: {
      anywhere: true,
      text: [
        /^npx: installed \d+ in /gm,
        /\((?:internal\/(?:modules|main|process|bootstrap)\/[\w/.-]{1,60}|module|bootstrap_node)\.js:\d+:\d+\)/gm,
      ],
      phases: ['start', 'handshake'],
    },
    cause: ['The output is that of Node.js 14 or older, which is too old for MCP servers.'],
    sample: { stderr: 'npx: installed 79 in 8.153s\nFailed', exitCode: 1, phase: 'handshake' },
  },
  {
    ...missing,
    id: 'module-missing',
    certainty: 78,
    sees: {
      confirmedBy: ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'],
      text: [
        /Cannot find (?:module|package) ['"](?<module>[^'"\n]{1,300})['"]/gm,
        /Cannot find module (?<module>@?[\w./-]{1,120}?)\. /gm,
        /\b(?:ERR_)?MODULE_NOT_FOUND\b/gm,
        /error: Module not found ['"](?<module>[^'"\n]{1,300})['"]/gm,
        /Could not load the "(?<module>sharp)" module/gm,
        /Could not resolve:? "(?<module>[^"\n]{1,200})"/gm,
      ],
      unlessLine: /\bwarn|optional(?! dependenc)|skipp|ignor/i,
    },
    cause: [
      'The module `{module}` is not installed where the server looks for it.',
      'A module that the server needs is not installed where it looks.',
    ],
    advice: [
      'If the server is a local clone, install and build it there: `npm install`, `npm run build`.',
      'If it runs through npx, try another version: `npx -y {package}@latest`.',
      {
        posix: 'If it stays, remove the npx cache: `rm -rf ~/.npm/_npx`.',
        win32:
          'If it stays, remove the npx cache: `rmdir /s /q "%LocalAppData%\\npm-cache\\_npx"`.',
      },
      'If nothing helps, the package lacks a dependency: tell its author that `{npm}` is missing.',
    ],
    sample: { stderr: "Error: Cannot find module 'jsdom'\nRequire stack:\n- /srv/dist/index.js" },
  },
  {
    ...missing,
    id: 'entry-file-missing',
    certainty: 84,
    sees: {
      confirmedBy: ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'],
      text: [/Cannot find module '(?<path>(?:\/|[A-Za-z]:)[^'\n]{1,300})'$/gm],
      also: /requireStack: \[\]|executeUserEntryPoint|run_main/,
      never: /Require stack:\n- |imported from/,
    },
    title: 'The file of the server does not exist',
    cause: ['Node.js was told to run `{path}`, which does not exist.'],
    advice: [
      'Check the path in "args"; relative paths depend on the directory the client starts in.',
      'If the server is a local clone, build it: `npm install`, `npm run build`.',
    ],
    sample: {
      stderr:
        "Error: Cannot find module '/srv/dist/index.js'\n    at Function.executeUserEntryPoint [as runMain]",
    },
  },
  {
    ...missing,
    id: 'entry-of-loader-missing',
    certainty: 95,
    sees: {
      // A loader such as tsx names the directory it was started in as the importer.
      text: [
        /Cannot find module '(?<path>(?:\/|[A-Za-z]:)[^'\n]{1,300})' imported from (?:\/|[A-Za-z]:)(?:[^'\n]{0,200}[\\/])?$/gm,
      ],
    },
    title: 'The file of the server does not exist',
    cause: ['The file to run, `{path}`, does not exist.'],
    advice: [
      'Check the path in "args"; relative paths depend on the directory the client starts in.',
    ],
    sample: {
      stderr:
        "Error: Cannot find module '/srv/src/index.ts' imported from /srv/\n    at resolveBase",
    },
  },
  {
    id: 'package-lacks-export',
    reason: 'node-import-api-break',
    certainty: 86,
    permanent: true,
    title: 'A dependency no longer offers what the server imports',
    sees: {
      text: [
        /The requested module '(?<module>[^'\n]{1,200})' does not provide an export named '?(?<name>\w{1,60})/gm,
        /Named export '(?<name>\w{1,60})' not found\. The requested module '(?<module>[^'\n]{1,200})'/gm,
        /Package subpath '(?<name>[^'\n]{1,120})' is not defined by "exports" in (?<module>[^\n]{1,200})/gm,
        /No "exports" main defined in (?<module>[^\n]{1,200})/gm,
        /ERR_PACKAGE_PATH_NOT_EXPORTED/gm,
      ],
    },
    cause: [
      'The server imports `{name}` from `{module}`, whose installed version does not have it.',
      'The installed version of `{module}` does not offer what the server imports.',
      'The installed version of a dependency does not offer what the server imports.',
    ],
    advice: [
      'Pin the version of the server that worked before, or try the newest: `npx -y {package}@latest`.',
      'In a local clone, install the versions of its lock file: `npm ci`.',
    ],
    sample: {
      stderr:
        "SyntaxError: The requested module 'zod' does not provide an export named 'toJSONSchema'",
    },
  },
  {
    id: 'module-format',
    reason: 'node-module-format',
    certainty: 74,
    permanent: true,
    title: 'Node.js reads the file in the wrong format',
    sees: {
      text: [
        /Cannot use import statement outside a module/gm,
        /SyntaxError: Unexpected token '?export'?/gm,
        /(?:require|exports|module|__dirname|__filename) is not defined in ES module scope/gm,
        /Unknown file extension "(?<extension>[^"\n]{0,12})" for (?<path>[^\n]{1,300})/gm,
      ],
    },
    cause: [
      'Node.js cannot run a `{extension}` file as it is.',
      'The file mixes ES modules and CommonJS in a way that this Node.js cannot load.',
    ],
    advice: [
      'Run the built JavaScript file instead of its source, or run the source with `npx -y tsx <file>`.',
      'ES modules need `"type": "module"` in package.json or the extension .mjs.',
    ],
    sample: { stderr: 'SyntaxError: Cannot use import statement outside a module' },
  },
  {
    ...abi,
    id: 'abi-number',
    certainty: 97,
    sees: {
      text: [
        /NODE_MODULE_VERSION (?<built>\d+)\b[^N]{0,120}NODE_MODULE_VERSION (?<needed>\d+)/gm,
        /NODE_MODULE_VERSION (?<built>\d+)/gm,
        /compiled against a different Node\.js/gm,
        /Module did not self-register/gm,
      ],
    },
    cause: [
      'A native module was built for the Node.js ABI {built}, and this one has {needed}.',
      'A native module was built for another version of Node.js than this one.',
    ],
    sample: { stderr: 'x.node was compiled against a different Node.js version using' },
  },
  {
    ...abi,
    id: 'abi-refused-at-load',
    certainty: 82,
    sees: {
      text: [/process\.dlopen\([^\n]{0,200}/gm],
      also: /The module '/,
    },
    cause: ['A native module cannot be loaded by this version of Node.js.'],
    sample: { stderr: "return process.dlopen(module, p); ^ Error: The module '/srv/node_mod" },
  },
  {
    ...abi,
    id: 'native-binary-absent',
    certainty: 84,
    sees: {
      text: [
        /Could not locate the bindings file/gm,
        /No native build was found for platform=[^\n]{1,200}/gim,
        /Cannot find module '[^'\n]{0,200}(?<binary>[\w-]{1,60}\.node)'/gm,
      ],
    },
    title: 'A native module has no binary for this Node.js',
    cause: [
      'The native module `{binary}` has no binary for this Node.js and platform.',
      'A native module has no binary for this Node.js and platform.',
    ],
    sample: { stderr: 'Error: Could not locate the bindings file. Tried:\n → /srv/build/x.node' },
  },
];
