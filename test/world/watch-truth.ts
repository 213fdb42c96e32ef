/**
 * Watches that the client gets what the true server said, if the server said it: an answer in a
 * form without doubt at once, another one within its time, a copy or a guess only if the server
 * did not answer within that time. Judges by what servers have said and by which of their bytes
 * have come out, never by what the shield thinks of them.
 */

import { guessLimits, messageLimits } from '../../src/base/limits.ts';
import { type Asked, Broken, type Facts } from './facts.ts';
import type { Packet } from './packet.ts';
import { type Doubt, outcomeOf, type Utterance } from './utterance.ts';

interface Said {
  readonly utterance: Utterance;
  /** The place in its stream at which it is complete. */
  readonly endsAt: number;
  reachedAt: number | undefined;
}

interface SpokenLife {
  readonly said: Said[];
  /** How many of `said` have come out. */
  heard: number;
  readBytes: number;
  lastByteAt: number;
  readonly isUnterminated: boolean;
  readonly echoes: boolean;
}

/** The watch looks around once a second. */
const airMs = 1_100;

export class TruthWatch {
  readonly #facts: Facts;
  readonly #lives: SpokenLife[] = [];
  #fresh: Said[] = [];
  /** Of a server that is released in the step at hand. */
  #lastWords: readonly Utterance[] = [];
  readonly #believed = new Set<Doubt>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** `echoes`: it also prints what it reads. */
  begin(isUnterminated: boolean, echoes: boolean): void {
    const lastByteAt = this.#facts.now;
    this.#lives.push({ said: [], heard: 0, readBytes: 0, lastByteAt, isUnterminated, echoes });
  }

  /** A server has written it; what is written ends at `endsAt` of its stream. */
  said(generation: number, utterance: Utterance, endsAt: number): void {
    this.#lives[generation - 1]?.said.push({ utterance, endsAt, reachedAt: undefined });
  }

  /** So many bytes of a server have come out. */
  reached(generation: number, bytes: number): void {
    const life = this.#lives[generation - 1];
    if (life === undefined || generation !== this.#facts.generation) return;
    life.readBytes += bytes;
    life.lastByteAt = this.#facts.now;
    for (let next = life.said[life.heard]; next !== undefined; next = life.said[life.heard]) {
      if (next.endsAt > life.readBytes) return;
      next.reachedAt = this.#facts.now;
      // However late, and to whomever: it answers.
      this.#facts.timeoutsInARow = 0;
      life.heard += 1;
      this.#fresh.push(next);
    }
  }

  /** An answer that is not the shield's own must have been said. */
  answered({ packet }: Asked, key: string, answer: Packet): void {
    // The end of a stream may be told by the shield, in the server's words.
    if (packet.method === 'subscriptions/listen') return;
    const said = this.#saidTo(key, answer);
    if (said !== undefined) this.#stood(said);
    else throw new Broken(`the server has never said this to ${key}: ${outcomeOf(answer)}`);
  }

  /** The server that is on, or was last, has answered nothing and printed nothing alike. */
  get isSilent(): boolean {
    const { said, echoes } = this.#lives.at(-1) ?? { said: [], echoes: true };
    return said.length === 0 && !echoes;
  }

  /** The server of this life. */
  hasSaid(key: string, answer: Packet): boolean {
    return this.#saidTo(key, answer) !== undefined;
  }

  #saidTo(key: string, answer: Packet): Said | undefined {
    const outcome = outcomeOf(answer);
    return this.#heard().find(
      ({ utterance }) =>
        utterance.outcome === outcome && (utterance.key === key || utterance.key === undefined),
    );
  }

  /** A way of writing that was believed after its full time may be believed sooner. */
  #stood({ utterance: { doubt }, reachedAt = 0 }: Said): void {
    const stood = this.#facts.now - reachedAt >= guessLimits.fullMs - 1;
    if (doubt !== undefined && stood) this.#believed.add(doubt);
  }

  /** After each step: what came out without doubt must have been given. */
  check(): void {
    this.#checkLastWords();
    const fresh = this.#fresh;
    this.#fresh = [];
    for (const { utterance } of fresh) {
      if (!utterance.isTrue || utterance.doubt !== undefined) continue;
      const asked = this.#waiting(utterance);
      if (asked === undefined) continue;
      if (asked.answer === undefined) {
        if (!this.#lives.at(-1)?.isUnterminated) this.#missing(utterance);
      } else this.#mustBeTrue(asked, utterance);
    }
  }

  /** The request that it answers, if this life was asked and the client still wants to know. */
  #waiting({ key }: Utterance): Asked | undefined {
    const asked = key === undefined ? undefined : this.#facts.asked.get(key);
    if (asked === undefined || asked.cancelled || this.#facts.isEnding) return undefined;
    if (asked.packet.method === 'subscriptions/listen') return undefined;
    return asked.writtenTo.includes(this.#facts.generation) ? asked : undefined;
  }

  #missing({ key, outcome }: Utterance): never {
    throw new Broken(`the true answer to ${key} was not given: ${outcome}`);
  }

  #mustBeTrue({ answer, packet }: Asked, { key, outcome }: Utterance): void {
    const { generation, now } = this.#facts;
    if (answer === undefined || answer.generation !== generation) return;
    if (answer.outcome === outcome) return;
    // A copy of its own answer, with another in it.
    const isOwn = answer.isOwn && answer.reason !== 'malformed-response';
    if (isOwn || packet.method === 'ping' || packet.method === 'server/discover') return;
    const first = this.#firstGuess(key);
    const since = first?.reachedAt ?? now;
    const doubt = first?.utterance.doubt;
    const mayBeSoon = doubt !== undefined && this.#believed.has(doubt);
    if (now - since >= (mayBeSoon ? guessLimits.shortMs : guessLimits.fullMs)) return;
    throw new Broken(
      `${now - since} ms after a guess, ${key} got ${answer.outcome} instead of ${outcome}`,
    );
  }

  #firstGuess(key: string | undefined): Said | undefined {
    const asked = key === undefined ? undefined : this.#facts.asked.get(key);
    return this.#heard().find(
      ({ utterance: said, reachedAt = 0 }) =>
        said.doubt !== undefined &&
        (said.key === key || said.key === undefined) &&
        reachedAt >= (asked?.writtenAt ?? 0),
    );
  }

  /** Its last words: what came without a newline is whole, for nothing can follow. */
  released(): void {
    const life = this.#lives.at(-1);
    // Where it broke off, nobody can tell where the last one begins.
    if (!life?.isUnterminated || life.said.at(-1)?.endsAt !== life.readBytes) return;
    this.#lastWords = this.#heard()
      .map(({ utterance }) => utterance)
      .filter(({ isTrue, doubt }) => isTrue && doubt === undefined)
      .filter((utterance) => this.#waiting(utterance)?.answer === undefined)
      .filter((utterance) => this.#waiting(utterance) !== undefined);
  }

  #checkLastWords(): void {
    const words = this.#lastWords;
    this.#lastWords = [];
    for (const utterance of words) {
      const { key = '' } = utterance;
      if (this.#facts.asked.get(key)?.answer === undefined) this.#missing(utterance);
    }
  }

  /** Now and then: what has been said in doubt is given when its time is over. */
  lookAround(): void {
    const { now } = this.#facts;
    const life = this.#lives.at(-1);
    if (life === undefined) return;
    for (const { utterance, reachedAt = now } of this.#heard()) {
      const { isTrue, doubt } = utterance;
      const isLate = life.isUnterminated || doubt !== undefined;
      // What cannot be read is told as that.
      const isMeant = isTrue || doubt === 'broken';
      const asked = isMeant && isLate ? this.#waiting(utterance) : undefined;
      if (asked === undefined || asked.answer !== undefined) continue;
      const waits = life.isUnterminated ? messageLimits.unterminatedMs : guessLimits.fullMs;
      const since = life.isUnterminated ? life.lastByteAt : reachedAt;
      if (now - since > waits + airMs) this.#missing(utterance);
    }
  }

  #heard(): Said[] {
    const life = this.#lives.at(-1);
    return life === undefined ? [] : life.said.slice(0, life.heard);
  }
}
