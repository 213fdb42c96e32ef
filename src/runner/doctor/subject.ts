/**
 * One process of a server under examination: asks it, hears it, ends it. Everything that waits has
 * a bound. Does not know what is asked or what an answer is worth.
 */
import { isUtf8 } from 'node:buffer';
import { examineLimits, messageLimits, supervisorLimits } from '../../base/limits.ts';
import type { Answer, Ending, Noise } from '../../diagnose/checkup/observed.ts';
import type { Item } from '../../filter/item.ts';
import { createServerFilter } from '../../filter/server-filter.ts';
import { classify } from '../../protocol/classify.ts';
import { errorCodes, errorResponse, notification, request, resultResponse } from '../../protocol/compose.ts';
import type { Message, Request, Response } from '../../protocol/message.ts';
import { diagnoseUnreadable } from '../../protocol/unreadable.ts';
import type { ShieldEvent } from '../../shield/events.ts';
import { Tail } from '../../shield/tail.ts';
import { Life } from '../child/life.ts';
import type { ResolvedCommand } from '../child/resolve.ts';
import type { SpawnFailure } from '../child/spawn.ts';
import { leftoversOf } from './members.ts';
import { NoiseRecord } from './noise-record.ts';
import type { Ward } from './ward.ts';

export interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

interface Asked {
  readonly method: string;
  readonly since: number;
  readonly answer: (answer: Answer) => void;
}

export class Subject {
  readonly since = performance.now();
  /** Resolves when the process is over and all it said has been read. */
  readonly over: Promise<void>;
  exit: Exit | undefined;
  spawnFailure: SpawnFailure | undefined;
  readonly #life: Life;
  readonly #ward: Ward;
  readonly #filter = createServerFilter({
    recognise: classify,
    isUtf8,
    maxMessageBytes: messageLimits.defaultMaxBytes,
  });
  readonly #stderr = new Tail();
  readonly #noise = new NoiseRecord();
  readonly #asked = new Map<number | string | null, Asked>();
  #lastId = 0;
  #pid: number | undefined;
  #isOver = false;
  #end: () => void = () => {};

  constructor(command: ResolvedCommand, ward: Ward) {
    this.#ward = ward;
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#life = new Life(1, command, {
      post: (event) => this.#take(event),
      inputStalled: () => {},
      groupEnded: () => ward.look(),
    });
    ward.admit(this.#life);
  }

  /** Never rejects. */
  ask(method: string, params: object, limitMs: number): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      if (this.#isOver) return resolve({ kind: 'gone' });
      const timer = setTimeout(() => this.#answer(id, { kind: 'silence', waitedMs: limitMs }), limitMs);
      const answer = (answer: Answer): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#asked.set(id, { method, since: performance.now(), answer });
      this.#life.write([request(id, method, JSON.stringify(params))]);
    });
  }

  tell(method: string): void {
    this.#life.write([notification(method)]);
  }

  /** Methods that it has not answered. */
  get inFlight(): readonly string[] {
    return [...this.#asked.values()].map(({ method }) => method);
  }

  get stderr(): string {
    return this.#stderr.text();
  }

  get stdout(): string {
    return this.#noise.text();
  }

  get noise(): Noise {
    return this.#noise.noise();
  }

  /** As clients end a server: the end of its input, SIGTERM to it alone, SIGKILL. */
  async end(asked: Ending['asked']): Promise<Ending> {
    const group = this.#life.group;
    const steps = asked === 'SIGTERM' ? (['SIGTERM', 'SIGKILL'] as const) : ladder;
    for (const heard of steps) {
      const from = performance.now();
      this.#step(heard);
      if (!(await this.#gone(heard === 'SIGKILL' ? undefined : examineLimits.exitMs))) continue;
      const afterMs = performance.now() - from;
      const leftovers = group === undefined ? [] : await leftoversOf(group);
      return { asked, heard, afterMs, leftovers };
    }
    throw new Error('SIGKILL was survived');
  }

  /** Nothing of it is left and nothing of it is heard any more. */
  release(): void {
    this.#life.signal('SIGKILL');
    this.#life.release();
    this.#ward.discharge(this.#life);
  }

  #step(step: Ending['heard']): void {
    if (step === 'end-of-input') this.#life.endInput();
    else if (step === 'SIGKILL') this.#life.signal('SIGKILL');
    else if (this.#pid !== undefined && this.exit === undefined) process.kill(this.#pid, step);
  }

  /** Whether it is over within `limitMs`; undefined = it will be. */
  async #gone(limitMs: number | undefined): Promise<boolean> {
    if (limitMs === undefined) await this.over;
    else await within(this.over, limitMs);
    return this.exit !== undefined;
  }

  #take(event: ShieldEvent): void {
    switch (event.type) {
      case 'server-spawned':
        this.#pid = event.pid;
        return;
      case 'server-spawn-failed':
        this.spawnFailure = event;
        return this.#settle();
      case 'server-sent':
        return this.#hear(this.#filter.push(event.chunk));
      case 'server-complained':
        return this.#stderr.add(event.chunk);
      case 'server-stdout-ended':
        // A server that closed its stdout is mute, even if it lives on.
        this.#hear(this.#filter.end());
        if (this.exit !== undefined) this.#settle();
        else setTimeout(() => this.#giveUpAsking(), supervisorLimits.drainMs).unref();
        return;
      case 'server-exited':
        this.exit = event;
        // Something that inherited the pipe may hold it open.
        setTimeout(() => this.#settle(), supervisorLimits.drainMs);
        return;
      default:
        return;
    }
  }

  #settle(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#giveUpAsking();
    this.#end();
  }

  #giveUpAsking(): void {
    for (const id of [...this.#asked.keys()]) this.#answer(id, { kind: 'gone' }, true);
  }

  #answer(id: number | string | null, answer: Answer, keep = false): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    if (!keep) this.#asked.delete(id);
    asked.answer(answer);
  }

  #hear(items: readonly Item<Message>[]): void {
    for (const item of items) {
      if (item.type === 'message') {
        if (item.salvaged !== undefined) this.#noise.addSalvaged(item.salvaged);
        const { message } = item;
        for (const single of message.kind === 'batch' ? message.members : [message]) {
          if (single.kind === 'response') this.#hearAnswer(single);
          else if (single.kind === 'request') this.#life.write([answerTo(single)]);
        }
      } else if (item.type === 'broken') this.#hearBroken(item.bytes);
      else if (item.type === 'noise') this.#noise.add(item.bytes);
    }
  }

  #hearAnswer(response: Response): void {
    const asked = this.#asked.get(response.id);
    if (asked === undefined) return;
    const afterMs = performance.now() - asked.since;
    const { start, end } = response.outcome;
    const outcome = JSON.parse(response.bytes.toString('utf8', start, end));
    if (!response.isError) return this.#answer(response.id, { kind: 'result', afterMs, result: outcome });
    const { code, message } = outcome;
    this.#answer(response.id, { kind: 'error', afterMs, code, message });
  }

  #hearBroken(bytes: Buffer): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') return this.#hear([{ type: 'message', message: found.message, salvaged: undefined, embedded: false }]);
    this.#noise.add(bytes);
    if (found?.kind === 'answer' && found.id !== undefined) {
      this.#answer(found.id, { kind: 'broken', why: found.why });
    }
  }
}

const ladder = ['end-of-input', 'SIGTERM', 'SIGKILL'] as const;

/** What a client without capabilities says to a server that asks. */
function answerTo({ id, method }: Request): Buffer {
  if (method === 'ping') return resultResponse(id, '{}');
  return errorResponse({ id, code: errorCodes.methodNotFound, message: 'Method not found' });
}

function within(promise: Promise<void>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
