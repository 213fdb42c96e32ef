/**
 * How a simulated server writes a message: as it should, or in one of the ways of real servers
 * (banners, colours, progress bars, text on the same line, frames, pretty printing, odd forms).
 * Tells what it has said, for the watch to know.
 */

import { decoyOf, doubtOf } from './decoys.ts';
import type { Habits } from './habits.ts';
import type { LifePlan } from './life-plan.ts';
import { oddLine } from './odd-forms.ts';
import { failure, isAnswer, lineOf, type Packet, result, type WireId } from './packet.ts';
import type { Random } from './random.ts';
import { type Doubt, guess, truth, type Utterance } from './utterance.ts';

const banners = [
  '[dotenv@17.2.3] injecting env (0) from .env -- tip: use { path: "/custom/.env" }\n',
  'Starting server…\n',
  'Warning: this is deprecated\n',
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

/** Of a longer one only the ends are looked at. */
const longLine = 8_000;

type Form = (line: string) => string;

/** The line is still the message. */
const forms: readonly Form[] = [
  (line) => `${line.trimEnd()}\r\n`,
  (line) => `\ufeff${line}`,
  (line) => `\x1b[2m${line.trimEnd()}\x1b[0m\n`,
  (line) => `  ${line}`,
];

/** Text shares its line; only answers are believed there. */
const besideText: readonly Form[] = [
  (line) => `Loading… ${line}`,
  (line) => `${line.trimEnd()} done\n`,
  (line) => `\r50 %\r100 %${line}`,
];

/** How its bytes get out. */
export interface Voice {
  /** `isAtomic`: in one piece, as small writes to a pipe are. False: stdout is gone. */
  write(bytes: Buffer, isAtomic: boolean): boolean;
  /** What the bytes written last have said. */
  said(utterance: Utterance): void;
  /** They were this line, which is no message. */
  printed(text: string): void;
}

export interface MouthDeps {
  readonly plan: LifePlan;
  readonly habits: Habits;
  readonly random: Random;
  readonly voice: Voice;
}

export class Mouth {
  readonly #plan: LifePlan;
  readonly #habits: Habits;
  readonly #random: Random;
  readonly #voice: Voice;
  /** A message stood on a line of its own. */
  #wroteLine = false;
  #serial = 0;

  constructor({ plan, habits, random, voice }: MouthDeps) {
    this.#plan = plan;
    this.#habits = habits;
    this.#random = random;
    this.#voice = voice;
  }

  /** `meant`: the id of the request, where the answer names it in another way. */
  say(packet: Packet, meant: WireId = packet.id ?? null): void {
    const { text, doubt } = this.#formed(packet);
    if (this.#noisy()) this.babble();
    const isOut = this.#voice.write(Buffer.from(text), false);
    if (isOut && isAnswer(packet)) this.#voice.said(truth(meant, packet, doubt));
    if (this.#noisy()) this.babble();
  }

  #noisy(): boolean {
    return this.#habits.manner !== 'unterminated' && this.#random.chance(this.#plan.noiseChance);
  }

  #formed(packet: Packet): { readonly text: string; readonly doubt: Doubt | undefined } {
    const random = this.#random;
    const { manner, odd, textBeside, prettyAtTimes } = this.#habits;
    const line = lineOf(packet);
    if (manner === 'pretty') return { text: pretty(packet), doubt: undefined };
    if (manner === 'unterminated') return { text: line.trimEnd(), doubt: undefined };
    if (manner === 'frames') {
      const body = Buffer.byteLength(line) - 1;
      return { text: `Content-Length: ${body}\r\n\r\n${line.trimEnd()}`, doubt: undefined };
    }
    const answers = isAnswer(packet);
    const isShort = line.length < longLine;
    if (answers && isShort && textBeside && random.chance(0.4)) {
      return { text: (random.one(besideText) ?? String)(line), doubt: 'beside text' };
    }
    if (answers && isShort && prettyAtTimes && random.chance(0.4)) {
      return { text: pretty(packet), doubt: this.#wroteLine ? 'over lines' : undefined };
    }
    const oddly = answers && isShort && odd !== undefined ? oddLine(odd, packet) : undefined;
    if (oddly !== undefined)
      return { text: oddly.line, doubt: oddly.isNamed ? undefined : 'no version' };
    this.#wroteLine = true;
    return {
      text: isShort && this.#noisy() ? (random.one(forms) ?? String)(line) : line,
      doubt: undefined,
    };
  }

  /** Something that looks like the answer to `id`, by one who has nothing to say to it. */
  decoy(id: WireId): void {
    const kind = this.#random.one(this.#habits.decoys);
    if (kind === undefined) return;
    // Before its first line nobody can tell such a server's copies from its own way of writing.
    if ((kind === 'pretty' || kind === 'record') && !this.#wroteLine) return;
    this.#serial += 1;
    const { text, mayBe, packet } = decoyOf(kind, id, this.#serial);
    const isOut = this.#voice.write(Buffer.from(text), true);
    if (!isOut || mayBe === undefined) return;
    this.#voice.said(
      guess(
        id,
        mayBe === 'unreadable' ? undefined : packet,
        mayBe === 'unreadable' ? 'broken' : doubtOf(kind),
      ),
    );
  }

  /** "Method not found", to what wants no answer, or to nobody who can be named. */
  sayNameless(code: number, message: string): void {
    const packet = failure(null, code, message);
    const { id: _none, ...bare } = packet;
    const isBare = this.#habits.answersNotifications === 'without-id';
    const { text } = this.#plainly(isBare ? bare : packet);
    if (this.#voice.write(Buffer.from(text), false))
      this.#voice.said(guess(undefined, packet, 'nameless'));
  }

  #plainly(packet: Packet): { readonly text: string } {
    const { manner } = this.#habits;
    if (manner === 'lines') this.#wroteLine = true;
    return manner === 'lines' ? { text: lineOf(packet) } : this.#formed(packet);
  }

  /** A line that is no message. */
  babble(): void {
    const text = this.#random.one(banners) ?? '\n';
    if (this.#voice.write(Buffer.from(text), false)) this.#voice.printed(text);
  }

  /** A message that breaks off, as when the process dies while it writes. */
  sayHalf(packet: Packet): void {
    const bytes = Buffer.from(lineOf(packet));
    this.#voice.write(bytes.subarray(0, this.#random.int(1, bytes.length - 2)), false);
  }

  /** Valid but for its value: Python's `repr`, an unquoted word. */
  sayBroken(packet: Packet): void {
    const broken = lineOf(packet).replace('"result":{', '"result":{"at":undefined,');
    const isOut = this.#voice.write(Buffer.from(broken), false);
    if (isOut) this.#voice.said(guess(packet.id ?? null, undefined, 'broken'));
  }

  /** To a request nobody made. */
  sayUnasked(): void {
    const id = this.#random.pick<number | string>([424_242, 'ghost', -1]);
    this.say(result(id, { unasked: true }));
  }

  echo(line: string): void {
    this.#wroteLine = true;
    this.#voice.write(Buffer.from(`${line}\n`), false);
  }
}

function pretty(packet: Packet): string {
  return `${JSON.stringify(packet, null, 2)}\n`;
}
