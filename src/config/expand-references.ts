/**
 * Fills in what a client fills in: references to variables, files and folders. What cannot be known
 * here is named and left as it is written. Pure: the environment is given, and files are read by
 * whoever asks.
 */
import type { Expansion, ReferenceForm } from './expansions.ts';

export interface ExpandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
  /** The project that the client has opened; undefined if its configuration does not say which. */
  readonly workspace: string | undefined;
  /** The text of a file; undefined if it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
}

/** A reference without a value, as it is written. `why` completes "not started here: …". */
export interface Unknown {
  readonly reference: string;
  readonly why: string;
}

export interface Expanded {
  readonly text: string;
  readonly unknown: readonly Unknown[];
}

/** Each as it stands in a text; what stands in parentheses is its name, and its default. */
const patterns: Readonly<Record<ReferenceForm, string>> = {
  secrets: String.raw`\$\{\{[^}]*\}\}`,
  asked: String.raw`\$\{(?:input|command|config|promptString|secret):[^}]*\}`,
  shell: String.raw`\$\([^)]*\)`,
  folders: String.raw`\$\{(?:workspaceFolder|workspaceRoot|workspaceFolderBasename|userHome|pathSeparator|cwd|\/)(?::[^}]*)?\}`,
  'env-prefixed': String.raw`\$\{env:[^}]*\}`,
  'file-prefixed': String.raw`\$\{file:[^}]*\}`,
  'curly-env': String.raw`(?<!\$)\{env:[^}]*\}`,
  'curly-file': String.raw`(?<!\$)\{file:[^}]*\}`,
  'braces-default': String.raw`\$\{[A-Za-z_]\w*:-[^}]*\}`,
  braces: String.raw`\$\{[A-Za-z_]\w*\}`,
  'dollar-env': String.raw`\$env:[A-Za-z_]\w*`,
  dollar: String.raw`\$[A-Za-z_]\w*`,
  percent: String.raw`%[A-Za-z_]\w*%`,
};

/** In the order of `patterns`, which begins with those that others would take for their own. */
const order = Object.keys(patterns) as ReferenceForm[];

/** `member` is where in an entry the text stands: `command`, `args`, `env` … */
export function expandText(
  text: string,
  { forms, members }: Expansion,
  where: { readonly member: string; readonly context: ExpandContext },
): Expanded {
  const { member, context } = where;
  const known = order.filter((form) => forms.includes(form) && isUsed(form, context));
  const applies = members === undefined || members.includes(member);
  if (known.length === 0 || !applies) return { text, unknown: [] };
  const unknown: Unknown[] = [];
  const filled = text.replace(alternatives(known), (reference) => {
    const form = formOf(reference, known);
    const value = form === undefined ? undefined : resolveReference(reference, form, context);
    if (typeof value === 'string') return value;
    if (value !== undefined) unknown.push({ reference, why: value.why });
    return reference;
  });
  return { text: filled, unknown };
}

/**
 * References that the client does not know and hands on as they are, although somebody meant them
 * to be filled in. None for a client of which that is not known.
 */
export function strangeReferences(text: string, expansion: Expansion): readonly string[] {
  if (expansion.basis === 'guessed') return [];
  const strange = (['env-prefixed', 'curly-env', 'braces-default', 'braces'] as const).filter(
    (form) => !expansion.forms.includes(form),
  );
  if (strange.length === 0) return [];
  return (text.match(alternatives(strange)) ?? []).filter(
    (reference) => !expansion.forms.some((form) => isOf(reference, form)),
  );
}

function isUsed(form: ReferenceForm, { platform }: ExpandContext): boolean {
  return form !== 'percent' || platform === 'win32';
}

function alternatives(forms: readonly ReferenceForm[]): RegExp {
  return new RegExp(forms.map((form) => patterns[form]).join('|'), 'g');
}

function isOf(reference: string, form: ReferenceForm): boolean {
  return new RegExp(`^(?:${patterns[form]})$`).test(reference);
}

function formOf(reference: string, forms: readonly ReferenceForm[]): ReferenceForm | undefined {
  return forms.find((form) => isOf(reference, form));
}

type Resolved = string | { readonly why: string };

function resolveReference(
  reference: string,
  form: ReferenceForm,
  context: ExpandContext,
): Resolved {
  switch (form) {
    case 'secrets':
    case 'asked':
    case 'shell':
      return { why: 'only the client knows its value' };
    case 'folders':
      return folderOf(reference, context);
    case 'file-prefixed':
    case 'curly-file':
      return fileText(behindColon(reference), context);
    case 'env-prefixed':
    case 'curly-env':
    case 'dollar-env':
      return variableOf(behindColon(reference), undefined, context);
    case 'braces-default': {
      const [, name = '', otherwise = ''] = /^\$\{(\w+):-([^}]*)\}$/.exec(reference) ?? [];
      return variableOf(name, otherwise, context);
    }
    default:
      return variableOf(reference.replace(/\W/g, ''), undefined, context);
  }
}

/** `${env:X}`, `{file:x}` and `$env:X` all have their name between the colon and the brace. */
function behindColon(reference: string): string {
  return reference
    .slice(reference.indexOf(':') + 1)
    .replace(/\}$/, '')
    .trim();
}

function variableOf(name: string, otherwise: string | undefined, context: ExpandContext): Resolved {
  const { environment, platform } = context;
  const wanted = name.toLowerCase();
  const key =
    platform === 'win32'
      ? (Object.keys(environment).find((one) => one.toLowerCase() === wanted) ?? name)
      : name;
  return environment[key] ?? otherwise ?? { why: `the variable ${name} is not set here` };
}

function fileText(path: string, { readFile, home, workspace }: ExpandContext): Resolved {
  const isAbsolute = /^(?:[\\/]|[a-z]:|~)/i.test(path);
  if (!isAbsolute && workspace === undefined) return { why: 'only the client knows its directory' };
  const file = isAbsolute ? path.replace(/^~(?=[\\/])/, home) : `${workspace}/${path}`;
  return readFile(file)?.trim() ?? { why: `${path} cannot be read here` };
}

function folderOf(reference: string, { home, workspace, platform }: ExpandContext): Resolved {
  const name = /^\$\{([^:}]+)/.exec(reference)?.[1];
  if (name === 'userHome') return home;
  if (name === 'pathSeparator' || name === '/') return platform === 'win32' ? '\\' : '/';
  if (workspace === undefined) return { why: 'only the client knows which folder it has opened' };
  return name === 'workspaceFolderBasename'
    ? (workspace.split(/[\\/]/).at(-1) ?? workspace)
    : workspace;
}
