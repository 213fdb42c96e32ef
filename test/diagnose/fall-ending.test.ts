/** How a process ended, before a word of its output is read. */
import { describe, expect, it } from 'vitest';
import { fallEnding, mayExplain } from '../../src/diagnose/fall-ending.ts';
import { evidence } from './cases.ts';

describe('an end', () => {
  it.each([
    [{ spawnErrno: 'ENOENT' }, 'not-started'],
    [{ spawnErrno: 'ENOENT', exitCode: 0 }, 'not-started'],
    [{ exitCode: 0 }, 'clean'],
    [{ exitCode: 0, signal: 'SIGSEGV' }, 'failed'],
    ...['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL', 'SIGQUIT'].map(
      (signal) => [{ signal }, 'from-outside'] as const,
    ),
    ...[129, 130, 137, 143, 3221225786, -1073741510].map(
      (exitCode) => [{ exitCode }, 'from-outside'] as const,
    ),
    [{ exitCode: 1 }, 'failed'],
    [{ exitCode: 1073741510 }, 'failed'],
    [{ signal: 'SIGABRT' }, 'failed'],
    [{}, 'failed'],
  ] as const)('%j is %s', (part, kind) => {
    const ending = fallEnding(evidence(part));
    expect(ending.kind).toBe(kind);
    expect(mayExplain(ending)).toBe(kind === 'failed' || kind === 'not-started');
  });
});
