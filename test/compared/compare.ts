/**
 * Runs a row with a client, once without the shield and once behind it, and judges. Starts real
 * processes, a few at a time; what it needs of the project it finds from the working directory.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OddServer } from './behaviour.ts';
import { judge, type Verdict } from './judge.ts';
import { isKnownWorse } from './known-worse.ts';
import { pipedLines, runRaw } from './raw-client.ts';
import type { Launch, Transcript } from './transcript.ts';

export type RowLaunch = Launch & { readonly stdin?: number };

export interface ComparedClient {
  readonly name: string;
  /** Whether it can do what this row wants. */
  readonly can: (row: OddServer) => boolean;
  readonly run: (row: OddServer, launch: RowLaunch) => Promise<Transcript>;
}

export interface Comparison extends Verdict {
  readonly row: OddServer;
  readonly client: string;
  readonly bare: Transcript;
  readonly shielded: Transcript;
}

/** Where the lenient reader can see something else than the strict one. */
const lenientKinds = new Set([
  ...['ordinary', 'answers notifications', 'logs messages with open ids', 'an odd greeting'],
  ...['ids', 'an odd answer', 'batches', 'pings and progress', 'newlines'],
]);

export const rawClients: readonly ComparedClient[] = (['raw', 'lenient'] as const).map((name) => ({
  name,
  can: ({ kind }) => name === 'raw' || lenientKinds.has(kind),
  run: (row, launch) => runRaw({ name }, row, launch),
}));

/** For clients that cannot greet twice and always open a pipe. */
export const isSession = ({ input, steps }: OddServer): boolean =>
  input !== 'pipe' && !steps.includes('again');

const serverScript = path.resolve('test/compared/fixtures/odd-server.mjs');
const shieldEntry = path.resolve('bin/mcp-shield.js');

/** Most of a comparison is waiting. */
const atATime = 6;
/** What is worse by chance, on a machine that was busy, is not worse each time. */
const attemptsMax = 3;

/** Tries again what is not as expected: worse where it should not be, or no longer worse. */
export async function compare(
  client: ComparedClient,
  row: OddServer,
  expected: 'worse' | 'not worse' = 'not worse',
): Promise<Comparison> {
  let attempt = 1;
  for (;;) {
    const bare = await runOnce(client, row, true);
    const shielded = await runOnce(client, row, false);
    const found = judge(row, bare, shielded);
    const isExpected = (found.verdict === 'worse') === (expected === 'worse');
    if (isExpected || attempt === attemptsMax) {
      return { row, client: client.name, bare, shielded, ...found };
    }
    attempt += 1;
  }
}

/** All of them, a few at a time; `done` is told of each as it comes. */
export async function compareAll(
  pairs: readonly (readonly [ComparedClient, OddServer])[],
  done: (comparison: Comparison) => void = () => {},
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const queue = pairs.entries();
  async function work(): Promise<void> {
    for (const [index, [client, row]] of queue) {
      const expected = isKnownWorse(client.name, row.name) ? 'worse' : 'not worse';
      const comparison = await compare(client, row, expected);
      comparisons[index] = comparison;
      done(comparison);
    }
  }
  await Promise.all(Array.from({ length: atATime }, work));
  return comparisons;
}

async function runOnce(client: ComparedClient, row: OddServer, bare: boolean): Promise<Transcript> {
  const folder = mkdtempSync(path.join(tmpdir(), 'compared-'));
  const file = path.join(folder, 'requests.jsonl');
  if (row.input === 'pipe') writeFileSync(file, pipedLines(row));
  const stdin = row.input === 'pipe' ? openSync(file, 'r') : undefined;
  try {
    const launch = launchOf(row, folder, bare);
    return await client.run(row, stdin === undefined ? launch : { ...launch, stdin });
  } finally {
    if (stdin !== undefined) closeSync(stdin);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

function launchOf(row: OddServer, folder: string, bare: boolean): Launch {
  const server = [process.execPath, serverScript, JSON.stringify(row.behaviour)];
  const shield = [shieldEntry, '--no-env-fixes', ...(row.options ?? []), '--', ...server];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
    ODD_SERVER_LIVES: path.join(folder, 'lives'),
  };
  return { command: process.execPath, args: bare ? server.slice(1) : shield, env, bare };
}
