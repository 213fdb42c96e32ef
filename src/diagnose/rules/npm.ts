/**
 * npm, npx and their kin (pnpm, Yarn, Bun, Deno): names, registries, caches, rights. The second
 * error code in the text is often the true one: EEXIST hides EACCES.
 */
import type { Rule } from '../rule.ts';

const notFound = {
  reason: 'npm-package-not-found',
  permanent: true,
} as const;

const unreachable = {
  reason: 'registry-unreachable',
  permanent: false,
  title: 'The package registry cannot be reached',
  advice: [
    'Check the network connection and try again.',
    'Behind a proxy, set `HTTPS_PROXY` under "env" of the server; see `npm config get proxy` for a leftover.',
    'Install the server once, so that starting it needs no network: `npm install -g {package}`.',
  ],
} as const;

const corrupt = {
  reason: 'npx-cache-corrupt',
  permanent: true,
  title: 'The npx cache is damaged',
  advice: [
    {
      posix: 'Remove it and start again: `rm -rf ~/.npm/_npx`.',
      win32: 'Remove it and start again: `rmdir /s /q "%LocalAppData%\\npm-cache\\_npx"`.',
    },
    'Install the server instead of running it through npx: `npm install -g {package}`.',
  ],
} as const;

/** Codes of the network, as Node.js and npm print them. */
const networkCode =
  'ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|UND_ERR_CONNECT_TIMEOUT|ENETDOWN';

export const npmRules = (): readonly Rule[] => [
  {
    ...notFound,
    id: 'npm-404',
    certainty: 93,
    title: 'The package is not in the registry',
    sees: {
      text: [
        /'(?<package>(?:@[^'\s/]{1,60}\/)?[^'\s@]{1,100})(?:@[^'\s]{0,40})?' (?:is not in (?:this|the npm) registry|could not be found)/gm,
        /404 Not Found(?: - GET https?:\/\/[^\s]{1,200}?\/(?<package>(?:@[\w.-]{1,60}(?:%2[fF]|\/))?[\w.-]{1,100})(?= - |\s|$))?/gm,
        /npm (?:ERR!|error)[^\n]{0,20} code E404\b/gm,
        /npm ERR! 404 (?:Not Found: |Registry returned 404 for GET on https?:\/\/\S{1,120}\/)(?<package>\S{1,120})/gm,
        /ERR_PNPM_FETCH_404[^\n]{0,20}GET https?:\/\/[^\s]{1,200}\/(?<package>[^\s/:]{1,100}(?:%2[fF][^\s:]{1,100})?)/gm,
        /Couldn't find package "(?<package>[^"\n]{1,120})"[^\n]{0,60} on the "npm" registry/gm,
        /error: GET https?:\/\/[^\s]{1,200}?\/(?<package>(?:@[\w.-]{1,60}(?:%2[fF]|\/))?[\w.-]{1,100}) - 404/gm,
        /(?:npm|JSR) package ['"](?<package>[^'"\n]{1,120})['"] (?:does not exist|not found)/gim,
        /error: (?<package>(?:@[\w.-]{1,60}\/)?[\w.-]{1,100})(?:@\S{1,40})? failed to resolve/gm,
      ],
      also: /npm|pnpm|yarn|bun|deno|failed to resolve|GET http/i,
    },
    cause: [
      'The registry does not have a package `{package}`, or it is private.',
      'The registry does not have the package, or it is private.',
    ],
    advice: [
      'Check the spelling: `npm view {package} version`.',
      'If it is a private package, log in or set its registry in .npmrc.',
    ],
    sample: { stderr: "npm ERR! code E404\nnpm ERR! 404  'x-mcp@*' is not in this registry." },
  },
  {
    ...notFound,
    id: 'npm-version',
    certainty: 93,
    title: 'This version of the package is not in the registry',
    sees: {
      text: [
        /No matching version found for (?<package>(?:@[\w.-]{1,60}\/)?[\w.-]{1,100})@(?<version>[^\s,]{1,60}?)\.?(?:\s|$)/gm,
        /npm (?:ERR!|error)[^\n]{0,20} code ETARGET\b/gm,
        /Couldn't find any versions for "(?<package>[^"\n]{1,120})" that matches "(?<version>[^"\n]{1,60})"/gm,
        /No version matching "(?<version>[^"\n]{1,60})" found for specifier "(?<package>[^"\n]{1,120})"/gm,
      ],
    },
    cause: [
      'The registry has no version `{version}` of `{package}`.',
      'The registry does not have this version of the package.',
    ],
    advice: [
      'See which versions exist: `npm view {package} versions`.',
      'Or leave the version out of "args".',
    ],
    sample: { stderr: 'npm error code ETARGET\nnpm error notarget No matching version found' },
  },
  {
    id: 'npm-auth',
    reason: 'npm-registry-auth',
    certainty: 92,
    permanent: true,
    title: 'The package registry asks for a login',
    sees: {
      text: [
        /npm (?:ERR!|error)[^\n]{0,20} code (?<code>E401|E403|ENEEDAUTH)\b/gm,
        /ERR_PNPM_FETCH_40[13]/gm,
      ],
    },
    cause: ['The registry refused the request ({code}).', 'The registry refused the request.'],
    advice: ['Log in again: `npm login`.', 'Or remove an old token from .npmrc.'],
    sample: {
      stderr: 'npm error code E401\nnpm error Incorrect or missing password.',
      exitCode: 1,
    },
  },
  {
    id: 'npm-no-executable',
    reason: 'npm-no-executable',
    certainty: 94,
    permanent: true,
    title: 'The package has no program to run',
    sees: {
      text: [
        /could not determine executable to run(?: for package (?<package>\S{1,120}))?/gm,
        /ERR_PNPM_DLX_(?:NO|MULTIPLE)_BINS?(?:[^\n]{0,40}found in (?<package>\S{1,120}))?/gm,
        /^command not found: (?<bin>[\w.@/-]{1,100})$/gm,
      ],
    },
    cause: [
      'npx cannot tell which program of `{package}` to run, because it declares none.',
      'npx cannot tell which program of the package to run, because it declares none.',
    ],
    advice: [
      'See which programs it has: `npm view {package} bin`.',
      'Name the program: `npx -y -p {package} <program>`.',
      'If it has none, the name is wrong or the package is a library.',
    ],
    sample: { stderr: 'npm error could not determine executable to run', exitCode: 1 },
  },
  {
    id: 'npx-prompt',
    reason: 'npx-prompt',
    certainty: 62,
    permanent: true,
    title: 'npx waits for an answer',
    sees: {
      despiteSignal: true,
      text: [
        /Ok to proceed\? \(y\)\s{0,4}$/gm,
        /npx canceled due to missing packages and no YES option/gm,
      ],
    },
    cause: ['npx asks whether it may install the package, and nobody can answer.'],
    advice: ['Put `-y` first into "args", before the package.'],
    sample: { stderr: 'Need to install the following packages:\nx@1.0.0\nOk to proceed? (y)' },
  },
  {
    id: 'npm-script-missing',
    reason: 'npm-script-missing',
    certainty: 90,
    permanent: true,
    title: 'package.json has no such script',
    sees: {
      text: [
        /[Mm]issing script: ['"]?(?<script>[\w:.-]{1,60})/gm,
        /ERR_PNPM_NO_SCRIPT[^\n]{0,40}?['"]?(?<script>[\w:.-]{1,60})?['"]?$/gm,
        /Couldn't find a script named "(?<script>[^"\n]{1,60})"/gm,
        /error: Script not found "(?<script>[^"\n]{1,60})"/gm,
      ],
    },
    cause: [
      'package.json has no script `{script}`.',
      'package.json does not have the script that was asked for.',
    ],
    advice: ['See which scripts exist: `npm run`, in the directory of the server.'],
    sample: { stderr: 'npm error Missing script: "start"', exitCode: 1 },
  },
  {
    ...unreachable,
    id: 'registry-network',
    certainty: 90,
    sees: {
      text: [
        new RegExp(
          `npm (?:ERR!|error)[^\\n]{0,400}\\b(?:code|errno|reason:[^\\n]{0,40}) ?(?<code>${networkCode})\\b`,
          'gm',
        ),
        /(?:FetchError|network)[: ]{1,2}request to (?<url>https?:\/\/\S{1,200}) failed/gm,
        /tunneling socket could not be established/gm,
        new RegExp(`GET (?<url>https?://\\S{1,200}) error \\((?<code>${networkCode})\\)`, 'gm'),
        /ERR_PNPM_META_FETCH_FAIL/gm,
        /trouble with your network connection/gm,
        new RegExp(
          `registry\\.[a-z]{3,12}\\.\\w{2,4}\\S{0,120}[^\\n]{0,60}\\b(?<code>${networkCode})\\b`,
          'gm',
        ),
        new RegExp(`\\b(?<code>${networkCode})\\b[^\\n]{0,20} registry\\.`, 'gm'),
        /Connection\w{0,20} downloading package manifest (?<package>\S{1,120})/gm,
        /npm (?:ERR!|error)[^\n]{0,40} code (?<code>E50[0-4]|ENOTCACHED|E429)\b/gm,
        /\b(?:502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out) - GET/gm,
      ],
    },
    cause: [
      'The package registry did not answer ({code}).',
      'The package registry did not answer.',
    ],
    sample: { stderr: 'npm ERR! code ENOTFOUND\nnpm ERR! errno ENOTFOUND', exitCode: 1 },
  },
  {
    ...corrupt,
    id: 'npx-not-empty',
    certainty: 94,
    sees: {
      text: [
        /npm (?:ERR!|error)[^\n]{0,20} code ENOTEMPTY/gm,
        /ENOTEMPTY: directory not empty[^\n]{0,200}_npx/gm,
        /npm (?:ERR!|error)[^\n]{0,20} code ECOMPROMISED/gm,
        /npm (?:ERR!|error)[^\n]{0,20} code (?:EINTEGRITY|Z_DATA_ERROR|Z_BUF_ERROR)/gm,
        /npm (?:ERR!|error)[^\n]{0,40} Unexpected end of JSON input while parsing near/gm,
      ],
    },
    cause: ['Two runs of npx at once, or one that was cut off, left a half-installed package.'],
    sample: { stderr: 'npm error code ENOTEMPTY\nnpm error syscall rename', exitCode: 190 },
  },
  {
    ...corrupt,
    id: 'npx-file-of-package-lost',
    certainty: 87,
    sees: {
      text: [
        /Cannot find (?:module|package) '[^'\n]{0,200}_npx[\\/]\w{1,40}[\\/](?:lib[\\/])?node_modules[\\/](?<module>(?:@[^\\/'\n]{1,60}[\\/])?[^\\/'\n]{1,80})[\\/][^'\n]{0,200}' imported from [^\n]{0,200}_npx[\\/]\w{1,40}[\\/](?:lib[\\/])?node_modules[\\/]\k<module>[\\/]/gm,
        /Cannot find package '[^'\n]{0,200}_npx[\\/]\w{1,40}[\\/]node_modules[\\/](?<module>(?:@[^\\/'\n]{1,60}[\\/])?[^\\/'\n]{1,80})[\\/][^'\n]{1,200}' imported from/gm,
        /Cannot find (?:module|package) '[^'\n]{0,200}_npx[\\/]\w{1,40}[\\/]node_modules[\\/](?<module>(?:@[^\\/'\n]{1,60}[\\/])?[^\\/'\n]{1,80})[\\/][^'\n]{0,200}' imported from [^\n]{0,200}_npx[\\/]\w{1,40}[\\/]node_modules[\\/](?:@modelcontextprotocol[\\/](?:sdk|core|client)|(?![^\n]{0,80}(?:mcp|server))(?:@[^\\/'\n]{1,60}[\\/])?[^\\/'\n]{1,80})[\\/]/gm,
        /Cannot find (?:module|package) '[^'\n]{0,200}_npx[\\/]\w{1,40}[\\/](?:lib[\\/])?node_modules[\\/](?<module>(?:@[^\\/'\n]{1,60}[\\/])?[^\\/'\n]{1,80})[\\/](?:dist|build|lib|esm|cjs|es|out|bin|src)[\\/][^'\n]{0,200}'/gm,
        /Cannot find module '\.{1,2}\/[^'\n]{1,200}'\nRequire stack:\n- [^\n]{0,200}_npx[\\/]\w{1,40}[\\/](?:lib[\\/])?node_modules[\\/](?<module>[^\\/\n]{1,80})/gm,
        /(?:ERR_INVALID_PACKAGE_CONFIG|Invalid package config)[^\n]{0,200}_npx[\\/]/gm,
        /npm (?:ERR!|error)[^\n]{0,40}ENOENT: no such file or directory, (?:open|lstat|rename|chmod|rmdir|unlink|stat) '[^'\n]{0,200}_npx[\\/]/gm,
        /TAR_ENTRY_ERROR E\w{2,12}[^\n]{0,200}_npx[\\/]/gm,
      ],
    },
    cause: [
      'A file of the package `{module}` is missing in the npx cache, so it is only half there.',
      'A file is missing in the npx cache, so a package is only half there.',
    ],
    sample: {
      stderr:
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/h/.npm/_npx/705d/node_modules/a/dist/c.js' imported from /h/.npm/_npx/705d/node_modules/a/dist/p.js",
    },
  },
  {
    id: 'npx-locked',
    reason: 'npx-cache-locked',
    certainty: 91,
    permanent: false,
    title: 'Another program holds files of the npm cache',
    sees: {
      text: [
        /\b(?:EPERM|EBUSY): [^\n]{0,60}(?:rmdir|unlink|rename|lstat|copyfile|open) '?[^\n]{0,40}[A-Za-z]:\\[^\n]{0,200}(?:_npx|npm-cache|_cacache)/gm,
        /npm (?:ERR!|error)[^\n]{0,20} code EBUSY/gm,
      ],
    },
    cause: ['Another client or a virus scanner holds files of the npm cache open.'],
    advice: [
      'Close other clients that run the same server, then start again.',
      'Install the server instead of running it through npx: `npm install -g {package}`.',
    ],
    sample: {
      stderr: "[Error: EPERM: operation not permitted, rmdir 'C:\\U\\a\\npm-cache\\_npx\\3\\x']",
      platform: 'win32',
    },
  },
  {
    id: 'npm-cache-rights',
    reason: 'npm-cache-permission',
    certainty: 95,
    permanent: true,
    title: 'The npm cache belongs to another user',
    sees: {
      text: [
        /\b(?:EACCES|EPERM|EROFS)\b[^\n]{0,80}'?(?<path>\/[^\s']{0,200}(?:\.npm|_cacache|npm-cache)\b[^\s']{0,200})/gm,
        /(?:code|errno) EACCES[\s\S]{0,160}?path (?<path>\/[^\s]{0,200}(?:\.npm|_cacache)\b[^\s]{0,200})/gm,
        /Your cache folder contains root-owned files/gm,
      ],
    },
    cause: [
      'npm may not write to its cache at `{path}`.',
      'npm may not write to its cache: earlier runs as root left their files there.',
    ],
    advice: [
      { posix: 'Take it back: `sudo chown -R $(id -u):$(id -g) ~/.npm`.' },
      'If the path begins with `/.npm`, set `HOME` or `npm_config_cache` under "env" of the server.',
    ],
    sample: { stderr: 'npm ERR! Your cache folder contains root-owned files', exitCode: 243 },
  },
  {
    id: 'npm-prefix-rights',
    reason: 'npm-prefix-permission',
    certainty: 93,
    permanent: true,
    title: 'No permission to install packages globally',
    sees: {
      text: [
        /npm (?:ERR!|error)[^\n]{0,40} path (?<path>(?:\/usr|\/opt|\/Library|[A-Za-z]:\\Program)[^\n]{0,200}node_modules[^\n]{0,200})/gm,
        /EACCES: permission denied, (?:mkdir|access|rename|symlink|open) '(?<path>\/(?:usr|opt|Library)[^'\n]{0,200}(?:node_modules|\/bin\/)[^'\n]{0,200})'/gm,
      ],
      also: /EACCES|EPERM/,
    },
    cause: ['npm may not write to `{path}`.'],
    advice: [
      { posix: 'Use a directory of your own: `npm config set prefix ~/.npm-global`.' },
      'Or do not install it: `npx -y {package}`.',
    ],
    sample: {
      stderr: 'npm ERR! code EACCES\nnpm ERR! path /usr/local/lib/node_modules\nnpm ERR! errno -13',
      exitCode: 243,
    },
  },
  {
    id: 'tls-intercept',
    reason: 'tls-intercept',
    certainty: 95,
    permanent: true,
    title: 'A certificate on the way is not trusted',
    sees: {
      text: [
        /\b(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED|ERR_TLS_CERT_ALTNAME_INVALID)\b/gm,
        /self[- ]signed certificate(?: in certificate chain)?/gm,
        /unable to (?:get local issuer certificate|verify the first certificate)/gm,
        /CERTIFICATE_VERIFY_FAILED|invalid peer certificate|SSL certificate problem/gm,
        /x509: (?:certificate signed by unknown authority|[^\n]{0,60}certificate is not trusted)/gm,
        /PKIX path building failed/gm,
      ],
      unlessLine: /\bwarn/i,
    },
    cause: [
      'The connection shows a certificate that is not trusted here, usually that of a company proxy.',
    ],
    advice: [
      'Ask for the certificate of the proxy and set `NODE_EXTRA_CA_CERTS` (Node.js) or `SSL_CERT_FILE` (Python, uv, Go) to its file under "env" of the server.',
      'With uv, the certificates of the system are used by `UV_SYSTEM_CERTS=1`, older versions by `UV_NATIVE_TLS=1`.',
    ],
    sample: { stderr: 'npm ERR! code UNABLE_TO_GET_ISSUER_CERT_LOCALLY', exitCode: 1 },
  },
];
