/**
 * How a generated file is made: one draw after another from a seed, and what all dialects are
 * written with.
 */
import type { Dialect } from '../../../src/config/documents/document.ts';
import type { KeyPath } from '../../../src/config/servers.ts';
import type { Random } from '../../world/random.ts';

export interface GeneratedServer {
  readonly name: string;
  /** Undefined for a server that is reached by a URL. */
  readonly words: readonly string[] | undefined;
}

export interface Style {
  readonly random: Random;
  readonly eol: string;
  readonly servers: readonly GeneratedServer[];
}

export interface Written {
  readonly text: string;
  readonly dialect: Dialect;
  readonly paths: readonly KeyPath[];
}

export function shuffle(random: Random, values: readonly string[]): readonly string[] {
  const keyed = values.map((value) => ({ value, key: random.next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
