/**
 * A core that is looked at: whoever records, traces or reports sees every step behind it. The core
 * does not know, and nobody here can change what it decides. Whoever fails looks no more.
 */
import type { Shield, ShieldEffect, ShieldEvent } from '../../shield/events.ts';

/** What one step took in and what it decided. `now` is that of the step, in ms. */
export interface ObservedStep {
  readonly event: ShieldEvent;
  readonly effects: readonly ShieldEffect[];
  readonly now: number;
}

export interface Observer {
  /** In a sentence: `the recording`. */
  readonly name: string;
  readonly observe: (step: ObservedStep) => void;
}

/** `failed` is called once for each observer that threw; the session does not notice. */
export function observed(
  shield: Shield,
  observers: readonly Observer[],
  failed: (observer: Observer, error: unknown) => void,
): Shield {
  let watching = observers;
  const show = (step: ObservedStep, observer: Observer): void => {
    try {
      observer.observe(step);
    } catch (error) {
      watching = watching.filter((other) => other !== observer);
      failed(observer, error);
    }
  };
  return {
    step(event, now) {
      const effects = shield.step(event, now);
      for (const observer of watching) show({ event, effects, now }, observer);
      return effects;
    },
    nextWakeup: () => shield.nextWakeup(),
  };
}
