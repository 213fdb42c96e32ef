/** A session with its port alone: what is said to it, and what comes out of it. */

import { classify } from '../../src/protocol/classify.ts';
import { bytesOf, type Message, type Outgoing } from '../../src/protocol/message.ts';
import { Session } from '../../src/session/session.ts';
import type { SessionOptions } from '../../src/session/session-options.ts';
import { defaultOptions } from '../world/default-options.ts';
import type { Packet } from '../world/packet.ts';
import { agreement, initialize, initialized } from '../world/script.ts';

export function messageOf(packet: Packet): Message {
  const made = classify(Buffer.from(`${JSON.stringify(packet)}\n`));
  if (made === undefined) throw new Error('no message');
  return made;
}

/** A session and what came out of it. */
export class Bench {
  readonly session: Session;
  readonly unfit: string[] = [];
  served = 0;
  #client: Packet[] = [];
  #server: Packet[] = [];

  constructor(options: Partial<SessionOptions> = {}) {
    const nothing = (): void => {};
    const into = (kept: () => Packet[]) => (out: Outgoing) => {
      kept().push(JSON.parse(bytesOf(out).toString()) as Packet);
    };
    this.session = new Session(
      { ...defaultOptions, ...options },
      {
        toClient: into(() => this.#client),
        toServer: into(() => this.#server),
        log: nothing,
        unfit: ({ why }) => this.unfit.push(why),
        served: () => {
          this.served += 1;
        },
        recall: nothing,
        remember: nothing,
        forget: nothing,
      },
    );
  }

  client(...said: Packet[]): this {
    for (const packet of said) this.session.fromClient(messageOf(packet), 0);
    return this;
  }

  server(...said: Packet[]): this {
    for (const packet of said) this.session.fromServer(messageOf(packet), { now: 0 });
    return this;
  }

  clientGot(): Packet[] {
    return this.#client.splice(0);
  }

  serverGot(): Packet[] {
    return this.#server.splice(0);
  }
}

/** Its first server runs. */
export function begun(options: Partial<SessionOptions> = {}): Bench {
  const bench = new Bench(options);
  bench.session.serverStarted(true, 0);
  return bench;
}

export function greeted(options: Partial<SessionOptions> = {}): Bench {
  const bench = begun(options).client(initialize).server(agreement()).client(initialized);
  bench.clientGot();
  bench.serverGot();
  return bench;
}
