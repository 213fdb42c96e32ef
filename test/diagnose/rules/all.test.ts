/**
 * What all rows promise together: which causes another start may cure, that a row is sure of its
 * own sample, and that the words of one runtime mean nothing in the exception of another.
 */
import { describe, expect, it } from 'vitest';
import { matching } from '../../../src/diagnose/match.ts';
import { readFacts } from '../../../src/diagnose/output.ts';
import { allFamilies } from '../../../src/diagnose/rules/all.ts';
import { evidence } from '../cases.ts';

const families = allFamilies();
const rules = families.flatMap(({ rows }) => rows);

/** What comes and goes: networks, other programs, locks, load, and ends without a known cause. */
const passing = [
  ['backend-unreachable', 'docker-daemon-down', 'docker-rate-limit', 'registry-unreachable'],
  ['database-locked', 'file-in-use', 'npx-cache-locked', 'port-in-use', 'large-message-limit'],
  ['out-of-memory', 'too-many-open-files', 'too-many-processes', 'startup-timeout-download'],
  ['server-aborted', 'server-crash-on-call', 'server-exception', 'server-interrupted'],
  ['server-killed', 'server-segfault', 'server-bug-cancel-race', 'reinit-missing'],
  ['reinit-refused', 'html-instead-of-json'],
].flat();
/** macOS kills for its signature, and says nothing: others kill, too. */
const guessed = ['codesign-silent'];

describe('another start may help', () => {
  it.each(rules.map(({ id, reason, permanent }) => [id, reason, permanent] as const))(
    '%s',
    (id, reason, permanent) => {
      const may = passing.includes(reason) || guessed.includes(id);
      expect([reason, permanent]).toEqual([reason, !may]);
    },
  );
});

describe('a row that is sure', () => {
  const sure = rules.filter(({ certainty }) => certainty >= 90);
  it.each(sure.map((rule) => [rule.id, rule] as const))('%s: of its own sample', (_, rule) => {
    const facts = readFacts(evidence({ exitCode: 1, ...rule.sample }));
    const [match] = matching(families, facts);
    const spoken = facts.failure !== undefined && facts.failure.kind !== 'line';
    expect([match?.rule.id, match?.footing === 'words']).toEqual([
      rule.id,
      !spoken && match?.footing === 'words',
    ]);
  });
});

/** An uncaught exception of that runtime, with words that are another's. */
const exceptions: Readonly<Record<string, (words: string) => string>> = {
  python: (words) => `KeyError: ${words}`,
  node: (words) => `RangeError: ${words}\n    at f (/s/a.js:1:2)`,
  npm: (words) => `npm error ${words}`,
  go: (words) => `panic: ${words}`,
  rust: (words) => `thread 'main' panicked at a.rs:1:2:\n${words}`,
  php: (words) => `PHP Fatal error:  ${words}`,
  ruby: (words) => `${words} (BoardError)`,
  jvm: (words) => `Exception in thread "main" a.b.BoardException: ${words}`,
  dotnet: (words) => `Unhandled exception. A.BoardException: ${words}`,
  docker: (words) => `docker: ${words}`,
  wsl: (words) => `<3>WSL ${words}`,
  compiler: (words) => `a.ts:1:2: error: ${words}`,
};

describe('the words of a runtime mean nothing in the exception of another', () => {
  for (const [at, { rows, not = [] }] of families.entries()) {
    const samples = rows.flatMap(({ sample: { stderr = '' } }) => stderr.split('\n')[0] ?? []);
    const said = samples.map((line) => line.replace(/^\w*(?:Error|Exception|error): /, ''));
    it.each(not.map((kind) => [`${at} ${rows[0]?.id}`, kind]))('%s … in %s', (_, kind) => {
      const wrapped = exceptions[kind];
      for (const words of said.filter((line) => line !== '')) {
        const stderr = wrapped?.(words) ?? '';
        const facts = readFacts(evidence({ exitCode: 1, stderr }));
        if (facts.failure?.kind !== kind) continue;
        const own = matching(families.slice(at, at + 1), facts).map(({ rule }) => rule.id);
        expect([stderr, own]).toEqual([stderr, []]);
      }
    });
  }
});
