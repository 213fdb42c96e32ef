/**
 * What every simulated server does, of whichever era: it counts requests and dies at the one it
 * was meant to die at, works, answers, errs. What differs between the eras is in the two files
 * that build on this one.
 */

import type { Habits } from './habits.ts';
import type { LifePlan } from './life-plan.ts';
import type { Mouth } from './mouth.ts';
import {
  keyOf,
  metaOf,
  notification,
  type Packet,
  type Params,
  request,
  result,
  type WireId,
} from './packet.ts';
import type { ServerPlan } from './plan.ts';
import type { Random } from './random.ts';

/** What the world lets a server do, and what it wants to be told. */
export interface Host {
  readonly generation: number;
  readonly plan: LifePlan;
  readonly server: ServerPlan;
  readonly habits: Habits;
  readonly random: Random;
  readonly mouth: Mouth;
  readonly oversizeBytes: number;
  /** Will have nobody subscribe to the second resource. */
  readonly refusesSecond: boolean;
  /** Only if it still lives then. */
  after(delayMs: number, act: () => void): void;
  die(): void;
  closeStdout(): void;
  closeStdin(): void;
  /** A tool was run. */
  ran(call: string): void;
  /** `initialize` was answered: with a result, or refused. */
  greeted(agreed: boolean): void;
  /** Something reached this server that must not. */
  fail(message: string): void;
}

interface Open {
  readonly key: string;
  readonly id: WireId;
  cancelled: boolean;
}

/** What the client may see of this life's list. */
function toolList(version: number): Params[] {
  return [
    { name: 'write', description: `version ${version}`, inputSchema: { type: 'object' } },
    { name: 'look', inputSchema: {}, annotations: { readOnlyHint: true } },
    { name: 'again', inputSchema: {}, annotations: { idempotentHint: true } },
  ];
}

export class Brain {
  protected readonly host: Host;
  readonly #open = new Map<string, Open>();
  readonly #tokens = new Map<string, WireId | undefined>();
  #requests = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** Counts a request; false when the server died or will not answer. */
  protected receives(packet: Packet): boolean {
    const { plan } = this.host;
    const { crash } = plan;
    if (crash.when === 'at-method' && crash.method === packet.method) return this.#dies();
    if (packet.id === undefined) {
      this.#refuse(packet);
      return true;
    }
    this.#checkId(packet.id);
    this.#tokens.set(keyOf(packet.id), metaOf(packet.params)?.['progressToken'] as WireId);
    this.#requests += 1;
    if (plan.closesStdinFrom === this.#requests) this.host.closeStdin();
    if (plan.closesStdoutFrom === this.#requests) this.host.closeStdout();
    const last = crash.when === 'at-request' && crash.count === this.#requests;
    if (last && crash.moment === 'before') return this.#dies();
    return plan.deafFrom === 0 || this.#requests < plan.deafFrom;
  }

  #dies(): false {
    this.host.die();
    return false;
  }

  /** Whether the request that came last is the one to die with. */
  #diesNow(): 'in-mid-line' | 'after' | undefined {
    const { crash } = this.host.plan;
    if (crash.when !== 'at-request' || crash.count !== this.#requests) return undefined;
    return crash.moment === 'before' ? undefined : crash.moment;
  }

  /** Answers now or later, unless it is cancelled before. */
  protected answer(packet: Packet): void {
    const { plan, random, mouth } = this.host;
    const dying = this.#diesNow();
    if (dying !== undefined) {
      if (dying === 'after') mouth.say(packet);
      else mouth.sayHalf(packet);
      this.host.die();
      return;
    }
    const { id = null } = packet;
    const open = { key: keyOf(id), id, cancelled: false };
    this.#open.set(open.key, open);
    const delay = random.next() * plan.answerMaxMs;
    this.#progress(packet.id, delay);
    this.print(id, delay);
    this.host.after(delay, () => {
      this.#open.delete(open.key);
      if (!open.cancelled || plan.quirks.has('answers-cancelled')) this.#sayAnswer(packet);
    });
  }

  #sayAnswer(packet: Packet): void {
    const { plan, random, mouth } = this.host;
    const quirk = random.chance(0.3) ? random.one([...plan.quirks]) : undefined;
    const { id = null } = packet;
    const isBroken = quirk === 'breaks-answers' && packet.result !== undefined;
    if (quirk === 'answers-twice') mouth.say(packet);
    if (quirk === 'answers-unknown-ids') mouth.sayUnasked();
    if (quirk === 'nameless-errors') mouth.sayNameless(-32700, 'Parse error');
    if (isBroken) mouth.sayBroken(packet);
    else if (quirk === 'oversize-answers') {
      mouth.say(result(id, { text: 'x'.repeat(this.host.oversizeBytes) }));
    } else if (quirk === 'answers-with-other-ids') mouth.say({ ...packet, id: otherType(id) }, id);
    else mouth.say(packet);
  }

  /** Before the answer to `id`, and behind it: copies of others under open ids. */
  protected print(id: WireId, untilMs: number): void {
    const { random, habits, mouth } = this.host;
    if (habits.decoys.length === 0) return;
    if (random.chance(0.4)) this.host.after(random.next() * untilMs, () => mouth.decoy(id));
    if (random.chance(0.1)) this.host.after(untilMs + random.int(0, 30), () => mouth.decoy(id));
    if (!random.chance(0.2)) return;
    this.host.after(random.int(0, 30), () => {
      const open = random.one([...this.#open.values()]);
      if (open !== undefined) mouth.decoy(open.id);
    });
  }

  /** A notification wants no answer; some servers give one. */
  #refuse({ method }: Packet): void {
    const { habits, random, mouth } = this.host;
    if (habits.answersNotifications === 'never') return;
    const again = random.chance(0.1) ? 2 : 1;
    this.host.after(random.int(0, random.pick([2, 60])), () => {
      for (let times = 0; times < again; times += 1) {
        mouth.sayNameless(-32601, `Method not found: ${method}`);
      }
    });
  }

  #checkId(id: WireId): void {
    const { ids } = this.host.habits;
    const fits =
      ids === 'any' || (ids === 'integers' ? Number.isInteger(id) : typeof id === 'string');
    if (!fits) this.host.fail(`the server takes ${ids} only, and was sent ${keyOf(id)}`);
  }

  protected cancel(id: WireId | undefined): void {
    const open = this.#open.get(keyOf(id));
    if (open !== undefined) open.cancelled = true;
  }

  /** What servers of both eras can do; false if it is another method. */
  protected work(packet: Packet, complete: Params): boolean {
    const id = packet.id ?? null;
    const { params = {} } = packet;
    switch (packet.method) {
      case 'tools/list':
        this.#list(id, params, complete);
        return true;
      case 'tools/call':
        this.#call(packet, complete);
        return true;
      case 'resources/read':
      case 'prompts/get':
      case 'completion/complete':
        this.answer(result(id, { ...complete, contents: [], of: this.host.generation }));
        return true;
      default:
        return false;
    }
  }

  /** Two pages. */
  #list(id: WireId, params: Params, complete: Params): void {
    const { listVersion } = this.host.plan;
    const [first, ...others] = toolList(listVersion);
    const page =
      params['cursor'] === undefined ? { tools: [first], nextCursor: 'page 2' } : { tools: others };
    this.answer(result(id, { ...complete, ...page }));
  }

  #call({ id = null, params = {} }: Packet, complete: Params): void {
    const call = String((params['arguments'] as Params | undefined)?.['call']);
    this.host.ran(call);
    const text = `ran ${call} äöü €`;
    this.answer(result(id, { ...complete, content: [{ type: 'text', text }] }));
  }

  /** Some at once, some on the way to the answer; the client gives its id as the token. */
  #progress(id: WireId | undefined, untilMs: number): void {
    const progressToken = this.#tokens.get(keyOf(id));
    if (progressToken === undefined) return;
    for (let progress = 1; progress <= 3; progress += 1) {
      this.host.after(((progress - 1) * untilMs) / 4, () => {
        this.host.mouth.say(notification('notifications/progress', { progressToken, progress }));
      });
    }
  }

  protected tell(method: string, params: Params = {}): void {
    // Tells what a server says of itself from what the shield says in its place.
    this.host.mouth.say(notification(method, { ...params, origin: this.host.generation }));
  }

  protected ask(id: WireId, method: string, params: Params): void {
    this.host.mouth.say(request(id, method, params));
  }
}

function otherType(id: WireId): WireId {
  return typeof id === 'number' ? String(id) : Number(id);
}
