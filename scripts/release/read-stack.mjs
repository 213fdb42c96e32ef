/**
 * The places in a stack of the shipped files, as places in the sources:
 *
 *   npm run stack -- <directory with the source maps> < stack.txt
 *
 * The maps of a release are in its `…-source-maps.tar.gz`, those of the last build in `dist`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';

const [directory = 'dist'] = process.argv.slice(2);
/** @type {Map<string, SourceMap | undefined>} */
const maps = new Map();

function mapOf(part) {
  const file = join(directory, `${part}.cjs.map`);
  if (!maps.has(part)) {
    const found = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    maps.set(part, found && new SourceMap(found));
  }
  return maps.get(part);
}

/** Its `file:line:column` counts from 1, a map from 0. */
function placeInSource(written, part, line, column) {
  const entry = mapOf(part)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (entry === undefined || !('originalSource' in entry)) return written;
  const source = entry.originalSource.replace(/^(?:\.\.\/)+/, '');
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

const stack = readFileSync(0, 'utf8');
process.stdout.write(stack.replace(/[^\s(]*?([\w-]+)\.cjs:(\d+):(\d+)/g, placeInSource));
