/**
 * What is worse behind the shield today, and why. A row that is no longer worse fails its test
 * until it is taken off this list; the aim is an empty one.
 */

export interface KnownWorse {
  readonly reason: string;
  /** Of each row the clients that see it. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
}

export const knownWorse: readonly KnownWorse[] = [
  {
    reason: 'One framed message switches the session to frames for ever.',
    rows: {
      'Content-Length: a frame amid the lines': ['raw', 'ts1', 'ts2'],
      'Content-Length: only the greeting is framed': ['raw'],
      'dumps HTTP: response before the greeting': ['raw', 'ts1', 'ts2'],
      'dumps HTTP: response of an upstream': ['raw', 'ts1', 'ts2'],
      'dumps HTTP: response with the open id': ['raw', 'ts1', 'ts2'],
    },
  },
  {
    reason: 'A second greeting that fails replaces the first agreement.',
    rows: {
      'a second initialize: another version': ['raw'],
      'a second initialize: answered with nothing': ['raw'],
      'a second initialize: answered with null': ['raw'],
      'a second initialize: refused': ['raw'],
      'a second initialize: refused to id null': ['raw'],
    },
  },
  {
    reason: 'An answer that can be read is replaced by an error instead of repaired.',
    rows: {
      'an odd answer: neither result nor error': ['go'],
      'an odd answer: JSON-RPC 1.0, a result': ['lenient'],
      'an odd answer: JSON-RPC 1.0, an error': ['lenient'],
      'an odd answer: code is a fraction': ['lenient'],
      'an odd answer: code is a numeral': ['lenient'],
      'an odd answer: code is a word': ['lenient'],
      'an odd answer: code is missing': ['lenient'],
      'an odd answer: code is null': ['lenient'],
      'an odd answer: error is a list': ['lenient'],
      'an odd answer: error is a number': ['lenient'],
      'an odd answer: error is a text': ['lenient'],
      'an odd answer: greets in 1.0': ['lenient'],
      'an odd answer: jsonrpc is "1.0"': ['lenient', 'go'],
      'an odd answer: jsonrpc is "2"': ['lenient', 'go'],
      'an odd answer: jsonrpc is a number': ['lenient'],
      'an odd answer: jsonrpc is missing': ['lenient', 'go'],
      'an odd answer: jsonrpc is null': ['lenient', 'go'],
      'an odd answer: message is an object': ['lenient'],
      'an odd answer: message is missing': ['lenient'],
    },
  },
  {
    reason: 'A greeting without protocolVersion counts as none, and is not replayed.',
    rows: {
      'an odd greeting: a version as a number': ['raw', 'lenient'],
      'an odd greeting: an empty result': ['raw', 'lenient'],
      'an odd greeting: without protocolVersion': ['raw', 'lenient'],
    },
  },
  {
    reason: 'An answer without an id is given to the only open request.',
    rows: {
      'answers notifications: error with id null': ['raw', 'lenient', 'ts1', 'ts2'],
      'answers notifications: error without an id': ['raw', 'lenient', 'ts1', 'ts2'],
      'answers notifications: id null, each twice': ['raw', 'lenient', 'ts1', 'ts2'],
      'answers notifications: id null, slow answers': ['raw', 'lenient', 'ts1', 'ts2'],
      'answers notifications: id null, only of cancelled': ['raw', 'lenient', 'ts1', 'ts2'],
      'answers notifications: result with id null': ['raw', 'lenient', 'ts1', 'ts2'],
      'answers notifications: result without an id': ['raw', 'lenient', 'ts1', 'ts2'],
    },
  },
  {
    reason:
      '--max-message, meant for what the client can read, also bounds what the server is sent.',
    rows: {
      'big messages: a request of 12 MB': ['raw', 'ts1', 'ts2'],
      'big messages: a request of 30 MB': ['raw', 'ts1', 'ts2'],
    },
  },
  {
    reason: 'An answer above --max-message is refused, although this client could read it.',
    rows: {
      'big messages: an answer of 12 MB': ['raw'],
    },
  },
  {
    reason: 'A client that answers with the other type of id is not heard.',
    rows: {
      'ids: asks what is unknown': ['lenient'],
      'ids: asks with "7"': ['lenient'],
      'ids: asks with 7': ['lenient'],
      'ids: asks with a fraction': ['lenient'],
      'ids: asks with a negative': ['lenient'],
      'ids: asks with a text': ['lenient'],
      'ordinary: ordinary, asks': ['lenient'],
      'pings and progress: pings the client': ['lenient'],
    },
  },
  {
    reason: 'A launcher that leaves counts as the end of its server.',
    rows: {
      'launchers: leaves after a while': ['raw', 'python', 'go'],
      'launchers: leaves at once': ['raw', 'python', 'go'],
      'launchers: leaves its group': ['raw', 'python', 'go'],
      'launchers: leaves, the server starts in 1 s': ['raw', 'python', 'go'],
    },
  },
  {
    reason: 'A server that ends itself when idle opens the breaker.',
    rows: {
      'leaves when idle: seven times': ['raw', 'ts1', 'ts2'],
    },
  },
  {
    reason: 'A message that a log quotes is taken for the answer at once.',
    rows: {
      'logs messages with open ids: a log record without jsonrpc': [
        'raw',
        'lenient',
        'ts1',
        'ts2',
        'python',
      ],
      'logs messages with open ids: a quoting array': ['raw', 'ts1', 'ts2'],
      'logs messages with open ids: debug line': ['raw', 'lenient', 'ts1', 'ts2', 'python'],
      'logs messages with open ids: upstream error, then a retry': [
        'raw',
        'lenient',
        'ts1',
        'ts2',
        'python',
      ],
      'logs messages with open ids: upstream traffic': ['raw', 'lenient', 'ts1', 'ts2', 'python'],
      'logs messages with open ids: upstream traffic, answer after 3 s': [
        'raw',
        'lenient',
        'ts1',
        'ts2',
      ],
      'logs messages with open ids: upstream traffic, answer after 500 ms': [
        'raw',
        'lenient',
        'ts1',
        'ts2',
        'python',
      ],
      'logs messages with open ids: with a time': ['raw', 'lenient', 'ts1', 'ts2', 'python'],
      'logs messages with open ids: with text behind it': [
        'raw',
        'lenient',
        'ts1',
        'ts2',
        'python',
      ],
    },
  },
  {
    reason: 'EOF on stdin ends the server, whatever it owes.',
    rows: {
      'one-shot pipe: behind a launcher': ['raw'],
      'one-shot pipe: each answer takes 2 s': ['raw'],
      'one-shot pipe: starts in 1.5 s': ['raw'],
      'one-shot pipe: starts in 1.5 s, answers at EOF': ['raw'],
      'one-shot pipe: starts in 1.5 s, drops at EOF': ['raw'],
      'one-shot pipe: starts in 3 s': ['raw'],
    },
  },
  {
    reason: 'A broken line with a readable id is answered with an error at once.',
    rows: {
      'prints a cut answer: half with dots': ['raw', 'ts1', 'ts2'],
      'prints a cut answer: half, then the answer': ['raw', 'ts1', 'ts2'],
    },
  },
];

export function isKnownWorse(client: string, row: string): boolean {
  return knownWorse.some(({ rows }) => rows[row]?.includes(client));
}
