/**
 * The twin of a shield that reads fast: it reads every line slowly, hears the same events and must
 * do the same. Only the parts of what is written may be cut otherwise.
 */

import type { Shield, ShieldEffect, ShieldEvent, ShieldOptions } from '../../src/shield/events.ts';
import { createShield } from '../../src/shield/step.ts';
import { Broken } from './facts.ts';
import { surroundings } from './surroundings.ts';

export class Twin {
  readonly #shield: Shield;

  constructor(options: ShieldOptions, platform: string) {
    const fastAfterBytes = Number.POSITIVE_INFINITY;
    this.#shield = createShield(options, { ...surroundings, platform, fastAfterBytes });
  }

  mustDo(effects: readonly ShieldEffect[], event: ShieldEvent, now: number): void {
    const own = this.#shield.step(event, now).map(told);
    for (const [index, said] of effects.map(told).entries()) {
      if (said !== own[index]) throw new Broken(`read slowly, ${said} is ${own[index]}`);
    }
    if (own.length > effects.length) throw new Broken(`read slowly, ${own.at(-1)} follows`);
  }
}

function told(effect: ShieldEffect): string {
  if (!('buffers' in effect)) return JSON.stringify(effect);
  return JSON.stringify({ ...effect, buffers: Buffer.concat(effect.buffers).toString('latin1') });
}
