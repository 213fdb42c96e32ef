/**
 * What hides the secrets of one server, loaded when a text is first shown: most starts show none
 * before the server runs. Where it cannot be loaded nothing is shown: no text is worth a secret.
 */
import type { SecretHider } from '../base/secret-hider.ts';
import type { NamedValues } from '../base/secret-words.ts';

const instead = '[redacted]';

/** See `createSecretHider`. */
export function lateSecretHider(
  variables: NamedValues,
  command: readonly string[],
): SecretHider & { readonly learn: (values: NamedValues) => void } {
  let hider: SecretHider | undefined;
  let named = variables;
  const load = (): SecretHider | undefined => {
    try {
      // Synchronous, as those are that ask; the bundler makes a file of its own of it.
      const part: typeof import('../base/secret-hider.ts') = require('../base/secret-hider.ts');
      hider ??= part.createSecretHider(named, command);
    } catch {
      // At the limit of descriptors no file can be opened; the next text may be luckier.
    }
    return hider;
  };
  return {
    redact: (text) => load()?.redact(text) ?? instead,
    holdsSecret: (text) => load()?.holdsSecret(text) ?? true,
    learn(values) {
      // Under a name that says what they are.
      for (const key in values) named = { ...named, [`${key}_SECRET`]: values[key] };
      hider = undefined;
    },
    shownCommand: () => load()?.shownCommand() ?? [instead],
    shownName: (given) => load()?.shownName(given) ?? 'server',
  };
}
