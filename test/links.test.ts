/**
 * Every link of the project's own pages leads somewhere: to a file, and to a heading in it. What is
 * shipped links only to what is shipped, or by its full address.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { docsUrl } from '../src/diagnose/docs-url.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as { readonly files: readonly string[] };

const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'ARCHITECTURE.md', 'PERFORMANCE.md'],
  ...docs.map((name) => `docs/${name}`),
];

/** Where the repository is read on the web. */
const web = docsUrl('').replace(/docs\/causes\.md#$/, '');

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, 'code');
}

function linksIn(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** As GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  const outside = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  for (const [, heading = ''] of outside.matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

interface Target {
  readonly path: string;
  readonly anchor: string | undefined;
  readonly isRelative: boolean;
}

/** Undefined for what is not a page of ours. */
function targetOf(link: string, page: string): Target | undefined {
  const isRelative = !/^[a-z]+:/i.test(link);
  if (!isRelative && !link.startsWith(web)) return undefined;
  const [file = '', anchor] = (isRelative ? link : link.slice(web.length)).split('#');
  if (file === '') return { path: page, anchor, isRelative };
  const path = isRelative ? normalize(join(dirname(page), file)).replaceAll('\\', '/') : file;
  return { path, anchor, isRelative };
}

function problemOf(link: string, page: string): string | undefined {
  const target = targetOf(link, page);
  if (target === undefined) return undefined;
  const { path, anchor, isRelative } = target;
  if (!existsSync(join(root, path))) return `${link}: there is no ${path}`;
  if (anchor !== undefined && !anchorsOf(read(path)).has(anchor)) {
    return `${link}: ${path} has no such heading`;
  }
  if (isRelative && isShipped(page) && !isShipped(path)) return `${link}: is not in the package`;
  return undefined;
}

const isListed = picomatch(manifest.files.filter((glob) => !glob.startsWith('!')) as string[]);
const isLeftOut = picomatch(
  manifest.files.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)),
);

/** npm adds README, LICENSE and package.json by itself. */
function isShipped(path: string): boolean {
  if (['README.md', 'LICENSE', 'package.json'].includes(path)) return true;
  return isListed(path) && !isLeftOut(path);
}

describe.each(pages)('%s', (page) => {
  it('has no link that leads nowhere', () => {
    const problems = linksIn(read(page)).map((link) => problemOf(link, page));
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });
});

describe('the search for links', () => {
  it('finds what leads nowhere', () => {
    expect(problemOf('docs/nothing.md', 'README.md')).toMatch(/there is no docs\/nothing\.md/);
    expect(problemOf('docs/options.md#--nothing', 'README.md')).toMatch(/no such heading/);
    expect(problemOf('CONTRIBUTING.md', 'README.md')).toMatch(/is not in the package/);
    expect(problemOf('../README.md#nothing', 'docs/options.md')).toMatch(/no such heading/);
    expect(problemOf(`${web}nothing.md`, 'README.md')).toMatch(/there is no nothing\.md/);
    expect(linksIn('[a](b.md) `[c](d.md)`\n```\n[e](f.md)\n```\n')).toEqual(['b.md']);
  });

  it('knows the headings as GitHub does', () => {
    expect([
      ...anchorsOf('# A b\n## --name\n## A b\n```\n# no\n```\n### spawn npx ENOENT, x\n'),
    ]).toEqual(['a-b', '--name', 'a-b-1', 'spawn-npx-enoent-x']);
  });

  it('sees links', () => {
    expect(linksIn(read('README.md')).length).toBeGreaterThan(10);
  });
});

describe('README', () => {
  it('leads to every page that is shipped, directly or by one more step', () => {
    const first = linksIn(read('README.md')).map((link) => targetOf(link, 'README.md')?.path);
    const second = first.flatMap((path) =>
      path?.endsWith('.md') === true && existsSync(join(root, path))
        ? linksIn(read(path)).map((link) => targetOf(link, path)?.path)
        : [],
    );
    const reached = new Set([...first, ...second]);
    const shipped = docs.map((name) => `docs/${name}`).filter(isShipped);
    expect(shipped.length).toBeGreaterThan(8);
    expect(shipped.filter((path) => !reached.has(path))).toEqual([]);
  });
});
