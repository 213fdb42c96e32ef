/** A fall is told in any case: also if the words by which it is explained cannot be loaded. */

import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Evidence } from '../../src/diagnose/evidence.ts';
import { createLateDiagnosis } from '../../src/runner/late-diagnosis.ts';

const asItIs = (text: string): string => text;

const evidence: Evidence = {
  phase: 'session',
  exitCode: null,
  signal: 'SIGKILL',
  uptimeMs: 1_000,
  stderr: '',
  stdout: '',
  command: ['server'],
  platform: 'linux',
};

function unreadable(): never {
  throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
}

describe('the late diagnosis', () => {
  it('is loaded at the first fall, once', () => {
    let loads = 0;
    const late = createLateDiagnosis(() => {
      loads += 1;
      return diagnose;
    });
    expect(loads).toBe(0);
    expect(late(evidence, asItIs)).toEqual(diagnose(evidence));
    late(evidence, asItIs);
    expect(loads).toBe(1);
  });

  it('tells the fall where it cannot be loaded, and is asked for again', () => {
    let available = false;
    const late = createLateDiagnosis(() => (available ? diagnose : unreadable()));
    expect(late(evidence, asItIs)).toEqual({
      reason: 'server-exited',
      title: 'The server ended',
      cause: 'The server ended',
      advice: [],
      permanent: false,
    });
    const refused = { ...evidence, spawnErrno: 'ENOENT', spawnMessage: 'spawn server ENOENT' };
    expect(late(refused, asItIs)).toMatchObject({
      reason: 'server-unavailable',
      cause: 'spawn server ENOENT',
    });
    available = true;
    expect(late(evidence, asItIs)).toEqual(diagnose(evidence));
  });

  it('lets a defect of the diagnosis be seen', () => {
    const late = createLateDiagnosis(() => () => {
      throw new TypeError('defect');
    });
    expect(() => late(evidence, asItIs)).toThrow('defect');
  });
});
