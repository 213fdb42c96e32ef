/**
 * Which names say that the value behind them is a secret: of variables, options, headers, members
 * of JSON and parameters of URLs. Knows names only; values are judged in secret-values.ts.
 */
import { secretLimits } from './limits.ts';

/** Stands where a secret stood. */
export const mask = '[redacted]';

/** For rules on free text, where a name has no bounds: only what is long enough to be meant. */
export const secretNameSource =
  'token(?!s|izer)|secret|passw(?:or)?d|passphrase|passcode|credential|' +
  '(?:api|access|private|secret|auth|signing|encryption)[_-]?key';

const strongName = new RegExp(secretNameSource);

/** A secret as one of the words of a name: `MYSQL_PWD`, `BEARER`, `AZURE_SAS`. */
const strongWords =
  /(?:^|[^a-z\d])(?:[a-z\d]*pwd|sshpass|userpass|passkey|bearer|authorization|jwt|dsn|pat|sas|creds?|cookies?|otp|totp|mnemonic|seed_phrase)(?![a-z\d])/;

/** The same; but they also name what is none: `key=enter`, `auth=oauth`. */
const weakWords =
  /(?:^|[^a-z\d])(?:key|auth|pass|pw|pin|sk|sig|signature|(?:access|auth)_?code|session_?id)(?![a-z\d])/;

const addresses =
  /(?:^|[^a-z\d])(?:database|db|connection|conn|webhook)[_-]?(?:ur[li]|str(?:ing)?)(?![a-z\d])/;

/** `SSH_AUTH_SOCK`, `TOKEN_FILE`, `COOKIE_NAME`: about a secret, and needed by who reads. */
const description = new RegExp(
  '[_.-](?:sock|path|file|dir|directory|name|type|domain|method|mode|expir(?:y|es|ation)|ttl|' +
    'length|algorithm|scheme|prefix|enabled|endpoint|issuer|audience|scopes?|provider|timeout)$',
);

/** The directory a shell works in. */
const directories = /^(?:old_?)?pwd$/;

/**
 * How far a name tells: the value behind a `strong` one is a secret whatever it looks like, the
 * one behind a `weak` one unless it looks like an ordinary word, a path or a number.
 */
export type NameStrength = 'none' | 'weak' | 'strong';

/** `GITHUB_TOKEN`, `apiKey`, `X-API-Key`, `DATABASE_URL`. */
export function strengthOfName(name: string): NameStrength {
  // A capital begins a word: `clientSecret`. Servers choose keys, too, of any length.
  const spread = name
    .slice(-secretLimits.nameCharsMax)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
  if (description.test(spread) || directories.test(spread)) return 'none';
  if (strongWords.test(spread) || addresses.test(spread)) return 'strong';
  if (strongName.test(spread)) return 'strong';
  return weakWords.test(spread) ? 'weak' : 'none';
}

/** Whether the value behind this name is a secret. */
export function isSecretName(name: string): boolean {
  return strengthOfName(name) !== 'none';
}
