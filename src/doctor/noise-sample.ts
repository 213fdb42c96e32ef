/**
 * What a server printed on stdout beside messages: its first lines as a person can see them, the
 * last bytes as evidence, and a count. Bounded.
 */
import { examineLimits } from '../base/limits.ts';
import type { Noise } from '../diagnose/checkup/observed.ts';
import type { SalvageKind } from '../filter/item.ts';
import { outputText } from '../process/output-text.ts';
import { Tail } from '../shield/output-tail.ts';

export class NoiseSample {
  readonly #tail = new Tail();
  readonly #lines: string[] = [];
  readonly #salvaged = new Set<SalvageKind | 'oversize'>();
  #lineCount = 0;

  /** One item of the filter: a line, with or without its newline, or several. */
  add(bytes: Buffer): void {
    this.#tail.add(bytes);
    const { noiseLinesMax, lineCharsKept } = examineLimits;
    for (const line of outputText(bytes)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)) {
      this.#lineCount += 1;
      if (this.#lines.length < noiseLinesMax) this.#lines.push(line.slice(0, lineCharsKept));
    }
  }

  addSalvaged(kind: SalvageKind | 'oversize'): void {
    this.#salvaged.add(kind);
  }

  noise(): Noise {
    return {
      lines: this.#lines,
      lineCount: this.#lineCount,
      salvaged: [...this.#salvaged],
    };
  }

  /** For the diagnosis. */
  text(): string {
    return this.#tail.text(outputText);
  }
}
