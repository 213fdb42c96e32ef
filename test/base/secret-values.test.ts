/**
 * Values behind a secret name: which of them are worth hiding, and in which forms and parts a
 * program may repeat them. All of them are made up.
 */
import { describe, expect, it } from 'vitest';
import { logLimits } from '../../src/base/limits.ts';
import {
  formsOf,
  isWorthHiding,
  looksLikeKey,
  looksOrdinary,
  partsOfValue,
  percentDecoded,
} from '../../src/base/secret-values.ts';

const dashes = '-----';
const longLabel = 'A'.repeat(60);

describe('behind a name that is surely one of a secret', () => {
  it.each([
    ...[`\${TOKEN}`, `\${env:MY-TOKEN.x}`, '$API_TOKEN', '$A1_B2C', '%TOKEN%', '%T0_kEn%'],
    ...['<token>', '<a-b_c d>', '{{token}}', '{{ a.b-c_d }}', 'your-token', 'Your_token'],
    ...['YOUR token here', 'xxxxxx', 'XXXXXX', '******', '••••••'],
    ...['undefined', 'missing', 'expired', 'default', 'unknown', 'unexpected', 'production'],
    ...['localhost', 'changeme', 'password', 'secret', 'bearer', 'postgres', '[redacted]'],
    ...['Password', 'SECRET', 'redacted'],
    ...[`${dashes}BEGIN PRIVATE KEY${dashes}`, '---- BEGIN SSH2 KEY ----'],
    ...[`${dashes}END ${longLabel}${dashes}`],
  ])('%j is none', (value) => expect(isWorthHiding(value, 'strong')).toBe(false));

  it.each([
    ...[
      `a\${TOKEN}`,
      `\${TOKEN}a`,
      `\${to/ken}`,
      `\${}}}}`,
      '$api_token',
      '$1API_TOKEN',
      '$API_TOKENx',
    ],
    ...['$API-TOKEN', 'a$API_TOKEN', '%tOKEN%', '%TOK-EN%', 'a%TOKEN%', '%TOKEN%a', '<1token>'],
    ...['<tok.en>', 'a<token>', '<token>a', '<a>bcde', '{{to/ken}}', 'a{{token}}', '{{token}}a'],
    ...['yourtoken', 'youR-token', 'my-your-token', 'xxxxxa', 'axxxxx', '*****a', 'a*****'],
    ...['passwords', 'mysecret', 'swordfish', 'open sesame', '/etc/key', '12345678'],
    ...[`a${dashes}BEGIN A KEY${dashes}`, `${dashes}BEGIN A KEY${dashes}a`, '---BEGIN A KEY---'],
    ...[`${dashes}MIDDLE A KEY${dashes}`, `${dashes}BEGIN A${longLabel}${dashes}`],
  ])('%j is one', (value) => expect(isWorthHiding(value, 'strong')).toBe(true));

  it('a short one is an ordinary word', () => {
    const value = 'x'.repeat(logLimits.secretCharsMin - 2);
    expect([`${value}1`, `${value}12`].map((it) => isWorthHiding(it, 'strong'))).toEqual([
      false,
      true,
    ]);
  });
});

describe('behind another name', () => {
  it.each([
    ...['enter', 'Production', 'PRODUCTION', 'node-js.app_x y', 'a-b-c-d-e-f-g-h-i', 'python'],
    ...['', '1', '12345', '3000:3000', '1.5', '127.0.0.1:80:80', '80:80/tcp', '1.2/udp'],
    ...['/a1', './a1', '../a1', '~/a1', '\\a1', '.\\a1', '~\\a1', 'C:\\a1', 'c:/a1'],
    ...['https://a1', 'a+b.c-1://a1', 'A1://', 'key1.pem', 'x9.ts', 'x9.abcde', 'x9.PEM'],
    ...['@scope/n1', 'pkg@1.2', 'python3.12', 'python-3', 'cpython3', 'pypy3.9'],
  ])('%j is ordinary', (value) => {
    expect(looksOrdinary(value)).toBe(true);
    expect(isWorthHiding(value, 'weak')).toBe(false);
  });

  it.each([
    ...[
      'Zk3',
      'a1',
      '123456',
      'aBcD',
      'abcdefghijklmnop',
      'ABCDEFGHIJKLMNOP',
      'a-b-c-d-e-f-g-h-i-j',
    ],
    ...[
      'ab--cd',
      '-ab',
      'ab-',
      'ab/cd',
      'a-B1',
      '1-ab',
      '12345a',
      'a12345',
      '1:x',
      'x:1',
      '1.2/tcpx',
    ],
    ...['1.2/sctp', '80/tcp', '.../a1', 'a/b1', 'aa:/b1', '1:/b1', '1a://b1', 'a1.p', 'a1.abcdef'],
    ...['a1.p2', 'a1@b', 'xpython3', 'CPython3', 'nodeJs-x', 'ab\ncd'],
  ])('%j is not', (value) => expect(looksOrdinary(value)).toBe(false));

  it.each([
    ['Zk3abc', 'weak', true],
    ['enter-key', 'weak', false],
    ['enter-key', 'strong', true],
    ['Zk3abc', 'none', false],
  ] as const)('%s behind a %s name: %s', (value, strength, isWorth) => {
    expect(isWorthHiding(value, strength)).toBe(isWorth);
  });
});

it.each([
  ['abcdefghijk1', true],
  ['ABCDEFGHIJK1', true],
  ['1234567890!a', true],
  ['abcdefghij1', false],
  ['abcdefghijkl', false],
  ['123456789012', false],
  ['abcdefg hijk1', false],
  ['abcdefg/hijk1', false],
  ['abcdefg\\hijk1', false],
  ['a abcdefghijk1', false],
  ['abcdefghijk1 a', false],
])('%j looks like a key: %s', (value, isKey) => expect(looksLikeKey(value)).toBe(isKey));

describe('the parts of a value', () => {
  it.each<[string, string[]]>([
    ['abc', []],
    [' abc\n', []],
    ['"abc"', ['abc']],
    ["'abc'", ['abc']],
    ['`a"bc`', ['a"bc']],
    ['\\"abc\\"', ['abc']],
    ['"abc\\"', ['abc\\']],
    ['\\"abc"', []],
    ['"a\nb"', ['a\nb', 'a', 'b']],
    ['"abc', []],
    ['"abc\'', []],
    ['x"abc"', []],
    ['"abc"x', []],
    ['a\n b \r\nc\\nd', ['a', 'b', 'c', 'd']],
    ['Bearer abc', ['abc']],
    ['bearer   a b', ['a b']],
    ['Token abc', ['abc']],
    ['KEY abc', ['abc']],
    ['ApiKey abc', ['abc']],
    ['Negotiate abc', ['abc']],
    ['Digest abc', []],
    ['x Bearer abc', []],
    ['Bearer', []],
    ['Bearerabc', []],
    ['Bearer "abc"', ['abc']],
    ['"Bearer abc"', ['Bearer abc', 'abc']],
    ['\'Bearer "abc"\'', ['Bearer "abc"', 'abc']],
    [`Basic ${btoa('me:a:b')}`, [btoa('me:a:b'), 'a:b']],
    [`BASIC  "${btoa('me:a\nb')}"`, [btoa('me:a\nb'), 'a\nb']],
    [`Bearer ${btoa('me:abc')}`, [btoa('me:abc')]],
    [`Basic ${btoa('nobody')}`, [btoa('nobody')]],
    [`Basic ${btoa('me:')}`, [btoa('me:')]],
    [`Basic ${btoa(':abc')}`, [btoa(':abc'), 'abc']],
    ['Basic !', ['!']],
    ['Basic bWU6cMOkc3M=', ['bWU6cMOkc3M=', 'päss']],
  ])('of %j', (value, parts) => {
    expect(new Set(partsOfValue(value))).toEqual(new Set([value.trim(), ...parts]));
  });
});

it('the forms of a secret are those of JSON and of addresses', () => {
  expect(formsOf('a "b"/é\u00ff\x7f\ud800')).toEqual([
    'a "b"/é\u00ff\x7f\ud800',
    'a \\"b\\"/é\u00ff\x7f\\ud800',
    'a \\"b\\"/\\u00e9\\u00ff\x7f\\ud800',
    'a%20%22b%22%2F%C3%A9%C3%BF%7F%EF%BF%BD',
    'a%20%22b%22%2f%c3%a9%c3%bf%7f%ef%bf%bd',
    'a+%22b%22%2F%C3%A9%C3%BF%7F%EF%BF%BD',
  ]);
});

it.each([
  ['abc', 'abc'],
  ['%41b%2fc', 'Ab/c'],
  ['%4', undefined],
  ['%zz', undefined],
])('%j decoded is %j', (text, decoded) => expect(percentDecoded(text)).toBe(decoded));
