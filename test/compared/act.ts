/**
 * Lets a client act as a row says: reads the words of `ClientStep`, waits, and writes down what
 * came of it. Knows of the client only what `Peer` says.
 */
import type { OddServer } from './behaviour.ts';
import { type Launch, type Outcome, type Transcript, textOf } from './transcript.ts';

export type Answered =
  | { readonly kind: 'result'; readonly value: unknown }
  | {
      readonly kind: 'error';
      readonly code: unknown;
      readonly message: string;
      readonly own: boolean;
    }
  | { readonly kind: 'nothing' | 'closed' };

/** A tool that is called with its only argument, or a method. */
export interface Request {
  readonly label: string;
  readonly method: string;
  readonly tool?: string;
  readonly given?: Readonly<Record<string, unknown>>;
  readonly patienceMs: number;
}

export type Told = Pick<Transcript, 'notices' | 'junk' | 'strays' | 'end' | 'stderr'>;

export interface Peer {
  /** Starts the server and greets it. */
  open(patienceMs: number): Promise<Answered>;
  readonly closed: boolean;
  request(request: Request): Promise<Answered>;
  cancel(label: string): void;
  /** Tells that its roots changed. */
  roots(): void;
  close(): Promise<void>;
  told(): Told;
}

const defaultPatienceMs = 4_000;

const toolOf: Readonly<Record<string, string>> = {
  call: 'echo',
  slow: 'slow',
  steps: 'steps',
  ask: 'ask',
  die: 'die',
  size: 'size',
};
const methodOf: Readonly<Record<string, string>> = {
  list: 'tools/list',
  ping: 'ping',
  again: 'initialize',
};

/** The request that a step means, if it means one. */
export function requestOf(step: string, row: OddServer): Request | undefined {
  const label = step.replace(/ &$/, '');
  const [word = '', argument = ''] = label.split(' ');
  const patienceMs = row.patienceMs ?? defaultPatienceMs;
  const method = methodOf[word];
  if (method !== undefined) return { label, method, patienceMs };
  const tool = toolOf[word];
  if (tool === undefined) return undefined;
  const text = word === 'size' ? 'x'.repeat(Number(argument)) : argument;
  return { label, method: 'tools/call', tool, given: { text }, patienceMs };
}

export async function act(peer: Peer, row: OddServer, launch: Launch): Promise<Transcript> {
  const outcomes: Record<string, Outcome> = {};
  const open: Promise<void>[] = [];
  /** What starting the server again took: part of what its user waits for next. */
  let lostMs = 0;

  async function note(label: string, run: () => Promise<Answered>): Promise<void> {
    const start = performance.now() - lostMs;
    lostMs = 0;
    const answered = await run().catch(
      (thrown): Answered => ({
        kind: 'error',
        code: undefined,
        message: textOf(thrown),
        own: true,
      }),
    );
    outcomes[label] = { ...answered, tookMs: performance.now() - start };
  }

  async function revive(): Promise<void> {
    if (!launch.bare || !peer.closed) return;
    const start = performance.now();
    await peer.close();
    await peer.open(row.patienceMs ?? defaultPatienceMs).catch(() => {});
    lostMs = performance.now() - start;
  }

  async function perform(step: string): Promise<void> {
    const [word = '', ...rest] = step.split(' ');
    const request = requestOf(step, row);
    if (request !== undefined) {
      const done = note(request.label, () => peer.request(request));
      if (step.endsWith(' &')) open.push(done);
      else await done;
    } else if (word === 'wait') await Promise.all(open.splice(0));
    else if (word === 'sleep') await new Promise((done) => setTimeout(done, Number(rest[0])));
    else if (word === 'cancel') peer.cancel(rest.join(' '));
    else if (word === 'roots') peer.roots();
    else if (word === 'revive') await revive();
    else throw new Error(`a client does not know what "${step}" means`);
  }

  try {
    await note('initialize', () => peer.open(row.patienceMs ?? defaultPatienceMs));
    for (const step of row.steps) await perform(step);
    await Promise.all(open);
  } finally {
    await peer.close();
  }
  return { outcomes: withoutCancelled(outcomes, row), ...peer.told() };
}

/** Whether a cancelled request is answered is left open by the protocol. */
function withoutCancelled(
  outcomes: Readonly<Record<string, Outcome>>,
  { steps }: OddServer,
): Record<string, Outcome> {
  return Object.fromEntries(
    Object.entries(outcomes).filter(([label]) => !steps.includes(`cancel ${label}`)),
  );
}
