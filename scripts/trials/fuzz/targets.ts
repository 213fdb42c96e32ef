/** All that is fuzzed. */
import { protocolTargets } from './protocol-targets.ts';
import { shieldTarget } from './shield-target.ts';
import type { Target } from './target.ts';
import { textTargets } from './text-targets.ts';

export const targets: readonly Target[] = [...protocolTargets, shieldTarget, ...textTargets];
