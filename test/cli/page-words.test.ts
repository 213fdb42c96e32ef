/**
 * The commands, options, reasons and exit codes that the pages name are those of the code, and the
 * pages that list them have them all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/base/errors.ts';
import { commandTexts } from '../../src/cli/command-texts.ts';
import { commandNames, isCommandName, isOptionName } from '../../src/cli/options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** For users; what contributors read names options of other programs, too. */
const others = /^(?:architecture|causes|compared|debugging|install|performance|tried)\.md$/;
const docs = readdirSync(join(root, 'docs')).filter((name) => !others.test(name));
const pages = ['README.md', ...docs.map((name) => `docs/${name}`)];

/** Made elsewhere at the same time. */
const awaitedCommands = ['tail', 'demo', 'completion'];
const awaitedOptions = ['hide-tool', 'only-tool', 'env-from', 'server-env-file'];

/** Of docker, which the pages name as well. */
const foreignOptions = ['init', 'rm'];

const ofCommands = Object.values(commandTexts).flatMap(({ options = [] }) =>
  options.flatMap(([syntax]) => [...syntax.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name)),
);

function isKnownOption(name: string): boolean {
  const lists = [ofCommands, awaitedOptions, foreignOptions];
  return isOptionName(name) || lists.some((list) => list.includes(name));
}

/** Blocks, indented lines and spans, one a line; not what is made from the rules about falls. */
function codeIn(page: string): string {
  const text = read(page).replace(/<!-- troubleshooting:[\s\S]*/, '');
  const found = text.matchAll(/^```\w*\n([\s\S]*?)^```$|^ {4}(.+)$|`([^`\n]+)`/gm);
  return [...found].map(([, block, line, span]) => block ?? line ?? span ?? '').join('\n');
}

describe.each(pages)('%s', (page) => {
  const code = codeIn(page);

  it('names commands that are there', () => {
    const named = [...code.matchAll(/^(?:\$ )?(?:npx -y )?mcp-shield ([a-z][a-z-]*)(?![:a-z-])/gm)];
    const known = [...awaitedCommands, 'help', 'version'];
    const words = named.map(([, word = '']) => word);
    expect(words.filter((word) => !isCommandName(word) && !known.includes(word))).toEqual([]);
  });

  it('names options that are there', () => {
    const named = [...code.matchAll(/^(?:mcp-shield (?:[\w-]+ )*)?--([a-z][a-z-]*)/gm)];
    const unknown = named.map(([, name = '']) => name).filter((name) => !isKnownOption(name));
    expect(unknown).toEqual([]);
  });
});

it('the search sees what is named', () => {
  expect(codeIn('README.md').match(/^mcp-shield doctor/gm)?.length).toBeGreaterThan(1);
  expect(codeIn('README.md').match(/^--\w/gm)?.length).toBeGreaterThan(5);
  expect(isKnownOption('restart-hung') && !isKnownOption('restart-hang')).toBe(true);
});

it('each command has a page that tells of it', () => {
  const all = docs.map((name) => read(`docs/${name}`)).join('\n');
  expect(commandNames.filter((name) => !all.includes(`mcp-shield ${name}`))).toEqual([]);
});

it('the table of exit codes has them all', () => {
  const [, table = ''] = read('docs/commands.md').split('## Exit codes');
  for (const code of Object.values(exitCodes)) expect(table).toMatch(new RegExp(`\\b${code}\\b`));
});

it('the table of reasons has all that are not the cause of a fall', () => {
  const sources = ['src/session', 'src/shield', 'src/runner'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => read(join(folder, path))),
  );
  const found = sources.flatMap((text) =>
    [...text.matchAll(/\breason: '([a-z]+(?:-[a-z]+)+)'/g)].map(([, reason = '']) => reason),
  );
  const page = read('docs/reasons.md');
  expect(new Set(found).size).toBeGreaterThan(7);
  expect([...new Set(found)].filter((reason) => !page.includes(`| \`${reason}\` |`))).toEqual([]);
  const [, table = ''] = page.split('## Reasons');
  const listed = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, reason = '']) => reason);
  expect(listed.filter((reason) => !found.includes(reason))).toEqual([]);
});
