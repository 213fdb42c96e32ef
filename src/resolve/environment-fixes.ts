/**
 * Variables that keep servers from failing or from writing noise, set only where the user has not
 * decided otherwise. A table and its walk.
 */
import type { ChildEnvironment } from './resolve-context.ts';

interface Fix {
  readonly name: string;
  readonly value: string;
  /** Left alone if one of these is set. */
  readonly unless?: readonly string[];
}

const fixes: readonly Fix[] = [
  // Python writes into a pipe in blocks of 8 KiB, and on Windows in the ANSI code page.
  { name: 'PYTHONUNBUFFERED', value: '1' },
  { name: 'PYTHONUTF8', value: '1' },
  { name: 'PYTHONIOENCODING', value: 'utf-8' },
  // dotenv 17 prints a line to stdout.
  { name: 'DOTENV_CONFIG_QUIET', value: 'true' },
  // Notices of npm and of programs that use update-notifier.
  { name: 'NO_UPDATE_NOTIFIER', value: '1' },
  { name: 'npm_config_update_notifier', value: 'false' },
  { name: 'npm_config_fund', value: 'false' },
  { name: 'npm_config_audit', value: 'false' },
  // npx would ask whether it may install, and warns that it will where it cannot ask.
  { name: 'npm_config_yes', value: 'true' },
  // corepack would ask on stdin, which is the client's.
  { name: 'COREPACK_ENABLE_DOWNLOAD_PROMPT', value: '0' },
  // The first run of a .NET SDK welcomes the user on stdout.
  { name: 'DOTNET_NOLOGO', value: '1' },
  // Both together make Node.js warn on stderr.
  { name: 'NO_COLOR', value: '1', unless: ['FORCE_COLOR'] },
];

/** Those that apply. Names are compared without case: npm reads NPM_CONFIG_FUND as well. */
export function environmentFixes(env: ChildEnvironment): ChildEnvironment {
  const set = new Set(Object.keys(env).map((name) => name.toLowerCase()));
  const isSet = (name: string): boolean => set.has(name.toLowerCase());
  const applying = fixes.filter(({ name, unless }) => ![name, ...(unless ?? [])].some(isSet));
  return Object.fromEntries(applying.map(({ name, value }) => [name, value]));
}
