/**
 * A server up to 2025-11-25: a handshake before all else, batches in 2025-03-26, and questions of
 * its own to the client, counted from 0 again in every life.
 */

import { Brain, type Host } from './brain.ts';
import {
  failure,
  isAnswer,
  keyOf,
  notification,
  type Packet,
  type Params,
  packetsOf,
  result,
  type WireId,
} from './packet.ts';

interface Question {
  readonly id: WireId;
  readonly nonce: string;
  readonly token: WireId | undefined;
}

export class LegacyServer extends Brain {
  #phase: 'fresh' | 'greeted' | 'ready' = 'fresh';
  #nextQuestion: number;
  readonly #questions = new Map<string, Question>();
  readonly #subscribed = new Set<string>();

  constructor(host: Host) {
    super(host);
    this.#nextQuestion = host.server.askIdsFrom;
  }

  receive(line: string): void {
    const packets = packetsOf(line);
    if (packets === undefined) {
      this.host.fail(`the server was sent what is no message: ${line}`);
      return;
    }
    if (this.host.plan.quirks.has('echoes-stdin')) this.host.mouth.echo(line);
    for (const packet of packets) this.#take(packet);
  }

  #take(packet: Packet): void {
    if (isAnswer(packet)) this.#answered(packet);
    else if (packet.id === undefined) this.#notified(packet);
    else if (this.receives(packet)) this.#requested(packet, packet.id);
  }

  #requested(packet: Packet, id: WireId): void {
    if (packet.method === 'initialize') this.#greet(id);
    else if (packet.method === 'ping') this.answer(result(id, {}));
    else if (packet.method === 'server/discover') {
      this.answer(failure(id, -32601, 'Method not found'));
    } else if (this.#phase === 'fresh') this.#tooEarly(id);
    else {
      if (!this.work(packet, {})) this.#legacyWork(packet, id);
      if (this.host.random.chance(0.2)) this.#bother();
    }
  }

  #tooEarly(id: WireId): void {
    if (this.host.server.diesWhenEarly) this.host.die();
    else this.answer(failure(id, -32602, 'Received request before initialization was complete'));
  }

  #greet(id: WireId): void {
    const { plan, server, mouth, habits } = this.host;
    if (this.#phase !== 'fresh' && habits.refusesSecondGreeting) {
      this.answer(failure(id, -32600, 'Server is already initialized'));
      return;
    }
    if (this.#phase === 'fresh') this.#phase = 'greeted';
    if (plan.refusesHandshake) {
      this.host.greeted(false);
      this.answer(failure(id, -32602, 'No'));
      return;
    }
    const { protocolVersion } = plan;
    const { listChanged } = server;
    const serverInfo = { name: 'simulated', version: '1' };
    const capabilities = { tools: { listChanged }, resources: { subscribe: true }, logging: {} };
    const version = habits.isVersionless ? {} : { protocolVersion };
    const delay = this.host.random.next() * plan.answerMaxMs;
    this.print(id, delay);
    this.host.after(delay, () => {
      mouth.say(result(id, { ...version, capabilities, serverInfo }));
      this.host.greeted(true);
    });
  }

  #legacyWork({ method, params = {} }: Packet, id: WireId): void {
    const uri = String(params['uri']);
    if (method === 'resources/subscribe') {
      if (this.host.refusesSecond && uri.endsWith('b')) {
        this.answer(failure(id, -32602, 'No such resource'));
        return;
      }
      this.#subscribed.add(uri);
    }
    if (method === 'resources/unsubscribe') this.#subscribed.delete(uri);
    const known = method?.startsWith('resources/') || method === 'logging/setLevel';
    this.answer(known ? result(id, {}) : failure(id, -32601, `Method not found: ${method}`));
  }

  #notified(packet: Packet): void {
    if (!this.receives(packet)) return;
    const { params = {} } = packet;
    if (packet.method === 'notifications/initialized') {
      this.#phase = 'ready';
      this.#bother();
    } else if (packet.method === 'notifications/cancelled') {
      this.cancel(params['requestId'] as WireId);
    } else if (packet.method === 'notifications/progress') {
      this.#progressed(params);
    }
  }

  /** Says or asks something of its own accord. */
  #bother(): void {
    // (No questions from a server that echoes: nobody can tell the echo of an answer from one.)
    if (this.#phase !== 'ready') return;
    const { random, server } = this.host;
    const what = random.int(0, 4);
    if (what === 0 && server.listChanged) this.tell('notifications/tools/list_changed');
    else if (what === 1) this.tell('notifications/message', { level: 'info', data: 'äh' });
    else if (what === 2) {
      for (const uri of this.#subscribed) this.tell('notifications/resources/updated', { uri });
    } else if (what > 2 && !this.host.plan.quirks.has('echoes-stdin')) this.#question();
  }

  #question(): void {
    const { random, generation } = this.host;
    const id = this.#questionId();
    this.#nextQuestion += 1;
    const nonce = `${generation}.${id}`;
    const token = random.chance(0.5) ? id : undefined;
    this.#questions.set(keyOf(id), { id, nonce, token });
    const params: Params = token === undefined ? {} : { _meta: { progressToken: token } };
    this.ask(id, random.pick(['roots/list', 'sampling/createMessage']), { ...params, nonce });
    if (this.host.plan.crash.when === 'never' || !random.chance(0.2)) return;
    this.host.after(random.int(1, 50), () => {
      if (!this.#questions.delete(keyOf(id))) return;
      this.host.mouth.say(notification('notifications/cancelled', { requestId: id }));
    });
  }

  #questionId(): WireId {
    const { questionIds } = this.host.habits;
    const count = this.#nextQuestion;
    return { numbers: count, strings: `q-${count}`, numerals: String(count) }[questionIds];
  }

  /** The answer must be to a question of this very life, under its own id. */
  #answered(packet: Packet): void {
    const known = this.#questions.get(keyOf(packet.id));
    const nonce = packet.result?.['nonce'];
    if (this.host.plan.crash.when !== 'never' && known === undefined) {
      // It may have taken the question back while the answer was on its way.
      if (String(nonce).startsWith(`${this.host.generation}.`)) return;
    }
    // The client took the echo of its own ping for a question.
    if (this.host.plan.quirks.has('echoes-stdin') && nonce === undefined) return;
    if (known === undefined || nonce !== known.nonce) {
      const asked = JSON.stringify([...this.#questions.values()]);
      this.host.fail(`an answer that was not asked for: ${JSON.stringify(packet)}, open: ${asked}`);
      return;
    }
    this.#questions.delete(keyOf(packet.id));
  }

  /** Of a question that is open it must be the progress; late progress may be of any. */
  #progressed(params: Params): void {
    const token = params['progressToken'] as WireId;
    const open = [...this.#questions.values()].find((question) => question.token === token);
    const known = open !== undefined && open.nonce === params['message'];
    if (open === undefined && params['late'] === true) return;
    const { crash, quirks } = this.host.plan;
    if (!known && crash.when === 'never' && !quirks.has('echoes-stdin')) {
      this.host.fail(`progress on a token that was not given: ${keyOf(token)}`);
    }
  }
}
