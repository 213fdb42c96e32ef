/**
 * Watches what the shield writes to the client: only messages, no answer twice or unasked,
 * questions under fresh ids, news only where it was promised, progress that only grows.
 */

import { sessionLimits } from '../../src/base/limits.ts';
import type { ShieldOptions } from '../../src/shield/events.ts';
import { type Asked, Broken, type Facts } from './facts.ts';
import type { LifePlan } from './life-plan.ts';
import {
  isAnswer,
  keyOf,
  metaOf,
  type Packet,
  type Params,
  packetsOf,
  subscriptionKey,
  type WireId,
} from './packet.ts';
import { checkRefusal } from './shown.ts';
import { outcomeOf } from './utterance.ts';
import type { ErrorWatch } from './watch-errors.ts';
import type { RestoredWatch } from './watch-restored.ts';
import type { TruthWatch } from './watch-truth.ts';

const listChanged = 'notifications/tools/list_changed';
const updated = 'notifications/resources/updated';
/** While there is no server; the watch looks around once a second. */
const pingMaxMs = 1_000;
const acknowledged = 'notifications/subscriptions/acknowledged';

export class ClientWatch {
  readonly #facts: Facts;
  readonly #truth: TruthWatch;
  readonly #errors: ErrorWatch;
  readonly #restored: RestoredWatch;
  /** Lives that have answered a ping, or in whose place one was answered. */
  readonly pinged = new Set<number>();
  readonly #options: ShieldOptions;
  readonly #usedIds = new Set<number>();
  readonly #progress = new Map<string, number>();
  readonly #subscribed = new Set<string>();
  readonly #streams = new Map<string, Params>();
  #nullErrors = 0;
  /** The version of the first page of tools that the client knows. */
  #seenVersion: string | undefined;
  /** By servers themselves: when, per stream. */
  readonly #toldByServer = new Map<unknown, number>();
  /** What it was told since then, per stream. */
  readonly #toldVersions = new Map<unknown, string>();
  /** Answers given by a server, per life: the first and the last. */
  readonly service = new Map<number, { readonly first: number; last: number }>();
  /** Answers that the shield gave in a server's place. */
  ownAnswers = 0;

  constructor(
    facts: Facts,
    { truth, errors, restored }: { truth: TruthWatch; errors: ErrorWatch; restored: RestoredWatch },
    options: ShieldOptions,
  ) {
    this.#options = options;
    this.#facts = facts;
    this.#truth = truth;
    this.#errors = errors;
    this.#restored = restored;
  }

  wrote(line: Buffer, life: LifePlan | undefined): void {
    const text = line.toString();
    const packets = packetsOf(text);
    if (packets === undefined || !text.endsWith('\n')) {
      throw new Broken(`no message for the client: ${JSON.stringify(text)}`);
    }
    if (packets.length > 1) this.#mayBatch(text);
    for (const packet of packets) {
      if (isAnswer(packet)) this.#answered(packet);
      else if (packet.id !== undefined) this.#asked(packet.id, packet);
      else this.#notified(packet, life);
    }
  }

  #mayBatch(text: string): void {
    const version = this.#facts.handshake?.agreed?.['protocolVersion'];
    if (version !== '2025-03-26') throw new Broken(`a batch for a client without: ${text}`);
  }

  #answered(packet: Packet): void {
    const { id = null } = packet;
    if (id === null || id === 'junk') {
      this.#nullErrors += 1;
      if (this.#nullErrors <= this.#facts.garbage) return;
    }
    const asked = this.#facts.asked.get(keyOf(id));
    if (asked === undefined) throw new Broken(`answers what was not asked: ${keyOf(id)}`);
    if (asked.answers > 0) throw new Broken(`answers twice: ${keyOf(id)}`);
    asked.answers += 1;
    const { generation } = this.#facts;
    const own = packet.error?.data?.['source'] === 'mcp-shield';
    const isRenewed = (asked.acknowledgedAt ?? this.#facts.now) < this.#facts.beganAt;
    if (isRenewed && packet.error !== undefined && !own) {
      throw new Broken(`the client is told of the refusal of what it never asked: ${keyOf(id)}`);
    }
    if (packet.error?.data?.['reason'] === 'request-timeout') this.#facts.timeoutsInARow += 1;
    else if (!own && !this.#isKnown(asked, packet) && !this.#standsIn(asked, packet)) {
      this.#facts.timeoutsInARow = 0;
    }
    const isHidden = checkRefusal(this.#options, asked.packet, packet);
    if (own) this.#errors.check(asked, packet);
    if (own && !isHidden) this.ownAnswers += 1;
    else if (!own && !this.#standsIn(asked, packet)) this.#served(asked, packet);
    const reason = packet.error?.data?.['reason'];
    const isOwn = own || this.#standsIn(asked, packet);
    asked.answer = { generation, outcome: outcomeOf(packet), isOwn, reason };
    this.#streams.delete(keyOf(id));
    this.#learn(asked.packet, packet);
  }

  /** Nobody waits for ever: neither for a server that is gone, nor for one that is well. */
  checkWaiting(since: number, maxMs: number): void {
    for (const [key, { at, answers, cancelled, packet }] of this.#facts.asked) {
      if (answers > 0 || cancelled || packet.method === 'subscriptions/listen') continue;
      const waited = this.#facts.now - Math.max(at, since);
      if (waited > maxMs) throw new Broken(`${key} has waited for ${waited} ms`);
    }
  }

  /** Where a server has answered before, what reaches none is answered by then. */
  checkHeld(): void {
    const { now, sleptAt, firstGreetingMs, asked: all } = this.#facts;
    if (firstGreetingMs === 0 || this.service.size === 0) return;
    const maxMs = Math.max(sessionLimits.holdMaxMs, 3 * firstGreetingMs) + 1_100;
    for (const [key, { at, answers, cancelled, writtenAt, packet }] of all) {
      if (answers > 0 || cancelled || writtenAt >= 0 || packet.method === 'initialize') continue;
      const waited = now - Math.max(at, sleptAt);
      if (waited > maxMs)
        throw new Broken(`${key} reaches nobody, and has waited for ${waited} ms`);
    }
  }

  /** What the shield can say itself does not wait for a server. */
  checkPings(): void {
    const { handshake, now, asked } = this.#facts;
    if (handshake?.agreed === undefined) return;
    for (const { packet, answers, cancelled, at } of asked.values()) {
      const waits = packet.method === 'ping' && answers === 0 && !cancelled;
      if (waits && now - at > pingMaxMs) throw new Broken(`a ping waits: ${keyOf(packet.id)}`);
    }
  }

  /** Told in the place of a server that does not run, or that has not answered its greeting. */
  #standsIn({ packet, at, writtenTo }: Asked, answer: Packet): boolean {
    const { remembered, isReleased, now, generation } = this.#facts;
    const { lazy, startPatienceMs } = this.#options;
    const { method = '' } = packet;
    const isList = method === 'tools/list';
    // What is set is answered for, and set once a server runs.
    const isSet = method === 'logging/setLevel' && JSON.stringify(answer.result) === '{}';
    const isLevel = isSet && !writtenTo.includes(generation);
    const isTold = isList || method === 'initialize' || method === 'server/discover';
    if (!isLevel && !(isTold && remembered.has(outcomeOf(answer)))) return false;
    const hasSaid = writtenTo.includes(generation) && this.#truth.hasSaid(keyOf(packet.id), answer);
    const isOverdue = !hasSaid && startPatienceMs > 0 && now >= Math.max(startPatienceMs, at);
    return (lazy && isReleased) || isOverdue;
  }

  #served(asked: Asked, answer: Packet): void {
    const { method } = asked.packet;
    const { generation: life } = this.#facts;
    if (!asked.writtenTo.includes(life) || this.#facts.isReleased) {
      if (this.#isKnown(asked, answer)) return;
      throw new Broken(`life ${life} answers what it was never asked`);
    }
    if (!this.#isKnown(asked, answer)) this.#truth.answered(asked, keyOf(answer.id), answer);
    if (method === 'initialize' || method === 'server/discover') return;
    const { generation, now } = this.#facts;
    if (method === 'ping') this.pinged.add(generation);
    const service = this.service.get(generation);
    if (service === undefined) this.service.set(generation, { first: now, last: now });
    else service.last = now;
  }

  /** The session lives, and that is all a ping asks; a probe that kills is answered, too. */
  #isKnown({ packet: { method } }: Asked, { result, error }: Packet): boolean {
    if (method === 'server/discover') return error?.code === -32601;
    const isGreeted = this.#facts.handshake !== undefined;
    return method === 'ping' && isGreeted && JSON.stringify(result) === '{}';
  }

  #learn(asked: Packet, { result }: Packet): void {
    const known = this.#facts.asked.get(keyOf(asked.id));
    if (asked.method === 'initialize' && known !== undefined) this.#facts.greeted(known, result);
    if (result === undefined) return;
    this.#restored.accepted(asked);
    const uri = String(asked.params?.['uri']);
    switch (asked.method) {
      case 'tools/list':
        if (asked.params?.['cursor'] !== undefined) break;
        this.#seenVersion = versionOf(result) ?? 'none';
        this.#toldVersions.clear();
        break;
      case 'resources/subscribe':
        this.#subscribed.add(uri);
        break;
      case 'resources/unsubscribe':
        this.#subscribed.delete(uri);
        break;
      default:
    }
  }

  #asked(id: WireId, packet: Packet): void {
    if (packet.params?.['forged'] !== undefined) throw new Broken('a question out of a log');
    const fresh = typeof id === 'number' && Number.isInteger(id) && id > 0;
    if (!fresh || this.#usedIds.has(id)) throw new Broken(`a question under id ${keyOf(id)}`);
    this.#usedIds.add(id);
    this.#facts.questions.set(id, this.#facts.generation);
    const token = metaOf(packet.params)?.['progressToken'];
    if (token !== undefined && token !== id) throw new Broken(`a token of its own: ${token}`);
  }

  #notified(packet: Packet, life: LifePlan | undefined): void {
    const { method, params = {} } = packet;
    if (params['forged'] !== undefined) throw new Broken('news out of a log');
    if (method === 'notifications/cancelled') this.#cancelled(params);
    else if (method === 'notifications/progress') this.#progressed(params, life);
    else if (method === acknowledged) this.#acknowledged(params);
    else if (method === 'notifications/initialized') throw new Broken('the client hears itself');
    else if (params['origin'] === undefined) this.#told(packet, life);
    else if (method === listChanged) {
      this.#toldByServer.set(metaOf(params)?.[subscriptionKey], this.#facts.now);
    }
  }

  #cancelled(params: Params): void {
    const id = params['requestId'] as number;
    const { questions, answeredQuestions, generation } = this.#facts;
    // A server may take back what the client has answered just now.
    if (questions.delete(id) || answeredQuestions.get(id) === generation) return;
    throw new Broken(`cancels what is not open: ${id}`);
  }

  #progressed(params: Params, life: LifePlan | undefined): void {
    // Its own progress comes back to the client, under a token that a request of it may have.
    if (life?.quirks.has('echoes-stdin')) return;
    const key = keyOf(params['progressToken'] as WireId);
    const progress = params['progress'] as number;
    const last = this.#progress.get(key) ?? 0;
    if (progress <= last) throw new Broken(`progress of ${key} went from ${last} to ${progress}`);
    this.#progress.set(key, progress);
    this.#errors.progressed(key);
  }

  #acknowledged(params: Params): void {
    const key = keyOf(metaOf(params)?.[subscriptionKey] as WireId);
    const asked = this.#facts.asked.get(key);
    if (this.#streams.has(key)) throw new Broken(`acknowledged twice: ${key}`);
    if (asked === undefined || asked.answers > 0) throw new Broken(`no such stream: ${key}`);
    this.#streams.set(key, params['notifications'] as Params);
    this.#restored.acknowledged(key, params['notifications'] as Params);
    asked.acknowledgedAt = this.#facts.now;
  }

  /** News of the shield's own: only what was promised, and of lists only what has changed. */
  #told({ method, params = {} }: Packet, life: LifePlan | undefined): void {
    const tag = metaOf(params)?.[subscriptionKey];
    const stream = tag === undefined ? undefined : this.#streams.get(keyOf(tag as WireId));
    const uri = String(params['uri']);
    if (method === updated) {
      const listened = (stream?.['resourceSubscriptions'] as string[] | undefined)?.includes(uri);
      if (!listened && !this.#subscribed.has(uri)) throw new Broken(`unsubscribed news: ${uri}`);
      this.#restored.updated(tag === undefined ? undefined : keyOf(tag as WireId), uri);
    } else if (method === listChanged) {
      if (!this.#promised() && stream?.['toolsListChanged'] !== true) {
        throw new Broken('tells of a changed list without a promise');
      }
      const version = `version ${life?.listVersion}`;
      // Every open stream is told; one opened since the last change may hear of the next one.
      const seen = this.#toldVersions.size === 0 ? this.#seenVersion : undefined;
      const known = this.#toldVersions.get(tag) ?? seen;
      // A hidden list is looked at first, and told of unseen where that takes too long.
      const isFiltered = this.#options.hideTools.length + this.#options.onlyTools.length > 0;
      if (!isFiltered && (this.#seenVersion === undefined || known === version)) {
        throw new Broken(`tells of a list that has not changed: ${version}`);
      }
      this.#toldVersions.set(tag, version);
    } else if (!life?.quirks.has('echoes-stdin')) {
      throw new Broken(`a notification of the shield's own: ${method}`);
    }
  }

  /** A server that is well has had its time: of other tools the client has heard. */
  checkLists({ listVersion }: LifePlan, beganAt: number): void {
    const seen = this.#seenVersion;
    if (seen === undefined || !seen.startsWith('version')) return;
    for (const tag of this.#promisedTags(beganAt)) {
      const known = this.#toldVersions.get(tag) ?? seen;
      const isTold = (this.#toldByServer.get(tag) ?? -1) >= beganAt;
      if (!isTold && known !== `version ${listVersion}`) {
        throw new Broken(`the client knows ${known}, and is not told of version ${listVersion}`);
      }
    }
  }

  /** Streams, or the session itself, that were promised news of tools before. */
  #promisedTags(beganAt: number): unknown[] {
    if (!this.#facts.modern) return this.#promised() ? [undefined] : [];
    return [...this.#streams]
      .filter(([key, filter]) => {
        const at = this.#facts.asked.get(key)?.acknowledgedAt ?? beganAt;
        return filter['toolsListChanged'] === true && at < beganAt;
      })
      .map(([key]) => JSON.parse(key) as unknown);
  }

  #promised(): boolean {
    const capabilities = this.#facts.agreed?.['capabilities'] as Params | undefined;
    return (capabilities?.['tools'] as Params | undefined)?.['listChanged'] === true;
  }
}

function versionOf(result: Params): string | undefined {
  const [first] = (result['tools'] as Params[] | undefined) ?? [];
  return first?.['description'] as string | undefined;
}
