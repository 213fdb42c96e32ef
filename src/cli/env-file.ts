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
  for (const name of Object.keys(variables)) {
    // A line without `=` is read into the name of the next variable.
    if (/^[^\s=]+$/.test(name)) continue;
    throw wrongUsage(
      `the file of variables ${file}: each line must be KEY=VALUE, not ${firstLine(name)}`,
    );
  }
  return { ...variables } as Readonly<Record<string, string>>;
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

function firstLine(name: string): string {
  return JSON.stringify(name.split('\n')[0]?.slice(0, optionLimits.shownLineCharsMax));
}
