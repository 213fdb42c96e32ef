/** What a simulated shield knows of its surroundings. */

import { isUtf8 } from 'node:buffer';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Surroundings } from '../../src/shield/events.ts';

export const surroundings: Surroundings = {
  isUtf8,
  decode: (bytes) => bytes.toString(),
  diagnose,
  redact: (text) => text,
  platform: 'linux',
  cwd: '/',
};
