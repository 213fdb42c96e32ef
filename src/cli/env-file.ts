/**
 * Reads `--server-env-file`: the .env format as Node itself understands it. Does not know what
 * becomes of the variables.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { optionLimits } from '../base/limits.ts';
import { wrongUsage } from './command-line.ts';

/** Throws wrong usage if the file cannot be read or is no .env file. */
export function readEnvFile(file: string): Readonly<Record<string, string>> {
  // An editor's byte order mark would become a part of the first name.
  const text = readText(file).replace(/^\ufeff/, '');
  const variables = parseEnv(text);
  const wrong =
    text.replace(quotedValue, '$1').split('\n').find(isWrong) ??
    // Node.js 20 takes blanks into a name.
    Object.keys(variables).find((name) => /\s/.test(name));
  if (wrong !== undefined) {
    const shown = JSON.stringify(wrong.trim().slice(0, optionLimits.shownLineCharsMax));
    throw wrongUsage(`the file of variables ${file}: each line must be KEY=VALUE, not ${shown}`);
  }
  return { ...variables } as Readonly<Record<string, string>>;
}

/** It may go over several lines. */
const quotedValue = /^([^=\n#]*=[ \t]*)(["'`])[\s\S]*?\2/gm;

/** Node.js 20 takes such a line into the next name, later ones leave it out and say nothing. */
function isWrong(line: string): boolean {
  return !/^\s*(?:#|$|(?:export\s+)?[^\s=]+\s*=)/.test(line);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw wrongUsage(`the file of variables ${file}: ${reasons[code ?? ''] ?? message}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
};
