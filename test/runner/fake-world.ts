/** Our own process as a test sees it: streams in memory, a clock that stands still. */
import { PassThrough } from 'node:stream';
import type { World } from '../../src/runner/world.ts';

export interface FakeWorld extends World {
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  readonly stderr: PassThrough & { isTTY?: boolean };
  parent: number;
}

export function fakeWorld(): FakeWorld {
  return {
    stdin: new PassThrough(),
    stdout: new PassThrough({ highWaterMark: 16 }),
    stderr: new PassThrough({ highWaterMark: 16 }),
    parent: 1_000,
    now: () => 0,
    parentId() {
      return this.parent;
    },
    onSignal: () => {},
    onRestartSignal: () => {},
    onDefect: () => {},
  };
}
