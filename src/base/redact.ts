/**
 * Hides secrets in text that leaves mcp-shield: log lines and stderr tails inside errors. Two
 * ways: the exact values of secret variables wherever they appear, and what looks like a secret.
 *
 * Linear time on hostile text: every rule starts with a fixed word or behind a boundary, and every
 * repetition before that point is bounded. Knows nothing of logs or MCP.
 */
import { hideKeyBlocks } from './key-blocks.ts';
import { logLimits } from './limits.ts';
import { mask, secretNameSource } from './secret-names.ts';
import { formsOf } from './secret-values.ts';
import { type NamedValues, secretsGiven } from './secret-words.ts';

/**
 * `variables` are the environment the server gets, `args` its command. A text longer than
 * `redactCharsMax` is cut. Redacting twice changes nothing more.
 */
export function createRedactor(
  variables: NamedValues,
  args: readonly string[] = [],
): (text: string) => string {
  // Most sessions never redact anything, so the environment is read at the first text.
  let exact: ExactSecrets | undefined;

  const hide = (text: string, { pattern }: ExactSecrets): string => {
    // Keys first: the lines of one that is known would hide where another one begins.
    let hidden = hideKeyBlocks(text, mask);
    if (pattern !== undefined) hidden = hidden.replace(pattern, mask);
    for (const [rule, replacement] of rules) hidden = hidden.replace(rule, replacement);
    return hidden;
  };

  return (text) => {
    exact ??= exactSecrets(variables, args);
    const charsMax = logLimits.redactCharsMax;
    if (text.length <= charsMax) return hide(text, exact);
    // A secret cut in half is not recognised: as much as could belong to one is given up.
    const hidden = hide(text.slice(0, charsMax), exact);
    const givenUp = Math.max(exact.longest, logLimits.redactCutChars);
    return `${hidden.slice(0, Math.max(0, hidden.length - givenUp))}… [cut]`;
  };
}

export interface ExactSecrets {
  /** `undefined` = there is none. */
  readonly pattern: RegExp | undefined;
  /** In characters. */
  readonly longest: number;
}

/** The values that are secrets, in each form in which they may be printed. */
export function exactSecrets(variables: NamedValues, args: readonly string[]): ExactSecrets {
  const forms = new Set<string>();
  for (const secret of secretsGiven(variables, args)) {
    for (const form of formsOf(secret)) forms.add(form);
  }
  // The longest first: an alternation takes the first that fits.
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  const source = sorted.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
  return {
    pattern: source === '' ? undefined : new RegExp(source, 'g'),
    longest: sorted[0]?.length ?? 0,
  };
}

/** Well-known shapes of tokens, by the prefix their issuers gave them to be found by. */
const tokenShapes = [
  'gh[opsur]_\\w{20,}', // GitHub
  'github_pat_\\w{20,}',
  'gl(?:pat|ptt|dt|rt|cbt)-[\\w-]{16,}', // GitLab
  'sk-(?=[A-Za-z_-]{0,60}\\d)[\\w-]{20,}', // OpenAI, Anthropic and who follows them
  '[rs]k_(?:live|test)_\\w{10,}', // Stripe
  'xox[a-z]-[\\w-]{10,}', // Slack
  'xapp-[\\w-]{10,}',
  'A[KS]IA[0-9A-Z]{16}', // AWS
  'AIza[\\w-]{30,}', // Google
  'ya29\\.[\\w-]{20,}',
  'npm_\\w{30,}',
  'pypi-[\\w-]{30,}',
  'hf_\\w{20,}', // Hugging Face
  'ntn_\\w{20,}', // Notion
  'figd_[\\w-]{20,}', // Figma
  'lin_api_\\w{20,}', // Linear
  'sbp_\\w{20,}', // Supabase
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}', // SendGrid
  'eyJ[\\w-]{8,}\\.[\\w-]{4,}\\.[\\w-]{0,}', // a JSON Web Token
].join('|');

/** `=`, `:` or JSON's `":`, also where the JSON stands inside a string. */
const separator = '(?:\\\\?["\'])?[ \\t]{0,4}[:=][ \\t]{0,4}';

/** After a secret name these are what is wrong, not what is secret. */
const innocent =
  '(?!\\\\?["\']?(?:…|null|undefined|none|true|false|missing|required|invalid|expired|not|is)(?![\\w-]))';

/** A quoted value to its closing quote or the end of the line, a bare one to the next blank. */
const value = '(?:(\\\\?")[^"\\r\\n]+|(\\\\?\')[^\'\\r\\n]+|[^\\s"\',;&]{4,})';

/** Too short to be meant without a bound in front; `PWD=` alone is a directory. */
const shortName =
  '(?:(?<=[a-z\\d]_)pwd|(?<=;\\s{0,4})pwd|(?<![a-z\\d-])(?:creds?|sas|bearer|cookies?|jwt))';
const shortOptions = 'pwd|pass|bearer|creds?|sas|jwt|pat|cookie';

/** What looks like a secret, and what stands in its place. The groups are all in front of it. */
export const rules: readonly (readonly [rule: RegExp, replacement: string])[] = [
  // scheme://user:password@host, and scheme://token@host
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s"'<>/?#]{1,1024}@/gi, `$1${mask}@`],
  [new RegExp(`(?:(?<![\\w-])|(?<=\\\\[nrt]))(?:${tokenShapes})`, 'g'), mask],
  // Authorization: Bearer x; some schemes have several parts
  [
    new RegExp(`(authorization${separator})(?:digest|aws4-hmac-sha256)\\s[^\\r\\n]+`, 'gi'),
    `$1${mask}`,
  ],
  [
    new RegExp(
      `(authorization${separator}\\\\?["']?(?:(?:bearer|basic|token|key|apikey|negotiate)\\s{1,4})?)` +
        `${innocent}[^\\s"',;]+`,
      'gi',
    ),
    `$1${mask}`,
  ],
  [/\b(bearer\s{1,4})(?=[^\s\d]{0,200}\d)[\w.~+/=-]{8,}/gi, `$1${mask}`],
  [/\b((?:set-)?cookie\s{0,4}:\s{0,4})[^\r\n]+/gi, `$1${mask}`],
  // API_KEY=x, "password": "x"
  [new RegExp(`((?:${secretNameSource})${separator})${innocent}${value}`, 'gi'), `$1$2$3${mask}`],
  // --token x, also as the list ["--token", "x"]
  [
    new RegExp(
      `(--[\\w-]{0,40}?(?:${secretNameSource})(?:\\\\?["'])?[\\s,]{1,4})${innocent}${value}`,
      'gi',
    ),
    `$1$2$3${mask}`,
  ],
  // MYSQL_PWD=x, Uid=me;Pwd=x, CREDS=x, "bearer":"x"
  [
    new RegExp(`(${shortName}(?:\\\\?["']\\s{0,4}:|=)\\s{0,4})${innocent}${value}`, 'gi'),
    `$1$2$3${mask}`,
  ],
  [
    new RegExp(
      `(--(?:[\\w-]{1,40}-)?(?:${shortOptions})(?:\\\\?["'])?[\\s,=]{1,4})${innocent}${value}`,
      'gi',
    ),
    `$1$2$3${mask}`,
  ],
  [
    /([?&](?:key|sig|signature|auth|code|sas|pwd|pass|pat|jwt|bearer)=)[^\s"'&#]{4,}/gi,
    `$1${mask}`,
  ],
  // Who knows such an address may write there.
  [
    /\b((?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[\w-]{1,60}\.webhook\.office\.com)\/)[\w/@.-]+/gi,
    `$1${mask}`,
  ],
];
