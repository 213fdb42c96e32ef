/**
 * What a person means by a client or a file.
 */

import {
  candidatesOf,
  clientNamed,
  type FoundFile,
  fileNamed,
  filesOf,
  type SearchedMachine,
} from '../../client-files/find-files.ts';
import { clients } from '../../config/clients.ts';
import { wrongUsage } from '../command-line.ts';
import { nearest } from '../suggest.ts';

/** Throws wrong usage if there is nothing. The name of a client comes before a file's. */
export function findTarget(word: string, surroundings: SearchedMachine): readonly FoundFile[] {
  const client = clientNamed(word.toLowerCase());
  if (client !== undefined) {
    const found = filesOf(client, surroundings);
    if (found.length > 0) return found;
    const looked = candidatesOf(client, surroundings).join(', ');
    throw wrongUsage(`${client.name} has no configuration here: there is no ${looked}`);
  }
  const named = fileNamed(word, surroundings);
  if (surroundings.machine.isFile(named.file)) return [named];
  // What looks like a path was meant as one.
  if (/[\\/]|\.(?:jsonc?|ya?ml|toml)$/i.test(word)) {
    throw wrongUsage(`${named.file}: there is no such file`);
  }
  const meant = nearest(
    word,
    clients.map(({ id }) => id),
    '',
  );
  const advice = meant === undefined ? 'see mcp-shield clients' : `did you mean ${meant}?`;
  throw wrongUsage(`there is no client or file ${word}: ${advice}`);
}
