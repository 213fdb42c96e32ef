/**
 * What was asked of a server and not answered yet. Each question is answered once: by the server,
 * by time, or by its end. Knows no process.
 */
import type { Answer } from '../diagnose/checkup/observed.ts';
import { request } from '../protocol/compose.ts';
import type { Id, Response } from '../protocol/message.ts';

interface OpenRequest {
  readonly method: string;
  readonly since: number;
  readonly answer: (answer: Answer) => void;
}

export interface SentRequest {
  /** To be written to the server. */
  readonly line: Buffer;
  /** Never rejects. */
  readonly answer: Promise<Answer>;
}

export class ProbeRequests {
  readonly #open = new Map<Id, OpenRequest>();
  #lastId = 0;
  /** Methods that were open when the server went. */
  #lost: readonly string[] = [];

  request(method: string, params: object, limitMs: number): SentRequest {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<Answer>((resolve) => {
      const silence: Answer = { kind: 'silence', waitedMs: limitMs };
      const timer = setTimeout(() => this.#settle(id, silence), limitMs);
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#open.set(id, { method, since: performance.now(), answer: settle });
    });
    return { line: request(id, method, JSON.stringify(params)), answer };
  }

  /** Also an answer that nobody asked for may come. */
  answered({ id, isError, outcome, bytes }: Response): void {
    const question = id === null ? undefined : this.#open.get(id);
    if (id === null || question === undefined) return;
    const afterMs = performance.now() - question.since;
    const value = JSON.parse(bytes.toString('utf8', outcome.start, outcome.end));
    if (!isError) this.#settle(id, { kind: 'result', afterMs, result: value });
    else this.#settle(id, { kind: 'error', afterMs, code: value.code, message: value.message });
  }

  broken(id: Id, why: string): void {
    this.#settle(id, { kind: 'broken', why });
  }

  /** No answer will come. */
  giveUp(kind: 'gone' | 'mute'): void {
    this.#lost = this.inFlight;
    for (const id of this.#open.keys()) this.#settle(id, { kind });
  }

  /** Methods without an answer, those given up included. */
  get inFlight(): readonly string[] {
    return [...this.#lost, ...[...this.#open.values()].map(({ method }) => method)];
  }

  #settle(id: Id, answer: Answer): void {
    const question = this.#open.get(id);
    this.#open.delete(id);
    question?.answer(answer);
  }
}
