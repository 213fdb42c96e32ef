/**
 * A configuration file that has been read: its text, and the servers in it with their places. Each
 * change is one replacement of words in a server's command line, proved by reading the result.
 */
import { type Dialect, parseDocument } from './documents/document.ts';
import { applyEdits, type Edit } from './documents/edit.ts';
import { commandAfter, type Replacement, replaceWords } from './replace-words.ts';
import { findServers, type KeyPath, type Server } from './servers.ts';

export interface ConfigSource {
  readonly text: string;
  readonly dialect: Dialect;
  readonly paths: readonly KeyPath[];
}

export interface Configuration extends ConfigSource {
  readonly kind: 'configuration';
  readonly servers: readonly Server[];
}

/** A file that cannot be parsed. */
export interface Broken {
  readonly kind: 'broken';
  readonly offset: number;
  readonly reason: string;
}

/** A byte order mark must not be in the text. */
export function readConfiguration(source: ConfigSource): Configuration | Broken {
  const parsed = parseDocument(source.text, source.dialect);
  if (parsed.kind === 'broken') return parsed;
  const servers = findServers(parsed.root, source.paths);
  return { kind: 'configuration', ...source, servers };
}

export interface Proposal {
  /** Which of the servers. */
  readonly index: number;
  /** The best first. */
  readonly variants: readonly Replacement[];
}

export interface Changed {
  readonly configuration: Configuration;
  readonly edits: readonly Edit[];
  /** Servers none of whose variants could be written. */
  readonly refused: ReadonlySet<number>;
}

/** Whether a result is what was wanted, beyond having the command that was wanted. */
export type Proof = (changed: Configuration, indexes: readonly number[]) => boolean;

/** Makes all changes that stand the proof. */
export function change(
  configuration: Configuration,
  proposals: readonly Proposal[],
  proof: Proof,
): Changed {
  const attempt = (chosen: readonly Choice[]) => tryChoices(configuration, chosen, proof);
  const first = attempt(
    proposals.flatMap(({ index, variants }) => choices(index, variants)[0] ?? []),
  );
  if (first !== undefined) return { ...first, refused: new Set() };
  // Something cannot be written in this place: find out what, one by one.
  const possible = proposals.flatMap(
    ({ index, variants }) =>
      choices(index, variants).find((choice) => attempt([choice]) !== undefined) ?? [],
  );
  const together = attempt(possible) ?? { configuration, edits: [] };
  const changed = together.edits.length === 0 ? [] : possible.map(({ index }) => index);
  const refused = proposals.map(({ index }) => index).filter((index) => !changed.includes(index));
  return { ...together, refused: new Set(refused) };
}

interface Choice {
  readonly index: number;
  readonly replacement: Replacement;
}

function choices(index: number, variants: readonly Replacement[]): readonly Choice[] {
  return variants.map((replacement) => ({ index, replacement }));
}

function tryChoices(
  { text, dialect, paths, servers }: Configuration,
  chosen: readonly Choice[],
  proof: Proof,
): Omit<Changed, 'refused'> | undefined {
  const edits = chosen.flatMap(({ index, replacement }) => {
    const start = servers[index]?.start;
    return start?.kind === 'command' ? replaceWords(text, start.form, replacement) : [];
  });
  const changed = readConfiguration({ text: applyEdits(text, edits), dialect, paths });
  if (changed.kind === 'broken') return undefined;
  const expected = servers.map((server, index) => {
    const choice = chosen.find((one) => one.index === index);
    return describe(server, choice?.replacement);
  });
  const isExpected = same(
    expected,
    changed.servers.map((server) => describe(server)),
  );
  const indexes = chosen.map(({ index }) => index);
  if (!isExpected || !proof(changed, indexes)) return undefined;
  return { configuration: changed, edits };
}

/** All of a server that matters to the client, after a replacement. */
function describe({ name, section, start }: Server, replacement?: Replacement): string {
  if (start.kind !== 'command') return JSON.stringify([name, section, start.kind]);
  const command =
    replacement === undefined ? start.command : commandAfter(start.command, replacement);
  return JSON.stringify([name, section, command]);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
