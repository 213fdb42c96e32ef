/**
 * What a server complains of goes where `--stderr` says: on as it came, line by line into the log,
 * or nowhere. Counts lines; what they say is the business of other tests.
 */
import type { ShieldEffect, ShieldEvent, ShieldOptions } from '../../src/shield/events.ts';
import { Broken } from './facts.ts';

export class StderrWatch {
  readonly #options: ShieldOptions;
  readonly #said: Buffer[] = [];
  readonly #passed: Buffer[] = [];
  #loggedLines = 0;

  constructor(options: ShieldOptions) {
    this.#options = options;
  }

  event(event: ShieldEvent): void {
    if (event.type === 'server-complained') this.#said.push(event.chunk);
  }

  effect(effect: ShieldEffect): void {
    if (effect.type === 'to-stderr') this.#passed.push(effect.bytes);
    if (effect.type !== 'log') return;
    if (effect.event === 'stderr') this.#loggedLines += 1;
    if (effect.event === 'stderr-left-out') this.#loggedLines += Number(effect.fields?.['leftOut']);
  }

  /** The session is over. */
  checkEnd(): void {
    const { stderr, noise } = this.#options;
    const said = Buffer.concat(this.#said).toString();
    const lines = stderr === 'log' ? said.split('\n').length - 1 : 0;
    if (this.#loggedLines !== lines) {
      throw new Broken(`${this.#loggedLines} lines of stderr are in the log, and not ${lines}`);
    }
    // Noise goes there too, in between.
    if (noise === 'stderr') return;
    const passed = Buffer.concat(this.#passed).toString();
    if (passed !== (stderr === 'pass' ? said : '')) {
      throw new Broken(`under --stderr ${stderr} ${JSON.stringify(passed)} passed`);
    }
  }
}
