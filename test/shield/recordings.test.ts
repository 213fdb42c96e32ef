/**
 * Recordings that became tests: each file in `recordings` is decided today as on the day it was
 * made. A new one comes from `mcp-shield --record <file>`; nothing has to be written for it.
 */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { readHeading, readStep } from '../../src/shield/recording/format.ts';
import { summaryOf } from '../../src/shield/recording/summary.ts';
import { createShield } from '../../src/shield/step.ts';

const directory = fileURLToPath(new URL('recordings/', import.meta.url));

describe('recordings', () => {
  it.each(readdirSync(directory))('%s', (file) => {
    const [first = '', ...lines] = readFileSync(directory + file, 'utf8')
      .trimEnd()
      .split('\n');
    const heading = readHeading(first);
    if (heading === undefined) throw new Error(`${file} is no recording`);
    const { options, platform, cwd } = heading;
    const decode = (bytes: Buffer): string => bytes.toString();
    const redact = (text: string): string => text;
    const shield = createShield(options, { isUtf8, decode, diagnose, redact, platform, cwd });
    const steps = lines.flatMap((line) => readStep(line) ?? []);
    expect(steps.length).toBeGreaterThan(5);
    for (const [index, { t, event, decided }] of steps.entries()) {
      expect(summaryOf(shield.step(event, t)), `step ${index + 1}, ${event.type}`).toEqual(decided);
    }
  });
});
