/**
 * The story of a world that failed: its plan and the last events and effects (WORLD_TRACE: so
 * many). Formats nothing until somebody asks.
 */

import type { ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';

interface Entry {
  readonly now: number;
  readonly what: ShieldEvent | ShieldEffect;
  readonly mark: '>' | '  <';
}

const entriesMax = Number(process.env['WORLD_TRACE'] ?? 90);

export class Trace {
  #entries: Entry[] = [];

  event(now: number, what: ShieldEvent): void {
    this.#add({ now, what, mark: '>' });
  }

  effect(now: number, what: ShieldEffect): void {
    this.#add({ now, what, mark: '  <' });
  }

  told(plan: unknown): string {
    const lines = this.#entries.slice(-entriesMax).map(describe);
    return [JSON.stringify(plan, plainly, 1), ...lines].join('\n');
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 4 * entriesMax) this.#entries = this.#entries.slice(-entriesMax);
  }
}

function describe({ now, what, mark }: Entry): string {
  return `${now.toFixed(1).padStart(9)} ${mark} ${JSON.stringify(what, plainly)}`;
}

function plainly(_key: string, value: unknown): unknown {
  if (value instanceof Set) return [...value];
  const buffer = value as { type?: unknown; data?: unknown } | null;
  if (buffer?.type !== 'Buffer' || !Array.isArray(buffer.data)) return value;
  const text = Buffer.from(buffer.data as number[]).toString();
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
