/**
 * What went wrong for others, one line each, and the steps that show that it cannot happen here.
 */

import { describe, expect, it } from 'vitest';
import { breakerScenarios } from './named/breaker.ts';
import { endScenarios } from './named/end.ts';
import { handshakeScenarios } from './named/handshake.ts';
import { hiddenScenarios } from './named/hidden.ts';
import { inFlightScenarios } from './named/in-flight.ts';
import { memoryScenarios } from './named/memory.ts';
import { modernScenarios } from './named/modern.ts';
import { questionScenarios } from './named/questions.ts';
import { replayScenarios } from './named/replay.ts';
import { restScenarios } from './named/rest.ts';
import type { Scenario } from './named/scenario.ts';
import { wireScenarios } from './named/wire.ts';

const groups: Readonly<Record<string, readonly Scenario[]>> = {
  handshake: handshakeScenarios,
  'in flight': inFlightScenarios,
  questions: questionScenarios,
  replay: replayScenarios,
  rest: restScenarios,
  'hidden tools': hiddenScenarios,
  memory: memoryScenarios,
  modern: modernScenarios,
  breaker: breakerScenarios,
  end: endScenarios,
  wire: wireScenarios,
};

for (const [group, scenarios] of Object.entries(groups)) {
  describe(`named failures: ${group}`, () => {
    for (const { wrong, seen, play } of scenarios) {
      it(`${wrong} (${seen})`, () => {
        expect.hasAssertions();
        play();
      });
    }
  });
}
