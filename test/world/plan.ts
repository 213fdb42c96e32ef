/**
 * What kind of world it will be: options, client, server and each life of the server, drawn from
 * the seed. Values only. A quarter of the worlds is healthy.
 */

import type { ShieldOptions } from '../../src/shield/events.ts';
import { drawHabits, type Habits } from './habits.ts';
import type { PipeHabits } from './pipe.ts';
import { Random } from './random.ts';

/** How rough the world is: `clean` worlds must be bytes in, bytes out. */
export type Weather = 'clean' | 'noisy' | 'rough';

type ClientKind = 'legacy' | 'modern' | 'probing';
type ServerKind = 'legacy' | 'modern' | 'dual';
/** `numerals`: strings that are numbers. `both`: 1 and "1" at once. */
type Ids = 'numbers' | 'strings' | 'numerals' | 'both';
export type Farewell = 'eof' | 'broken-pipe' | 'orphaned' | 'SIGTERM' | 'SIGINT' | 'SIGHUP';

export interface ClientPlan {
  readonly kind: ClientKind;
  readonly ids: Ids;
  /** The first of its numbers. */
  readonly idsFrom: number;
  /** Answers questions under the other type of id: 7 as "7". */
  readonly answersInOtherType: boolean;
  /** Greets a second time in mid-session. */
  readonly greetsTwice: boolean;
  /** Writes all it has to say at once, and closes its stdin. */
  readonly oneShot: boolean;
  /** Asks whether the server lives, every so many ms; 0: never. */
  readonly pingEveryMs: number;
  readonly protocolVersion: string;
  readonly requests: number;
  readonly gapMaxMs: number;
  readonly cancelChance: number;
  readonly garbageChance: number;
  readonly batches: boolean;
  /** Does not wait for the answer to `initialize`. */
  readonly eager: boolean;
  /** Sends `initialized` so much later. */
  readonly initializedMs: number;
  /** Stays so long after the last answer, and so long for answers that do not come. */
  readonly lingerMs: number;
  readonly patienceMs: number;
  readonly farewell: Farewell;
  /** A second, harder farewell after so many ms. */
  readonly insistsAfterMs: number | undefined;
  /** Ends in the middle of everything. */
  readonly leavesAtMs: number | undefined;
}

export interface ServerPlan {
  readonly kind: ServerKind;
  /** Dies when asked before it was greeted, as some servers do; others answer with an error. */
  readonly diesWhenEarly: boolean;
  /** The command starts it and leaves. */
  readonly isLaunched: boolean;
  readonly listChanged: boolean;
  readonly askIdsFrom: 0 | 1;
  readonly protocolVersion: string;
}

export interface World {
  readonly seed: number;
  readonly weather: Weather;
  readonly options: ShieldOptions;
  readonly client: ClientPlan;
  readonly server: ServerPlan;
  readonly habits: Habits;
  readonly pipes: PipeHabits;
  /** From the first byte; otherwise once a stream is busy. */
  readonly readsFast: boolean;
  readonly interruptions: readonly Interruption[];
  readonly recall: RecallPlan;
  /** Its command is a package runner, past which servers are started. */
  readonly isPackage: boolean;
  /** The server will have nobody subscribe to the second resource. */
  readonly refusesSecond: boolean;
  /** Processes have no signals and no groups there. */
  readonly isWindows: boolean;
  /** Somebody records, traces and looks at the state, and one of those who look on fails. */
  readonly isLookedAt: boolean;
  /** Its second and third life read on and answer nothing. */
  readonly isDeafAgain: boolean;
  /** From this life on its command cannot be found, for three starts; 0: it always can. */
  readonly missingFrom: number;
}

/** What an earlier run has left: nothing, what is still true, or what was. */
export type RecallPlan = 'nothing' | 'true' | 'old';

/** What comes from outside: files change, somebody wants a restart, the machine sleeps. */
export interface Interruption {
  readonly kind: 'change' | 'request' | 'sleep';
  readonly atMs: number;
}

const rough = ['rough', 'rough', 'rough', 'rough', 'rough', 'rough'] as const;

export function drawWorld(seed: number, random: Random): World {
  const weather = random.pick<Weather>(['clean', 'noisy', ...rough]);
  const server = drawServer(random, weather);
  const client = drawClient(random, { weather, server });
  const habits = drawHabits(random.fork(), { weather, client, server });
  const pipes = {
    delayMaxMs: random.pick([0, 1, 10, 60]),
    cutChance: random.pick([0, 0.1, 0.5]),
    joinChance: random.pick([0, 0, 0.3, 0.9]),
  };
  const drawn = drawOptions(seed, random, weather);
  // Without newlines a busy server's messages are one line.
  const isOneLine = habits.manner === 'unterminated';
  const between = drawBetween(seed, weather);
  const sized = isOneLine ? { ...drawn, maxMessageBytes: 10_000_000 } : drawn;
  const options = { ...sized, ...between.options };
  const { options: _options, ...drawnBetween } = between;
  const interruptions = drawInterruptions(random, weather);
  const readsFast = random.chance(0.5);
  return {
    seed,
    weather,
    options,
    client,
    server,
    habits,
    pipes,
    readsFast,
    interruptions,
    ...drawnBetween,
  };
}

type Shown = Partial<Pick<ShieldOptions, 'hideTools' | 'onlyTools'>>;
const stderrPlaces = ['pass', 'log', 'drop'] as const;
const everyTool = [{}, {}, {}, {}, {}] as const;
const someTools = [
  { hideTools: ['look'] },
  { hideTools: ['w*'] },
  { onlyTools: ['a*', 'look'] },
] as const;

/** What passes between two runs, and --stderr; by chance of its own: no other draw changes. */
function drawBetween(seed: number, weather: Weather) {
  const random = new Random(seed ^ 0x2f6e2b1);
  const remembers = random.chance(0.8);
  const lazy = random.chance(0.3) && weather !== 'clean';
  const startPatienceMs = random.pick([0, 0, 200, 2_000, 8_000]);
  const drawn = random.pick<RecallPlan>(['nothing', 'true', 'true', 'old']);
  const recall = remembers && weather !== 'clean' ? drawn : 'nothing';
  const isPackage = random.chance(0.4);
  const shown = weather === 'clean' ? {} : random.pick<Shown>([...everyTool, ...someTools]);
  const stderr = random.pick(stderrPlaces);
  const refusesSecond = random.chance(0.2) && weather !== 'clean';
  const missingFrom = random.chance(0.06) && weather === 'rough' ? random.int(1, 4) : 0;
  const options = { remembers, lazy, startPatienceMs, stderr, ...shown };
  const isWindows = random.chance(0.15) && weather === 'rough';
  const isLookedAt = random.chance(0.3);
  const isDeafAgain = random.chance(0.05) && weather === 'rough';
  const server = { isPackage, refusesSecond, missingFrom, isWindows, isDeafAgain };
  return { options, recall, isLookedAt, ...server };
}

function drawInterruptions(random: Random, weather: Weather): Interruption[] {
  const count = weather === 'rough' ? random.pick([0, 0, 0, 1, 4]) : 0;
  return Array.from({ length: count }, () => ({
    kind: random.pick<Interruption['kind']>(['change', 'request', 'sleep']),
    atMs: random.int(0, 40_000),
  }));
}

function drawOptions(seed: number, random: Random, weather: Weather): ShieldOptions {
  const rough = weather === 'rough';
  return {
    restarts: rough ? random.pick([0, 1, 2, 5, 5, 5, 5, 5]) : 5,
    restartWindowMs: random.pick([10_000, 60_000]),
    backoffInitialMs: random.pick([1, 250, 250, 1_000]),
    backoffMaxMs: random.pick([2_000, 30_000]),
    retry: random.pick(['reads', 'reads', 'never', 'annotated']),
    requestTimeoutMs: rough ? random.pick([0, 0, 0, 2_000]) : 0,
    idleMs: rough ? random.pick([0, 0, 0, 500, 5_000]) : 0,
    lazy: false,
    startPatienceMs: 0,
    remembers: false,
    restartHung: random.pick([0, 0, 1, 3]),
    maxMessageBytes: random.pick([8_192, 65_536]),
    noise: random.pick(['stderr', 'log', 'drop']),
    stderr: 'pass',
    hideTools: [],
    onlyTools: [],
    seed,
    command: ['simulated-server'],
  };
}

function drawServer(random: Random, weather: Weather): ServerPlan {
  return {
    kind: random.pick<ServerKind>(['legacy', 'legacy', 'modern', 'dual']),
    diesWhenEarly: random.chance(0.3),
    isLaunched: weather === 'rough' && random.chance(0.06),
    listChanged: random.chance(0.7),
    askIdsFrom: weather === 'clean' ? 1 : random.pick([0, 0, 1]),
    protocolVersion: random.pick(['2025-11-25', '2025-06-18', '2025-03-26']),
  };
}

function drawClient(
  random: Random,
  { weather, server }: { weather: Weather; server: ServerPlan },
): ClientPlan {
  const rough = weather === 'rough';
  const kinds = {
    legacy: ['legacy', 'legacy', 'probing'],
    modern: ['modern', 'modern', 'probing'],
    dual: ['legacy', 'modern', 'probing'],
  } as const;
  const isLenient = server.kind === 'legacy' && !server.diesWhenEarly;
  const oneShot = random.chance(0.1);
  const ways: [Farewell, ...Farewell[]] = ['eof', 'eof', 'broken-pipe', 'SIGTERM', 'SIGINT'];
  return {
    kind: oneShot
      ? server.kind === 'modern'
        ? 'modern'
        : 'legacy'
      : random.pick<ClientKind>([...kinds[server.kind]]),
    ids: random.pick<Ids>(['numbers', 'numbers', 'strings', 'numerals', 'both']),
    idsFrom: random.pick([0, 0, 0, 1, 1_899_999_990, 1_764_000_000_000]),
    answersInOtherType: weather !== 'clean' && random.chance(0.2),
    greetsTwice: random.chance(0.15),
    oneShot,
    pingEveryMs: random.pick([0, 0, 0, 400, 5_000]),
    protocolVersion: server.protocolVersion,
    requests: random.int(4, 40),
    gapMaxMs: random.pick([5, 100, 1_000, 1_000, 8_000]),
    cancelChance: rough ? random.pick([0, 0.1, 0.3]) : 0,
    garbageChance: rough ? random.pick([0, 0, 0.05]) : 0,
    batches: server.protocolVersion === '2025-03-26' && random.chance(0.7),
    eager: isLenient && (oneShot || random.chance(0.1)),
    initializedMs: random.pick([0, 0, 5, 700]),
    lingerMs: random.pick([0, 500, 5_000]),
    patienceMs: rough ? random.pick([0, 2_000, 70_000]) : 120_000,
    farewell: rough ? random.pick<Farewell>([...ways, 'SIGHUP', 'orphaned']) : 'eof',
    insistsAfterMs: rough && random.chance(0.3) ? random.pick([0, 100, 1_000]) : undefined,
    leavesAtMs: random.chance(0.15) ? random.int(0, 20_000) : undefined,
  };
}
