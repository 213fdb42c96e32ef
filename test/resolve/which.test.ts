/** The search on PATH finds what the `which` package finds; on Windows in test/windows. */
import { expect, it } from 'vitest';
import { searchesAsWhich } from './which-oracle.ts';

it.skipIf(process.platform === 'win32')('finds on PATH what `which` finds', () => {
  expect(() => searchesAsWhich(200)).not.toThrow();
});
