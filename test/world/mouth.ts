/**
 * How a simulated server writes a message: as it should, or with the noise of real servers around
 * it (banners, colours, progress bars, pretty printing, carriage returns).
 */

import type { LifePlan } from './life-plan.ts';
import { lineOf, type Packet, result } from './packet.ts';
import type { Random } from './random.ts';

const banners = [
  '[dotenv@17.2.3] injecting env (0) from .env -- tip: use { path: "/custom/.env" }\n',
  'Starting server…\n',
  '\x1b[32minfo\x1b[39m connected\n',
  '\n',
  '> server@0.3.0 start\n',
  '{"timestamp":"2025-06-17","level":"info","message":"ready"}\n',
  'Response headers: {\n',
  '}\n',
  '2025-06-17T15:02 INFO 13308 --- [main]\n',
  '[1, 2, 3]\n',
  '✓ loaded snapshot\r\n',
  // What a client would take for an answer, quoted in a log line.
  'sent {"jsonrpc":"2.0","id":987654,"result":{}} to client\n',
];

type Form = (line: string, packet: Packet | readonly Packet[]) => string;

const forms: readonly Form[] = [
  (line) => `Loading… ${line}`,
  (line) => `${line.trimEnd()} done\n`,
  (line) => `${line.trimEnd()}\r\n`,
  (line) => `\ufeff${line}`,
  (line) => `\x1b[2m${line.trimEnd()}\x1b[0m\n`,
  (line) => `\r50 %\r100 %${line}`,
  (_line, packet) => `${JSON.stringify(packet, null, 2)}\n`,
  (line) => `  ${line}`,
];

export class Mouth {
  readonly #plan: LifePlan;
  readonly #random: Random;
  readonly #write: (bytes: Buffer) => void;

  constructor(plan: LifePlan, random: Random, write: (bytes: Buffer) => void) {
    this.#plan = plan;
    this.#random = random;
    this.#write = write;
  }

  say(packet: Packet | readonly Packet[]): void {
    const random = this.#random;
    const noisy = (): boolean => random.chance(this.#plan.noiseChance);
    let line = lineOf(packet);
    if (noisy()) this.babble();
    const form = noisy() ? random.one(forms) : undefined;
    if (form !== undefined) line = form(line, packet);
    this.#write(Buffer.from(line));
    if (noisy()) this.babble();
  }

  /** A line that is no message. */
  babble(): void {
    this.#write(Buffer.from(this.#random.one(banners) ?? '\n'));
  }

  /** A message that breaks off, as when the process dies while it writes. */
  sayHalf(packet: Packet): void {
    const bytes = Buffer.from(lineOf(packet));
    this.#write(bytes.subarray(0, this.#random.int(1, bytes.length - 2)));
  }

  /** Valid but for its value: Python's `repr`, an unquoted word. */
  sayBroken(packet: Packet): void {
    const broken = lineOf(packet).replace('"result":{', '"result":{"at":undefined,');
    this.#write(Buffer.from(broken));
  }

  /** To a request nobody made. */
  sayUnasked(): void {
    const id = this.#random.pick<number | string>([424_242, 'ghost', -1]);
    this.say(result(id, { unasked: true }));
  }

  echo(line: string): void {
    this.#write(Buffer.from(`${line}\n`));
  }
}
