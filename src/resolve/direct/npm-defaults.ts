/**
 * Settings of npm that change neither which program `npx` runs nor how, with their defaults, which
 * npm does not tell to what it runs. Taken from `@npmcli/config` of npm 9, 10 and 11, where they
 * agree. A setting that is not here is left to npm itself.
 */

type Default = string | boolean | undefined;

const defaults: Readonly<Record<string, Default>> = {
  registry: 'https://registry.npmjs.org/',
  'https-proxy': undefined,
  proxy: undefined,
  cafile: undefined,
  'strict-ssl': true,
  'fetch-retries': '2',
  'fetch-retry-factor': '10',
  'fetch-retry-maxtimeout': '60000',
  'fetch-retry-mintimeout': '10000',
  'fetch-timeout': '300000',
  maxsockets: '15',
  'replace-registry-host': 'npmjs',
  'auth-type': 'web',
  access: undefined,
  yes: undefined,
  offline: false,
  'prefer-offline': false,
  'prefer-online': false,
  fund: true,
  audit: true,
  'audit-level': undefined,
  'update-notifier': true,
  loglevel: 'notice',
  'logs-max': '10',
  timing: false,
  heading: 'npm',
  viewer: 'man',
  description: true,
  save: true,
  'save-exact': false,
  'save-prefix': '^',
  'package-lock': true,
  'format-package-lock': true,
  'omit-lockfile-registry-resolved': false,
  'bin-links': true,
  'rebuild-bundle': true,
  'ignore-scripts': false,
  'foreground-scripts': false,
  'strict-allow-scripts': false,
  'engine-strict': false,
  'legacy-peer-deps': false,
  'strict-peer-deps': false,
  'prefer-dedupe': false,
  'install-links': false,
  'workspaces-update': true,
  provenance: false,
  git: 'git',
  'commit-hooks': true,
  'git-tag-version': true,
  'sign-git-commit': false,
  'sign-git-tag': false,
  'tag-version-prefix': 'v',
  message: '%s',
  'init-author-name': '',
  'init-author-email': '',
  'init-author-url': '',
  'init-license': 'ISC',
  searchlimit: '20',
  searchstaleness: '900',
};

/** No settings of npm's, but of what is installed with it: it hands them on as they are. */
const foreign =
  /^(nodedir|python|disturl|email|always-auth|msvs[-_]version|(electron|puppeteer|playwright|sass|sharp|canvas|chromedriver)[-_].*)$/;

export function isPlain(key: string): boolean {
  return Object.hasOwn(defaults, key) || foreign.test(key);
}

export function isSwitch(key: string): boolean {
  return typeof defaults[key] === 'boolean' || key === 'yes';
}

/** Whether `text` is what npm takes without it. */
export function isDefault(key: string, text: string): boolean {
  const usual = defaults[key];
  return usual !== undefined && String(usual) === text;
}
