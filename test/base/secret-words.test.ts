/**
 * What a server was given in its command and variables does not come out when it repeats the bare
 * value; what is no secret stays readable. All secrets here are made up.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/base/redact.ts';
import { isSecretName, mask } from '../../src/base/secret-names.ts';
import { shownArgs } from '../../src/base/shown-args.ts';

/** How people hand a secret to a server, by its command. */
const handedOver: readonly ((secret: string) => readonly string[])[] = [
  (x) => ['npx', 'mcp-remote', 'https://h/sse', '--header', `Authorization: Bearer ${x}`],
  (x) => ['npx', 'mcp-remote', 'https://h/sse', '--header', `Authorization:Bearer ${x}`],
  (x) => ['server', `--header=Authorization: Bearer ${x}`],
  (x) => ['server', '-H', `X-API-Key: ${x}`],
  (x) => ['server', '-H', `X-API-Key:${x}`],
  (x) => ['server', `-HX-Auth-Token: ${x}`],
  (x) => ['server', '-H', `Cookie: sid=${x}; theme=dark`],
  (x) => ['server', '-H', `Authorization: Basic ${btoa(`me:${x}`)}`],
  (x) => ['docker', 'run', '-i', '-e', `TOKEN=${x}`, 'image'],
  (x) => ['docker', 'run', `--env=TOKEN=${x}`, 'image'],
  (x) => ['docker', 'run', `-eTOKEN=${x}`, 'image'],
  (x) => ['server', '--config', `{"apiKey":"${x}"}`],
  (x) => ['server', `--config={"a":{"auth":{"bearer":"${x}"}}}`],
  (x) => ['server', '--config', `{"headers":["Authorization: Bearer ${x}"]}`],
  (x) => ['server', '--config', `{"headers":[{"name":"X-Api-Key","value":"${x}"}]}`],
  (x) => ['server', '--config', `{apiKey: '${x}'}`],
  (x) => ['server', '--config', JSON.stringify(JSON.stringify({ token: x }))],
  (x) => ['server', `https://h/x?api_key=${x}&b=1`],
  (x) => ['server', `https://h/x#access_token=${x}`],
  (x) => ['server', '--bearer', x],
  (x) => ['server', '--pwd', x],
  (x) => ['server', '-p', x],
  (x) => ['mysql', '-u', 'root', `-p${x}`],
  (x) => ['server', '--user', `me:${x}`],
  (x) => ['curl', '-u', `:${x}`],
  (x) => ['curl', '-u', `${x}:`],
  (x) => ['curl', `-ume:${x}`],
  (x) => ['server', `https://${x}@host/`],
  (x) => ['server', `https://${x}:x-oauth-basic@host/`],
  (x) => ['server', `postgres://me:${x}@host/db`],
  (x) => ['sh', '-c', `TOKEN=${x} server`],
  (x) => ['sh', '-c', `exec server --header "Authorization: Bearer ${x}"`],
  (x) => ['sh', '-c', `server --config "{\\"token\\":\\"${x}\\"}"`],
  (x) => ['pwsh', '-c', `$env:TOKEN='${x}'; server`],
  (x) => ['pwsh', '-c', `$env:TOKEN = "${x}"; server`],
  (x) => ['java', `-Dapi.key=${x}`, '-jar', 'server.jar'],
  (x) => ['server', `Server=h;User Id=sa;Password=${x};`],
  (x) => ['server', `Endpoint=sb://h/;Shared Access Key=${x};EntityPath=q`],
  (x) => ['server', `--header=X-Goog-Api-Key=${x}`],
  (x) => ['server', '--headers', `Accept: */*\nAuthorization: token ${x}`],
  (x) => ['server', '--yaml', `auth:\n  token: ${x}\n`],
  (x) => ['server', '--toml', `token = "${x}"`],
  (x) => ['server', `https://h/mcp?config=${btoa(JSON.stringify({ apiKey: x }))}`],
  (x) => ['server', '--config', btoa(JSON.stringify({ a: { token: x } }))],
  (x) => ['server', `mongodb+srv://me:${x}@host/db?retryWrites=true`],
  (x) => ['server', `redis://:${x}@host:6379/0`],
  (x) => ['ssh', 'host', `env API_KEY=${x} server --stdio`],
  (x) => ['server', '--cookie', `session=${x}; theme=dark`],
  (x) => ['server', '--slack-webhook-url', `https://hooks.slack.com/services/T0/B0/${x}`],
];

/** As issuers make them: letters and digits, long enough that nobody guesses them. */
const secret = fc
  .stringMatching(/^[A-Za-z0-9_-]{10,40}$/)
  .filter((text) => /\d/.test(text) && /[A-Za-z]/.test(text) && /^[^-_].*[^-_]$/.test(text))
  // A date or a version is none.
  .filter((text) => !/^(?:c?python|pypy)/i.test(text));

describe('a secret in the words of a command', () => {
  it.each(handedOver.map((words) => [words('X').join(' '), words] as const))('%s', (_, words) => {
    const around = fc.constantFrom('', ' ', '"', "'", '/', '=', '(', '\n', ': ');
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const redact = createRedactor({}, words(value));
        for (const form of [value, JSON.stringify(value), encodeURIComponent(value)]) {
          expect(redact(`got${before}${form}${after}there`)).not.toContain(value);
        }
        expect(shownArgs(words(value), redact).join(' ')).not.toContain(value);
      }),
      { numRuns: 30 },
    );
  });
});

it.each([
  ['with blanks and quotes', 'my long "pass" phrase, 1'],
  ['that an address encodes', 'p@ss/w:rd?#&1'],
  ['with other letters', 'pässwörd-ключ-1'],
])('a secret %s is hidden in each form', (_, value) => {
  const inAscii = JSON.stringify(value).replace(
    /[^\x00-\x7f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  for (const args of [
    ['--password', value],
    ['--config', JSON.stringify({ password: value })],
  ]) {
    const redact = createRedactor({}, ['server', ...args]);
    for (const form of [value, JSON.stringify(value), inAscii, encodeURIComponent(value)]) {
      expect(redact(`got ${form} there`)).toMatch(/^got "?\[redacted\]"? there$/);
    }
  }
});

describe('a secret in a variable', () => {
  const value = 'zQ8v-Lr2Wk9Tb4';

  it.each([
    ...['MYSQL_PWD', 'COOKIE', 'BEARER', 'Authorization', 'authKey', 'CREDS', 'PASSCODE', 'SAS'],
    ...['AZURE_STORAGE_SAS', 'DB_PASS', 'PGPASSWORD', 'SSHPASS', 'JWT', 'TS_AUTHKEY', 'OTP'],
    ...['AUTH_HEADER', 'SENTRY_DSN', 'OPENAI_KEY', 'HMAC_KEY', 'SESSION_COOKIE', 'apiSecret'],
    ...['ADMIN_PWD', 'DBPWD', 'VAULT_TOKEN', 'REDISCLI_AUTH', 'CLIENT_SECRET', 'encryptionKey'],
  ])('called %s', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(createRedactor({ [name]: value })(`got ${value}.`)).toBe(`got ${mask}.`);
    expect(createRedactor({ [name]: `Bearer ${value}` })(`got ${value}.`)).toBe(`got ${mask}.`);
  });

  it.each([
    ['SLACK_WEBHOOK_URL', `https://hooks.slack.com/services/T0/B0/${value}`],
    ['MCP_HEADERS', `Authorization: Bearer ${value}`],
    ['OPENAPI_MCP_HEADERS', `{"Authorization":"Bearer ${value}","Notion-Version":"2022-06-28"}`],
    ['UPSTREAM', `https://host/?apikey=${value}`],
    ['SERVER_ARGS', `--verbose --token ${value}`],
    ['COOKIE', `a=${value}; b=c`],
    ['REDIS', `redis://:${value}@host:1`],
    ['SERVERS', `[{"token":"${value}"}]`],
  ])('inside %s=%s', (name, text) => {
    expect(createRedactor({ [name]: text })(`got ${value}.`)).toBe(`got ${mask}.`);
  });

  it.each([
    ...['COOKIE_NAME', 'TOKEN_TYPE', 'AUTH_METHOD', 'TOKEN_ENDPOINT', 'KEY_FILE', 'OLDPWD'],
    ...['INIT_CWD', 'COMPASS', 'MONKEY', 'SASS_PATH', 'PATTERN', 'SKIP', 'PASSIVE', 'SPINNER'],
  ])('not one called %s', (name) => {
    expect(isSecretName(name)).toBe(false);
    expect(createRedactor({ [name]: 'session_id' })('session_id')).toBe('session_id');
  });
});

describe('what is no secret', () => {
  const text =
    'unexpected error in production: mode default, package mcp-remote@1.2.3 of python3.11 as ' +
    'node:nodejs with session_id over stdio at http://localhost:3000/mcp, oauth, postgres, debug, ' +
    '/home/me/key.pem, 127.0.0.1:3000:3000 and $API_TOKEN';

  it.each([
    ['npx', '-y', '-p', 'mcp-remote', 'mcp-remote', '-p', '3000'],
    ['npx', '-p', 'mcp-remote@1.2.3', 'x'],
    ['uv', 'run', '-p', 'python3.11', 'server'],
    ['docker', 'run', '-p', '127.0.0.1:3000:3000', '-u', 'node:nodejs', 'image'],
    ['server', '--mode', 'production', '--on', 'unexpected', '-p', 'production'],
    ['server', '{"mode":"production","auth":"default","key":"session_id"}'],
    ['server', '--auth', 'oauth', '--key', '/home/me/key.pem', '--cookie-name', 'session_id'],
    ['server', '--url', 'http://localhost:3000/mcp', '--transport', 'stdio', '--log', 'debug'],
    ['server', '--token', '$API_TOKEN', '--password', 'postgres', '--secret', 'production'],
  ])('stays: %s %s %s %s %s %s %s %s', (...words) => {
    expect(createRedactor({}, words)(text)).toBe(text);
  });

  it('stays, whatever words a command has', () => {
    const words = fc.array(fc.stringMatching(/^-{0,2}[a-z]{1,12}$/));
    const hint = /token|secret|passw|passphrase|passcode|credential|key|auth|bearer|cookie/;
    const names =
      /^(?:-p|--?(?:\w*pwd|pass|pw|pin|sk|sig|signature|creds?|sas|pat|otp|totp|jwt|dsn))$/;
    fc.assert(
      fc.property(words, (command) => {
        fc.pre(!command.some((word) => hint.test(word) || names.test(word)));
        const said = command.join(' ');
        expect(createRedactor({}, command)(said)).toBe(said);
        expect(shownArgs(command, (it) => it)).toEqual(command);
      }),
    );
  });
});

describe('a command as it is shown', () => {
  it.each([
    ['server -p abc', `server -p ${mask}`],
    ['server --pwd abc', `server --pwd ${mask}`],
    ['server --token abc', `server --token ${mask}`],
    ['server -p 8080', 'server -p 8080'],
    ['npx -p mcp-remote mcp-remote -p hunter', `npx -p mcp-remote mcp-remote -p ${mask}`],
    ['docker run -p 80:80 image', 'docker run -p 80:80 image'],
    ['server --key /x.pem --key abc1', `server --key /x.pem --key ${mask}`],
  ])('%s', (typed, shown) => {
    const words = typed.split(' ');
    expect(shownArgs(words, createRedactor({}, words)).join(' ')).toBe(shown);
  });
});

it('a command and an environment of any size are searched in no time to speak of', {
  timeout: 5_000,
}, () => {
  const nested = `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
  const words = ['"=:'.repeat(20_000), 'a=b;'.repeat(10_000), nested, '[['.repeat(30_000)];
  const variables = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, at) => [`TOKEN_${at}`, `value-${at}-${'x'.repeat(50)}`]),
  );
  expect(createRedactor(variables, words)('x value-7-')).toContain('value-7-');
});
