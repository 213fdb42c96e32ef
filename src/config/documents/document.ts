/**
 * A configuration file as text: its dialect, its mark at the beginning, and how to read it. Edits
 * are made by `edit.ts`.
 */

import type { Parsed } from './document-tree.ts';
import { parseJson } from './json.ts';
import { parseToml } from './toml.ts';
import { parseYaml } from './yaml.ts';

export type Dialect = 'json' | 'yaml' | 'toml';

const parsers = { json: parseJson, yaml: parseYaml, toml: parseToml } as const;

/** JSON also where it is written in a file that allows comments. */
export function parseDocument(text: string, dialect: Dialect): Parsed {
  return parsers[dialect](text);
}

/** By its extension; what has none that is known is JSON, as nearly all of them are. */
export function dialectOf(file: string): Dialect {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  if (extension === 'yaml' || extension === 'yml') return 'yaml';
  return extension === 'toml' ? 'toml' : 'json';
}

/** Both count from 1, as editors do. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
