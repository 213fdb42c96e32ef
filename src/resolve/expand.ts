/**
 * What a shell would have done to a word: `~`, `$NAME`, `${NAME}`, and `%NAME%` on Windows. A
 * variable that is not set stays as it is written, so that the failure shows it.
 */
import { type Scene, variable } from './resolve-context.ts';

const posixVariable = /\$(?:(\w+)|\{(?:env:)?([^{}]+)\})/g;
const windowsVariable = /%([^%=]+)%/g;

/** For commands and for directories in tables. */
export function expandWord(word: string, scene: Scene): string {
  const value = (whole: string, name: string): string => variable(scene, name) ?? whole;
  const tildeless = expandTilde(word, scene);
  const expanded = tildeless.replace(posixVariable, (whole, bare, braced) =>
    value(whole, bare ?? braced),
  );
  return scene.machine.platform === 'win32' ? expanded.replace(windowsVariable, value) : expanded;
}

/** Arguments get no more than this: `$` and `%` are ordinary characters in passwords and URLs. */
export function expandArgument(arg: string, scene: Scene): string {
  return arg === '~' ? arg : expandTilde(arg, scene);
}

function expandTilde(word: string, { home, machine }: Scene): string {
  if (word === '~') return home;
  const inHome = word.startsWith('~/') || (machine.platform === 'win32' && word.startsWith('~\\'));
  return inHome ? machine.path.join(home, word.slice(2)) : word;
}

/** `template` as a directory; undefined if it uses a variable that is not set. */
export function directoryOf(template: string, scene: Scene): string | undefined {
  const expanded = expandWord(template, scene);
  return expanded.includes('$') ? undefined : scene.machine.path.normalize(expanded);
}
