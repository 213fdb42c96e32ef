/**
 * What is wrong with a configuration, as a value. Never contains a value of the file: it may be a
 * secret.
 */

export interface ConfigFinding {
  /** `problem`: the client cannot use it so. `note`: another client could not, or it is odd. */
  readonly status: 'problem' | 'note';
  /** A sentence without a full stop. */
  readonly text: string;
  readonly advice?: string;
  /** In UTF-16 units from the start of the text, if it is about one place. */
  readonly offset?: number;
}

export function problem(text: string, advice: string, offset?: number): ConfigFinding {
  return { status: 'problem', text, advice, ...(offset === undefined ? {} : { offset }) };
}

export function note(text: string, advice: string, offset?: number): ConfigFinding {
  return { status: 'note', text, advice, ...(offset === undefined ? {} : { offset }) };
}
