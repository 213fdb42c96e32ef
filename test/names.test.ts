/**
 * One language: a name means one thing below src, and the words of ARCHITECTURE's glossary are
 * words of the code. Reads the files; runs nothing of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.as.ts'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** A command and the core that it calls; each pair says why one name is right for both. */
const pairs: Readonly<Record<string, readonly [first: string, second: string, why: string]>> = {
  'clients.ts': ['src/cli/clients.ts', 'src/config/clients.ts', 'prints what the table knows'],
  'run.ts': ['src/cli/run.ts', 'src/runner/run.ts', 'reads the options of the run'],
  'wrap.ts': ['src/cli/wrap.ts', 'src/config/wrap.ts', 'changes files as the core changes texts'],
  'session.ts': [
    'src/diagnose/rules/session.ts',
    'src/session/session.ts',
    'the rules about what ends a session; each file of rules is named for its subject',
  ],
};

/** What comes under more than one path. */
function repeated<Key>(entries: readonly (readonly [Key, string])[]): Map<Key, string[]> {
  const found = new Map<Key, string[]>();
  for (const [key, path] of entries) found.set(key, [...(found.get(key) ?? []), path]);
  return new Map([...found].filter(([, paths]) => paths.length > 1));
}

describe('a name below src', () => {
  it('of a file is given once, but for a command and its core', () => {
    const twice = repeated(sources.map(({ path }) => [basename(path), path]));
    const allowed = Object.entries(pairs).map(([name, [first, second]]) => [name, [first, second]]);
    const sorted = [...twice].map(([name, paths]) => [name, paths.sort()]);
    expect(Object.fromEntries(sorted)).toEqual(Object.fromEntries(allowed));
  });

  it('of an exported type is declared nowhere else', () => {
    const declaration = /^(export )?(?:abstract )?(?:interface|type|class) (\w+)/gm;
    const declared = sources.flatMap(({ path, text }) =>
      [...text.matchAll(declaration)].map(([, exported, name = '']) => ({ path, exported, name })),
    );
    expect(declared.length).toBeGreaterThan(200);
    const exported = new Set(declared.flatMap((it) => (it.exported ? [it.name] : [])));
    const twice = repeated(declared.map(({ name, path }) => [name, path]));
    expect([...twice].filter(([name]) => exported.has(name))).toEqual([]);
  });
});

describe('the glossary of ARCHITECTURE.md', () => {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = /^## Glossary\n([\s\S]*?)^## /m.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| ([a-z][a-z ]*) \| (`.*`) \| .+ \|$/gm)].filter(
    ([, word]) => word !== 'word',
  );

  it('has about fifteen words', () => {
    expect(rows.length).toBeGreaterThanOrEqual(12);
    expect(rows.length).toBeLessThanOrEqual(22);
  });

  it.each(rows.map(([, word = '', names = '']) => [word, names]))(
    'says %s as src does',
    (_, names) => {
      const wanted = [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
      expect(wanted).not.toEqual([]);
      // Declared under that name, or the name of a state.
      const isUsed = (name: string): boolean => {
        const use = new RegExp(
          `(?:class|interface|type|function|const) ${name}\\b|^ +(?:readonly )?${name}[:(]|kind: '${name}'`,
          'm',
        );
        return sources.some(({ text }) => use.test(text));
      };
      expect(wanted.filter((name) => !isUsed(name))).toEqual([]);
    },
  );
});
