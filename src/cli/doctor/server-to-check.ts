/**
 * What is to be examined: a server and what is known of it before it is started. Made from the
 * command line here, from configurations in `configured.ts`.
 */
import { createRedactor } from '../../base/redact.ts';
import { shownArgs } from '../../base/shown-args.ts';
import { visible } from '../../base/visible.ts';
import type { Check } from '../../diagnose/checkup/check.ts';
import type { ServerEntry } from '../../doctor/examine.ts';
import type { Environment } from '../parse.ts';

export interface ServerToCheck {
  readonly name: string;
  /** Where it is configured; undefined for a command from the command line. */
  readonly client?: string;
  readonly file?: string;
  /** What its configuration alone shows. */
  readonly checks: readonly Check[];
  /** Undefined: it cannot be started, or must not be. */
  readonly entry?: ServerEntry;
  /** Variables that commands give, which are asked before it is started. */
  readonly envFrom?: readonly (readonly [key: string, command: string])[];
  readonly redact: (text: string) => string;
}

export function serverFromCommand(command: readonly string[], env: Environment): ServerToCheck {
  const [file = '', ...args] = command;
  const redact = createRedactor(env, command);
  const entry = { file, args, env, cwd: undefined, shielded: false };
  return { name: visible(shownArgs(command, redact).join(' ')), checks: [], entry, redact };
}
