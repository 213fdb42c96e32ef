import { describe, expect, it } from 'vitest';
import { createSecretFinder } from '../../src/base/secret-finder.ts';

const holdsSecret = createSecretFinder(
  { API_KEY: 'swordfish', MY_TOKEN: 'tok en', HOME: '/home/me' },
  ['server', '--api-key', 'open-sesame'],
);

describe('a secret', () => {
  it.each([
    'the key is swordfish.',
    'swordfish is the key',
    'MYSQL_PWD=a1b2c3d4',
    "{'jwt': 'a1b2c3d4'}",
    'API_KEY=a1b2c3d4',
    `API_KEY=${'a'.repeat(32)}`,
    'say API_KEY="a1b2c3d4 e"',
    'started with open-sesame',
    '{"instructions":"use ghp_0123456789abcdefghijABCDEFGHIJ012345"}',
    'API_KEY=a1b2c3d4e5',
    'Authorization: Bearer x7y8z9-abcdef',
    'postgres://me:s3cretpass@db/x',
    '-----BEGIN PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA0123456789\\n',
  ])('is in %j', (text) => expect(holdsSecret(text)).toBe(true));

  it.each([
    'e.g. {\\"Authorization\\": \\"Bearer token\\"}. Headers are included',
    'a URL like postgres://user:password@host/database',
    '{"properties":{"token":{"type":"string","description":"The token: see the docs"}}}',
    '"password": "The password of the account to use"',
    'set API_KEY=your_api_key before you start',
    'Cookie: the cookies to send',
    'Cookie: the a1b2c3d4',
    'MYSQL_PWD=pass1',
    'Uid=me;Pwd=pass1',
    'API_KEY=a1b2c3d',
    'API_KEY=123456789012',
    `API_KEY=${'a'.repeat(31)}`,
    'API_KEY="the a1b2c3d4"',
    'works in /home/me',
  ])('is not in %j', (text) => expect(holdsSecret(text)).toBe(false));
});

it('is not in any text, if none was given', () => {
  expect(createSecretFinder({})('any text')).toBe(false);
});
