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
    return rules.some(([rule, replacement]) => {
      for (const [match] of text.matchAll(rule)) {
        if (isMadeUp(hiddenPart(match, rule, replacement))) return true;
      }
      return false;
    });
  };
}

/** What of a match would be hidden: the first word of it, for some rules take the whole line. */
function hiddenPart(match: string, rule: RegExp, replacement: string): string {
  const before = match.replace(rule, replacement).indexOf(mask);
  return /^[\s"'\\\\]*([^\s"'\\\\,;]*)/.exec(match.slice(Math.max(0, before)))?.[1] ?? '';
}

/** Nobody reads it as a word. */
function isMadeUp(word: string): boolean {
  const isMixed = /\d/.test(word) && /[a-z]/i.test(word);
  return word.length >= (isMixed ? secretLimits.madeUpCharsMin : secretLimits.longWordChars);
}
