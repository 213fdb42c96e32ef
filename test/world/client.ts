/**
 * A simulated client: greets as its era does, asks, cancels, answers, garbles, leaves. It knows
 * the wire only; what is promised to it is watched elsewhere.
 */

import {
  envelope,
  isAnswer,
  keyOf,
  Lines,
  lineOf,
  notification,
  type Packet,
  type Params,
  packetsOf,
  request,
  result,
  type WireId,
} from './packet.ts';
import type { ClientPlan, Farewell } from './plan.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import { drawWish } from './wishes.ts';

export interface ClientDeps {
  readonly plan: ClientPlan;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly send: (bytes: Buffer) => void;
  readonly leave: (farewell: Farewell) => void;
}

const probeWaitMs = 2_900;
const greetingWaitMs = 60_000;
const listenMethod = 'subscriptions/listen';
const greetingsMax = 3;

export class SimulatedClient {
  readonly #deps: ClientDeps;
  readonly #lines = new Lines();
  readonly #waiting = new Map<string, Packet>();
  #answered: Packet | undefined;
  #modern: boolean;
  #count = 0;
  #left: number;
  #greetings = 0;
  #probe: WireId | undefined;
  #greeting: WireId | undefined;
  #working = false;
  #gone = false;
  /** What is sent next has no newline. */
  #isCut = false;

  constructor(deps: ClientDeps) {
    this.#deps = deps;
    const { plan, timeline, random } = deps;
    this.#modern = plan.kind === 'modern';
    this.#left = plan.requests;
    timeline.after(random.int(0, 20), () => this.#start());
    if (plan.leavesAtMs !== undefined) timeline.at(plan.leavesAtMs, () => this.#leave());
  }

  receive(bytes: Buffer): void {
    for (const line of this.#lines.push(bytes)) {
      for (const packet of packetsOf(line) ?? []) this.#take(packet);
    }
  }

  #start(): void {
    const { plan } = this.#deps;
    if (plan.oneShot) {
      this.#sayAll();
      return;
    }
    this.#ping();
    if (plan.kind === 'modern') this.#work();
    else if (plan.kind === 'legacy') this.#greet();
    else this.#ifModern();
  }

  /** As `client < file`: everything at once, then the end. */
  #sayAll(): void {
    const { plan, random } = this.#deps;
    if (!this.#modern) {
      this.#working = true;
      this.#greet();
      if (!plan.eager) this.#initialized();
    }
    for (let left = random.int(0, 8); left > 0; left -= 1) {
      // `printf` ends its last line only if it is told to.
      this.#isCut = left === 1 && plan.requests % 2 === 0;
      this.#ask(this.#wish());
    }
    this.#leave();
  }

  #ping(): void {
    const { plan, timeline } = this.#deps;
    if (plan.pingEveryMs === 0) return;
    timeline.after(plan.pingEveryMs, () => {
      if (this.#gone) return;
      if (this.#working && !this.#modern) this.#ask(request(this.#nextId(), 'ping'));
      this.#ping();
    });
  }

  #ifModern(): void {
    const { timeline } = this.#deps;
    const id = this.#nextId();
    this.#probe = id;
    this.#ask(request(id, 'server/discover', { _meta: envelope }));
    timeline.after(probeWaitMs, () => {
      if (this.#probe !== id) return;
      this.#probe = undefined;
      this.#greet();
    });
  }

  #greet(): void {
    const { plan, timeline } = this.#deps;
    const id = this.#nextId();
    this.#greetings += 1;
    this.#greeting = id;
    const { protocolVersion } = plan;
    const clientInfo = { name: 'simulated', version: '1' };
    const params = { protocolVersion, capabilities: { roots: {} }, clientInfo };
    this.#ask(request(id, 'initialize', params));
    if (plan.eager) this.#initialized();
    timeline.after(greetingWaitMs, () => {
      if (this.#greeting === id) this.#leave();
    });
  }

  #initialized(): void {
    this.#send(notification('notifications/initialized'));
    this.#work();
  }

  #take(packet: Packet): void {
    const key = keyOf(packet.id);
    const asked = this.#waiting.get(key);
    if (packet.method !== undefined) {
      if (packet.id !== undefined) this.#asked(packet);
      return;
    }
    if (!isAnswer(packet) || !this.#waiting.delete(key)) return;
    this.#answered = asked;
    if (key === keyOf(this.#probe)) this.#probed(packet);
    else if (key === keyOf(this.#greeting)) this.#greeted(packet);
  }

  #probed(answer: Packet): void {
    if (this.#probe === undefined) return;
    this.#probe = undefined;
    this.#modern = answer.error === undefined;
    if (this.#modern) this.#work();
    else this.#greet();
  }

  #greeted(answer: Packet): void {
    const { plan, timeline, random } = this.#deps;
    this.#greeting = undefined;
    // A second one that is refused changes nothing.
    if (this.#working && answer.error !== undefined) return;
    if (answer.error === undefined) {
      if (!plan.eager) timeline.after(plan.initializedMs, () => this.#initialized());
    } else if (this.#greetings < greetingsMax) {
      timeline.after(random.int(10, 8_000), () => this.#greet());
    } else this.#leave();
  }

  /** Answers a question, at once, late, or never. */
  #asked({ id = null, params = {} }: Packet): void {
    const { random, timeline } = this.#deps;
    const { answersInOtherType: otherType } = this.#deps.plan;
    if (random.chance(0.1)) return;
    const meta = params['_meta'] as Params | undefined;
    const progressToken = meta?.['progressToken'];
    timeline.after(random.int(0, random.pick([0, 20, 3_000])), () => {
      if (progressToken !== undefined) {
        const message = params['nonce'];
        this.#send(notification('notifications/progress', { progressToken, progress: 1, message }));
        if (random.chance(0.2)) this.#progressLate(progressToken, message);
      }
      this.#send(result(otherType ? other(id) : id, { nonce: params['nonce'] }));
    });
  }

  #progressLate(progressToken: unknown, message: unknown): void {
    const { random, timeline } = this.#deps;
    timeline.after(random.int(0, 5_000), () => {
      const params = { progressToken, progress: 2, message, late: true };
      this.#send(notification('notifications/progress', params));
    });
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    this.#next();
  }

  #next(): void {
    const { plan, random, timeline } = this.#deps;
    if (this.#left <= 0) {
      this.#lingerSince(timeline.now);
      return;
    }
    this.#left -= 1;
    this.#act();
    timeline.after(random.int(0, plan.gapMaxMs), () => this.#next());
  }

  /** Stays for what it is owed, but not for ever. */
  #lingerSince(since: number): void {
    const { timeline, plan } = this.#deps;
    const waited = timeline.now - since;
    const isOwed = [...this.#waiting.values()].some(({ method }) => method !== listenMethod);
    if (waited >= (isOwed ? plan.patienceMs : plan.lingerMs)) this.#leave();
    else timeline.after(100, () => this.#lingerSince(since));
  }

  #act(): void {
    const { plan, random } = this.#deps;
    if (random.chance(plan.cancelChance)) this.#cancelOne();
    if (plan.greetsTwice && !this.#modern && this.#greetings === 1 && random.chance(0.2)) {
      this.#greet();
    }
    if (random.chance(plan.garbageChance)) this.#garble();
    if (plan.kind === 'probing' && !this.#modern && random.chance(0.05)) this.#probeAgain();
    if (!this.#modern && plan.batches && random.chance(0.2)) {
      this.#ask(this.#wish(), this.#wish());
    } else this.#ask(this.#wish());
    if (random.chance(0.1)) {
      const method = this.#modern ? 'notifications/custom' : 'notifications/roots/list_changed';
      this.#send(notification(method));
    }
  }

  /** A library beside it does not know what this session speaks. */
  #probeAgain(): void {
    this.#ask(request(this.#nextId(), 'server/discover', { _meta: envelope }));
  }

  #wish(): Packet {
    return drawWish(this.#deps.random, this.#nextId(), this.#modern);
  }

  #nextId(): WireId {
    const { plan } = this.#deps;
    const count = this.#count;
    this.#count += 1;
    if (plan.ids === 'numbers') return plan.idsFrom + count;
    if (plan.ids === 'numerals') return String(count);
    if (plan.ids === 'strings') return `r"${count}\u00e4`;
    // 1 and "1" at once.
    return count % 2 === 0 ? count / 2 : String((count - 1) / 2);
  }

  #cancelOne(): void {
    const { random } = this.#deps;
    // Sometimes what has been answered already: the two cross on their way.
    const crossed = random.chance(0.2) ? this.#answered : undefined;
    const packet = crossed ?? random.one([...this.#waiting.values()]);
    if (packet?.id === undefined || packet.method === 'initialize') return;
    if (packet.method === 'server/discover') return;
    const requestId = packet.id;
    this.#waiting.delete(keyOf(requestId));
    this.#send(notification('notifications/cancelled', { requestId, reason: 'no more' }));
  }

  #garble(): void {
    const line = this.#deps.random.pick([
      'garbage\n',
      '{"id":"junk"}\n',
      '[]\n',
      '\n',
      '{"jsonrpc"\n',
    ]);
    this.#sendBytes(Buffer.from(line));
  }

  #ask(...packets: Packet[]): void {
    for (const packet of packets) this.#waiting.set(keyOf(packet.id), packet);
    const [only] = packets;
    this.#send(packets.length === 1 && only !== undefined ? only : packets);
  }

  #send(packet: Packet | readonly Packet[]): void {
    const line = lineOf(packet);
    this.#sendBytes(Buffer.from(this.#isCut ? line.trimEnd() : line));
  }

  #sendBytes(bytes: Buffer): void {
    if (!this.#gone) this.#deps.send(bytes);
  }

  #leave(): void {
    const { plan, timeline, leave } = this.#deps;
    if (this.#gone) return;
    const { insistsAfterMs: insists } = plan;
    const farewell = plan.oneShot ? 'eof' : plan.farewell;
    if (farewell === 'eof' || farewell === 'orphaned') this.#gone = true;
    leave(farewell);
    if (insists === undefined) return;
    timeline.after(insists, () => leave(plan.farewell === 'SIGINT' ? 'SIGTERM' : 'SIGINT'));
  }
}

function other(id: WireId): WireId {
  return typeof id === 'number' ? String(id) : id;
}
