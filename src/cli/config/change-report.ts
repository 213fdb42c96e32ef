/**
 * What wrap and unwrap say about what they did: for people, or for programs. No value of a file is
 * printed that may be a secret.
 */
import { createRedactor } from '../../base/redact.ts';
import { visible, visibleLines } from '../../base/visible.ts';
import type { Outcome } from '../../config/wrap.ts';
import { jsonLines } from '../printed-json.ts';
import { type Colour, paint, type Style, styleOf } from '../style.ts';
import type { ChangedFile } from './change-files.ts';
import type { ConfigDeps } from './deps.ts';

export interface ReportRequest {
  readonly isJson: boolean;
  readonly isDryRun: boolean;
  /** What the outcomes are called. */
  readonly said: Readonly<Record<Outcome['kind'], string>>;
  /** What a person should know besides, each once. */
  readonly notes: readonly string[];
  /** What can be done next, if anything was changed. */
  readonly next: (changed: readonly ChangedFile[]) => readonly string[];
}

export function printReport(
  changed: readonly ChangedFile[],
  request: ReportRequest,
  deps: ConfigDeps,
): void {
  const { stdout, stderr } = deps.world;
  if (request.isJson) {
    stdout.write(jsonLines(toJson(changed, request, deps)));
    return;
  }
  const style = styleOf(stdout, deps.environment);
  // What a dry run prints on stdout is a diff and nothing else.
  const told = request.isDryRun ? stderr : stdout;
  for (const one of changed) {
    if (one.failure !== undefined) stderr.write(`mcp-shield: ${visible(one.failure.message)}\n`);
    else told.write(fileReport(one, request, style));
    if (one.diff !== undefined) stdout.write(visibleLines(hideSecrets(one.diff, one, deps)));
  }
  const isChanged = !request.isDryRun && changed.some(({ backup }) => backup !== undefined);
  if (isChanged)
    told.write(
      request
        .next(changed)
        .map((line) => `${line}\n`)
        .join(''),
    );
  for (const note of new Set(request.notes)) stderr.write(`mcp-shield: ${note}\n`);
}

function toJson(changed: readonly ChangedFile[], request: ReportRequest, deps: ConfigDeps) {
  const files = changed.map((one) => {
    const { found, outcomes, backup, diff, failure } = one;
    return {
      file: found.file,
      ...(found.client !== undefined && { client: found.client.id }),
      servers: outcomes,
      ...(backup !== undefined && { backup }),
      ...(diff !== undefined && { diff: hideSecrets(diff, one, deps) }),
      ...(failure !== undefined && { problem: failure.message }),
    };
  });
  return { dryRun: request.isDryRun, files, notes: [...new Set(request.notes)] };
}

/** Also in lines that do not change: they are there only to show the place. */
function hideSecrets(
  diff: string,
  { secrets = [] }: ChangedFile,
  { environment }: ConfigDeps,
): string {
  // By a name that tells: all of them are hidden, whatever they look like.
  const named = Object.fromEntries(secrets.map((secret, at) => [`SECRET_${at}`, secret]));
  const redact = createRedactor({ ...environment, ...named });
  return diff.replace(/[^\n]+/g, (line) => redact(line));
}

const colourOf: Readonly<Record<Outcome['kind'], Colour>> = {
  done: 'green',
  renewed: 'green',
  already: 'faint',
  left: 'yellow',
};

function fileReport(
  { found, outcomes, backup }: ChangedFile,
  { said }: ReportRequest,
  style: Style,
): string {
  const { file, client } = found;
  const title = visible(client === undefined ? file : `${client.name}: ${file}`);
  const heading = `${paint(title, 'bold', style)}\n`;
  if (outcomes.length === 0) return `${heading}  there are no servers in it\n`;
  const width = Math.max(...Object.values(said).map(({ length }) => length));
  const sections = new Set(outcomes.map(({ section }) => section));
  const lines = outcomes.flatMap(({ kind, name, section, problem, lost = [] }) => {
    const place = sections.size > 1 ? ` (${section})` : '';
    const reason = problem === undefined ? '' : `: ${problem}`;
    const word = paint(said[kind].padEnd(width), colourOf[kind], style);
    return [
      `  ${word}  ${visible(`${name}${place}${reason}`)}\n`,
      ...(lost.length === 0
        ? []
        : [`  ${' '.repeat(width)}  gone with it: ${visible(lost.join(', '))}\n`]),
    ];
  });
  const where = backup === undefined ? '' : `  the file as it was: ${visible(backup)}\n`;
  return heading + lines.join('') + where;
}
