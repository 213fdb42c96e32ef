/**
 * Fills the sentences of a row with names. Nothing is said with a hole in it, and no command is
 * offered for copying that contains more than a name: names come from a program's output.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { Names } from './match.ts';
import type { Advice } from './rule.ts';

const placeholder = /\{(\w+)\}/g;
const command = /`[^`]*`/g;
const harmless = /^[\w@%+=:,./\\~^ ()[\]-]*$/;

/** The first sentence whose names are all known and which is short enough. */
export function fillFirst(sentences: readonly string[], names: Names): string {
  const filled = sentences
    .map((sentence) => fill(sentence, names))
    .filter((sentence) => sentence !== undefined);
  const max = diagnoseLimits.causeCharsMax;
  const fitting = filled.find((sentence) => sentence.length <= max);
  return fitting ?? `${(filled.at(-1) ?? '').slice(0, max - 1)}…`;
}

/** The server's own words behind a sentence. */
export function withQuote(sentence: string, quote: string | undefined): string {
  if (quote === undefined || quote === '') return sentence;
  return `${sentence.replace(/[.\s]+$/, '')}; it said: ${quote.replace(/[.\s]+$/, '')}.`;
}

/** One line, cut to what fits beside a cause. */
export function cutWords(words: string): string {
  const flat = words.replace(/\s+/g, ' ').trim();
  const max = diagnoseLimits.quoteCharsMax;
  return flat.length <= max ? flat : `${flat.slice(0, max - 1)}…`;
}

/** The advice for the platform, without sentences whose names are unknown or unsafe. */
export function fillAdvice(advice: readonly Advice[], names: Names, platform: string): string[] {
  return advice.flatMap((item) => {
    const sentence = typeof item === 'string' ? item : forPlatform(item, platform);
    if (sentence === undefined || !commandsAreSafe(sentence, names)) return [];
    return fill(sentence, names) ?? [];
  });
}

function forPlatform(item: Exclude<Advice, string>, platform: string): string | undefined {
  if (platform === 'win32') return item.win32;
  if (platform === 'darwin') return item.darwin ?? item.posix;
  return (platform === 'linux' ? item.linux : undefined) ?? item.posix;
}

function fill(sentence: string, names: Names): string | undefined {
  let whole = true;
  const filled = sentence.replace(placeholder, (_, name: string) => {
    const value = names[name];
    whole &&= value !== undefined;
    return value ?? '';
  });
  return whole ? filled : undefined;
}

function commandsAreSafe(sentence: string, names: Names): boolean {
  return (sentence.match(command) ?? []).every((typed) =>
    [...typed.matchAll(placeholder)].every(([, name = '']) => {
      const value = names[name] ?? '';
      return harmless.test(value) && !value.startsWith('-');
    }),
  );
}
