/**
 * The shape of the source tree, held by a test: who may import whom, what the pure floors may not
 * touch, and how a file looks. Reads the files; runs nothing of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lowest first; folders in one row do not know each other. */
const floors = [
  ['base'],
  ['protocol', 'filter', 'resolve'],
  ['session', 'supervisor', 'diagnose', 'config'],
  ['shield', 'client-files'],
  ['process'],
  ['log'],
  ['runner'],
  ['doctor'],
  ['cli'],
];
/** The others read files, start processes or wait. */
const pureFolders: ReadonlySet<string> = new Set([
  'base',
  'protocol',
  'filter',
  'session',
  'supervisor',
  'diagnose',
  'config',
  'shield',
]);

/** Tables may be longer than other files. */
const tables = /^src\/(?:diagnose\/rules\/|(?:config\/clients|base\/limits|cli\/options)\.ts$)/;
/** What is spread there is a table of ours, or what one file or one command names. */
const fewEnough = [
  'src/cli/clients.ts: const width = Math.max(0, ',
  'src/cli/config/change-report.ts: const width = Math.max(',
  'src/cli/config/target.ts: if (!isServer && isTarget(name, deps)) files.push(',
  'src/cli/doctor/as-started.ts: filling.unknown.push(',
  'src/cli/doctor/as-started.ts: unknown.push(',
  'src/cli/doctor/render.ts: const nameWidth = Math.max(',
  'src/cli/doctor/render.ts: lines.push(',
  'src/client-files/find-files.ts: for (let depth = Math.max(1, ',
  'src/diagnose/match.ts: return { names, position: Math.max(-1, ',
  'src/runner/memory/server-key.ts: const changedAt = Math.max(0, ',
];
const fileLinesMax = 250;
const columnsMax = 100;

interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Without comments and types, so that a word found in it is code or text of the program. */
  readonly code: string;
  readonly imports: readonly string[];
}

const sources = filesBelow('src')
  .filter((path) => path.endsWith('.ts') && !isForeign(path))
  .map(readSource);
const everything = ['src', 'test', 'scripts', 'bin']
  .flatMap(filesBelow)
  .filter((path) => /\.(?:ts|mjs|cjs|js)$/.test(path));

/** AssemblyScript, which only its own compiler can read. */
function isForeign(path: string): boolean {
  return path.endsWith('.as.ts');
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile()) return [path];
    return entry.name === 'node_modules' ? [] : filesBelow(path);
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const { code } = transformSync(text, { loader: 'ts' });
  const statements = text.matchAll(
    /^(?:import|export)\b[^;=('"]*?\bfrom '([^']+)'|^import '([^']+)'/gm,
  );
  const calls = text.matchAll(/\bimport\('([^']+)'\)/g);
  const imports = [...statements, ...calls].map(([, from, bare]) => from ?? bare ?? '');
  return { path, text, code, imports };
}

/** The local files it imports, from the root. */
function localImports({ path, imports }: SourceFile): string[] {
  const local = imports.filter((specifier) => specifier.startsWith('.'));
  return local.map((specifier) => posix.join(posix.dirname(path), specifier));
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function floorOf(path: string): number {
  return floors.findIndex((folders) => folders.includes(folderOf(path)));
}

describe('imports', () => {
  it('were found at all', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.flatMap(localImports).length).toBeGreaterThan(sources.length);
  });

  it('each file is on a floor', () => {
    expect(sources.filter(({ path }) => floorOf(path) < 0).map(({ path }) => path)).toEqual([]);
  });

  it('go down, or stay in their folder', () => {
    const wrong = sources.flatMap((source) =>
      localImports(source)
        .filter((target) => folderOf(target) !== folderOf(source.path))
        .filter((target) => floorOf(target) >= floorOf(source.path))
        .map((target) => `${source.path} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('have no cycle', () => {
    expect(
      findCycle(new Map(sources.map((source) => [source.path, localImports(source)]))),
    ).toEqual([]);
  });

  it('name files, not folders of files', () => {
    expect(sources.filter(({ path }) => basename(path) === 'index.ts')).toEqual([]);
    expect(sources.filter(({ text }) => /^export\b[^;=]*\bfrom '/m.test(text))).toEqual([]);
    const targets = new Set(sources.map(({ path }) => path));
    expect(sources.flatMap(localImports).filter((target) => !targets.has(target))).toEqual([]);
  });

  it.each([
    ['pino', 1, 1],
    ['execa', 1, 1],
    ['jsonc-parser', 1, 1],
    ['yaml', 1, 1],
    ['toml-eslint-parser', 1, 1],
  ])('%s is known to one file', (name, min, max) => {
    const importers = sources.filter(({ imports }) => imports.includes(name));
    expect(importers.length).toBeGreaterThanOrEqual(min);
    expect(importers.length).toBeLessThanOrEqual(max);
  });

  // [R-installs-nothing]
  it('nothing is installed with mcp-shield', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
  });
});

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

describe('the pure floors', () => {
  const pure = sources.filter(({ path }) => pureFolders.has(folderOf(path)));
  const forbidden = [
    'process',
    'console',
    'Date',
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'Promise',
    'crypto',
    'fetch',
    'require',
    'Math.random',
  ];
  // esbuild replaces a name only where it means the global one.
  const marked = Object.fromEntries(
    forbidden.map((name) => [name, `impure_${name.replace('.', '_')}`]),
  );

  function impurities(text: string): string[] {
    const options = { loader: 'ts', define: marked, supported: { 'async-await': false } } as const;
    const { code } = transformSync(text, options);
    return [...code.matchAll(/\bimpure_\w+|\b__async\b/g)].map(([found]) => found);
  }

  it('have neither time, chance nor a world', () => {
    const wrong = pure.flatMap(({ path, text }) => impurities(text).map((it) => `${path}: ${it}`));
    expect(wrong).toEqual([]);
  });

  it('would be caught', () => {
    expect(impurities('export const at = Date.now();')).toEqual(['impure_Date']);
    expect(impurities('export const luck = () => Math.random();')).toEqual(['impure_Math_random']);
    expect(impurities('export async function f() {}')).toContain('__async');
    expect(impurities('const process = 1; // Date\nexport const x = { Date: process };')).toEqual(
      [],
    );
  });

  it('import nothing from outside but parsers, which are as pure', () => {
    const foreign = pure.flatMap(({ imports }) => imports.filter((name) => !name.startsWith('.')));
    expect(foreign.sort()).toEqual(['jsonc-parser', 'toml-eslint-parser', 'yaml']);
  });
});

describe('stdout', () => {
  it('has one writer; help and version are printed before any message', () => {
    const writers = sources.filter(({ code }) => /\bprocess\.stdout\b/.test(code));
    expect(writers.map(({ path }) => path)).toEqual(['src/cli/main.ts', 'src/runner/world.ts']);
  });

  it('is not reached by console', () => {
    expect(sources.filter(({ code }) => /\bconsole\./.test(code)).map(({ path }) => path)).toEqual(
      [],
    );
  });
});

describe('files', () => {
  it('open with a comment that says what they own', () => {
    const bare = sources.filter(({ text }) => !text.startsWith('/**\n * '));
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it(`have at most ${fileLinesMax} lines`, () => {
    const long = sources
      .filter(({ path, text }) => !tables.test(path) && text.split('\n').length > fileLinesMax)
      .map(({ path, text }) => `${path}: ${text.split('\n').length}`);
    expect(long).toEqual([]);
  });

  it('spread nothing into arguments whose number somebody else chooses', () => {
    // 125,000 of them overflow the stack.
    const spread = /\.(?:push|unshift|splice|max|min)\((?:[^(){}[\]]|\([^()]*\))*\.\.\./;
    const found = sources.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line) => (spread.test(line) ? [`${path}: ${line.trim()}`] : [])),
    );
    expect(found.map((line) => line.slice(0, line.indexOf('...')))).toEqual(fewEnough);
  });

  it(`have at most ${columnsMax} columns`, () => {
    const wide = everything.flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => (widthOf(line) > columnsMax ? [`${path}:${index + 1}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  it('are named for what they are', () => {
    const vague = /(?:^|-)(?:utils?|helpers?|manager|handlers?|types|common|misc)\b/;
    expect(sources.map(({ path }) => path).filter((path) => vague.test(basename(path)))).toEqual(
      [],
    );
    const declared = /\b(?:const|let|function|class|interface|type) (\w*)/g;
    const used = sources.flatMap(({ text, path }) =>
      [...text.matchAll(declared)]
        .filter(([, name = '']) => /[Uu]tils|[Hh]elper|[Mm]anager|[Hh]andler/.test(name))
        .map(([, name]) => `${path}: ${name}`),
    );
    expect(used).toEqual([]);
  });

  it('export by name', () => {
    const wrong = sources.filter(({ text }) =>
      /^export default|^(?:export )?(?:const )?enum /m.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

/** In columns; a sentence or a pattern inside code cannot be broken and is not counted. */
function widthOf(line: string): number {
  const isComment = /^\s*(?:\/\*\*|\*|\/\/)/.test(line);
  const counted = isComment ? line : line.replace(/(['"`]).*\1|\/.*\/[a-z]*/, '');
  return [...counted].length;
}
