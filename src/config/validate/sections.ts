/**
 * Do the servers stand where the client looks for them? A file that was written for one client is
 * often given to another.
 */
import { knownPaths } from '../clients.ts';
import type { Configuration } from '../configuration.ts';
import { readConfiguration } from '../configuration.ts';
import { parseDocument } from '../documents/document.ts';
import { memberOf } from '../documents/document-tree.ts';
import { type ConfigFinding, note, problem } from './finding.ts';

/** `client` by its name; undefined for a file that may be anybody's. */
export function validateSections(
  configuration: Configuration,
  client: string | undefined,
): readonly ConfigFinding[] {
  const { servers, paths } = configuration;
  if (servers.length > 0) return doubles(configuration);
  const named = paths.filter((path) => path.length > 0).map((path) => path.join(' › '));
  // Of a file that may be anybody's all sections are known; one is enough to be told.
  const wanted = client === undefined ? 'mcpServers' : named.join(' or ');
  const sections = knownPaths.filter((path) => path.length > 0);
  const elsewhere = readConfiguration({ ...configuration, paths: sections });
  const [found] = elsewhere.kind === 'configuration' ? elsewhere.servers : [];
  if (found !== undefined) {
    return [
      problem(
        `the servers stand under "${found.section}", where this client does not look`,
        `Move them to "${wanted}".`,
      ),
    ];
  }
  return bareEntries(configuration, wanted);
}

/** Of two servers of one name the client sees the last. */
function doubles({ servers }: Configuration): readonly ConfigFinding[] {
  const seen = new Set<string>();
  return servers.flatMap(({ name, section, entry }) => {
    const key = JSON.stringify([section, name]);
    const isDouble = seen.has(key);
    seen.add(key);
    return isDouble
      ? [
          note(
            `"${name}" is written twice; the first is ignored`,
            'Take one out, or rename it.',
            entry.start,
          ),
        ]
      : [];
  });
}

/** The outer section was forgotten: `{ "weather": { "command": … } }`. */
function bareEntries({ text, dialect }: Configuration, wanted: string): readonly ConfigFinding[] {
  const parsed = parseDocument(text, dialect);
  if (parsed.kind === 'broken' || parsed.root.kind !== 'map') return [];
  const bare = [parsed.root, ...parsed.root.members.map(({ value }) => value)].find(
    (value) => value.kind === 'map' && memberOf(value, 'command') !== undefined,
  );
  if (bare === undefined) return [];
  return [
    problem(
      `a server stands outside of "${wanted}"`,
      `Put it into "${wanted}": { … }.`,
      bare.start,
    ),
  ];
}
