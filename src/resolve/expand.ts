/**
 * What a shell would have done to a word: `~`, `$NAME`, `${NAME}`, and `%NAME%` on Windows. A
 * variable that is not set stays as it is written, so that the failure shows it.
 */
import { type ResolveContext, variable } from './resolve-context.ts';

const posixVariable = /\$(?:(\w+)|\{(?:env:)?([^{}]+)\})/g;
const windowsVariable = /%([^%=]+)%/g;

/** For commands and for directories in tables. */
export function expandWord(word: string, context: ResolveContext): string {
  const value = (whole: string, name: string): string => variable(context, name) ?? whole;
  const tildeless = expandTilde(word, context);
  const expanded = tildeless.replace(posixVariable, (whole, bare, braced) =>
    value(whole, bare ?? braced),
  );
  return context.machine.platform === 'win32' ? expanded.replace(windowsVariable, value) : expanded;
}

/** Arguments get no more than this: `$` and `%` are ordinary characters in passwords and URLs. */
export function expandArgument(arg: string, context: ResolveContext): string {
  return arg === '~' ? arg : expandTilde(arg, context);
}

function expandTilde(word: string, { home, machine }: ResolveContext): string {
  if (word === '~') return home;
  const inHome = word.startsWith('~/') || (machine.platform === 'win32' && word.startsWith('~\\'));
  return inHome ? machine.path.join(home, word.slice(2)) : word;
}

/** `template` as a directory; undefined if it uses a variable that is not set. */
export function directoryOf(template: string, context: ResolveContext): string | undefined {
  const expanded = expandWord(template, context);
  return expanded.includes('$') ? undefined : context.machine.path.normalize(expanded);
}
