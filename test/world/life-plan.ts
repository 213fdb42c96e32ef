/**
 * What one life of the simulated server will do, and what it will do wrong. Drawn anew for each
 * life, so that a server may be well once and broken the next time.
 */

import type { World } from './plan.ts';
import type { Random } from './random.ts';

export interface Death {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** When it dies of itself. */
type Crash =
  | { readonly when: 'never' }
  | { readonly when: 'at-time'; readonly atMs: number }
  | {
      readonly when: 'at-request';
      readonly count: number;
      readonly moment: 'before' | 'in-mid-line' | 'after';
    }
  | { readonly when: 'at-method'; readonly method: string };

export interface LifePlan {
  readonly spawnErrno: string | undefined;
  /** Until it reads its stdin. */
  readonly startMs: number;
  readonly answerMaxMs: number;
  readonly crash: Crash;
  readonly death: Death;
  /** Reads on but never answers again, from this request on. */
  readonly deafFrom: number;
  readonly closesStdoutFrom: number;
  readonly closesStdinFrom: number;
  readonly ignoresEof: boolean;
  readonly ignoresTerm: boolean;
  readonly partingMs: number;
  /** Processes of its group that outlive it; they may hold its stdout open. */
  readonly leftovers: boolean;
  readonly grandchildHoldsStdout: boolean;
  /**
   * The process that was started leaves with code 0 after so many ms and its server goes on, as all
   * lives of such a command do; undefined: they are one.
   */
  readonly launcherMs: number | undefined;
  /** Another number is another list of tools. */
  readonly listVersion: number;
  readonly protocolVersion: string;
  readonly refusesHandshake: boolean;
  /** The probability of a line of noise around each message. */
  readonly noiseChance: number;
  readonly quirks: ReadonlySet<Quirk>;
  /** Narrower than what was asked, or refused. */
  readonly listens: 'acknowledge' | 'narrow' | 'refuse';
}

/** Of a start that fails. */
const errnos: readonly [string, ...string[]] = [
  'ENOENT',
  'EACCES',
  'EAGAIN',
  'EPERM',
  'ENOEXEC',
  'ENOMEM',
  'EMFILE',
  'ENFILE',
  'E2BIG',
  'ETXTBSY',
  'EINVAL',
  'UNKNOWN',
];

type Quirk =
  | 'answers-twice'
  | 'answers-unknown-ids'
  | 'answers-with-other-ids'
  | 'answers-cancelled'
  | 'breaks-answers'
  | 'oversize-answers'
  | 'nameless-errors'
  | 'echoes-stdin'
  | 'speaks-after-death';

const quirks: readonly [Quirk, ...Quirk[]] = [
  'answers-twice',
  'answers-unknown-ids',
  'answers-with-other-ids',
  'answers-cancelled',
  'breaks-answers',
  'oversize-answers',
  'nameless-errors',
  'echoes-stdin',
  'speaks-after-death',
];

const never: Crash = { when: 'never' };

export function drawLife(world: World, generation: number, random: Random): LifePlan {
  const { weather, server } = world;
  const rough = weather === 'rough';
  const crash = rough ? drawCrash(random, generation) : never;
  const rarely = (chance: number): number =>
    rough && random.chance(chance) ? random.int(1, 8) : 0;
  const spawnErrno = rough && random.chance(0.06) ? random.pick(errnos) : undefined;
  return {
    spawnErrno: isMissing(world, generation) ? 'ENOENT' : spawnErrno,
    startMs: random.pick([0, 0, 5, 300, 1_500]),
    answerMaxMs: random.pick([0, 2, 50, 2_000]),
    crash,
    death: deathIn(
      world,
      random.pick<Death>([
        { exitCode: 0, signal: null },
        { exitCode: 1, signal: null },
        { exitCode: 3221225477, signal: null },
        { exitCode: null, signal: 'SIGSEGV' },
        { exitCode: null, signal: 'SIGKILL' },
      ]),
    ),
    deafFrom: deafIn(world, generation, rarely(0.06)),
    closesStdoutFrom: rarely(0.04),
    closesStdinFrom: rarely(0.04),
    ignoresEof: rough && random.chance(0.3),
    ignoresTerm: rough && random.chance(0.2),
    partingMs: random.pick([0, 5, 150, 900]),
    leftovers: rough && random.chance(0.15) && !world.isWindows,
    grandchildHoldsStdout: rough && random.chance(0.15),
    launcherMs: server.isLaunched ? random.pick([0, 30, 900]) : undefined,
    listVersion: rough && generation > 1 && random.chance(0.4) ? generation : 1,
    protocolVersion:
      rough && generation > 1 && random.chance(0.03) ? '2024-11-05' : server.protocolVersion,
    refusesHandshake: rough && random.chance(generation > 1 ? 0.04 : 0.02),
    noiseChance: weather === 'clean' ? 0 : random.pick([0, 0.05, 0.4]),
    quirks: drawQuirks(world, random),
    listens: rough
      ? random.pick(['acknowledge', 'acknowledge', 'narrow', 'refuse'])
      : 'acknowledge',
  };
}

/** Where there are no signals, a death by one has a number. */
function deathIn({ isWindows }: World, death: Death): Death {
  if (!isWindows || death.signal === null) return death;
  return { exitCode: death.signal === 'SIGSEGV' ? 3_221_225_477 : 1, signal: null };
}

/** What it depends on is away. */
function deafIn({ isDeafAgain }: World, generation: number, drawn: number): number {
  return isDeafAgain && (generation === 2 || generation === 3) ? 1 : drawn;
}

/** Somebody has removed it, and puts it back. */
function isMissing({ missingFrom }: World, generation: number): boolean {
  return missingFrom > 0 && generation >= missingFrom && generation < missingFrom + 3;
}

function drawCrash(random: Random, generation: number): Crash {
  const method = random.pick([
    'initialize',
    'server/discover',
    'notifications/initialized',
    'tools/call',
    'tools/list',
    'resources/subscribe',
    'subscriptions/listen',
  ]);
  const count = random.int(1, random.pick([3, 10]));
  const moment = random.pick<'before' | 'in-mid-line' | 'after'>([
    'before',
    'in-mid-line',
    'after',
  ]);
  // Most first lives end early, later ones may last: so a session sees several.
  return random.pick<Crash>([
    generation === 1 ? { when: 'at-time', atMs: random.int(0, 3_000) } : never,
    never,
    { when: 'at-time', atMs: random.int(0, random.pick([50, 3_000, 30_000])) },
    { when: 'at-request', count, moment },
    { when: 'at-request', count, moment },
    { when: 'at-method', method },
  ]);
}

function drawQuirks({ weather, client, habits }: World, random: Random): ReadonlySet<Quirk> {
  const drawn = new Set<Quirk>();
  if (weather !== 'rough' || random.chance(0.5)) return drawn;
  for (let count = random.int(1, 2); count > 0; count -= 1) drawn.add(random.pick(quirks));
  // Where a client uses both 1 and "1" nobody could say which of them such an answer means.
  const { ids } = client;
  if (ids !== 'numbers' && ids !== 'numerals') drawn.delete('answers-with-other-ids');
  // What it echoes is in lines, and then it is known to write lines.
  if (habits.manner !== 'lines') drawn.delete('echoes-stdin');
  // Of a message that is too long and in such a form no id is left.
  if (habits.manner !== 'lines') drawn.delete('oversize-answers');
  if (habits.manner === 'unterminated') drawn.delete('breaks-answers');
  // One who breaks answers off now and then leaves nobody a way to tell a copy that breaks off.
  if (habits.decoys.length > 0) drawn.delete('breaks-answers');
  return drawn;
}

const lossy: readonly Quirk[] = ['breaks-answers', 'oversize-answers', 'nameless-errors'];

/** It will answer everything it is asked, as long as it lives. */
export function isSound(plan: LifePlan): boolean {
  const { deafFrom, closesStdinFrom, closesStdoutFrom, quirks: own } = plan;
  const hears = deafFrom === 0 && closesStdinFrom === 0 && closesStdoutFrom === 0;
  return hears && !plan.refusesHandshake && !lossy.some((quirk) => own.has(quirk));
}
