/**
 * The fixtures as evidence: `reported.json` are users' reports with their source, `variants.json`
 * the same causes in other words, `negatives.json` output that must not be taken for a cause.
 */
import { readFileSync } from 'node:fs';
import type { Evidence } from '../../src/diagnose/evidence.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

// The rows are made once: by no test, so that mutation knows that each test relies on them.
allFamilies();

export interface Case {
  readonly id?: string;
  readonly text: string;
  readonly class?: string;
  /** `described`: the reporter gave no output, the text is a note. */
  readonly fidelity?: string;
  readonly source?: string;
  readonly exit?: number | null;
  readonly signal?: string;
  readonly platform?: string;
  readonly phase?: Evidence['phase'];
  readonly where?: 'stdout';
  readonly spawnErrno?: string;
  readonly command?: readonly string[];
  readonly inFlight?: readonly string[];
  readonly uptimeMs?: number;
  /** Reasons that would be wrong; `*` means that any would be. */
  readonly never?: '*' | readonly string[];
}

export function readCases(name: 'reported' | 'variants' | 'negatives'): Case[] {
  const path = new URL(`./corpus/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Case[];
}

/** Evidence of which only the interesting part is given. */
export function evidence(part: Partial<Evidence>): Evidence {
  return {
    phase: 'handshake',
    exitCode: null,
    signal: null,
    uptimeMs: 800,
    stderr: '',
    stdout: '',
    command: ['server'],
    platform: 'linux',
    ...part,
  };
}

export function evidenceOf(item: Case, part: Partial<Evidence> = {}): Evidence {
  return evidence({
    ...(item.phase && { phase: item.phase }),
    exitCode: item.exit ?? null,
    signal: item.signal ?? null,
    [item.where ?? 'stderr']: item.text,
    ...(item.platform && { platform: item.platform }),
    ...(item.spawnErrno && { spawnErrno: item.spawnErrno }),
    ...(item.command && { command: item.command }),
    ...(item.inFlight && { inFlight: item.inFlight }),
    ...(item.uptimeMs !== undefined && { uptimeMs: item.uptimeMs }),
    ...part,
  });
}
