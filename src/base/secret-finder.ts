/**
 * Whether a text holds a secret: for texts that are kept as they are or not at all. Other than the
 * redactor, which would rather hide a word too many, it lets documentation pass: `Bearer token`,
 * `postgres://user:password@host`. Hides nothing.
 */
import { hideKeyBlocks } from './key-blocks.ts';
import { secretLimits } from './limits.ts';
import { type ExactSecrets, exactSecrets, rules } from './redact.ts';
import { mask } from './secret-names.ts';
import type { NamedValues } from './secret-words.ts';

/** See `createRedactor` for the parameters. */
export function createSecretFinder(
  variables: NamedValues,
  args: readonly string[] = [],
): (text: string) => boolean {
  let exact: ExactSecrets | undefined;
  return (text) => {
    exact ??= exactSecrets(variables, args);
    if (exact.pattern !== undefined && text.search(exact.pattern) >= 0) return true;
    if (hideKeyBlocks(text, mask) !== text) return true;
    return rules.some(([rule]) => {
      for (const [match, ...shown] of text.matchAll(rule)) {
        if (isMadeUp(firstWord(match.slice(shown.join('').length)))) return true;
      }
      return false;
    });
  };
}

/** Some rules hide the whole line. */
function firstWord(hidden: string): string {
  return /^[\s"'\\]*([^\s"'\\,;]*)/.exec(hidden)?.[1] ?? '';
}

/** Nobody reads it as a word. */
function isMadeUp(word: string): boolean {
  const isMixed = /\d/.test(word) && /[a-z]/i.test(word);
  return word.length >= (isMixed ? secretLimits.madeUpCharsMin : secretLimits.longWordChars);
}
