/** An observer that fails costs itself and nothing else. */
import { expect, it } from 'vitest';
import { type Observer, observed } from '../../../src/runner/observe/observers.ts';

it('an observer that throws is told of once and asked no more', () => {
  const seen: string[] = [];
  const told: string[] = [];
  const shield = {
    step: () => [{ type: 'exit', code: 0 } as const],
    nextWakeup: () => undefined,
  };
  const broken: Observer = {
    name: 'the recording',
    observe: () => {
      seen.push('broken');
      throw new RangeError('Maximum call stack size exceeded');
    },
  };
  const whole: Observer = { name: 'the trace', observe: () => void seen.push('whole') };
  const watched = observed(shield, [broken, whole], ({ name }, error) => {
    told.push(`${name}: ${error}`);
  });
  for (let step = 0; step < 3; step += 1) {
    expect(watched.step({ type: 'woke' }, step)).toEqual([{ type: 'exit', code: 0 }]);
  }
  expect(seen).toEqual(['broken', 'whole', 'whole', 'whole']);
  expect(told).toEqual(['the recording: RangeError: Maximum call stack size exceeded']);
});
