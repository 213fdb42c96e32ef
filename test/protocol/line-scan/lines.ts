/** Lines for the line scanner: ordinary ones by name, and generators of nearly valid ones. */
import fc from 'fast-check';

/** What servers and clients write every day: the scanner is for these. */
export const ordinary: Readonly<Record<string, string>> = {
  initialize:
    '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",' +
    '"capabilities":{"roots":{"listChanged":true}},"clientInfo":{"name":"c","version":"1.0"}}}',
  initialized: '{"jsonrpc":"2.0","method":"notifications/initialized"}',
  ping: '{"jsonrpc":"2.0","id":"a-1","method":"ping"}',
  'a call':
    '{"method":"tools/call","params":{"name":"read","arguments":{"p":["/a","\\u00e9"]}},' +
    '"jsonrpc":"2.0","id":-17}',
  'a call with _meta':
    '{"jsonrpc":"2.0","id":123456789,"method":"tools/call","params":{"_meta":{"progressToken":1},' +
    '"name":"t"}}',
  'an answer':
    '{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"a\\n\\"b\\""}]}}',
  'an answer of Python':
    '{"jsonrpc": "2.0", "id": 7, "result": {"content": [{"type": "text", "text": "x"}], ' +
    '"isError": false, "n": [1, -2.5e+3, null, true]}}',
  'an empty answer': '{"jsonrpc":"2.0","id":"4f0c","result":{}}',
  'text that is not ASCII': '{"jsonrpc":"2.0","id":1,"result":{"t":"naïve — 日本語","é":"\\\\"}}',
  progress:
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t",' +
    '"progress":50,"total":1e2}}',
  'a log message':
    '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"' +
    'one line\\nand another one that is longer than sixteen bytes\\n"}}',
  'params in a list': '{"jsonrpc":"2.0","id":3,"method":"sum","params":[1,[2,[]],{"a":{}}]}',
  'a result that is no object': '{"jsonrpc":"2.0","id":3,"result":-0.5}',
  'a member of its own': '{"jsonrpc":"2.0","trace":[{"a":"b"}],"id":3,"result":"text"}',
};

/** Values, with space where it may be. */
export const json = [
  ...['0', '-0', '-1', '10', '0.0', '1.50', '1e5', '1E+5', '0e-0', '-0.5e00', 'true', 'false'],
  ...['null', '""', '"\\/"', '"\\b\\f\\n\\r\\t\\"\\\\"', '"\\u00E9\\uaBcD\\u0000"', '"\x7f"'],
  ...['[]', '[ ]', '[[]]', '[\t1 , 2 ]', '{}', '{ }', '{"":{}}', ' { "a" : [ ] , "a" : 1 } '],
];

/** Nearly. */
export const notJson = [
  ...['', '01', '-01', '1.', '.5', '+1', '-', '--1', '1e', '1e+', '1.e1', '0x1', '1_0', '1 2'],
  ...['tru', 'truE', 'nul', 'nulll', 'falsy', 'NaN', 'Infinity', '-Infinity', 'undefined'],
  ...['"', '"a', '"\\"', '"\\x"', '"\\u"', '"\\u123"', '"\\u12g4"', '"\\U0041"', '"\t"', "'a'"],
  ...['[', ']', '[1', '[1,]', '[,1]', '[1,,2]', '[1 2]', '[1}', '[1:2]', '[\r]', '[\f]'],
  ...['{', '}', '{"a"}', '{"a":}', '{"a":1,}', '{,}', '{"a" 1}', '{1:2}', '{a:1}', '{"a":1]'],
  ...['{"a":1,"b"}', '{"a":1 "b":2}', '{"a"::1}', '{null:1}', '/**/1', '1//', 'é', '\x7f'],
];

export function line(text: string): Buffer {
  return Buffer.from(`${text}\n`);
}

const name = fc.constantFrom('jsonrpc', 'id', 'method', 'params', 'result', 'error', '_meta', 'x');
const space = fc.constantFrom('', '', '', '', '', '', ' ', '\t', '  ');
const letters = fc.constantFrom(
  'a',
  'xyz ',
  '/',
  'é',
  '日',
  '\\n',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\/',
);
/** Also as long as a vector and its neighbours, and as long as a token may be. */
const text = fc.oneof(
  { weight: 8, arbitrary: fc.array(letters, { maxLength: 20 }).map((all) => all.join('')) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 50 }).map((count) => 'q'.repeat(count)) },
  { weight: 1, arbitrary: fc.integer({ min: 196, max: 206 }).map((count) => 'q'.repeat(count)) },
);
const string = text.map((content) => `"${content}"`);
const numbers = ['0', '1', '-1', '-0', '12.5', '1e3', '1E-2', '123456789', '1234567890', '01'];
const number = fc.oneof(
  fc.constantFrom(...numbers),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const key = fc.oneof(
  { weight: 6, arbitrary: name.map((plain) => `"${plain}"`) },
  { weight: 1, arbitrary: name.map((plain) => `"\\u00${plain.charCodeAt(0).toString(16)}"`) },
  { weight: 2, arbitrary: string },
);

const { value, object } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  object: fc
    .array(fc.tuple(space, key, space, space, tie('value'), space), { maxLength: 4 })
    .map((all) => `{${all.map(([a, k, b, c, v, d]) => `${a}${k}${b}:${c}${v}${d}`).join(',')}}`),
  list: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
    .map((all) => `[${all.map(([a, v, b]) => `${a}${v}${b}`).join(',')}]`),
  value: fc.oneof(
    { maxDepth: 5 },
    string,
    number,
    fc.constantFrom('null', 'true', 'false'),
    tie('object'),
    tie('list'),
  ),
}));

const id = fc.oneof(number, string, fc.constant('null'));
const member = fc.oneof(
  fc.constant('"jsonrpc":"2.0"'),
  id.map((spelled) => `"id":${spelled}`),
  string.map((spelled) => `"method":${spelled}`),
  object.map((spelled) => `"params":${spelled}`),
  value.map((spelled) => `"result":${spelled}`),
  fc.tuple(key, space, value).map(([spelled, gap, content]) => `${spelled}${gap}:${content}`),
);
const version = fc.constantFrom('"jsonrpc":"2.0"', '"jsonrpc": "2.0"', ' "jsonrpc":"2.0"');
const call = fc.tuple(
  version,
  fc.constantFrom('"method":"tools/list"', '"method": "a"', '"method":"notifications/progress"'),
  fc.option(id.map((spelled) => `"id":${spelled}`)),
  fc.option(object.map((spelled) => `"params":${spelled}`)),
);
const answer = fc.tuple(
  version,
  id.map((spelled) => `"id":${spelled}`),
  value.map((spelled) => `"result":${spelled}`),
);
const members = fc.oneof(
  { weight: 3, arbitrary: call },
  { weight: 3, arbitrary: answer },
  { weight: 2, arbitrary: fc.array(member, { maxLength: 6 }) },
);

/** JSON objects, most of them messages, without newline. */
const spelledMessage: fc.Arbitrary<string> = members
  .map((all) => all.filter((spelled) => spelled !== null))
  .chain((all) => fc.tuple(fc.shuffledSubarray(all, { minLength: all.length }), space))
  .map(([all, gap]) => `{${all.join(`${gap},${gap}`)}}`);

export const nastyBytes = [
  ...Buffer.from('"\\{}[],:\n\r\t 09-+.eEnu/g`'),
  0,
  0x1f,
  0x7f,
  0x80,
  0xff,
];

interface Change {
  readonly at: number;
  readonly byte: number;
  readonly how: 'replace' | 'insert' | 'delete';
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  byte: fc.constantFrom(...nastyBytes),
  how: fc.constantFrom('replace', 'insert', 'delete'),
});

/** Lines with their newline; one in three is damaged in one or two places (and may be several). */
export const messageLine: fc.Arbitrary<Buffer> = fc
  .tuple(
    spelledMessage,
    fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
    ),
  )
  .map(([spelled, changes]) => damaged(spelled, changes));

function damaged(spelled: string, changes: readonly Change[]): Buffer {
  let bytes = Buffer.from(spelled);
  for (const { at, byte, how } of changes) {
    const place = at % (bytes.length + 1);
    const kept = how === 'insert' ? place : place + 1;
    const put = how === 'delete' ? [] : [byte];
    bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(put), bytes.subarray(kept)]);
  }
  return Buffer.concat([bytes, Buffer.from('\n')]);
}

/** Each with its newline. */
export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at) + 1;
    if (end === 0) break;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}
