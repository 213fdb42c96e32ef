/**
 * What the mutations start from: messages of both eras, the noise that users reported, the
 * framings, and the words of all of them.
 */
import corpus from '../../../test/filter/stdout-corpus.json' with { type: 'json' };

const message = (value: object): string => JSON.stringify({ jsonrpc: '2.0', ...value });

export const clean: readonly string[] = [
  message({ id: 1, result: { text: 'é…{\\"' } }),
  message({ id: 'a\\u0062', method: 'tools/call', params: { name: 'x', arguments: {} } }),
  message({ id: 0, error: { code: -32_601, message: 'Method not found', data: [null] } }),
  message({ method: 'notifications/progress', params: { progressToken: 1, progress: 0.5 } }),
  '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
  message({ id: null, error: { code: -32_700, message: 'Parse error' } }),
  `[${message({ id: 2, result: {} })},${message({ method: 'notifications/initialized' })}]`,
];

const [first = ''] = clean;
const pretty = JSON.stringify(JSON.parse(first), undefined, 2);

export const streams: readonly string[] = [
  ...clean.map((text) => `${text}\n`),
  ...corpus.map(({ text }) => text),
  `${clean.join('\n')}\n`,
  `noise ${first} noise\n`,
  `${first}${first}\r\n`,
  `\ufeff${first}\r\n`,
  `${pretty}\n`,
  `\u001b[32m${first}\u001b[0m\n`,
  `Content-Length: ${Buffer.byteLength(first)}\r\n\r\n${first}`,
  `Content-Length: ${Buffer.byteLength(pretty)}\r\nContent-Type: x\r\n\r\n${pretty}`,
  '{"jsonrpc":"2.0","id":1,"result":NaN}\n',
  '{"jsonrpc":"2.0","id":1,"res',
];

export const words: readonly string[] = [
  ...['\n', '\r\n', '\r', '\ufeff', '\0', ' ', '\t', '\u001b[1m', '\u001b]0;x\u0007', '\u2028'],
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '\\"', '\\u0000', '\\ud800', '{}', '[]'],
  ...['null', 'true', '-0', '1e999', 'NaN', '-Infinity', '0.1', '01', '9007199254740993'],
  ...['"jsonrpc":"2.0"', '"jsonrpc":"1.0"', '"id":1', '"id":"1"', '"id":null', '"id":1.5'],
  ...['"method":"ping"', '"params":{}', '"result":{}', '"error":{"code":1,"message":""}'],
  ...['Content-Length: 10\r\n\r\n', 'Content-Length: 99999999\n\n', 'Content-Type: a\r\n'],
  ...clean,
];
