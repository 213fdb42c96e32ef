/**
 * Which values are taken for secrets, exactly, for each way in which a command or a variable names
 * them; and what is not taken. All of them are made up.
 */
import { describe, expect, it } from 'vitest';
import { secretsGiven, variablesAsSecrets } from '../../src/base/secret-words.ts';

/** Is hidden behind any name; the ordinary words only behind a strong one. */
const x = 'Zk3abc';
const given = (...args: string[]) => [...secretsGiven({}, args)].sort();

describe('words of a command', () => {
  it.each<[string[], string[]]>([
    [['--token', x], [x]],
    [['-token', x], [x]],
    [['-p', x], [x]],
    [['--key', x], [x]],
    [['--key', 'enter-key'], []],
    [['--token', 'enter-key'], ['enter-key']],
    [['--token', '-7Zk3abc'], ['-7Zk3abc']],
    [['--token', '-Zk3abc'], []],
    [['--token', '--Verbose'], []],
    [['token', x], []],
    [[x, '--token'], []],
    [[`--token=${x}`], [x]],
    [[`-token=${x}`], [x]],
    [[`-Dapi.token=${x}`], [x]],
    [[`-eTOKEN=${x}`], [x]],
    [[`-p${x}`], [x]],
    [['-projectId'], []],
    [['-port=Zk8080'], []],
    [['-port1=Zk8080'], []],
    [['-8Zk3abc'], []],
    [[`-p!${x}`], [`!${x}`]],
    [['-penter-key'], []],
    [['-p3000:3000'], []],
    [[`-q${x}`], []],
    [[`x-p${x}`], []],
    [[`--p${x}`], []],
    [['token=Zk\n3abcde'], ['3abcde', 'Zk\n3abcde']],
    [['token=a=//b;c, d'], ['a=//b;c,', 'a=//b;c, d']],
    [['-Hcookie: a b c d'], ['a b c d']],
    [['-7cookie: a b c d'], []],
    [['Hcookie: a b c d'], []],
    [['aacookie: a b-cd e'], []],
    [['-token=ab;cdef'], ['ab;cdef']],
    [['TOKEN=a%41bcde'], ['a%41bcde', 'aAbcde']],
  ])('%j', (args, secrets) => {
    expect(given(...args)).toEqual(secrets);
  });
});

describe('a login', () => {
  it.each<[string[], string[]]>([
    [['-u', `me:${x}`], [x]],
    [['-U', `me:${x}`], [x]],
    [['--user', `me:${x}:y`], [`${x}:y`]],
    [[`--proxy-user=me:${x}`], [x]],
    [
      ['--auth', `me:${x}`],
      [x, `me:${x}`],
    ],
    [
      ['--userpass', `me:${x}`],
      [x, `me:${x}`],
    ],
    [['-u', 'me:enter-key'], []],
    [['-u', 'node:nodejs'], []],
    [['-u', `:${x}`], [x]],
    [['-u', `${x}:`], [x]],
    [['-u', `${x}defg:x`], [`${x}defg`]],
    [['-u', `${x}def:x`], []],
    [['-u', x], []],
    [['-ux', `me:${x}`], []],
    [[`-ume:${x}`], [x]],
    [[`-eme:${x}`], []],
    [['x-u', `me:${x}`], []],
    [['--username', `me:${x}`], []],
    [['https://me:enter-key@host/'], ['enter-key']],
    [[`at http://:${x}@host`], [x]],
    [[`https://me:a:${x}@host`], [`a:${x}`]],
    [[`a+b.c-1://${x}@host`], [x]],
    [[`A1://${x}@host`], [x]],
    [['https://enter-key@host/'], []],
    [[`https://${x}:@host/`], [x]],
    [[`https://${x}defg:x-oauth@host`], [`${x}defg`, 'x-oauth']],
    [[`https://${x}def:x-oauth@host`], ['x-oauth']],
    [['https://abcdefghij:x-oauth@host'], ['x-oauth']],
    [['https://1234567890:x-oauth@host'], ['x-oauth']],
    [['https://aBcDeFgHiJ:x-oauth@host'], ['x-oauth']],
    [[`https://host/${x}@b`], []],
    [[`https://host?${x}@b`], []],
    [[`https://host#${x}@b`], []],
    [[`https:/${x}@host`], []],
    [[`https://${x} y@host`], []],
  ])('%j', (args, secrets) => expect(given(...args)).toEqual(secrets.sort()));
});

describe('cookies and webhooks', () => {
  it.each<[string[], string[]]>([
    [
      ['--cookie', `sid=${x};theme=dark-blue;b=Zk4abc==`],
      [x, 'Zk4abc=='],
    ],
    [['--set-cookies', `a=${x};enter-key`], [x]],
    [['--COOKIE', `a=${x}`], [x]],
    [['--cookie-jar2', `a=${x}`], []],
    [['--slack-webhook', `https://h/T0/${x}`], [x]],
    [['--WEBHOOK-id', `T0/${x}`], [x]],
    [['--webhook-id', 'T0/enter-key'], []],
    [['--webhook-id', `${x}/B0`], []],
    [['--hook', `T0/${x}`], []],
  ])('%j', (args, secrets) => {
    expect(given(...args).filter((it) => !it.includes(';') && !it.startsWith('a='))).toEqual(
      secrets,
    );
  });
});

describe('inside a text', () => {
  it.each<[string, string[]]>([
    // As a header, to the end of the line.
    ['X-Token: a b c d', ['a b c d']],
    ['  "X-Token"    :    a b c d', ['a b c d']],
    ["'X-Token':a b c d", ['a b c d']],
    ['Accept: a\r\nX-Token: a b c d\r\nHost: b', ['a b c d']],
    ['Authorization: Digest a, b', ['Digest', 'Digest a, b']],
    ['Authorization: Bearer abc-12', ['Bearer abc-12', 'abc-12']],
    ['so X-Token: a b c d', []],
    ['X-Token+: a b c d', []],
    ['X-Token://a b c d', []],
    // As a setting, to the next semicolon.
    ['Shared Token=a b c d;Other=e f g h', ['a b c d']],
    ['Endpoint=a;  Access.Key-x Token  =  a b c d', ['a b c d']],
    ['Other=e f g h;\tShared Token=a b c d', ['a b c d']],
    ['a=b\nShared Secret=a b c d\r\nc=d', ['a b c d']],
    ['$env:Token = "a b c d"; run', ['"a b c d"', 'a b c d']],
    ['$Env:A="e f";$ENV:My Token=a b c d', ['a b c d']],
    ['Shared+Secret=a b c d', []],
    ['Shared Secret://=a b c d', []],
    // As a pair, to the next blank.
    ['say! {token=abcdef b', ['abcdef']],
    ['say! {a.my-token_x:abcdef,b', ['abcdef']],
    ['say! {"token"  :  "a b c d" e', ['"a b c d"', 'a b c d']],
    ["say! {'token' = 'a b c d' e", ["'a b c d'", 'a b c d']],
    ['say! {\\"token\\":\\"a b c d\\" e', ['\\"a b c d\\"', 'a b c d']],
    ['say! {token:abcdef;b', ['abcdef']],
    ['say! {token=abcdef&b', ['abcdef']],
    ['say! {token=bearer    abcdef b', ['abcdef', 'bearer    abcdef']],
    ['say! {token=Basic abcdef b', ['Basic abcdef', 'abcdef']],
    ['say! {token=token "a b c d" e', ['a b c d', 'token "a b c d"']],
    ['say! {token=digest abcdef b', ['digest']],
    ['say! {token=//abcdef b', []],
    ['say! {token abcdef b', []],
    ['say! {tokens=abcdef b', []],
    // Without a name.
    [`say bearer ${x} b`, [x]],
    ['Bearer   aA0.~+/=- b', ['aA0.~+/=-']],
    ['say bearer Zk3ab b', []],
    ['say bearer abcdef b', []],
    [`forbearer ${x} b`, []],
    // As a command.
    [`run --token ${x} b`, [x]],
    ["run --token 'a b c d' b", ['a b c d']],
    ['run --token a"b \' c"d b', ['ab  cd']],
    ['run "--token" abcdef b', ['abcdef']],
    ['run --token "a \\" b c" d', ['a " b c']],
    [`sh -c "sh -c 'run --token ${x}'"`, [x]],
    // As JSON.
    [`{"token":"${x}"}`, [x]],
    [` \n[{"a":{"token":"${x}"}}]`, [x]],
    ['{"secret":["abcdef",["ghijkl"],null,{"id":"mnopqr"}]}', ['abcdef', 'ghijkl']],
    ['{"password":12345678,"pin":12,"port":1234567}', ['12345678']],
    ['{"a":null,"token":"a b c d"}', ['a b c d']],
    [`{"args":["--token","${x}",5]}`, [x]],
    [`{"env":{"A":"--key=${x}"}}`, [x]],
    [JSON.stringify(JSON.stringify({ token: x })), [x]],
    ['[{"name":"TOKEN","value":"abcdef"},{"name":"ghijkl","value":"mnopqr"}]', ['abcdef']],
    ['{"headers":[{"key":"X-Token","name":"abcdef","value":"ghijkl"}]}', ['ghijkl']],
    ['{"name":"TOKEN","values":"abcdef","value":["ghijkl"]}', ['ghijkl']],
    ['{"name":5,"value":"abcdef"}', []],
    ['{"value":"abcdef","token":"a b c d"}', ['a b c d']],
    [`{"token":"${x}",`, [`"${x}"`, x]],
    [`{token: '${x}'}`, [`'${x}'`, x]],
    // As base64 of JSON.
    [btoa(`{"token":"${x}"}`), [x]],
    [`https://h/?config=${btoa(`{"token":"${x}"}`)}`, [x]],
    [Buffer.from('{"token":"Zk3>>>???"}').toString('base64'), ['Zk3>>>???']],
    [Buffer.from('{"token":"Zk3>>>???"}').toString('base64url'), ['Zk3>>>???']],
    [`x${btoa(`{"token":"${x}"}`)}`, []],
    [`${btoa(`{"token":"${x}"}`)}!`, []],
    [Buffer.from('{"token":"pässwörd"}').toString('base64'), ['pässwörd']],
    ['eyJ0b2tlbiI6A', []],
  ])('%j', (text, secrets) => {
    expect([...secretsGiven({ PLACE: text }, [])].sort()).toEqual(secrets.sort());
  });
});

it.each([
  [['sh', '-c', `run --config "{\\"token\\":\\"${x}\\"}"`]],
  [['sh', '-c', `run --config "{\\"a\\":{\\"token\\": \\"${x}\\"}}"`]],
  [[`{\\"token\\":\\"${x}\\"}`]],
  [['--env', `A={\\"token\\":\\"${x}\\"}`]],
])('JSON with quotes for a shell: %j', (args) => expect(given(...args)).toContain(x));

describe('a variable', () => {
  it.each<[string, string | undefined, string[]]>([
    ['TOKEN', x, [x]],
    ['TOKEN', undefined, []],
    ['PATH', x, []],
    // Its name was chosen on purpose.
    ['KEY', 'enter-key', ['enter-key']],
    ['COOKIE', `a=${x}`, [x, `a=${x}`]],
    ['DB_USER', `me:${x}`, [x]],
    ['TOKEN', ` "${x}" `, [`"${x}"`, x]],
  ])('%s=%j', (name, value, secrets) => {
    expect([...secretsGiven({ [name]: value }, [])].sort()).toEqual(secrets.sort());
  });

  it('without a value is not taken for a key', () => {
    expect(variablesAsSecrets({ A: undefined, B: 'abcdefghijk1' })).toEqual({
      B_SECRET: 'abcdefghijk1',
    });
  });
});
