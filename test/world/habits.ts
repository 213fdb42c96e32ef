/**
 * The habits of a simulated server program, the same in all its lives: how it writes messages,
 * which ids it takes, what it prints beside its answers. Values only, drawn from the seed.
 */

import type { ClientPlan, ServerPlan, Weather } from './plan.ts';
import type { Random } from './random.ts';

/** How it writes every message. */
type Manner = 'lines' | 'frames' | 'pretty' | 'unterminated';

/** What it prints that looks like an answer to an open request, and is not its answer. */
export type DecoyKind =
  | 'log before'
  | 'log behind'
  | 'record'
  | 'pretty'
  | 'http'
  | 'cut off'
  | 'cut off in a log'
  | 'between texts'
  | 'in a record'
  | 'quoted'
  | 'question in a log'
  | 'request in a log';

export interface Habits {
  readonly manner: Manner;
  /** Text on the lines of its answers, as if newlines were lost. */
  readonly textBeside: boolean;
  /** Some answers over several lines. */
  readonly prettyAtTimes: boolean;
  readonly decoys: readonly DecoyKind[];
  /** Which odd form its answers have; undefined: JSON-RPC 2.0. */
  readonly odd: OddForm | undefined;
  /** Answers notifications with "method not found", under this id. */
  readonly answersNotifications: 'never' | 'with-null' | 'without-id';
  readonly ids: 'any' | 'integers' | 'strings';
  readonly questionIds: 'numbers' | 'strings' | 'numerals';
  /** Until each life reads its stdin, beside what the life itself needs. */
  readonly slowStartMs: number;
  readonly refusesSecondGreeting: boolean;
  /** Its answer to `initialize` names no revision. */
  readonly isVersionless: boolean;
}

export type OddForm =
  | 'error is a text'
  | 'code is a word'
  | 'code is missing'
  | 'version 1.0'
  | 'version is a number'
  | 'null beside'
  | 'no version'
  | 'JSON-RPC 1.0';

const oddForms: readonly [OddForm, ...OddForm[]] = [
  'error is a text',
  'code is a word',
  'code is missing',
  'version 1.0',
  'version is a number',
  'null beside',
  'no version',
  'JSON-RPC 1.0',
];

const decoyKinds: readonly [DecoyKind, ...DecoyKind[]] = [
  'log before',
  'log behind',
  'record',
  'pretty',
  'http',
  'cut off',
  'cut off in a log',
  'between texts',
  'in a record',
  'quoted',
  'question in a log',
  'request in a log',
];

const longStarts: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 20_000, 35_000, 45_000];

interface Ends {
  readonly weather: Weather;
  readonly client: ClientPlan;
  readonly server: ServerPlan;
}

export function drawHabits(random: Random, { weather, client, server }: Ends): Habits {
  const clean = weather === 'clean';
  const maybe = (chance: number): boolean => !clean && random.chance(chance);
  const manner = maybe(0.25)
    ? random.pick<Manner>(['frames', 'pretty', 'unterminated'])
    : ('lines' as const);
  const inLines = manner === 'lines';
  const odd = inLines && maybe(0.15) ? random.pick(oddForms) : undefined;
  const textBeside = inLines && maybe(0.3);
  const quotes = manner !== 'unterminated' && !textBeside && odd === undefined && maybe(0.4);
  const decoys = quotes
    ? Array.from({ length: random.int(1, 3) }, () => random.pick(decoyKinds))
    : [];
  const isEarly = client.oneShot || client.leavesAtMs !== undefined;
  const typed = { numbers: 'integers', strings: 'strings', numerals: 'any', both: 'any' } as const;
  return {
    manner,
    textBeside,
    prettyAtTimes: inLines && decoys.length === 0 && maybe(0.2),
    decoys,
    odd,
    // (Without newlines, what is no message cannot be told from what breaks off.)
    answersNotifications:
      manner !== 'unterminated' && maybe(0.3) ? random.pick(['with-null', 'without-id']) : 'never',
    ids: random.chance(0.5) ? typed[client.ids] : 'any',
    questionIds: clean ? 'numbers' : random.pick(['numbers', 'numbers', 'strings', 'numerals']),
    slowStartMs: isEarly || server.kind === 'dual' ? 0 : (random.one(longStarts) ?? 0),
    refusesSecondGreeting: random.chance(0.5),
    isVersionless: client.batches ? false : random.chance(0.1),
  };
}
