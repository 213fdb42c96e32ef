/**
 * What hides the secrets of one server: in any text, and in the words of its command. A file of
 * its own in the bundle, which a start does not read before the server is started.
 */
import { createRedactor } from './redact.ts';
import { createSecretFinder } from './secret-finder.ts';
import type { NamedValues } from './secret-words.ts';
import { nameOfServer } from './server-name.ts';
import { shownArgs } from './shown-args.ts';

export interface SecretHider {
  /** See `createRedactor`. */
  readonly redact: (text: string) => string;
  /** See `createSecretFinder`. */
  readonly holdsSecret: (text: string) => boolean;
  /** The words of the server's command, as they may be shown. */
  readonly shownCommand: () => readonly string[];
  /** What the server is called where it is shown; `given` is the name that it was given. */
  readonly shownName: (given: string | undefined) => string;
}

/**
 * `variables` are the environment the server gets, `command` is how it is started.
 * @public asked for at run time
 */
export function createSecretHider(variables: NamedValues, command: readonly string[]): SecretHider {
  const redact = createRedactor(variables, command);
  const holdsSecret = createSecretFinder(variables, command);
  const shownCommand = (): readonly string[] => shownArgs(command, redact);
  const shownName = (given: string | undefined): string => nameOfServer(given, shownCommand());
  return { redact, holdsSecret, shownCommand, shownName };
}
