/**
 * What a client makes of an entry when it starts the server: its references filled in, its file of
 * variables read, in the directory of its project. What only the client can know is named, and the
 * server is not started then. Reads files; starts nothing.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { FoundFile } from '../../client-files/find-files.ts';
import type { Value } from '../../config/documents/document-tree.ts';
import { entryMember, textOf, variablesOf } from '../../config/entry-members.ts';
import {
  type ExpandContext,
  expandText,
  strangeReferences,
  type Unknown,
} from '../../config/expand-references.ts';
import { type Expansion, expansions } from '../../config/expansions.ts';
import { type Check, note, ok } from '../../diagnose/checkup/check.ts';
import type { ServerEntry } from '../../doctor/examine.ts';
import type { ConfigDeps } from '../config/deps.ts';

export interface StartedEntry {
  /** Undefined if only the client could start it. */
  readonly entry?: ServerEntry;
  /** The variables that the configuration sets, filled in as far as that is possible. */
  readonly own: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
}

interface Filling {
  readonly expansion: Expansion;
  readonly context: ExpandContext;
  readonly unknown: Unknown[];
  readonly strange: Set<string>;
}

/** `command` is as it is written. */
export function asStarted(
  entry: Value,
  command: readonly string[],
  { found, deps }: { readonly found: FoundFile; readonly deps: ConfigDeps },
): StartedEntry {
  const { client, project } = found;
  const filling: Filling = {
    expansion: expansions[client?.expansion ?? 'unknown'],
    context: contextOf(found, deps),
    unknown: [],
    strange: new Set(),
  };
  const [program = '', ...args] = command;
  const filled = {
    file: fill(program, 'command', filling),
    args: args.map((arg) => fill(arg, 'args', filling)),
  };
  const written = Object.entries(variablesOf(entry)).map(
    ([name, value]) => [name, fill(value, 'env', filling)] as const,
  );
  const file = fromEnvFile(entry, found, filling);
  const own = { ...file.variables, ...Object.fromEntries(written) };
  filling.unknown.push(...keptInKeyring(entry, { ...deps.environment, ...own }));
  const cwd = directoryNames.map((name) => textOf(entry, name)).find((it) => it !== undefined);
  const directory = cwd === undefined ? project : pathIn(fill(cwd, 'cwd', filling), found, deps);
  const checks = [
    ...file.checks,
    ...sandboxNote(entry),
    ...[...filling.strange].map((reference) => strangeNote(reference, found)),
    ...unknownChecks(filling.unknown),
  ];
  if (filling.unknown.length > 0) return { own, checks };
  const env = { ...deps.environment, ...own };
  return { own, checks, entry: { ...filled, env, cwd: directory, shielded: false } };
}

/** What the clients call the directory in which a server is started. */
const directoryNames = ['cwd', 'working_directory', 'workingDirectory'];

function contextOf({ project }: FoundFile, { machine, environment }: ConfigDeps): ExpandContext {
  return {
    environment,
    home: machine.home,
    platform: machine.platform,
    workspace: project,
    readFile: readText,
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function fill(text: string, member: string, filling: Filling): string {
  const { expansion, context, unknown, strange } = filling;
  const expanded = expandText(text, expansion, { member, context });
  unknown.push(...expanded.unknown);
  for (const reference of strangeReferences(text, expansion)) strange.add(reference);
  return expanded.text;
}

/** Each reference once. What is not set in this terminal can be set in it. */
function unknownChecks(unknown: readonly Unknown[]): readonly Check[] {
  const byReference = new Map(unknown.map((one) => [one.reference, one]));
  return [...byReference.values()].map(({ reference, why }) => {
    const text = `not started here: ${reference}: ${why}`;
    const variable = /^the variable (\w+) is not set/.exec(why)?.[1];
    if (variable === undefined) return ok('configuration', text);
    const advice = `Set it in this terminal to have the server examined: export ${variable}=…`;
    return note('configuration', text, { advice: [advice] });
  });
}

function strangeNote(reference: string, { client }: FoundFile): Check {
  const name = client?.name ?? 'the client';
  return note('configuration', `${name} hands ${reference} on as it is written`, {
    advice: [
      'Let mcp-shield give the variable to the server: mcp-shield --server-env-file <file> -- <command>.',
    ],
  });
}

/** VS Code can lock a server in; here it is started as it is. */
function sandboxNote(entry: Value): readonly Check[] {
  if (textOf(entry, 'sandboxEnabled') !== 'true') return [];
  return [note('configuration', 'its client starts it in a sandbox; here it is started without')];
}

/** Goose keeps the values of these variables apart from the file. */
function keptInKeyring(
  entry: Value,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Unknown[] {
  const keys = entryMember(entry, 'env_keys');
  const names = keys?.kind === 'list' ? keys.items : [];
  return names.flatMap(({ value }) => {
    if (value.kind !== 'scalar' || environment[value.text] !== undefined) return [];
    return [{ reference: value.text, why: `the variable ${value.text} is not set here` }];
  });
}

interface EnvFile {
  readonly variables: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
}

function fromEnvFile(entry: Value, found: FoundFile, filling: Filling): EnvFile {
  const written = textOf(entry, 'envFile');
  if (written === undefined) return { variables: {}, checks: [] };
  const unknownBefore = filling.unknown.length;
  const filled = fill(written, 'envFile', filling);
  if (filling.unknown.length > unknownBefore) return { variables: {}, checks: [] };
  const path = pathIn(filled, found, undefined);
  const text = readText(path);
  if (text !== undefined) {
    const variables = parseEnv(text.replace(/^\ufeff/, '')) as Record<string, string>;
    return { variables: { ...variables }, checks: [] };
  }
  const advice = ['Make the file, or take "envFile" out.'];
  return {
    variables: {},
    checks: [note('configuration', `its envFile ${written} cannot be read`, { advice })],
  };
}

/** From the project, or from where the file lies. */
function pathIn(path: string, { project, file }: FoundFile, deps: ConfigDeps | undefined): string {
  const home = deps?.machine.home ?? '';
  const whole = path.replace(/^~(?=[\\/]|$)/, () => home);
  if (/^(?:[\\/]|[a-z]:)/i.test(whole)) return whole;
  const base = project ?? file.replace(/[\\/][^\\/]*$/, '');
  return `${base}/${whole}`;
}
