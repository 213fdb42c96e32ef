/**
 * A core that is looked at: whoever records, traces or reports sees every step behind it. The core
 * does not know, and nobody here can change what it decides.
 */
import type { Shield, ShieldEffect, ShieldEvent } from '../../shield/events.ts';

/** What one step took in and what it decided. `now` is that of the step, in ms. */
export interface ObservedStep {
  readonly event: ShieldEvent;
  readonly effects: readonly ShieldEffect[];
  readonly now: number;
}

export type Observer = (step: ObservedStep) => void;

export function observed(shield: Shield, observers: readonly Observer[]): Shield {
  if (observers.length === 0) return shield;
  return {
    step(event, now) {
      const effects = shield.step(event, now);
      for (const observe of observers) observe({ event, effects, now });
      return effects;
    },
    nextWakeup: () => shield.nextWakeup(),
  };
}
