/**
 * Every bound and time budget lives in base/limits.ts: none stands elsewhere, none there is dead,
 * and each says why it is what it is. Reads the sources; runs only the limits.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as limits from '../src/base/limits.ts';

const source = fileURLToPath(new URL('../src', import.meta.url));
const limitsFile = 'base/limits.ts';

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  // AssemblyScript has limits of its own: those of its tables. Rules of diagnosis hold samples.
  .filter((path) => path.endsWith('.ts') && !/\.as\.ts$|^diagnose\/rules\//.test(path))
  .map((path) => ({ path, code: codeOf(readFileSync(join(source, path), 'utf8')) }));

/** Without comments and types; numbers as esbuild writes them (1_000 is 1e3). */
function codeOf(text: string): string {
  return transformSync(text, { loader: 'ts' }).code;
}

const number = String.raw`(?:0x[\da-f]+|[\d.]+(?:e\d+)?)`;
/** A number, or a sum of numbers; nothing that is measured or handed over. */
const sum = String.raw`-?${number}(?: (?:[-+*/]|\*\*) ${number})*(?=[,;)\s}])`;
const bounds: readonly RegExp[] = [
  // const patienceMs = 1e3; { lineBytes: 512 }; static #rowsMax = 7
  new RegExp(
    String.raw`\b\w*(?:Max|Min|Ms|Bytes|Chars|Count|Factor|Depth|Max\w+) ?[=:] ${sum}`,
    'g',
  ),
  // text.slice(0, 40), text.slice(-200)
  new RegExp(String.raw`\.(?:slice|subarray)\((?:0, |-)(?=[1-9]\d)${sum}`, 'g'),
  // setTimeout(f, 250), elapsed(20)
  new RegExp(String.raw`\b(?:setTimeout|setInterval|elapsed)\((?:.*, )?${sum}`, 'g'),
  // What an option is without a word, or may be: 1 is "any".
  new RegExp(`^ +(?:default|min|max): (?![01],)${sum}`, 'gm'),
];
/** A start value is no bound; nor is what a table of units holds. */
const startValue = /[=:] 0$/;

/** Names that look like bounds: a layout of records, and how much of a hash tells secrets apart. */
const notBounds = [
  'client-files/backup.ts: .slice(0, 12',
  'protocol/line-scan/line-record.ts: fieldCount = 12',
  'protocol/line-scan/line-record.ts: hasHighBytes: 1',
  'resolve/direct/npx-cache.ts: .slice(0, 16',
  'runner/memory/package-behind.ts: .slice(0, 16',
  'runner/memory/server-key.ts: .slice(0, 32',
  'runner/observe/record-file.ts: .slice(0, 12',
  'runner/packages/install-locks.ts: .slice(0, 32',
  'runner/packages/newest-versions.ts: .slice(0, 32',
];

function boundsIn(code: string): readonly string[] {
  return bounds
    .flatMap((pattern) => [...code.matchAll(pattern)].map(([found]) => found))
    .filter((found) => !startValue.test(found));
}

const groups = Object.entries(limits).flatMap(([name, group]) =>
  typeof group === 'object' ? [[name, group] as const] : [],
);

describe('limits', () => {
  it('stand in one file', () => {
    const elsewhere = files
      .filter(({ path }) => path !== limitsFile)
      .flatMap(({ path, code }) => boundsIn(code).map((bound) => `${path}: ${bound}`));
    expect(elsewhere).toEqual(notBounds);
  });

  it.each([
    'const linesMax = 5;',
    'const lineMaxBytes = 2 ** 31 - 1;',
    'const keptBytes = 256 * 1024;',
    'class Box { #patienceMs = 1_000; }',
    'export const own = { probeMs: 300 } as const;',
    'const shown = name.slice(0, 60);',
    'const end = text.slice(-4_096);',
    'setTimeout(() => again(), 250);',
    'await elapsed(20);',
    'export const options = {\n  window: {\n    default: 60_000,\n  },\n};',
  ])('would be found elsewhere: %s', (text) => {
    expect(boundsIn(codeOf(text))).not.toEqual([]);
  });

  it.each([
    'let waitedMs = 0;',
    'const limitMs = resolveLimits.nodeVersionMs;',
    'const id = text.slice(1, -1);',
    'setTimeout(finish, logLimits.flushMs);',
    'const exitCode = 70;',
  ])('are not seen where there are none: %s', (text) => {
    expect(boundsIn(codeOf(text))).toEqual([]);
  });

  it('are all in use', () => {
    const code = files
      .filter(({ path }) => path !== limitsFile)
      .map((file) => file.code)
      .join('\n');
    const unused = groups.flatMap(([name, group]) =>
      Object.keys(group)
        .filter((key) => !new RegExp(String.raw`\b${name}\b`).test(code) || !isRead(code, key))
        .map((key) => `${name}.${key}`),
    );
    expect(unused).toEqual([]);
    const single = Object.keys(limits).filter((name) => !groups.some(([group]) => group === name));
    expect(single.filter((name) => !new RegExp(String.raw`\b${name}\b`).test(code))).toEqual([]);
  });

  it('are finite numbers above nothing, and the smaller of a pair is the smaller one', () => {
    const numbers = groups.flatMap(([name, group]) => Object.entries(flat(name, group)));
    expect(numbers.length).toBeGreaterThan(80);
    const wrong = numbers.filter(([, value]) => !(Number.isFinite(value) && value >= 0));
    expect(wrong).toEqual([]);
    const { eof, signal, eofOnWindows } = limits.endLimits;
    for (const { termMs, killMs, exitMs } of [eof, signal, eofOnWindows]) {
      expect(termMs).toBeLessThanOrEqual(killMs);
      expect(killMs).toBeLessThan(exitMs);
    }
    expect(limits.optionLimits.messageMinBytes).toBeLessThan(limits.messageLimits.defaultMaxBytes);
    expect(limits.optionDefaults.restartWindowMs).toBeGreaterThan(
      limits.optionLimits.restartWindowMinMs,
    );
    expect(limits.logLimits.redactCutChars).toBeLessThan(limits.logLimits.redactCharsMax);
  });

  it('say why: each group, and the first of each group of neighbours', () => {
    const text = readFileSync(join(source, limitsFile), 'utf8');
    const groupsInText = text.match(/^export const/gm)?.length ?? 0;
    expect(text.match(/\*\/\nexport const/g)?.length).toBe(groupsInText);
    // Two numbers may share a reason, and the times of an end stand side by side.
    const members = text.match(/^ {2}\w+: /gm)?.length ?? 0;
    const reasons = text.match(/\*\/\n {2}\w+: /g)?.length ?? 0;
    expect(members - reasons).toBeLessThanOrEqual(reasons / 5);
  });
});

function isRead(code: string, key: string): boolean {
  // By its name, taken out of its group, or as the key that is looked up.
  return new RegExp(String.raw`\.${key}\b|"${key}"|\{[^}]*\b${key}\b[^}]*\} = `).test(code);
}

function flat(name: string, group: object): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [key, value] of Object.entries(group)) {
    if (typeof value === 'number') all[`${name}.${key}`] = value;
    else Object.assign(all, flat(`${name}.${key}`, value as object));
  }
  return all;
}
