/**
 * What is done, how often, and which figure counts. `size`, `count` and `window` go to the client
 * as they are (c/client.c); `figures` reads its answer. Names of figures end with their unit.
 */

const perSecond = (count) => (result) => (count / result.ms) * 1e3;
const together = { client: 0, program: 0 };
const apart = { client: 0, program: 1 };

/** Anonymous: its own, without what is read from files, of which the kernel keeps what it likes. */
const memory = {
  'RSS, MB': (r) => r.rssKb / 1024,
  'PSS, MB': (r) => r.pssKb / 1024,
  'anonymous, MB': (r) => r.anonKb / 1024,
};

/** Together: all on one core. Apart: client and server on one, the program on another. */
export const workloads = [
  {
    name: 'start',
    work: 'start',
    rounds: 7,
    figures: { 'server spawned, ms': (r) => r.spawnMs, 'first answer, ms': (r) => r.firstAnswerMs },
  },
  ...[
    ['together', together],
    ['apart', apart],
  ].map(([where, cores]) => ({
    name: `round trip ${where}`,
    showsTail: true,
    work: 'latency',
    count: 20_000,
    cores,
    rounds: 3,
    figures: {
      'median, us': (r) => r.medianUs,
      'p99, us': (r) => r.p99Us,
      'cpu each, us': (r) => r.cpuUs / 20_000,
    },
  })),
  .../** @type {[string, number, number][]} */ ([
    // Most of it passes while V8 still compiles; the other rows are about what comes after.
    ['200 B, the first 100,000', 200, 100_000],
    ['200 B', 200, 1_000_000],
    ['4 KB', 4_096, 100_000],
    ['64 KB', 65_536, 5_000],
    ['1 MB', 1_048_576, 200],
    ['10 MB', 10_485_760, 40],
  ]).flatMap(([label, size, count]) =>
    ['down', 'up'].map((work) => ({
      name: `${work} ${label}`,
      showsTail: label === '200 B' && work === 'down',
      work,
      size,
      count,
      rounds: 3,
      figures: {
        'messages/s': perSecond(count),
        'cpu each, us': (r) => r.cpuUs / count,
        'peak, MB': (r) => r.peakKb / 1024,
      },
    })),
  ),
  {
    name: 'singly 200 B down',
    work: 'singly',
    size: 200,
    count: 400_000,
    rounds: 3,
    figures: { 'messages/s': perSecond(400_000), 'cpu each, us': (r) => r.cpuUs / 400_000 },
  },
  {
    name: 'noise every 10th line 200 B down',
    work: 'down',
    size: 200,
    count: 400_000,
    window: 10,
    rounds: 3,
    figures: { 'messages/s': perSecond(400_000), 'cpu each, us': (r) => r.cpuUs / 400_000 },
  },
  ...[1, 100, 10_000].map((window) => ({
    name: `${window} in flight`,
    work: 'pipelined',
    count: window === 1 ? 20_000 : 200_000,
    window,
    rounds: 3,
    figures: { 'requests/s': perSecond(window === 1 ? 20_000 : 200_000) },
  })),
  ...[10, 1_000, 50_000].map((count) => ({
    name: `SIGKILL after ${count} requests`,
    work: 'recover',
    count,
    rounds: 3,
    only: ['bundle', 'bundle before', 'executable'],
    figures: { 'server is back, ms': (r) => r.serverMs, 'answer, ms': (r) => r.answerMs },
  })),
  ...[0, 100_000].map((count) => ({
    // 100,000 requests in an hour are 28 a second.
    name: count === 0 ? 'memory idle' : 'memory after an hour of traffic (100,000 requests)',
    work: count === 0 ? 'idle' : 'pipelined',
    count: count === 0 ? 500 : count,
    window: 64,
    rounds: 2,
    figures: memory,
  })),
];

/** Asked of a Node.js that runs nothing of ours. */
export const bareWorkloads = [
  {
    name: 'start',
    work: 'exit',
    args: ['-e', '0'],
    rounds: 7,
    figures: { 'until exit, ms': (r) => r.exitMs },
  },
  {
    name: 'memory idle',
    work: 'bare',
    args: ['-e', 'setInterval(()=>{},1e6)'],
    count: 500,
    rounds: 2,
    figures: memory,
  },
];
