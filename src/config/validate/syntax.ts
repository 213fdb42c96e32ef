/**
 * Is the file written as its client reads it? Marks, comments and commas that one client takes and
 * another does not, and the mistakes that copying from a web page makes. Knows no server.
 */
import { type Dialect, parseDocument } from '../documents/document.ts';
import { jsonExtras } from '../documents/json.ts';
import { type ConfigFinding, note, problem } from './finding.ts';

export interface FileText {
  /** Without byte order mark. */
  readonly text: string;
  readonly hasMark: boolean;
  readonly dialect: Dialect;
  /** Of the table of clients; undefined for a file that was given by its path. */
  readonly client: string | undefined;
  readonly file: string;
}

/** They read their files with `JSON.parse`. */
const strictClients = /^(?:claude-desktop|claude-code|cline|roo-code|kilo-code-legacy)/;
/** They are known to read comments and trailing commas. */
const lenientClients =
  /^(?:vscode|visual-studio|devcontainer|zed|opencode|kilo-code$|kilo-code-project$|gemini-cli|qwen-code|amp|devin-cli|mcporter)/;

/** In the order of the text. */
export function validateSyntax(source: FileText): readonly ConfigFinding[] {
  const { text, hasMark, dialect } = source;
  const mark =
    hasMark && !lenientClients.test(source.client ?? '')
      ? [problem('it begins with a byte order mark', 'Save it as UTF-8 without BOM.', 0)]
      : [];
  const parsed = parseDocument(text, dialect);
  if (parsed.kind === 'broken') return [...mark, brokenAt(parsed.offset, parsed.reason, source)];
  return [...mark, ...(dialect === 'json' ? extras(source) : [])];
}

function extras({ text, client = '', file }: FileText): readonly ConfigFinding[] {
  if (file.endsWith('.jsonc') || lenientClients.test(client)) return [];
  const finding = strictClients.test(client) ? problem : note;
  const whose = strictClients.test(client) ? 'the client does' : 'some clients do';
  return jsonExtras(text).map(({ kind, offset }) =>
    kind === 'comment'
      ? finding(`there is a comment, and ${whose} not read any`, 'Take the comment out.', offset)
      : finding(
          `there is a comma behind the last entry, and ${whose} not accept it`,
          'Take the comma out.',
          offset,
        ),
  );
}

function brokenAt(offset: number, reason: string, source: FileText): ConfigFinding {
  const { text, dialect } = source;
  const found = text[offset] ?? '';
  if (/[“”„‟«»‘’‚‛]/.test(found)) {
    return problem(
      'there are typographic quotes',
      'Type them anew: JSON wants straight double quotes ("). Web pages and word processors change them.',
      offset,
    );
  }
  if (dialect === 'json' && found === "'") {
    return problem('there are single quotes', 'JSON wants double quotes (").', offset);
  }
  const isEscape = dialect === 'json' && /backslash|\\u/.test(reason);
  const place = isEscape ? wrongEscape(text, offset) : offset;
  return problem(`it cannot be read: ${reason}`, adviceFor(reason, source), place);
}

/** The error is reported for the whole string that begins at `start`. */
function wrongEscape(text: string, start: number): number {
  const right = /(?:[^\\]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*/y;
  right.lastIndex = start;
  return start + (right.exec(text)?.[0].length ?? 0);
}

function adviceFor(reason: string, { dialect, client }: FileText): string {
  if (/backslash|\\u/.test(reason)) {
    return 'Double each backslash, as in "C:\\\\Users\\\\me", or write / in its place.';
  }
  if (/behind the end/.test(reason)) {
    return (
      'A file holds a single { … }: merge what was pasted into it' +
      (/^(?:vscode|visual)/.test(client ?? '') ? '.' : ', under "mcpServers".')
    );
  }
  return `Correct the ${dialect.toUpperCase()} at this place; the mistake may stand just before it.`;
}
