/** The options of a simulated shield, where a test does not say otherwise. */

import type { ShieldOptions } from '../../src/shield/events.ts';

export const defaultOptions: ShieldOptions = {
  restarts: 5,
  restartWindowMs: 60_000,
  backoffInitialMs: 250,
  backoffMaxMs: 30_000,
  retry: 'reads',
  requestTimeoutMs: 0,
  idleMs: 0,
  lazy: false,
  startPatienceMs: 0,
  remembers: false,
  restartHung: 0,
  maxMessageBytes: 65_536,
  noise: 'stderr',
  stderr: 'pass',
  seed: 1,
  command: ['server'],
};
