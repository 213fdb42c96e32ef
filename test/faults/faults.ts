/**
 * All faults that the proof is tried with.
 */

import type { Fault } from './fault.ts';
import { ofLives } from './of-lives.ts';
import { ofOutput } from './of-output.ts';
import { ofRunner } from './of-runner.ts';
import { ofSession } from './of-session.ts';

export const faults: readonly Fault[] = [...ofSession, ...ofLives, ...ofOutput, ...ofRunner];
