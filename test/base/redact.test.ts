/**
 * Secrets do not come out; what is no secret stays readable. All tokens here are made up.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLimits } from '../../src/base/limits.ts';
import { createRedactor } from '../../src/base/redact.ts';
import { isSecretName, mask } from '../../src/base/secret-names.ts';

const redact = createRedactor({});
/** Built from parts, so that no scanner takes this file for a leak. */
const letters = 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5kL7n';

describe('values of secret variables', () => {
  const secretNames = [
    'GITHUB_TOKEN',
    'api_key',
    'DB_PASSWORD',
    'MY_DSN',
    'DATABASE_URL',
    'X_AUTH',
  ];
  const secretValue = fc.string({ minLength: logLimits.secretCharsMin, maxLength: 60 });
  const isTellable = (value: string) => value.trim().length >= 6 && !mask.includes(value.trim());

  it('never come out, wherever they stand', () => {
    const planted = fc.record({
      name: fc.constantFrom(...secretNames),
      // A value that begins like the mask ends could be put together by chance.
      value: secretValue.filter((value) => isTellable(value) && !/[[\]]/.test(value)),
      before: fc.string(),
      after: fc.string(),
    });
    fc.assert(
      fc.property(planted, ({ name, value, before, after }) => {
        const shown = createRedactor({ [name]: value })(`${before}${value}${after}`);
        expect(shown).not.toContain(value.trim());
        expect(shown).toContain(mask);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['as a JSON string', (secret: string) => JSON.stringify({ x: secret })],
    ['inside a URL', (secret: string) => `https://example.org/?x=${encodeURIComponent(secret)}`],
    ['one line of it', (secret: string) => secret.split('\n')[1] ?? ''],
  ])('do not come out %s', (_, print) => {
    const secret = 'first "half" of it\nsecond/half+of=it';
    const shown = createRedactor({ APP_SECRET: secret })(`said ${print(secret)}`);
    expect(shown).toContain(mask);
    expect(shown).not.toContain('second');
  });

  it('do not come out in halves where a long text is cut', () => {
    const secret = letters.repeat(3);
    const charsMax = logLimits.redactCharsMax;
    const withSecret = createRedactor({ APP_SECRET: secret });
    for (let overhang = 1; overhang < secret.length; overhang += 1) {
      const text = `${'. '.repeat(charsMax).slice(0, charsMax - overhang)}${secret}`;
      expect(withSecret(text)).not.toContain(secret.slice(0, 1));
    }
  });

  it('the longer one is hidden as a whole', () => {
    const both = createRedactor({ A_TOKEN: 'abcdef', B_TOKEN: 'abcdefghi' });
    expect(both('abcdefghi abcdef')).toBe(`${mask} ${mask}`);
  });

  it('a password inside the URL of any variable', () => {
    const withUrl = createRedactor({ SERVICE: 'amqp://me:pa55word@host/x' });
    expect(withUrl('login me pa55word failed')).toBe(`login me ${mask} failed`);
  });

  it('short values and other variables are ordinary words', () => {
    const text = 'true hello /run/user/agent';
    const ordinary = createRedactor({
      USE_AUTH: 'true',
      GREETING: 'hello',
      SSH_AUTH_SOCK: '/run/user/agent',
      NO_TOKEN: undefined,
    });
    expect(ordinary(text)).toBe(text);
  });
});

describe('names', () => {
  it.each([
    'GITHUB_TOKEN',
    'apiKey',
    'OPENAI_API_KEY',
    'PGPASSWORD',
    'SECRET',
    'clientSecret',
    'KEY',
  ])('%s is secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'PATH',
    'PWD',
    'MAX_TOKENS',
    'TOKENIZERS_PARALLELISM',
    'KEYBOARD',
    'TOKEN_FILE',
    'AUTHOR',
  ])('%s is not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('what looks like a secret', () => {
  const jwt = `eyJ${letters}.eyJ${letters}.${letters}`;
  const tokens = [
    `ghp_${letters}`,
    `gho_${letters}`,
    `github_pat_${letters}`,
    `glpat-${letters}`,
    `sk-${letters}`,
    `sk-proj-${letters}`,
    `sk-ant-api03-${letters}`,
    `sk_live_${letters}`,
    `xoxb-1234-${letters}`,
    `AKIA${'ABCD1234EFGH5678'}`,
    `AIza${letters}`,
    `npm_${letters}`,
    `hf_${letters}`,
    `ntn_${letters}`,
    jwt,
  ];

  it.each(tokens)('%.12s…', (token) => {
    for (const text of [token, `got ${token}.`, `"${token}"`, `x=${token}&y`, `(${token})`]) {
      expect(redact(text)).not.toContain(token.slice(-20));
    }
    expect(redact(JSON.stringify(JSON.stringify(`line\n${token}`)))).not.toContain(letters);
  });

  it.each([
    ['Authorization: Bearer abc', `Authorization: Bearer ${mask}`],
    ['Authorization: Bearer abcdef', `Authorization: Bearer ${mask}`],
    ["authorization: 'Basic dXNlcjpwYXNz'", `authorization: 'Basic ${mask}'`],
    ['{"Authorization":"token abcdef"}', `{"Authorization":"token ${mask}"}`],
    ['Authorization: Digest username="me", response="x"', `Authorization: ${mask}`],
    ['sent Bearer abc123def456', `sent Bearer ${mask}`],
    ['Cookie: session=abc; theme=dark', `Cookie: ${mask}`],
    ['postgres://me:pass@host/db', `postgres://${mask}@host/db`],
    ['postgres://me:p@ss@host/db', `postgres://${mask}@host/db`],
    ['https://abcdef@github.com/x.git', `https://${mask}@github.com/x.git`],
    ['API_KEY=abcdef next', `API_KEY=${mask} next`],
    ['api-key: abcdef', `api-key: ${mask}`],
    ['"password": "my long pass", "x": 1', `"password": "${mask}", "x": 1`],
    ["{'client_secret': 'abc'}", `{'client_secret': '${mask}'}`],
    ['{\\"token\\":\\"abcdef\\"}', `{\\"token\\":\\"${mask}"}`],
    ['password="cut off in the mid', `password="${mask}`],
    ['--token abcdef --verbose', `--token ${mask} --verbose`],
    ['--github-token=abcdef', `--github-token=${mask}`],
    ['["--api-key","abcdef"]', `["--api-key","${mask}"]`],
    ['GET /x?key=abcdef&y=1', `GET /x?key=${mask}&y=1`],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nok', `${mask}\nok`],
    ['-----BEGIN PRIVATE KEY-----\nMIIE cut', mask],
  ])('%j', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});

describe('ordinary text', () => {
  it.each([
    "Error: Cannot find module '/home/me/x/index.js'\n    at Module._load (node:internal:1:2)",
    'npm error 404 Not Found - GET https://registry.npmjs.org/@scope%2fname',
    'https://registry.npmjs.org/@scope/name/-/name-1.0.0.tgz',
    'mail me@example.org, git@github.com:me/x.git',
    'API_KEY is not set; Missing API key: OPENAI_API_KEY is required',
    'password: missing',
    '"token": null',
    'max_tokens=4096 tokens: 128000 tokenizer: cl100k_base',
    'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
    'sha 5f03855aa0c7b1d1c3 uuid 123e4567-e89b-12d3-a456-426614174000',
    'bearer authentication failed with 401',
    'task-force-1-with-a-rather-long-name sk-learn',
    'key=value monkey: banana keyboard: us',
    'author: someone; authority: none',
    '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"abc"}}',
  ])('%j', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('of any kind without a hint of a secret', () => {
    const word = fc.stringMatching(/^[a-z]{0,9}[ .,/()-]?$/);
    const hint = /token|secret|passw|passphrase|credential|key|auth|bearer|cookie/;
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join('');
        fc.pre(!hint.test(text));
        expect(redact(text)).toBe(text);
      }),
    );
  });
});

describe('hostile text', () => {
  const size = logLimits.redactCharsMax;
  const hostile = [
    'a',
    'eyJ',
    'eyJaaaaaaaa.',
    'SG.aaaaaaaaaaaaaaaa.',
    'token',
    'token=',
    'token="',
    '--',
    '--a-',
    'a://',
    'a.',
    'a@a:',
    'http://a@',
    'bearer a',
    'authorization:',
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    '-----BEGIN ',
    'sk-',
    '?key=',
    ' ',
    '\\"',
  ];

  it.each(hostile)('%j over and over takes no time to speak of', { timeout: 5_000 }, (part) => {
    const text = part.repeat(Math.ceil(size / part.length)).slice(0, size);
    expect(redact(text).length).toBeLessThanOrEqual(size * 2);
  });

  it('is bounded', () => {
    const shown = redact('. '.repeat(size));
    expect(shown.length).toBeLessThanOrEqual(size);
    expect(shown).toMatch(/… \[cut\]$/);
  });

  it('is redacted once and for all', () => {
    const pieces = fc.constantFrom(...hostile, 'token: x123', ' ', '\n', '"', "'", mask, '=', ';');
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const once = redact(parts.join(''));
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
