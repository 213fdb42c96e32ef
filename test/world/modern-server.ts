/**
 * A server of 2026-07-28: no handshake, an envelope in every request, streams of news. A dual-era
 * server takes its era from the first message it reads, as the SDK's does.
 */

import { Brain, type Host } from './brain.ts';
import { LegacyServer } from './legacy-server.ts';
import {
  failure,
  hasEnvelope,
  notification,
  type Packet,
  type Params,
  packetsOf,
  result,
  subscriptionKey,
  type WireId,
} from './packet.ts';

export interface Reader {
  receive(line: string): void;
}

const complete: Params = { resultType: 'complete' };

export class ModernServer extends Brain {
  readonly #listens = new Map<WireId, Params>();

  receive(line: string): void {
    const [packet] = packetsOf(line) ?? [];
    if (packet === undefined) {
      this.host.fail(`the server was sent what is no message: ${line}`);
      return;
    }
    if (this.host.plan.quirks.has('echoes-stdin')) this.host.mouth.echo(line);
    const { id } = packet;
    if (packet.method === undefined) this.host.fail(`an answer to a modern server: ${line}`);
    else if (!this.receives(packet)) return;
    else if (id !== undefined) this.#requested(packet, id);
    else if (packet.method === 'notifications/cancelled') this.#cancelled(packet);
  }

  #cancelled({ params = {} }: Packet): void {
    const id = params['requestId'] as WireId;
    this.#listens.delete(id);
    this.cancel(id);
  }

  #requested(packet: Packet, id: WireId): void {
    const { method } = packet;
    if (method === 'initialize') this.answer(failure(id, -32022, 'Unsupported version'));
    else if (!hasEnvelope(packet)) this.answer(failure(id, -32602, 'No envelope'));
    else if (method === 'server/discover') {
      const supportedVersions = ['2026-07-28'];
      this.answer(result(id, { ...complete, supportedVersions, capabilities: {} }));
    } else if (method === 'subscriptions/listen') this.#listen(packet, id);
    else if (!this.work(packet, complete)) {
      this.answer(failure(id, -32601, `Method not found: ${method}`));
    }
    if (this.host.random.chance(0.2)) this.#bother();
  }

  #listen({ params = {} }: Packet, id: WireId): void {
    const { plan, random } = this.host;
    if (plan.listens === 'refuse') {
      this.answer(failure(id, -32603, 'Limit reached'));
      return;
    }
    const asked = params['notifications'] as Params;
    const { resourceSubscriptions: _left, ...narrow } = asked;
    const granted = plan.listens === 'narrow' ? narrow : asked;
    this.host.after(random.next() * plan.answerMaxMs, () => {
      this.#listens.set(id, granted);
      const method = 'notifications/subscriptions/acknowledged';
      const tag = { _meta: { [subscriptionKey]: id } };
      this.host.mouth.say(notification(method, { ...tag, notifications: granted }));
    });
    if (random.chance(0.1)) this.host.after(random.int(10, 5_000), () => this.#endListen(id));
  }

  /** Graceful, or as a cancellation. */
  #endListen(id: WireId): void {
    if (!this.#listens.delete(id)) return;
    const { mouth } = this.host;
    mouth.say(result(id, { ...complete, _meta: { [subscriptionKey]: id } }));
  }

  #bother(): void {
    for (const [id, granted] of this.#listens) {
      if (granted['toolsListChanged'] !== true) continue;
      this.tell('notifications/tools/list_changed', { _meta: { [subscriptionKey]: id } });
    }
  }
}

export class DualServer implements Reader {
  readonly #host: Host;
  #pinned: Reader | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  receive(line: string): void {
    this.#pinned ??= this.#pin(line);
    this.#pinned.receive(line);
  }

  #pin(line: string): Reader {
    const [first] = packetsOf(line) ?? [];
    const modern = first?.id !== undefined && hasEnvelope(first);
    return modern ? new ModernServer(this.#host) : new LegacyServer(this.#host);
  }
}
