/** A server as it was seen under examination: what is interesting of it is given. */
import type { Check } from '../../../src/diagnose/checkup/check.ts';
import { judgeServer } from '../../../src/diagnose/checkup/judge.ts';
import type { Answer, Observed, Trial } from '../../../src/diagnose/checkup/observed.ts';

export const result = (value: unknown, afterMs = 100): Answer => ({
  kind: 'result',
  afterMs,
  result: value,
});

export const trial = (greeting: Answer, rest: Partial<Trial> = {}): Trial => ({
  greeting,
  evidence: {
    phase: 'handshake',
    exitCode: null,
    signal: null,
    uptimeMs: 1_000,
    stderr: '',
    stdout: '',
    command: ['npx', 'server'],
    platform: 'linux',
    resolvedCommand: '/usr/bin/npx',
  },
  fell: false,
  noise: { lines: [], lineCount: 0, salvaged: [] },
  ...rest,
});

export const observed = (legacy: Trial, modern?: Trial): Observed => ({
  command: { typed: ['npx', 'server'], file: '/usr/bin/npx', repairs: [] },
  legacy,
  ...(modern && { modern }),
  shielded: false,
});

export const judge = (of: Observed): Check[] => judgeServer(of, (text) => text);
export const find = (of: Observed, name: string): Check | undefined =>
  judge(of).find((check) => check.name === name);

export const initialized = result({
  serverInfo: { name: 'x', version: '1' },
  protocolVersion: '2025-11-25',
});
