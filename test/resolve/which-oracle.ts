/**
 * The `which` package as the oracle of the search on PATH: in random directories, for random PATHs
 * and PATHEXTs, both find the same file. Where the search differs on purpose it says so here, and
 * nowhere else. Runs on POSIX and on Windows; knows no test runner.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import which from 'which';
import { locateOnPath } from '../../src/resolve/locate.ts';
import type { ResolveContext } from '../../src/resolve/resolve-context.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';

const windows = process.platform === 'win32';
const names = ['tool', 'other', 'tool.name', 'my tool'];
const extensions = windows ? ['', '.exe', '.com', '.cmd', '.bat', '.ps1', '.vbs'] : [''];
const kinds = windows
  ? (['file', 'directory'] as const)
  : (['file', 'plain', 'directory', 'link', 'dead link'] as const);

const entry = fc.record({
  name: fc.constantFrom(...names),
  extension: fc.constantFrom(...extensions),
  kind: fc.constantFrom(...kinds),
});
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

/** What stands in each directory of the pool. */
const pool = fc.array(fc.array(entry, { maxLength: 4 }), { minLength: 1, maxLength: 5 });

const pathEntry = fc.record({
  /** Of the pool; one beyond it does not exist. */
  directory: fc.nat({ max: 6 }),
  form: fc.constantFrom('plain', 'with separator', 'relative', ...(windows ? ['quoted'] : [])),
});
const search = fc.record({
  name: fc.constantFrom(...names, ...(windows ? ['tool.exe', 'other.cmd'] : [])),
  entries: fc.array(pathEntry, { maxLength: 6 }),
  // Wine has its own notion of an empty one.
  pathExt: fc.uniqueArray(fc.constantFrom('.EXE', '.CMD', '.BAT', '.COM', '.VBS', '.exe'), {
    minLength: 1,
  }),
});
type Search = typeof search extends fc.Arbitrary<infer T> ? T : never;

/**
 * libuv tries `.com` and `.exe` whatever PATHEXT says, and takes a name with an extension as it is:
 * so is a server started where nobody stands between. A script of PowerShell is better than
 * nothing.
 */
function oraclePathExt(name: string, listed: readonly string[]): string {
  return ['.COM', '.EXE', ...listed, '.PS1', path.extname(name)]
    .filter((it) => it !== '')
    .join(';');
}

/** Throws with the shortest difference that was found. */
export function searchesAsWhich(runs: number): void {
  const root = mkdtempSync(path.join(tmpdir(), 'which-'));
  const start = process.cwd();
  // Empty: on Windows `which` looks here first. We do not: it is a workspace, where a tool.exe may
  // be anybody's.
  mkdirSync(path.join(root, 'cwd'));
  process.chdir(path.join(root, 'cwd'));
  let count = 0;
  try {
    const property = fc.property(pool, fc.array(search, { maxLength: 20 }), (given, searches) => {
      const base = path.join(root, `pool ${count++}`);
      given.forEach((entries, index) => {
        fill(path.join(base, String(index)), entries);
      });
      for (const one of searches) compare(base, one);
      rmSync(base, { recursive: true, force: true });
    });
    fc.assert(property, { numRuns: runs });
  } finally {
    process.chdir(start);
    rmSync(root, { recursive: true, force: true });
  }
}

function fill(directory: string, entries: readonly Entry[]): void {
  mkdirSync(directory, { recursive: true });
  for (const { name, extension, kind } of entries) {
    const file = path.join(directory, name + extension);
    // rmSync of Node.js 24.9 leaves a dead link where it is.
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(file);
    rmSync(file, { recursive: true, force: true });
    if (kind === 'directory') mkdirSync(file);
    else if (kind === 'link') symlinkSync(process.execPath, file);
    else if (kind === 'dead link') symlinkSync('/nowhere/tool', file);
    else {
      writeFileSync(file, '');
      chmodSync(file, kind === 'file' ? 0o755 : 0o644);
    }
  }
}

function compare(base: string, { name, entries, pathExt }: Search): void {
  const directories = entries.map(({ directory, form }) => {
    const absolute = path.join(base, String(directory));
    if (form === 'relative') return path.relative(process.cwd(), absolute);
    if (form === 'with separator') return absolute + path.sep;
    return form === 'quoted' ? `"${absolute}"` : absolute;
  });
  // An empty entry means the working directory to `which`, and nothing to us: see above.
  const searched = directories.join(path.delimiter);
  const env = { PATH: searched, PATHEXT: pathExt.join(';') };
  const context: ResolveContext = { machine: thisMachine(), env, home: '', cwd: process.cwd() };
  const ours = locateOnPath({ file: name, args: [] }, context)?.file;
  const options = { path: searched, pathExt: oraclePathExt(name, pathExt), nothrow: true } as const;
  // With no PATH at all `which` takes that of the process.
  const theirs = searched === '' ? null : which.sync(name, options);
  const [one, other] = [ours, theirs ?? undefined].map(comparable);
  if (one === other) return;
  throw new Error(`${name} on ${searched} (${env.PATHEXT}): ${one}, but which says ${other}`);
}

/** The case of an extension is that of PATHEXT in one and of the file in the other. */
function comparable(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const absolute = path.resolve(file);
  return windows ? absolute.toLowerCase() : absolute;
}
