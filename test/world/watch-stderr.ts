/**
 * What a server complains of goes where `--stderr` says, and what it prints beside its messages
 * where `--noise` says: on as it came, line by line into the log, or nowhere. Of noise only in
 * worlds in which every line is one thing or the other.
 */
import type { ShieldEffect, ShieldEvent, ShieldOptions } from '../../src/shield/events.ts';
import { Broken } from './facts.ts';
import type { LifePlan } from './life-plan.ts';
import type { World } from './plan.ts';
import type { SimulatedProcess } from './process.ts';

interface Printing {
  readonly process: SimulatedProcess;
  readonly lines: { readonly text: string; readonly endsAt: number }[];
  readBytes: number;
}

export class StderrWatch {
  readonly #options: ShieldOptions;
  readonly #said: Buffer[] = [];
  readonly #passed: Buffer[] = [];
  readonly #lives = new Map<number, Printing>();
  /** Lines of noise that have reached the shield, by how often. */
  readonly #noise = new Map<string, number>();
  /** What is noise, and what is not, is certain. */
  #isPlain: boolean;
  #loggedLines = 0;
  #loggedNoise = 0;

  constructor({ options, habits }: World) {
    this.#options = options;
    const { manner, decoys, textBeside, odd, prettyAtTimes, answersNotifications } = habits;
    const isPlain = manner === 'lines' && decoys.length === 0 && !textBeside && odd === undefined;
    this.#isPlain = isPlain && !prettyAtTimes && answersNotifications === 'never';
  }

  begins(generation: number, { quirks, crash }: LifePlan, process: SimulatedProcess): void {
    const isCut = crash.when === 'at-request' && crash.moment === 'in-mid-line';
    if (quirks.size > 0 || isCut) this.#isPlain = false;
    this.#lives.set(generation, { process, lines: [], readBytes: 0 });
  }

  /** A server has written this line; what is written ends at `endsAt` of its stream. */
  printed(generation: number, text: string, endsAt: number): void {
    this.#lives.get(generation)?.lines.push({ text, endsAt });
  }

  /** So many bytes of a server have come out. */
  reached(generation: number, bytes: number): void {
    const life = this.#lives.get(generation);
    if (life !== undefined) life.readBytes += bytes;
  }

  released(generation: number): void {
    const life = this.#lives.get(generation);
    if (life === undefined) return;
    this.#lives.delete(generation);
    // What was left in the pipe may be half a line.
    if (life.readBytes !== life.process.writtenBytes) this.#isPlain = false;
    for (const { text } of life.lines) {
      const line = text.slice(0, -1);
      // A blank line is nothing, and what is quoted in a line is looked at.
      if (line.trim() === '' || line.includes('jsonrpc')) continue;
      this.#noise.set(line, (this.#noise.get(line) ?? 0) + 1);
    }
  }

  event(event: ShieldEvent): void {
    if (event.type === 'server-complained') this.#said.push(event.chunk);
  }

  effect(effect: ShieldEffect): void {
    if (effect.type === 'to-stderr') this.#passed.push(effect.bytes);
    if (effect.type !== 'log') return;
    const leftOut = Number(effect.fields?.['leftOut']);
    if (effect.event === 'stderr') this.#loggedLines += 1;
    if (effect.event === 'stderr-left-out') this.#loggedLines += leftOut;
    if (effect.event === 'noise') this.#loggedNoise += 1;
    if (effect.event === 'noise-left-out') this.#loggedNoise += leftOut;
  }

  /** The session is over. */
  checkEnd(): void {
    const { stderr, noise } = this.#options;
    const said = Buffer.concat(this.#said).toString();
    const passed = Buffer.concat(this.#passed).toString();
    const lines = stderr === 'log' ? said.split('\n').length - 1 : 0;
    if (this.#loggedLines !== lines) {
      throw new Broken(`${this.#loggedLines} lines of stderr are in the log, and not ${lines}`);
    }
    if (this.#isPlain) this.#checkNoise(passed);
    // Noise goes there too, in between.
    if (noise === 'stderr') return;
    if (passed !== (stderr === 'pass' ? said : '')) {
      throw new Broken(`under --stderr ${stderr} ${JSON.stringify(passed)} passed`);
    }
  }

  #checkNoise(passed: string): void {
    const { noise } = this.#options;
    const lines = passed.split('\n');
    let count = 0;
    for (const [line, times] of this.#noise) {
      count += times;
      const found = lines.filter((one) => one === line).length;
      const wanted = noise === 'stderr' ? times : 0;
      if (found !== wanted) {
        throw new Broken(`${JSON.stringify(line)} is on stderr ${found} times, and not ${wanted}`);
      }
    }
    if (noise === 'log' && this.#loggedNoise < count) {
      throw new Broken(`${this.#loggedNoise} lines of noise are in the log, and not ${count}`);
    }
  }
}
