/**
 * Watches that a new server stands where the old one stood: the log level and the subscriptions of
 * the client are set again, its streams are renewed, and what it cannot know is told. Judged once a
 * server that is well has had its time.
 */

import { Broken, type Facts } from './facts.ts';
import type { Habits } from './habits.ts';
import type { LifePlan } from './life-plan.ts';
import type { Packet, Params } from './packet.ts';
import type { SimulatedProcess } from './process.ts';
import type { WatchedLife } from './watch-server.ts';

/** For what is asked of a new server, its answers, and what follows from them. */
const restoredMaxMs = 14_000;
const setLevel = 'logging/setLevel';
const subscribe = 'resources/subscribe';
const unsubscribe = 'resources/unsubscribe';

interface On {
  readonly plan: LifePlan;
  readonly watched: WatchedLife;
  readonly process: SimulatedProcess;
}

interface Stream {
  readonly filter: Params;
  /** When the client was told so. */
  readonly at: number;
}

export class RestoredWatch {
  readonly #facts: Facts;
  readonly #habits: Habits;
  /** As the client set them and a server accepted. */
  #level: { readonly level: unknown; readonly at: number } | undefined;
  readonly #subscribed = new Map<string, number>();
  /** When the client was last told that it may have changed, by resource or stream and resource. */
  readonly #updatedAt = new Map<string, number>();
  readonly #streams = new Map<string, Stream>();
  /** Set or asked of the life that is on. */
  #levelInLife: unknown;
  readonly #uris = new Set<string>();
  #beganAt = 0;

  constructor(facts: Facts, habits: Habits) {
    this.#facts = facts;
    this.#habits = habits;
  }

  begins(): void {
    this.#beganAt = this.#facts.now;
    this.#levelInLife = undefined;
    this.#uris.clear();
  }

  /** The client was given a result. */
  accepted({ method, params }: Packet): void {
    const at = this.#facts.now;
    const uri = String(params?.['uri']);
    if (method === setLevel) this.#level = { level: params?.['level'], at };
    else if (method === subscribe) {
      if (!this.#subscribed.has(uri)) this.#subscribed.set(uri, at);
    } else if (method === unsubscribe) this.#subscribed.delete(uri);
  }

  acknowledged(key: string, filter: Params): void {
    this.#streams.set(key, { filter, at: this.#facts.now });
  }

  /** Of the shield's own: something about this resource may have been missed. */
  updated(tag: string | undefined, uri: string): void {
    this.#updatedAt.set(`${tag} ${uri}`, this.#facts.now);
  }

  /** Written to the server that is on. `isOwn`: by the shield itself. */
  wrote({ id, method, params }: Packet, isOwn: boolean): void {
    if (id === undefined) return;
    const uri = String(params?.['uri']);
    if (method === setLevel) this.#levelInLife = isOwn ? params?.['level'] : this.#level?.level;
    if (method !== subscribe) return;
    this.#uris.add(uri);
    if (isOwn && !this.#subscribed.has(uri)) {
      throw new Broken(`subscribes to ${uri}, which nobody wants`);
    }
  }

  /** Now and then, of a server that is well. True: it has had its time. */
  lookAround(on: On): boolean {
    const { ended, isEnding, isReleased, now, sleptAt } = this.#facts;
    if (ended !== undefined || isEnding || isReleased || on.watched.generation === 1) return false;
    if (on.watched.exited || on.watched.asks === 0) return false;
    const since = Math.max(this.#beganAt + this.#habits.slowStartMs, sleptAt, on.watched.askedAt);
    if (now - since < restoredMaxMs) return false;
    if (this.#facts.modern) this.#checkStreams(on);
    else if (!on.watched.replay || on.watched.greeting !== 'done') return false;
    else this.#checkSettings();
    return true;
  }

  #checkSettings(): void {
    const level = this.#level;
    if (level !== undefined && level.at < this.#beganAt && this.#levelInLife !== level.level) {
      throw new Broken(`the log level is ${this.#levelInLife} and not ${level.level}`);
    }
    for (const [uri, at] of this.#subscribed) {
      if (at >= this.#beganAt) continue;
      if (!this.#uris.has(uri)) throw new Broken(`${uri} is not subscribed again`);
      this.#checkTold(undefined, uri);
    }
  }

  #checkStreams({ plan }: On): void {
    for (const [key, { filter, at }] of this.#streams) {
      const asked = this.#facts.asked.get(key);
      if (asked === undefined || asked.answers > 0 || asked.cancelled) continue;
      if (at >= this.#beganAt) continue;
      const isRenewed = asked.writtenTo.includes(this.#facts.generation);
      if (!isRenewed) throw new Broken(`the stream ${key} is not renewed`);
      const uris = (filter['resourceSubscriptions'] as string[] | undefined) ?? [];
      const isNarrowed = plan.listens === 'narrow' && uris.length > 0;
      // The end of a stream is never guessed.
      const { textBeside, prettyAtTimes, odd } = this.#habits;
      const isPlain = !textBeside && !prettyAtTimes && odd === undefined;
      if (isNarrowed || (plan.listens === 'refuse' && isPlain)) {
        throw new Broken(`the stream ${key} goes on although the server does less`);
      }
      if (plan.listens === 'acknowledge') for (const uri of uris) this.#checkTold(key, uri);
    }
  }

  /** Between two servers something may have changed. */
  #checkTold(tag: string | undefined, uri: string): void {
    if ((this.#updatedAt.get(`${tag} ${uri}`) ?? -1) >= this.#beganAt) return;
    throw new Broken(`the client is not told that ${uri} may have changed`);
  }
}
