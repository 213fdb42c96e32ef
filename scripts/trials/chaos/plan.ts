/**
 * From a seed to all that will go wrong in one world of real processes. Data only: the same seed
 * is the same plan, though not the same instant.
 */
import { Random } from '../../../test/world/random.ts';

export type Victim = 'legacy' | 'modern' | 'everything' | 'filesystem' | 'memory';

/** What is done from outside, once the client has had so many answers. */
export interface Strike {
  readonly afterAnswers: number;
  readonly blow: Blow;
  /** For blows that last. */
  readonly ms: number;
}

export type Blow =
  | 'SIGKILL'
  | 'SIGSEGV'
  | 'SIGTERM'
  | 'freeze and kill server'
  | 'freeze server for a while'
  | 'freeze shield for a while'
  | 'kill guard'
  | 'stop reading for a while'
  | 'write slowly';

export type Ending =
  | 'eof'
  | 'SIGINT'
  | 'SIGTERM'
  | 'SIGHUP'
  | 'SIGKILL'
  | 'close stdout'
  | 'vanish';

export interface Plan {
  readonly seed: number;
  readonly victim: Victim;
  readonly options: readonly string[];
  readonly faults: readonly string[];
  /** Faults of the server per request. */
  readonly rate: number;
  readonly requests: number;
  /** Requests the client has open at a time. */
  readonly window: number;
  readonly strikes: readonly Strike[];
  readonly ending: Ending;
  /** True: it ends while answers are owed. */
  readonly endsEarly: boolean;
  /** Of file descriptors; undefined = as it is. */
  readonly descriptors: number | undefined;
}

const faults = [
  ...['exit', 'abort', 'half a line', 'answer and exit', 'no newline', 'close stdout'],
  ...['close stdin', 'deaf', 'deaf for a while', 'flood of noise', 'flood of stderr'],
  ...['noise around', 'glued', 'pretty', 'pieces', 'twice', 'stray', 'silence', 'busy'],
  ...['grandchild that stays', 'grandchild that writes late', 'thief of stdin', 'question'],
  ...['large', 'ignores EOF', 'ignores SIGTERM'],
];
const lastingTraits = new Set(['ignores EOF', 'ignores SIGTERM']);

export function planOf(seed: number): Plan {
  const random = new Random(seed);
  const victim = random.chance(0.85)
    ? random.pick<Victim>(['legacy', 'legacy', 'modern'])
    : random.pick<Victim>(['everything', 'filesystem', 'memory']);
  const chosen = faults.filter(() => random.chance(0.3));
  const requests = random.int(5, 60);
  const endsEarly = random.chance(0.25);
  const descriptors = random.chance(0.1) ? random.int(19, 32) : undefined;
  const strikeCount = random.int(0, 4);
  const strikes = Array.from({ length: strikeCount }, () => drawStrike(random, requests));
  const ending = random.pick<Ending>([
    ...(['eof', 'eof', 'eof', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const),
    ...(['close stdout', 'vanish'] as const),
  ]);
  return {
    seed,
    victim,
    // Without descriptors every start fails at once: three times say as much as a thousand.
    options: [
      ...drawRest(seed),
      ...drawOptions(random, {
        restarts: descriptors === undefined ? ['1', '3', '1000', '1000'] : ['3'],
        // Real servers take their time to start.
        requestTimeout: victim === 'legacy' || victim === 'modern' ? '700ms' : '5s',
      }),
    ],
    faults: chosen.every((fault) => lastingTraits.has(fault)) ? [...chosen, 'exit'] : chosen,
    rate: random.pick([0, 0.05, 0.2, 0.5]),
    requests,
    window: random.pick([1, 4, 16, 64]),
    // Nobody would finish the tree: that is beyond what one process can promise.
    strikes: strikes.filter(({ blow }) => ending !== 'SIGKILL' || blow !== 'kill guard'),
    ending,
    endsEarly,
    descriptors,
  };
}

function drawStrike(random: Random, requests: number): Strike {
  const blow = random.pick<Blow>([
    ...(['SIGKILL', 'SIGKILL', 'SIGSEGV', 'SIGTERM', 'freeze and kill server'] as const),
    ...(['freeze server for a while', 'freeze shield for a while', 'kill guard'] as const),
    ...(['stop reading for a while', 'write slowly'] as const),
  ]);
  return { afterAnswers: random.int(0, requests), blow, ms: random.int(20, 600) };
}

/** Servers that sleep; by chance of its own, so that it changes no other draw. */
function drawRest(seed: number): string[] {
  const random = new Random(seed ^ 0x3c1a7);
  const options: string[] = [];
  if (random.chance(0.3)) options.push('--idle', random.pick(['5ms', '50ms']));
  if (random.chance(0.3)) options.push('--lazy');
  if (random.chance(0.2)) options.push('--start-patience', '100ms');
  return options;
}

interface Choices {
  readonly restarts: readonly string[];
  readonly requestTimeout: string;
}

function drawOptions(random: Random, { restarts, requestTimeout }: Choices): string[] {
  const options = ['--request-timeout', requestTimeout];
  options.push('--backoff-initial', random.pick(['1ms', '20ms']), '--backoff-max', '50ms');
  options.push('--restarts', random.one(restarts) ?? '3');
  options.push('--noise', random.pick(['stderr', 'stderr', 'log', 'drop']));
  options.push('--log-level', random.pick(['warn', 'warn', 'silent', 'trace']));
  if (random.chance(0.3)) options.push('--log-file', '/dev/full');
  if (random.chance(0.3)) options.push('--stderr', random.pick(['log', 'drop']));
  return options;
}
