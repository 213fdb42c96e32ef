/**
 * The fast lane of the protocol: a scanner in WebAssembly that proves of most lines that they are
 * one clean message and says where its members stand (record.ts). It may always be unsure; it
 * never says more than classify.ts would. Where it cannot run there is none, and nothing is lost
 * but time. Knows nothing of MCP, of noise, or of what its caller does with a line.
 */

import { fieldCount, fields } from './line-record.ts';
import { lineScanModule } from './module.ts';

export interface LineScanner {
  /**
   * Scans `chunk` from the offset `from`, going on with the line that the last call left
   * unfinished: how many lines ended. It may stop before the end of the chunk (64 KB of input or
   * 1,024 lines at a time); go on at `scannedTo`.
   */
  scan(chunk: Uint8Array, from: number): number;
  /** Offset in the chunk. */
  readonly scannedTo: number;
  /** The records of the lines that ended; valid until the next scan. */
  readonly table: Int32Array;
  /** Forgets the unfinished line: the next byte begins one. */
  restart(): void;
}

/** What is used of the global `WebAssembly`, for which there are no types without a DOM. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Of src/protocol/line-scan/scanner.as.ts. */
interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly tableAt: { readonly value: number };
  readonly rowsMax: { readonly value: number };
  readonly inputAt: { readonly value: number };
  readonly inputMax: { readonly value: number };
  scan(length: number, from: number): number;
  restart(): void;
}

let compiled: object | undefined;

/**
 * A scanner for one stream, or undefined where there is no WebAssembly with SIMD (old processors,
 * `--jitless`) or no memory for it (`ulimit -v`). Never throws.
 *
 * @param world where `WebAssembly` is looked for
 */
export function openLineScanner(
  world: { readonly WebAssembly?: Engine } = globalThis as { WebAssembly?: Engine },
): LineScanner | undefined {
  const engine = world.WebAssembly;
  if (engine === undefined) return undefined;
  try {
    compiled ??= new engine.Module(Buffer.from(lineScanModule, 'base64'));
    return new WasmScanner(new engine.Instance(compiled).exports as ScannerExports);
  } catch {
    return undefined;
  }
}

class WasmScanner implements LineScanner {
  scannedTo = 0;
  readonly table: Int32Array;
  readonly #input: Uint8Array;
  readonly #machine: ScannerExports;
  readonly #rowsMax: number;

  constructor(machine: ScannerExports) {
    const { memory, tableAt, rowsMax, inputAt, inputMax } = machine;
    this.#machine = machine;
    this.#rowsMax = rowsMax.value;
    this.table = new Int32Array(memory.buffer, tableAt.value, rowsMax.value * fieldCount);
    this.#input = new Uint8Array(memory.buffer, inputAt.value, inputMax.value);
  }

  scan(chunk: Uint8Array, from: number): number {
    const length = Math.min(chunk.length - from, this.#input.length);
    const isWhole = length === chunk.length;
    this.#input.set(isWhole ? chunk : chunk.subarray(from, from + length));
    const count = this.#machine.scan(length, from);
    // A full table is the only reason to stop early.
    this.scannedTo = count < this.#rowsMax ? from + length : this.#endOf(count - 1);
    return count;
  }

  restart(): void {
    this.#machine.restart();
  }

  #endOf(line: number): number {
    return this.table[line * fieldCount + fields.end] as number;
  }
}
