/**
 * The words of a command as they may be shown. What stands behind a secret option is hidden even
 * where it is too short, or too ordinary, to be hidden wherever it appears.
 */
import { mask } from './secret-names.ts';
import { looksOrdinary } from './secret-values.ts';
import { strengthOfOption } from './secret-words.ts';

/** Here `-p` is a package, a port, a project or a version of Python. */
const otherMeaning = /^(?:npx|npm|pnpm|uvx?|docker|podman|nerdctl|tsx|tsc|mkdir)(?:\.exe|\.cmd)?$/i;

/** `redact` is that of the server whose command it is. */
export function shownArgs(args: readonly string[], redact: (text: string) => string): string[] {
  return args.map((word, index) => {
    const option = args[index - 1] ?? '';
    const strength = strengthOfOption(option);
    if (strength === 'none' || /^--?[a-z]/i.test(word) || word === '') return redact(word);
    if (strength === 'strong') return mask;
    const isSetting = option === '-p' ? meansSomethingElse(args, index) : looksOrdinary(word);
    return isSetting ? redact(word) : mask;
  });
}

function meansSomethingElse(args: readonly string[], index: number): boolean {
  const word = args[index] ?? '';
  if (/^[\d.:]+(?:\/(?:tcp|udp))?$/.test(word) || /^(?:\.{0,2}|~)[\\/]/.test(word)) return true;
  // Behind the name of a server the options are those of the server.
  const before = args.slice(0, index - 1).filter((it) => !it.startsWith('-'));
  const [launcher = '', ...others] = before;
  return otherMeaning.test(launcher.split(/[\\/]/).at(-1) ?? '') && others.length < 2;
}
