/**
 * What a release on GitHub is made of: which files, and which words of the change log. Pure: reads
 * nothing and runs nothing.
 */
import { basename } from 'node:path';

/** Sorted. Throws a sentence if two have one name: GitHub knows no directories in a release. */
export function assetsIn(files) {
  const seen = new Map();
  for (const file of files) {
    const other = seen.get(basename(file));
    if (other !== undefined) throw new Error(`${other} and ${file} would have one name`);
    seen.set(basename(file), file);
  }
  if (seen.size === 0) throw new Error('nothing was packed: npm run release');
  return [...seen.values()].sort();
}

/** The section of the version, without its heading. Throws a sentence if there is none. */
export function changesOf(version, changelog) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md says nothing of ${version}`);
  return `${section.slice(section.indexOf('\n')).trim()}\n`;
}
