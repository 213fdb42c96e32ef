/**
 * The table of odd servers: what each does, and what a client does with it. A row is data; how it
 * is read says behaviour.ts. Each kind was met in the wild; its rows are samples of it, and more
 * of the same kind that nobody has reported yet.
 */
import type { Behaviour, OddServer, Step } from './behaviour.ts';

type Rest = Omit<OddServer, 'name' | 'kind' | 'behaviour' | 'steps'>;

const session = [
  ...['list', 'call a', 'slow b &', 'slow c &', 'slow d &', 'roots', 'cancel slow c', 'wait'],
  ...['ping', 'call e'],
];
const over = ['call a', 'die', 'revive', 'list', 'call b'];
const piped = ['list', 'call a', 'slow b', 'call c', 'call d'];

/** Rows of one kind: name, behaviour, and what differs from an ordinary session. */
function rows(
  kind: string,
  table: readonly (readonly [string, Behaviour, (readonly string[])?, Rest?])[],
): OddServer[] {
  return table.map(([name, behaviour, steps = session, rest = {}]) => ({
    ...{ name, kind, behaviour, steps },
    ...rest,
  }));
}

const onCall = (...steps: Step[]): Behaviour => ({ on: { 'tools/call': steps } });
const onEcho = (...steps: Step[]): Behaviour => ({ on: { 'tools/call:echo': steps } });
const says = (template: string): Behaviour => onEcho(`${template}\n`);
const answer = '$ANSWER\n';
const stale = '{"content":[{"type":"text","text":"of somebody else"}]}';
const foreign = `{"jsonrpc":"2.0","id":$ID,"result":${stale}}`;
const notFound = '{"code":-32601,"message":"Method not found: $METHOD"}';
const nameless = `{"jsonrpc":"2.0","id":null,"error":${notFound}}\n`;

const ordinary = rows('ordinary', [
  ['ordinary', {}],
  ['ordinary, progress', {}, ['steps a', 'steps b &', 'steps c &', 'wait']],
  ['ordinary, asks', {}, ['ask a', 'ask b &', 'ask c &', 'wait']],
  ['ordinary, dies', {}, over],
  ['ordinary, dies thrice', {}, [...over, 'die', 'revive', 'call c', 'die', 'revive', 'call d']],
]);

/** The next request is open when its answer to a notification comes, and is answered later. */
const onNotice = (line: string): Behaviour => ({
  on: { notification: [60, line], 'tools/list': [250, answer] },
});
const notified = rows('answers notifications', [
  ['error with id null', onNotice(nameless)],
  ['error without an id', onNotice(`{"jsonrpc":"2.0","error":${notFound}}\n`)],
  ['result with id null', onNotice('{"jsonrpc":"2.0","id":null,"result":{}}\n')],
  ['result without an id', onNotice('{"jsonrpc":"2.0","result":{}}\n')],
  ['id 0', onNotice(`{"jsonrpc":"2.0","id":0,"error":${notFound}}\n`)],
  ['an empty id', onNotice(`{"jsonrpc":"2.0","id":"","error":${notFound}}\n`)],
  ['id -1', onNotice(`{"jsonrpc":"2.0","id":-1,"error":${notFound}}\n`)],
  ['id null, slow answers', onNotice(nameless), ['list', 'slow a &', 'roots', 'wait', 'call b']],
  ['id null, each twice', onNotice(nameless + nameless)],
  [
    'id null, only of cancelled',
    { on: { 'notifications/cancelled': [nameless] } },
    ['slow a &', 'slow b &', 'cancel slow a', 'wait', 'call c'],
  ],
  ['a bare error object', onNotice(`{"error":${notFound}}\n`)],
]);

const quoted = rows('logs messages with open ids', [
  ['upstream traffic', onCall(`[upstream] <- ${foreign}\n`, 30, answer)],
  ['upstream traffic, answer after 500 ms', onEcho(`[upstream] <- ${foreign}\n`, 500, answer)],
  [
    'upstream traffic, answer after 3 s',
    onEcho(`[upstream] <- ${foreign}\n`, 3_000, answer),
    ['call a'],
  ],
  ['debug line', onCall(`DEBUG response=${foreign}\n`, 5, answer)],
  [
    'upstream error, then a retry',
    onEcho(
      'failed: {"jsonrpc":"2.0","id":$ID,"error":{"code":-32000,"message":"upstream"}}\n',
      300,
      answer,
    ),
  ],
  [
    'the id of another open call',
    {
      on: {
        'tools/call:slow': [`cached {"jsonrpc":"2.0","id":$NEXT,"result":${stale}}\n`, answer],
      },
    },
  ],
  ['with a time', onCall(`12:00:00.123 INFO  <= ${foreign}\n`, 20, answer)],
  ['with text behind it', onCall(`upstream: ${foreign} (12 ms)\n`, 20, answer)],
  ['a log record without jsonrpc', onCall(`{"id":$ID,"result":${stale}}\n`, 20, answer)],
  [
    'a log record with a level',
    onCall(`{"level":"debug","id":$ID,"result":${stale}}\n`, 20, answer),
  ],
  ['a quoting array', onCall(`[${foreign}]\n`, 20, answer)],
  ['a log record that embeds it', onCall(`{"level":30,"msg":${foreign}}\n`, 20, answer)],
  ['quoted behind the answer', onCall(answer, `[sent] ${foreign}\n`)],
  ['its own answer, logged before', onCall('-> $ANSWER\n', 20, answer)],
  ['its own answer, logged behind', onCall(answer, '-> $ANSWER\n')],
  [
    'the request, logged',
    onCall('<- {"jsonrpc":"2.0","id":$ID,"method":"tools/call"}\n', 20, answer),
  ],
]);

const truncated = rows('prints a cut answer', [
  ['half, then the answer', onCall('$HALF\n', answer)],
  ['half with dots', onCall('$HALF...\n', 20, answer)],
  ['half behind a prefix', onCall('DEBUG sending $HALF…\n', 20, answer)],
  ['half, answer after 500 ms', onEcho('sending $HALF\n', 500, answer)],
  ['half on the same line', onEcho('$HALF... $ANSWER\n')],
  ['half behind the answer', onCall(answer, 'sent $HALF\n')],
  ['only the id', onCall('{"jsonrpc":"2.0","id":$ID,\n', 20, answer)],
  ['as Python prints it', onCall("{'jsonrpc': '2.0', 'id': $ID, 'result': {}}\n", 20, answer)],
  ['pretty, then the answer', onCall('$PRETTY\n', 20, answer)],
]);

const dumped = rows('dumps HTTP', [
  [
    'response of an upstream',
    onCall({ http: '{"jsonrpc":"2.0","id":"up-1","result":{}}' }, '\n', 20, answer),
  ],
  ['response with the open id', onCall({ http: foreign }, '\n', 20, answer)],
  [
    'response before the greeting',
    { start: [{ http: '{"jsonrpc":"2.0","id":"up","result":{}}' }, '\n'] },
  ],
  ['headers alone', onEcho('HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n', 20, answer)],
  ['a header in a log', onEcho('Content-Length: 120\n', 20, answer)],
  [
    'headers of a request',
    onEcho('POST /mcp HTTP/1.1\r\nContent-Length: 20\r\n\r\n{"jsonrpc":"2.0"}\n', answer),
  ],
  ['a body that is no message', onEcho({ http: '{"ok":true}' }, '\n', answer)],
]);

const framed = rows('Content-Length', [
  ['writes frames', { form: 'frames' }],
  [
    'reads and writes frames',
    { form: 'frames', reads: 'frames' },
    ['call a'],
    { patienceMs: 2_500 },
  ],
  ['only the greeting is framed', { on: { initialize: [{ frame: '$ANSWER' }] } }],
  ['a frame amid the lines', onEcho({ frame: '$ANSWER' }, '\n')],
]);

const refused =
  '{"jsonrpc":"2.0","id":$ID,"error":{"code":-32600,"message":"Already initialized"}}\n';
const twice = ['call a', 'again', 'call b', 'die', 'revive', 'list', 'call c'];
const greetedAgain = rows('a second initialize', [
  ['accepted', {}, twice],
  ['refused', { on: { 'initialize#2': [refused] } }, twice],
  [
    'refused to id null',
    { on: { 'initialize#2': [refused.replace('$ID', 'null')] } },
    twice,
    { patienceMs: 1_500 },
  ],
  [
    'answered with nothing',
    { on: { 'initialize#2': ['{"jsonrpc":"2.0","id":$ID,"result":{}}\n'] } },
    twice,
  ],
  [
    'answered with null',
    { on: { 'initialize#2': ['{"jsonrpc":"2.0","id":$ID,"result":null}\n'] } },
    twice,
  ],
  [
    'another version',
    { on: { 'initialize#2': ['{"jsonrpc":"2.0","id":$ID,"result":{"protocolVersion":"1"}}\n'] } },
    twice,
  ],
]);

const greeting = (members: string): Behaviour => ({
  on: { initialize: [`{"jsonrpc":"2.0","id":$ID,"result":{${members}}}\n`] },
});
const info = '"serverInfo":{"name":"odd","version":"1"}';
const greetings = rows('an odd greeting', [
  ['without protocolVersion', greeting(`"capabilities":{"tools":{}},${info}`), over],
  ['without capabilities', greeting(`"protocolVersion":"2025-11-25",${info}`), over],
  ['without serverInfo', greeting('"protocolVersion":"2025-11-25","capabilities":{}'), over],
  ['an empty result', greeting(''), over],
  [
    'a version of the future',
    greeting(`"protocolVersion":"2099-01-01","capabilities":{},${info}`),
    over,
  ],
  ['a version as a number', greeting(`"protocolVersion":2025,"capabilities":{},${info}`), over],
  [
    'an error',
    { on: { 'initialize#1': [`{"jsonrpc":"2.0","id":$ID,"error":${notFound}}\n`] } },
    ['list'],
  ],
  [
    'the second life is refused',
    { on: { 'initialize@2': [refused] } },
    [...over, 'revive', 'call c'],
  ],
]);

const identifiers = rows('ids', [
  ['integers only', { ids: 'integers' }, over],
  ['integers only, says so to null', { ids: 'refused' }, over],
  [
    'integers only, four lives',
    { ids: 'integers' },
    [...over, 'die', 'revive', 'call c', 'die', 'revive', 'list', 'call d'],
  ],
  [
    'answers with texts',
    says('{"jsonrpc":"2.0","id":"$ID","result":$RESULT}'),
    ['call a', 'call b'],
    { patienceMs: 1_500 },
  ],
  ['answers with a fraction', says('{"jsonrpc":"2.0","id":$ID.0,"result":$RESULT}')],
  ['asks with 7', { asksWith: 7 }, ['ask a', 'ask b']],
  ['asks with a text', { asksWith: 'q-1' }, ['ask a', 'call b']],
  ['asks with "7"', { asksWith: '7' }, ['ask a', 'call b']],
  ['asks with a fraction', { asksWith: 1.5 }, ['ask a', 'ask b']],
  ['asks with a negative', { asksWith: -3 }, ['ask a', 'ask b']],
  ['asks what is unknown', { asks: 'odd/question' }, ['ask a', 'call b']],
]);

const pipe = { input: 'pipe' } as const;
const oneShot = rows('one-shot pipe', [
  ['at once', {}, piped, pipe],
  ['starts in 400 ms', { startMs: 400 }, piped, pipe],
  ['starts in 1.5 s', { startMs: 1_500 }, piped, pipe],
  ['starts in 3 s', { startMs: 3_000 }, piped, pipe],
  ['drops its work at EOF', { eof: 'drop' }, piped, pipe],
  ['answers at EOF', { answers: 'at EOF' }, piped, pipe],
  ['starts in 1.5 s, answers at EOF', { startMs: 1_500, answers: 'at EOF' }, piped, pipe],
  ['starts in 1.5 s, drops at EOF', { startMs: 1_500, eof: 'drop' }, piped, pipe],
  ['each answer takes 2 s', onEcho(2_000, answer), piped, pipe],
  ['stays after EOF', { eof: 'ignore' }, piped, { ...pipe, patienceMs: 4_000 }],
  ['behind a launcher', { launcher: 'at once', startMs: 500 }, piped, pipe],
  ['the last answer unended', onEcho('$ANSWER'), ['call a'], pipe],
]);

const texts = '{"jsonrpc":"2.0","id":$ID,"error":';
const oddAnswers = rows('an odd answer', [
  ['error is a text', says(`${texts}"disk full"}`)],
  ['error is a number', says(`${texts}28}`)],
  ['error is a list', says(`${texts}["disk full"]}`)],
  ['code is a word', says(`${texts}{"code":"ENOSPC","message":"disk full"}}`)],
  ['code is a numeral', says(`${texts}{"code":"-32000","message":"disk full"}}`)],
  ['code is missing', says(`${texts}{"message":"disk full"}}`)],
  ['code is null', says(`${texts}{"code":null,"message":"disk full"}}`)],
  ['code is a fraction', says(`${texts}{"code":-32000.5,"message":"disk full"}}`)],
  ['message is missing', says(`${texts}{"code":-32000,"data":"disk full"}}`)],
  ['message is an object', says(`${texts}{"code":-32000,"message":{"text":"disk full"}}}`)],
  ['jsonrpc is missing', says('{"id":$ID,"result":$RESULT}')],
  ['jsonrpc is "2"', says('{"jsonrpc":"2","id":$ID,"result":$RESULT}')],
  ['jsonrpc is a number', says('{"jsonrpc":2.0,"id":$ID,"result":$RESULT}')],
  ['jsonrpc is "1.0"', says('{"jsonrpc":"1.0","id":$ID,"result":$RESULT}')],
  ['jsonrpc is null', says('{"jsonrpc":null,"id":$ID,"result":$RESULT}')],
  ['JSON-RPC 1.0, a result', says('{"id":$ID,"result":$RESULT,"error":null}')],
  [
    'JSON-RPC 1.0, an error',
    says('{"id":$ID,"result":null,"error":{"code":-32000,"message":"disk full"}}'),
  ],
  ['2.0 with both, a result', says('{"jsonrpc":"2.0","id":$ID,"result":$RESULT,"error":null}')],
  [
    '2.0 with both, an error',
    says('{"jsonrpc":"2.0","id":$ID,"result":null,"error":{"code":-32000,"message":"disk full"}}'),
  ],
  [
    'neither result nor error',
    says('{"jsonrpc":"2.0","id":$ID}'),
    ['call a', 'list'],
    { patienceMs: 2_000 },
  ],
  ['a member too many', says('{"jsonrpc":"2.0","id":$ID,"result":$RESULT,"took":12}')],
  ['greets in 1.0', { on: { initialize: ['{"id":$ID,"result":$RESULT,"error":null}\n'] } }, over],
]);

const nap = ['sleep 400', 'revive'];
const resting = rows('leaves when idle', [
  ['three times', { idleMs: 150 }, ['call a', ...nap, 'call b', ...nap, 'call c', ...nap, 'list']],
  [
    'seven times',
    { idleMs: 150 },
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((it) => [`call ${it}`, ...nap]),
  ],
  [
    'after each answer',
    onEcho(answer, { exit: 0 }),
    ['call a', ...nap, 'call b', ...nap, 'call c'],
  ],
  [
    'after each list',
    { on: { 'tools/list': [answer, { exit: 0 }] } },
    ['list', ...nap, 'call a', 'call b'],
  ],
  [
    'integers only',
    { idleMs: 150, ids: 'integers' },
    ['call a', ...nap, 'call b', ...nap, 'call c'],
  ],
]);

const repeated = rows('late and double answers', [
  ['each answer twice', { on: { request: [answer, answer] } }],
  ['twice, the second one other', onCall(answer, `${foreign}\n`)],
  ['twice, 50 ms between', onCall(answer, 50, answer)],
  ['thrice', { on: { request: [answer, answer, answer] } }],
  [
    'an answer to a cancelled call',
    { on: { 'tools/call:slow': [200, `${foreign}\n`] } },
    ['slow a &', 'cancel slow a', 'call b', 'sleep 300', 'call c'],
  ],
  ['an answer that nobody asked for', onCall('{"jsonrpc":"2.0","id":999,"result":{}}\n', answer)],
  [
    'an error that nobody asked for',
    onCall('{"jsonrpc":"2.0","id":999,"error":{"code":1,"message":"x"}}\n', answer),
  ],
  ['a result and then an error', onCall(answer, `${texts}{"code":-32000,"message":"late"}}\n`)],
]);

const batches = rows('batches', [
  ['a batch of one', onEcho('[$ANSWER]\n')],
  [
    'with a notification',
    onEcho(
      '[{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}},$ANSWER]\n',
    ),
  ],
  ['an empty batch before it', onCall('[]\n', answer)],
  ['the greeting in a batch', { on: { initialize: ['[$ANSWER]\n'] } }, ['call a']],
]);

const pings = rows('pings and progress', [
  ['pings the client', { asks: 'ping' }, ['ask a', 'ask b']],
  ['pings before the greeting', { start: ['{"jsonrpc":"2.0","id":"beat","method":"ping"}\n'] }],
  ['does not know ping', { on: { ping: [`{"jsonrpc":"2.0","id":$ID,"error":${notFound}}\n`] } }],
  ['never answers ping', { on: { ping: [] } }, ['call a', 'ping', 'call b'], { patienceMs: 1_500 }],
  [
    'progress nobody asked for',
    onCall(
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":99,"progress":1}}\n',
      answer,
    ),
  ],
  [
    'logs by notification',
    onCall(
      '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}\n',
      answer,
    ),
  ],
  ['an unknown notification', onCall('{"jsonrpc":"2.0","method":"odd/notice"}\n', answer)],
]);

const newlines = rows('newlines', [
  ['never writes one', { form: 'unended' }, ['call a', 'call b'], { patienceMs: 2_500 }],
  ['writes it first', { on: { request: ['\n$ANSWER'] } }, ['call a'], { patienceMs: 2_500 }],
  ['writes it 500 ms late', onEcho('$ANSWER', 500, '\n')],
  ['carriage returns alone', { on: { request: ['$ANSWER\r'] } }, ['call a'], { patienceMs: 2_500 }],
  ['byte by byte', onEcho({ pieces: answer, length: 1, everyMs: 1 })],
  ['in pieces, 150 ms between', onEcho({ pieces: answer, length: 30, everyMs: 150 })],
  ['many of them', onCall('\n\n\n', answer, '\n\n')],
]);

const launchers = rows('launchers', [
  ['leaves at once', { launcher: 'at once' }],
  ['leaves after a while', { launcher: 'after a while' }],
  ['leaves its group', { launcher: 'detached' }],
  ['leaves, the server starts in 1 s', { launcher: 'at once', startMs: 1_000 }],
]);

const line = `${'e'.repeat(99)}\n`;
const floods = rows('stderr', [
  ['5 MB before the greeting', { start: [{ stderr: line, times: 50_000 }] }],
  ['1 MB at each call', onCall({ stderr: line, times: 10_000 }, answer)],
  ['1 MB without a newline', onCall({ stderr: 'e', times: 1_000_000 }, answer)],
  ['escapes and zeros', onCall({ stderr: '\u001b[2J\u0000\u0007' }, answer)],
  ['words of a failure', onCall({ stderr: 'Error: Cannot find module "x"\nTraceback\n' }, answer)],
]);

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const forms = rows('odd forms', [
  ['byte order marks', { form: 'bom' }],
  ['one byte order mark', { on: { initialize: ['\uFEFF$ANSWER\n'] } }],
  ['CRLF', { form: 'crlf' }],
  ['pretty-printed', { form: 'pretty' }],
  [
    'two on a line',
    onEcho(
      '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}$ANSWER\n',
    ),
  ],
  ['text before it', onEcho('Done: $ANSWER\n')],
  ['text behind it', onEcho('$ANSWER done\n')],
  ['colours around it', onEcho('\u001b[32m$ANSWER\u001b[0m\n')],
  ['NaN', says('{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"_meta":{"x":NaN}}}')],
  ['Infinity', says('{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"_meta":{"x":-Infinity}}}')],
  [
    'nested 500 deep',
    says(`{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"_meta":{"x":${deep(500)}}}}`),
  ],
  [
    'nested 1500 deep',
    says(`{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"_meta":{"x":${deep(1_500)}}}}`),
    ['call a', 'call b'],
  ],
  ['spaces everywhere', says('  { "jsonrpc" : "2.0" , "id" : $ID , "result" : $RESULT }  ')],
  ['the id at the end', says('{"result":$RESULT,"id":$ID,"jsonrpc":"2.0"}')],
  ['a member twice', says('{"jsonrpc":"2.0","id":0,"id":$ID,"result":$RESULT}')],
  [
    'line separators of Unicode',
    says(
      '{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"a\u2028b\u2029c\u0085d"}]}}',
    ),
  ],
  [
    'half a surrogate pair',
    says('{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"\\ud83d"}]}}'),
  ],
  [
    'a comma too many',
    says('{"jsonrpc":"2.0","id":$ID,"result":$RESULT,}'),
    ['call a', 'list'],
    { patienceMs: 2_500 },
  ],
]);

const noise = rows('noise', [
  ['a banner', { start: ['Server running on stdio\n'] }],
  ['log records in JSON', onCall('{"level":30,"time":1,"pid":7,"msg":"call"}\n', answer)],
  ['an object over lines', onCall("{\n  name: 'echo',\n  id: $ID\n}\n", answer)],
  ['a progress bar', onEcho('10%\r50%\r100%\r', answer)],
  ['an unfinished line', onEcho('Loading… ', 50, answer)],
  ['2 MB in a line', onEcho({ stdout: 'x', times: 2_000_000 }, '\n', answer), ['call a', 'call b']],
  ['a stack trace', onCall('Error: no\n    at f (/x.js:1:1)\n', answer)],
  ['values in JSON', onCall('null\n42\n"text"\n[1]\n{}\n', answer)],
  ['zeros', onCall('\u0000\u0000\n', answer)],
]);

const mb = 1_000_000;
const large = { patienceMs: 9_000 };
const big = (bytes: number): Behaviour =>
  onEcho(
    '{"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"',
    { stdout: 'x', times: bytes },
    '"}]}}\n',
  );
const sizes = rows('big messages', [
  ['a request of 1 MB', {}, [`size ${mb}`, 'call a'], large],
  ['a request of 12 MB', {}, [`size ${12 * mb}`, 'call a'], large],
  ['a request of 30 MB', {}, [`size ${30 * mb}`, 'call a'], large],
  ['an answer of 9 MB', big(9 * mb), ['call a', 'list'], large],
  ['an answer of 12 MB', big(12 * mb), ['call a', 'list'], large],
  [
    'an answer of 12 MB, allowed',
    big(12 * mb),
    ['call a', 'list'],
    { ...large, options: ['--max-message', '64MB'] },
  ],
  [
    '200 calls at once',
    {},
    [...Array.from({ length: 200 }, (_, index) => `call ${index} &`), 'wait'],
  ],
]);

const slow = rows('slow starts', [
  ['starts in 2 s', { startMs: 2_000 }],
  ['greets after 2 s', { on: { initialize: [2_000, answer] } }, over, { patienceMs: 9_000 }],
  [
    'the second life starts slowly',
    { on: { 'initialize@2': [2_000, answer] } },
    over,
    { patienceMs: 9_000 },
  ],
  ['noise for 1 s', { start: ['Loading…\n', 500, 'Still loading…\n', 500] }],
]);

const ends = rows('ends', [
  ['stays after EOF', { eof: 'ignore' }, ['call a']],
  ['exits in the middle of an answer', onEcho('$HALF', { exit: 1 }), ['list', 'call a']],
  ['exits with an unended answer', onEcho('$ANSWER', { exit: 0 }), ['list', 'call a']],
  [
    'exits before the greeting',
    { start: [{ stderr: 'no configuration\n' }, { exit: 3 }] },
    ['list'],
    { patienceMs: 25_000 },
  ],
  [
    'never answers a call',
    { on: { 'tools/call:echo': [] } },
    ['call a', 'list'],
    { patienceMs: 1_500 },
  ],
]);

export const oddServers: readonly OddServer[] = [
  ...[ordinary, notified, quoted, truncated, dumped, framed, greetedAgain, greetings, identifiers],
  ...[oneShot, oddAnswers, resting, repeated, batches, pings, newlines, launchers, floods, forms],
  ...[noise, sizes, slow, ends],
]
  .flat()
  .map((row) => ({ ...row, name: `${row.kind}: ${row.name}` }));
