/**
 * Every reported failure that a launcher can repair, or name before anything is started, has a test
 * here or with real processes, and that test names it. Reads the titles of the tests.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Reported {
  readonly id: string;
  readonly class: string;
}

/** The classes of which the launcher is the cause or the cure. All others are for diagnosis. */
const classes = [
  'bad-shebang',
  'command-not-found',
  'cwd-root-readonly',
  'env-var-not-expanded',
  'macos-cwd-gone',
  'node-too-old',
  'npx-prompt',
  'path-not-expanded',
  'powershell-execution-policy',
  'python-encoding',
  'spawn-einval-cmd',
  'windows-env-missing',
  'windows-quoting',
  'windows-space-in-path',
  'windows-store-python-alias',
  'wsl-windows-node',
];

const tests = fileURLToPath(new URL('..', import.meta.url));
const corpus = join(tests, 'diagnose', 'corpus', 'reported.json');
const reported = JSON.parse(readFileSync(corpus, 'utf8')) as readonly Reported[];

/** Ids in titles: `it('startup-005, startup-004: …`, also as the first column of `it.each`. */
function named(): ReadonlySet<string> {
  const ids = ['resolve', 'process', 'python'].flatMap((folder) =>
    readdirSync(join(tests, folder))
      .filter((name) => /\.(test|suite)\.ts$/.test(name))
      .map((name) => readFileSync(join(tests, folder, name), 'utf8'))
      .flatMap((source) => [...source.matchAll(/(?:^|[^\w-])(startup-\d+)(?=[:,])/gm)])
      .map((match) => match[1] ?? ''),
  );
  return new Set(ids);
}

describe('failures that a launcher repairs', () => {
  const ids = named();

  it.each(classes)('%s: each is named by a test', (name) => {
    const ofClass = reported.filter((failure) => failure.class === name).map(({ id }) => id);
    expect(ofClass).not.toEqual([]);
    expect(ofClass.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('are really reported: no test names one that is not', () => {
    const known = new Set(reported.map(({ id }) => id));
    expect([...ids].filter((id) => !known.has(id))).toEqual([]);
  });
});
