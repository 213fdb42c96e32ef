/** Names that say of what stands behind them that it is a secret, and words of a command. */
import { describe, expect, it } from 'vitest';
import { secretLimits } from '../../src/base/limits.ts';
import { isSecretName, mask, strengthOfName } from '../../src/base/secret-names.ts';
import { strengthOfOption } from '../../src/base/secret-words.ts';
import { shownArgs } from '../../src/base/shown-args.ts';

describe('a name', () => {
  it.each([
    ...['GITHUB_TOKEN', 'token', 'clientSecret', 'PASSWORD', 'passwd', 'pg-passphrase', 'PASSCODE'],
    ...['X-API-Key', 'apikey', 'accessKey', 'private_key', 'secret_key', 'auth-key', 'signingKey'],
    ...[
      'encryption_key',
      'AWS_CREDENTIALS',
      'MYSQL_PWD',
      'mypwd',
      'SSHPASS',
      'userpass',
      'PASSKEY',
    ],
    ...['BEARER', 'Authorization', 'JWT', 'SENTRY_DSN', 'GH_PAT', 'AZURE_SAS', 'cred', 'creds'],
    ...[
      'Cookie',
      'set-cookies',
      'OTP',
      'totp',
      'MNEMONIC',
      'seed_phrase',
      'DATABASE_URL',
      'db-uri',
    ],
    ...['my1pwd', 'MYSQL_PWD_PROD', 'PWD_PROD', 'a1-jwt', 'my-db-url', 'DB_URL_2', '2_conn-str'],
    ...['connectionString', 'conn_str', 'WEBHOOK_URL', 'webhookurl', 'dbUrl'],
  ])('%s names a secret, whatever it looks like', (name) => {
    expect(strengthOfName(name)).toBe('strong');
  });

  it.each([
    ...['KEY', 'auth', 'pass', 'pw', 'PIN', 'sk', 'sig', 'SIGNATURE', 'access_code', 'authcode'],
    ...['session_id', 'sessionid', 'my-key'],
  ])('%s may name one', (name) => {
    expect(strengthOfName(name)).toBe('weak');
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...['PATH', 'tokens', 'tokenizer', 'monkey', 'author', 'passage', 'pinned', 'compat', 'keys'],
    ...['SSH_AUTH_SOCK', 'TOKEN_FILE', 'COOKIE_NAME', 'token_type', 'secret.path', 'auth-dir'],
    ...['KEY_DIRECTORY', 'cookie_domain', 'AUTH_METHOD', 'auth_mode', 'token_expiry', 'keyExpires'],
    ...[
      'TOKEN_EXPIRATION',
      'TOKEN_TTL',
      'key_length',
      'KEY_ALGORITHM',
      'auth_scheme',
      'key_prefix',
    ],
    ...[
      'AUTH_ENABLED',
      'token_endpoint',
      'JWT_ISSUER',
      'jwt_audience',
      'token_scope',
      'auth_scopes',
    ],
    ...['AUTH_PROVIDER', 'auth_timeout', 'PWD', 'OLDPWD', 'old_pwd', 'dsnx', 'database', ''],
    ...['jwt1', '1jwt', 'key2', '2key', 'xdb_url', '1db_url', 'db_urlx', 'db_url1', 'my_pwdx'],
  ])('%j names none', (name) => {
    expect(strengthOfName(name)).toBe('none');
    expect(isSecretName(name)).toBe(false);
  });

  it('is judged by its end, if it is long', () => {
    const long = 'x'.repeat(secretLimits.nameCharsMax);
    expect(strengthOfName(`${long}_TOKEN`)).toBe('strong');
    expect(strengthOfName(`TOKEN_${long}`)).toBe('none');
  });
});

describe('an option', () => {
  it.each([
    ['--token', 'strong'],
    ['-token', 'strong'],
    ['--pwd', 'strong'],
    ['--key', 'weak'],
    ['-p', 'weak'],
    ['--p', 'none'],
    ['--port', 'none'],
    ['token', 'none'],
    ['---token', 'none'],
    ['--token=x', 'none'],
    ['--', 'none'],
    ['', 'none'],
  ])('%j: %s', (option, strength) => {
    expect(strengthOfOption(option)).toBe(strength);
  });
});

describe('words of a command as they may be shown', () => {
  it.each<[string, string]>([
    ['server --token abc --port 3000', `server --token ${mask} --port 3000`],
    ['server --token --verbose x', 'server --token --verbose x'],
    ['server --token -v x', 'server --token -v x'],
    ['server --token x-abc', `server --token ${mask}`],
    ['server --host Zk3abc', 'server --host Zk3abc'],
    ['npx -y -q -p pkg cmd', 'npx -y -q -p pkg cmd'],
    ['npx a- b- -p pkg', `npx a- b- -p ${mask}`],
    ['server --token -7', `server --token ${mask}`],
    ['server --key enter --key Zk3', `server --key enter --key ${mask}`],
    ['server -p hunter2', `server -p ${mask}`],
    ['server -p 8080', 'server -p 8080'],
    ['server -p 127.0.0.1:80:80/tcp', 'server -p 127.0.0.1:80:80/tcp'],
    ['server -p 80/udpx', `server -p ${mask}`],
    ['server -p x80', `server -p ${mask}`],
    ['server -p ./a', 'server -p ./a'],
    ['server -p ../a', 'server -p ../a'],
    ['server -p ~/a', 'server -p ~/a'],
    ['server -p /a', 'server -p /a'],
    ['server -p a/b', `server -p ${mask}`],
    ['npx -p pkg cmd', 'npx -p pkg cmd'],
    ['/usr/bin/npx -y -p pkg cmd', '/usr/bin/npx -y -p pkg cmd'],
    ['C:\\bin\\NPX.cmd -p pkg', 'C:\\bin\\NPX.cmd -p pkg'],
    ['npm exec -p pkg', 'npm exec -p pkg'],
    ['npx server -p hunter2', 'npx server -p hunter2'],
    ['npx exec server -p hunter2', `npx exec server -p ${mask}`],
    ['uv run server -p hunter2', `uv run server -p ${mask}`],
    ['uv -p pypy', 'uv -p pypy'],
    ['docker run -p a:b', 'docker run -p a:b'],
    ['mynpx -p hunter2', `mynpx -p ${mask}`],
    ['npxx -p hunter2', `npxx -p ${mask}`],
  ])('%s', (words, shown) => {
    expect(shownArgs(words.split(' '), (text) => text).join(' ')).toBe(shown);
  });

  it('leaves an empty word, and hides what its redactor knows', () => {
    const redact = (text: string) => text.replace('known', mask);
    expect(shownArgs(['--token', '', 'a-known-b'], redact)).toEqual(['--token', '', `a-${mask}-b`]);
  });
});
