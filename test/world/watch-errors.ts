/**
 * Watches the errors that the shield answers in a server's place: under the right code, only where
 * the request's time was really over, and true about whether it may have run.
 */

import { sessionLimits } from '../../src/base/limits.ts';
import type { ShieldOptions } from '../../src/shield/events.ts';
import { type Asked, Broken, type Facts } from './facts.ts';
import { keyOf, type Packet } from './packet.ts';
import type { TruthWatch } from './watch-truth.ts';

/** JSON-RPC's own, and where MCP asks for another one; everything else is an internal error. */
const codes: Readonly<Record<string, number>> = {
  'parse-error': -32700,
  'invalid-request': -32600,
  'tool-hidden': -32602,
};
const internal = -32603;
const methodNotFound = -32601;

/** Asked a second time of the next server, whatever they are. */
const reads: ReadonlySet<string> = new Set([
  'tools/list',
  'resources/read',
  'prompts/get',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

/** The watch looks around once a second. */
const airMs = 1_100;

export class ErrorWatch {
  readonly #facts: Facts;
  readonly #truth: TruthWatch;
  readonly #options: ShieldOptions;
  /** When the client last read of its progress, by its token. */
  readonly #progressedAt = new Map<string, number>();
  /** In the step at hand: timed out in the hands of the server that is on. */
  timedOut: Asked[] = [];

  constructor(facts: Facts, truth: TruthWatch, options: ShieldOptions) {
    this.#facts = facts;
    this.#truth = truth;
    this.#options = options;
  }

  progressed(key: string): void {
    this.#progressedAt.set(key, this.#facts.now);
  }

  /** An error of the shield's own, in answer to a request. */
  check(asked: Asked, { error }: Packet): void {
    const { method = '' } = asked.packet;
    const { code, data } = error ?? {};
    const reason = String(data?.['reason']);
    const isProbe = method === 'server/discover' && code === methodNotFound;
    if (!isProbe && code !== (codes[reason] ?? internal)) {
      throw new Broken(`${reason} is told under the code ${code}`);
    }
    const isDeath = method === 'server/discover' && reason === 'server-restarted';
    if (isDeath && !isProbe && this.#truth.isSilent && this.#facts.ended === undefined) {
      throw new Broken('a server that dies at a probe is none that knows it');
    }
    if (reason === 'request-timeout') this.#checkTimeout(asked);
    const mayHaveRun = data?.['mayHaveRun'];
    if (mayHaveRun === true && asked.writtenAt < 0) {
      throw new Broken(`may have run, but was never written: ${keyOf(asked.packet.id)}`);
    }
    if (reason === 'server-restarted' && !isProbe) this.#checkFall(asked, mayHaveRun);
    const isPoison = reason === 'request-refused' && /two deaths/.test(error?.message ?? '');
    if (isPoison || (reason === 'server-restarted' && mayHaveRun === false))
      this.#checkResend(asked);
  }

  /** It was in the hands of a server that died. */
  #checkFall({ packet: { method = '', id }, writtenTo }: Asked, mayHaveRun: unknown): void {
    // At the end of the session a fall may be told to what only waited.
    const isOver = this.#facts.ended !== undefined || this.#options.restarts === 0;
    if (method === 'initialize' || isOver) return;
    if (writtenTo.length === 0) throw new Broken(`restarted, but no server had ${keyOf(id)}`);
    if (method === 'tools/call' && mayHaveRun !== true) {
      throw new Broken(`a call may have run, and nobody says so: ${keyOf(id)}`);
    }
    if (reads.has(method) && mayHaveRun !== false) {
      throw new Broken(`a read is told as one that may have run: ${keyOf(id)}`);
    }
  }

  /** What only reads is asked of one more server, if somebody wants that. */
  #checkResend({ packet: { method = '', id }, writtenTo }: Asked): void {
    const { retry, restarts } = this.#options;
    if (retry === 'never' || restarts === 0 || this.#facts.ended !== undefined) return;
    if (reads.has(method) && writtenTo.length < 2) {
      throw new Broken(`a read is not sent again: ${keyOf(id)}`);
    }
  }

  /** Progress lengthens it, up to a total. */
  #checkTimeout(asked: Asked): void {
    const { now, generation } = this.#facts;
    const { requestTimeoutMs } = this.#options;
    const progressAt = this.#progressedAt.get(keyOf(asked.packet.id)) ?? asked.writtenAt;
    const waited = now - Math.max(progressAt, asked.writtenAt);
    const isTotal =
      now - asked.writtenAt >= requestTimeoutMs * sessionLimits.requestTimeoutTotalFactor - 1;
    if (!isTotal && waited < requestTimeoutMs - 1) {
      throw new Broken(`timed out after ${waited} ms: ${keyOf(asked.packet.id)}`);
    }
    if (asked.writtenTo.includes(generation)) this.timedOut.push(asked);
  }

  /** Now and then: nobody waits for a running server longer than was asked for. */
  lookAround(): void {
    const { requestTimeoutMs } = this.#options;
    const { now, sleptAt, generation, asked: all } = this.#facts;
    if (requestTimeoutMs === 0) return;
    const maxMs = requestTimeoutMs * sessionLimits.requestTimeoutTotalFactor + airMs;
    for (const { packet, answers, cancelled, writtenTo, writtenAt } of all.values()) {
      if (answers > 0 || cancelled || packet.method === 'subscriptions/listen') continue;
      const waited = now - Math.max(writtenAt, sleptAt);
      if (writtenTo.includes(generation) && waited > maxMs) {
        throw new Broken(`${keyOf(packet.id)} is not timed out after ${waited} ms`);
      }
    }
  }
}
