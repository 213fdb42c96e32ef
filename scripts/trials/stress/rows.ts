/**
 * What a hostile or broken end can do to the memory and the time of a shield, row by row: bytes
 * that are fed to the real core, chunk by chunk, in both eras. Values only.
 */

export interface Piece {
  readonly from: 'client' | 'server' | 'stderr';
  /** Repeated, and cut into chunks as a pipe does. */
  readonly bytes: Buffer;
  readonly times?: number;
  /** Each time in a chunk of its own that holds this much else. */
  readonly chunkBytes?: number;
}

export interface Row {
  readonly name: string;
  readonly pieces: () => readonly Piece[];
  readonly options?: Readonly<Record<string, unknown>>;
  /** What is written to the server stays where it is. */
  readonly isUnread?: boolean;
  /** How the life ends: after the bytes, with what waits then. */
  readonly falls?: boolean;
  /** With `--record`. */
  readonly records?: boolean;
}

const text = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
const chars = (unit: string, bytes: number): Buffer =>
  Buffer.from(unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes));
const megabyte = 1_000_000;

const version = 'io.modelcontextprotocol/protocolVersion';
const meta = {
  [version]: '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

interface Era {
  readonly name: string;
  readonly greeting: readonly Piece[];
  readonly params: (more?: object) => object;
}

const eras: readonly Era[] = [
  {
    name: 'legacy',
    greeting: [
      {
        from: 'client',
        bytes: text({
          jsonrpc: '2.0',
          id: 'greeting',
          method: 'initialize',
          params: {
            protocolVersion: '2025-11-25',
            capabilities: {},
            clientInfo: { name: 'c', version: '1' },
          },
        }),
      },
      {
        from: 'server',
        bytes: text({
          jsonrpc: '2.0',
          id: 'greeting',
          result: {
            protocolVersion: '2025-11-25',
            capabilities: { tools: { listChanged: true } },
            serverInfo: { name: 's', version: '1' },
          },
        }),
      },
      { from: 'client', bytes: text({ jsonrpc: '2.0', method: 'notifications/initialized' }) },
    ],
    params: (more = {}) => more,
  },
  {
    name: 'modern',
    greeting: [
      {
        from: 'client',
        bytes: text({ jsonrpc: '2.0', id: 'first', method: 'tools/list', params: { _meta: meta } }),
      },
      {
        from: 'server',
        bytes: text({ jsonrpc: '2.0', id: 'first', result: { resultType: 'complete', tools: [] } }),
      },
    ],
    params: (more = {}) => ({ ...more, _meta: meta }),
  },
];

type RowOfEra = Omit<Row, 'pieces'> & { readonly pieces: (era: Era) => readonly Piece[] };

/** Requests under ids that count up. */
function requests(count: number, method: string, params: object): Buffer {
  const { _meta, ...plain } = params as { _meta?: object };
  const given = _meta === undefined ? plain : { ...plain, _meta };
  const lines = Array.from({ length: count }, (_, id) =>
    JSON.stringify({ jsonrpc: '2.0', id, method, params: given }),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** As a client sends them that writes each by itself: every one in a chunk of 64 KB. */
function singly(count: number, method: string, params: object): Piece[] {
  return Array.from({ length: count }, (_, id) => ({
    from: 'client' as const,
    bytes: text({ jsonrpc: '2.0', id, method, params }),
    chunkBytes: 65_536,
  }));
}

const rowsOfEra: readonly RowOfEra[] = [
  {
    name: 'the server asks without end and reads nothing',
    isUnread: true,
    pieces: () => [
      {
        from: 'server',
        bytes: Buffer.from(
          Array.from(
            { length: 400_000 },
            (_, id) => `{"jsonrpc":"2.0","id":${id},"method":"roots/list"}\n`,
          ).join(''),
        ),
      },
    ],
  },
  {
    name: '100 requests with a method of 9 MB',
    pieces: () =>
      Array.from({ length: 100 }, (_, id) => ({
        from: 'client' as const,
        bytes: Buffer.from(`{"jsonrpc":"2.0","id":${id},"method":"${'m'.repeat(9 * megabyte)}"}\n`),
      })),
  },
  {
    name: '20,000 open requests, each out of a chunk of its own',
    pieces: ({ params }) => singly(20_000, 'tools/call', params({ name: 'a' })),
  },
  {
    name: '9,000 held requests, each out of a chunk of its own',
    falls: true,
    options: { backoffInitialMs: 30_000 },
    pieces: ({ params }) => singly(9_000, 'tools/call', params({ name: 'a' })),
  },
  {
    name: '50,000 open requests at a fall with a long stderr',
    falls: true,
    pieces: ({ params }) => [
      { from: 'stderr', bytes: chars('a line of some length that says nothing\n', 100_000) },
      { from: 'client', bytes: requests(50_000, 'tools/call', params({ name: 'a' })) },
    ],
  },
  {
    name: '100 calls of a server with a list of 9 MB, --retry annotated, at a fall',
    falls: true,
    options: { retry: 'annotated' },
    pieces: ({ params }) => [
      {
        from: 'client',
        bytes: text({ jsonrpc: '2.0', id: 'list', method: 'tools/list', params: params() }),
      },
      {
        from: 'server',
        bytes: text({
          jsonrpc: '2.0',
          id: 'list',
          result: {
            tools: Array.from({ length: 9_000 }, (_, count) => ({
              name: `tool ${count}`,
              description: 'd'.repeat(950),
              inputSchema: {},
            })),
          },
        }),
      },
      { from: 'client', bytes: requests(100, 'tools/call', params({ name: 'tool 7' })) },
    ],
  },
  {
    name: 'nameless errors while 5,000 requests are open',
    pieces: ({ params }) => [
      { from: 'client', bytes: requests(5_000, 'tools/call', params({ name: 'a' })) },
      {
        from: 'server',
        bytes: chars(
          '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}}\n',
          2 * megabyte,
        ),
      },
    ],
  },
  {
    name: 'answers in logs while 5,000 requests are open',
    pieces: ({ params }) => [
      { from: 'client', bytes: requests(5_000, 'tools/call', params({ name: 'a' })) },
      {
        from: 'server',
        bytes: chars('sent {"jsonrpc":"2.0","id":7,"result":{}} to 1\n', 2 * megabyte),
      },
    ],
  },
  {
    name: '125,000 messages on one line',
    pieces: () => [
      {
        from: 'server',
        bytes: Buffer.concat([
          chars('{"jsonrpc":"2.0","method":"a"}', 3_750_000),
          Buffer.from('\n'),
        ]),
      },
    ],
  },
  {
    name: 'a frame of 5 MB of empty lines',
    pieces: () => [
      {
        from: 'server',
        bytes: Buffer.concat([
          Buffer.from('Content-Length: 5000000\r\n\r\n'),
          chars('\n', 5_000_000),
        ]),
      },
    ],
  },
  {
    name: '2,500,000 NaN in one answer',
    pieces: ({ params }) => [
      { from: 'client', bytes: requests(2, 'tools/call', params({ name: 'a' })) },
      {
        from: 'server',
        bytes: Buffer.concat([
          Buffer.from('{"jsonrpc":"2.0","id":1,"result":['),
          chars('NaN,', 10 * megabyte),
          Buffer.from('1]}\n'),
        ]),
      },
    ],
  },
  {
    name: '512 MB of progress on stderr without a newline, recorded',
    records: true,
    pieces: () => [{ from: 'stderr', bytes: chars('\r 50 %', 1_048_576), times: 512 }],
  },
];

const everyLine: readonly (readonly [string, string])[] = [
  ['blank lines', '\n'],
  ['blank lines of Windows', '\r\n'],
  ['lines of NUL', '\0\n'],
  ['lines of {}', '{}\n'],
  ['lines of one letter', 'x\n'],
];

const lineRows: readonly RowOfEra[] = (['server', 'client'] as const).flatMap((from) => [
  ...everyLine.map(([name, unit]) => ({
    name: `10 MB of ${name} of the ${from}`,
    pieces: () => [{ from, bytes: chars(unit, 10 * megabyte) }],
  })),
  {
    name: `10 MB of spaces on one line of the ${from}`,
    pieces: () => [{ from, bytes: Buffer.concat([chars(' ', 10 * megabyte), Buffer.from('\n')]) }],
  },
  {
    name: `10 MB of open brackets of the ${from}`,
    pieces: () => [{ from, bytes: Buffer.concat([chars('[', 10 * megabyte), Buffer.from('\n')]) }],
  },
]);

const batchRows: readonly RowOfEra[] = [
  {
    name: 'a batch of 10.4 MB of what is no message',
    pieces: () => [
      {
        from: 'client',
        bytes: Buffer.concat([Buffer.from('['), chars('1,', 10_400_000), Buffer.from('1]\n')]),
      },
    ],
  },
];

/** What only a server of 2026-07-28 can say. */
const modernRows: readonly RowOfEra[] = [
  {
    name: 'an acknowledgement of 9 MB, at a restart',
    falls: true,
    pieces: (era) => acknowledged(era, { x: 'x'.repeat(9 * megabyte) }),
  },
  {
    name: '500,000 subscribed resources, at a restart',
    falls: true,
    pieces: (era) =>
      acknowledged(era, {
        resourceSubscriptions: Array.from({ length: 500_000 }, (_, count) => `r:${count}`),
      }),
  },
  {
    name: 'subscriptions that are nested 100,000 deep, at a restart',
    falls: true,
    pieces: (era) => {
      const [asked, told] = acknowledged(era, { resourceSubscriptions: ['DEEP'] });
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const bytes = Buffer.from(String(told?.bytes).replace('["DEEP"]', deep));
      return asked === undefined ? [] : [asked, { from: 'server', bytes }];
    },
  },
];

function acknowledged({ params }: Era, notifications: object): Piece[] {
  const asked = params({ notifications: { toolsListChanged: true } });
  return [
    {
      from: 'client',
      bytes: text({ jsonrpc: '2.0', id: 'stream', method: 'subscriptions/listen', params: asked }),
    },
    {
      from: 'server',
      bytes: text({
        jsonrpc: '2.0',
        method: 'notifications/subscriptions/acknowledged',
        params: {
          _meta: { 'io.modelcontextprotocol/subscriptionId': 'stream' },
          notifications,
        },
      }),
    },
  ];
}

/** All of them, named by their era. */
export const rows: readonly Row[] = eras.flatMap((era) => {
  const isModern = era.name === 'modern';
  const of = [...rowsOfEra, ...lineRows, ...batchRows, ...(isModern ? modernRows : [])];
  return of.map(({ pieces, name, ...rest }) => ({
    ...rest,
    name: `${name} (${era.name})`,
    pieces: () => [...era.greeting, ...pieces(era)],
  }));
});
