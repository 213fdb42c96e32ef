/**
 * The servers of configuration files, ready to be examined, and what is wrong with the files
 * themselves. Reads files; starts nothing.
 */
import { isShieldError } from '../../base/errors.ts';
import { createRedactor } from '../../base/redact.ts';
import { variablesAsSecrets } from '../../base/secret-words.ts';
import { visible } from '../../base/visible.ts';
import type { FoundFile } from '../../client-files/find-files.ts';
import { readConfigFile } from '../../client-files/read-file.ts';
import { readConfiguration } from '../../config/configuration.ts';
import { positionOf } from '../../config/documents/document.ts';
import type { Value } from '../../config/documents/document-tree.ts';
import { textOf } from '../../config/entry-members.ts';
import type { Server } from '../../config/servers.ts';
import { validateEntry } from '../../config/validate/entry.ts';
import type { ConfigFinding } from '../../config/validate/finding.ts';
import { validateSections } from '../../config/validate/sections.ts';
import { validateSyntax } from '../../config/validate/syntax.ts';
import { type Check, note, ok, problem } from '../../diagnose/checkup/check.ts';
import type { ConfigDeps } from '../config/deps.ts';
import { nearest } from '../suggest.ts';
import { asStarted } from './as-started.ts';
import type { ServerToCheck } from './server-to-check.ts';
import { checkShieldCall, unshielded } from './shielded.ts';

export interface FileCheckup {
  readonly client: string | undefined;
  readonly file: string;
  /** Problems and notes about the file as a whole. */
  readonly checks: readonly Check[];
  readonly servers: readonly ServerToCheck[];
}

/** `names` are the servers that are meant; undefined = all. */
export function checkFile(
  found: FoundFile,
  names: readonly string[] | undefined,
  deps: ConfigDeps,
): FileCheckup {
  const { file, client } = found;
  try {
    return { client: client?.name, file, ...checkText(found, names, deps) };
  } catch (error) {
    if (!isShieldError(error)) throw error;
    const text = error.message.replace(`${file}: `, '');
    return { client: client?.name, file, checks: [problem('configuration', text)], servers: [] };
  }
}

function checkText(found: FoundFile, names: readonly string[] | undefined, deps: ConfigDeps) {
  const { file, dialect, paths, client } = found;
  const { text, mark } = readConfigFile(file, deps.fs);
  const hasMark = mark !== '';
  const shown = (finding: ConfigFinding): Check => toCheck(finding, text);
  const syntax = validateSyntax({ text, hasMark, dialect, client: client?.id, file }).map(shown);
  const configuration = readConfiguration({ text, dialect, paths });
  if (configuration.kind === 'broken') return { checks: syntax, servers: [] };
  const sections = validateSections(configuration, client?.name).map(shown);
  const servers = configuration.servers
    .filter(({ name }) => names === undefined || names.includes(name))
    .map((server) => {
      const findings = validateEntry(server, suggest, client?.id).map(shown);
      return serverToCheckOf(server, { findings, found, deps });
    });
  return { checks: [...syntax, ...sections], servers };
}

function suggest(name: string, known: readonly string[]): string | undefined {
  return nearest(name, known, '');
}

function toCheck({ status, text, advice, offset }: ConfigFinding, whole: string): Check {
  const make = status === 'problem' ? problem : note;
  const details = advice === undefined ? {} : { advice: [advice] };
  if (offset === undefined) return make('configuration', text, details);
  const { line, column } = positionOf(whole, offset);
  return make('configuration', `line ${line}, column ${column}: ${text}`, details);
}

interface Context {
  readonly findings: readonly Check[];
  readonly found: FoundFile;
  readonly deps: ConfigDeps;
}

function serverToCheckOf({ name, entry, start }: Server, context: Context): ServerToCheck {
  const { findings, found, deps } = context;
  const { file, client } = found;
  const where = { name: visible(name), file, ...(client !== undefined && { client: client.name }) };
  const command = start.kind === 'command' ? start.command : [];
  const started = asStarted(entry, command, { found, deps });
  const { own } = started;
  const variables = { ...deps.environment, ...own, ...variablesAsSecrets(own) };
  const redact = createRedactor(variables, [...command, ...(started.entry?.args ?? [])]);
  if (start.kind === 'url') {
    const text = 'reached by a URL: it is not started here';
    return { ...where, checks: [ok('configuration', text)], redact };
  }
  if (start.kind === 'other') return { ...where, checks: findings, redact };
  if (isSwitchedOff(entry)) {
    const text = 'switched off in the configuration: it is not started';
    return { ...where, checks: [...findings, ok('configuration', text)], redact };
  }
  const shield = checkShieldCall(command, found, deps);
  const checks = [...findings, ...shield, ...started.checks];
  const isDead = shield.some(({ status }) => status === 'problem');
  if (started.entry === undefined || isDead) return { ...where, checks, redact };
  const real = unshielded(started.entry);
  if (real.kind === 'refused') {
    const refused = problem('configuration', `mcp-shield refuses to start it: ${real.sentence}`);
    return { ...where, checks: [...checks, refused], redact };
  }
  const valid = checks.length === 0 ? [ok('configuration', 'valid')] : checks;
  const { entry: behind, envFrom } = real;
  return { ...where, checks: valid, entry: behind, envFrom, redact };
}

function isSwitchedOff(entry: Value): boolean {
  return textOf(entry, 'disabled') === 'true' || textOf(entry, 'enabled') === 'false';
}
