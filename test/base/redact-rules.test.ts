/**
 * What looks like a secret, rule by rule: each shape of token, each way in which a name stands in
 * front of a value, and what only looks like one. All of them are made up.
 */
import { describe, expect, it } from 'vitest';
import { logLimits } from '../../src/base/limits.ts';
import { createRedactor } from '../../src/base/redact.ts';
import { mask } from '../../src/base/secret-names.ts';

const redact = createRedactor({});
/** Built from parts, so that no scanner takes this file for a leak. */
const some = (length: number) => 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5kL7n'.slice(0, length);

describe('a token is known by its beginning', () => {
  it.each([
    ...['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_', 'hf_', 'ntn_', 'lin_api_', 'sbp_'],
    ...['glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'figd_', 'sk-', 'sk-ant-', 'sk_live_'],
    ...['sk_test_', 'rk_live_', 'rk_test_', 'xoxa-', 'xoxp-', 'xapp-', 'AIza', 'ya29.', 'npm_'],
    ...['pypi-'],
  ])('%s', (beginning) => {
    const token = beginning + some(40);
    expect(redact(`x ${token}, "${token}" \\n${token}`)).toBe(`x ${mask}, "${mask}" \\n${mask}`);
    expect(redact(`x${token}`)).toBe(`x${token}`);
    expect(redact(`${beginning}a`)).toBe(`${beginning}a`);
  });

  it.each([
    ['AKIA0123456789ABCDEF', mask],
    ['ASIA0123456789ABCDEF', mask],
    ['AKIA0123456789ABCDE', undefined],
    [`SG.${some(16)}.${some(16)}`, mask],
    [`SG.${some(16)}.${some(15)}`, undefined],
    [`eyJ${some(8)}.${some(4)}.`, mask],
    [`eyJ${some(7)}.${some(4)}.`, undefined],
    ['sk-a-name-of-letters-only-without', undefined],
  ])('%s', (text, shown = text) => expect(redact(text)).toBe(shown));
});

describe('behind a name', () => {
  it.each([
    ['a+b-c.d1://me:x@host', `a+b-c.d1://${mask}@host`],
    ['HTTP://abc@host', `HTTP://${mask}@host`],
    ['https://host/a@b', undefined],
    ['https://host?a@b', undefined],
    ['https://host#a@b', undefined],
    ['authorization: aws4-hmac-sha256 a, b', `authorization: ${mask}`],
    ['Authorization=Digest a, b\nc', `Authorization=${mask}\nc`],
    ['Authorization: ApiKey abc', `Authorization: ApiKey ${mask}`],
    ['Authorization:    Negotiate    abc', `Authorization:    Negotiate    ${mask}`],
    ['"authorization" : "Key abc", x', `"authorization" : "Key ${mask}", x`],
    ['\\"authorization\\":\\"abc\\"', `\\"authorization\\":\\"${mask}"`],
    ['Authorization: abc;d', `Authorization: ${mask};d`],
    ['Authorization: required', undefined],
    ['Bearer    abc-123+/=', `Bearer    ${mask}`],
    ['bearer\tabcdefg1', `bearer\t${mask}`],
    ['bearer abcdef1', undefined],
    ['bearer abcdefgh', undefined],
    ['a bearer token of 16 letters', undefined],
    ['Cookie:a=b; c', `Cookie:${mask}`],
    ['set-cookie    :    a=b\r\nc', `set-cookie    :    ${mask}\r\nc`],
    ['cookies: abc', undefined],
    ['client_secret=abcd', `client_secret=${mask}`],
    ['client_secret=abc', undefined],
    ['passwd = abcd,e', `passwd = ${mask},e`],
    ['password:"a b"', `password:"${mask}"`],
    ["password='a b'", `password='${mask}'`],
    ['PASSPHRASE: abcd&e', `PASSPHRASE: ${mask}&e`],
    ['my-credential=abcd;e', `my-credential=${mask};e`],
    ['api_key: not set', undefined],
    ['api_key: nothing', `api_key: ${mask}`],
    ['api_key=…', undefined],
    ['--my-token abcd', `--my-token ${mask}`],
    ["['--token', 'a b']", `['--token', '${mask}']`],
    ['--token none', undefined],
    ['--tokens abcd', undefined],
    ['-token abcd', undefined],
  ])('%j', (text, shown = text) => expect(redact(text)).toBe(shown));
});

describe('behind a short name', () => {
  it.each([
    ['MYSQL_PWD=abcd', `MYSQL_PWD=${mask}`],
    ['my1_pwd = abcd', undefined],
    ['my_pwd=    abcd', `my_pwd=    ${mask}`],
    ['PWD=/home', undefined],
    ['-pwd=abcd', undefined],
    ['Uid=me;Pwd=abcd', `Uid=me;Pwd=${mask}`],
    ['Uid=me;    Pwd=abcd;x', `Uid=me;    Pwd=${mask};x`],
    ['CREDS=abcd', `CREDS=${mask}`],
    ['cred=abcd', `cred=${mask}`],
    ['SAS="a b" c', `SAS="${mask}" c`],
    ['{"bearer":"abcd"}', `{"bearer":"${mask}"}`],
    ["{'jwt' : 'abcd'}", `{'jwt' : '${mask}'}`],
    ['{\\"cookie\\":\\"abcd\\"}', `{\\"cookie\\":\\"${mask}"}`],
    ['cookies=abcd', `cookies=${mask}`],
    ['jwt=expired', undefined],
    ['no-jwt=abcd', undefined],
    ['xjwt=abcd', undefined],
    ['jwt: abcd', undefined],
    ['atlas=abcd', undefined],
    ...['pwd', 'pass', 'bearer', 'cred', 'creds', 'sas', 'jwt', 'pat', 'cookie'].flatMap((name) => [
      [`--${name} abcd x`, `--${name} ${mask} x`],
      [`--db-${name}=abcd x`, `--db-${name}=${mask} x`],
      [`["--${name}","a b"]`, `["--${name}","${mask}"]`],
      [`--db${name} abcd x`, undefined],
      [`--${name}x abcd x`, undefined],
      [`-${name} abcd x`, undefined],
    ]),
    ['--pass    abcd', `--pass    ${mask}`],
    ['--pass null', undefined],
    ['npm test -- watch --all other', undefined],
    ...[
      'key',
      'sig',
      'signature',
      'auth',
      'code',
      'sas',
      'pwd',
      'pass',
      'pat',
      'jwt',
      'bearer',
    ].map((name) => [`?a=b&${name}=abcd&x`, `?a=b&${name}=${mask}&x`]),
    ['?KEY=abcd#a', `?KEY=${mask}#a`],
    ['?key=abc', undefined],
    ['?akey=abcd', undefined],
    ['?keya=abcd', undefined],
  ] as [string, string | undefined][])('%j', (text, shown = text) => {
    expect(redact(text)).toBe(shown);
  });
});

it.each([
  ['https://hooks.slack.com/services/T0/B0/abc x', 'https://hooks.slack.com/services/'],
  ['hooks.slack.com/workflows/T0@a.b-c x', 'hooks.slack.com/workflows/'],
  ['HOOKS.slack.com/triggers/T0 x', 'HOOKS.slack.com/triggers/'],
  ['https://discord.com/api/webhooks/1/abc x', 'https://discord.com/api/webhooks/'],
  ['discordapp.com/api/webhooks/1/abc x', 'discordapp.com/api/webhooks/'],
  ['https://my-org1.webhook.office.com/a/b x', 'https://my-org1.webhook.office.com/'],
])('who knows the address %s may write there', (text, shown) => {
  expect(redact(text)).toBe(`${shown}${mask} x`);
});

it.each([
  'hooks.slack.com/docs/T0',
  'xhooks.slack.com/services/T0',
  'discord.com/api/users/1',
  'discords.com/api/webhooks/1',
  'webhook.office.com/a',
  'undefined is not a function',
])('%s stays', (text) => expect(redact(text)).toBe(text));

describe('a long text', () => {
  const { redactCharsMax: charsMax, redactCutChars } = logLimits;

  it('is cut behind what is read of it', () => {
    const text = '. '.repeat(charsMax);
    expect(redact(text.slice(0, charsMax))).toBe(text.slice(0, charsMax));
    expect(redact(text.slice(0, charsMax + 1))).toBe(
      `${text.slice(0, charsMax - redactCutChars)}… [cut]`,
    );
  });

  it('is cut further in front where a secret is longer', () => {
    const secret = some(40).repeat(200);
    const text = `${'. '.repeat(charsMax).slice(0, charsMax + 1 - secret.length)}${secret}`;
    expect(text.length).toBe(charsMax + 1);
    const shown = createRedactor({ APP_SECRET: secret })(text);
    expect(shown).toMatch(/^[. ]+… \[cut\]$/);
  });
});
