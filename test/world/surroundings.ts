/** What a simulated shield knows of its surroundings. */

import { isUtf8 } from 'node:buffer';
import type { Surroundings } from '../../src/shield/events.ts';

export const surroundings: Surroundings = {
  isUtf8,
  decode: (bytes) => bytes.toString(),
  redact: (text) => text,
  platform: 'linux',
  cwd: '/',
};
