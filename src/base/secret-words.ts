/**
 * Which words of a server's command are secrets, so that they are hidden wherever the server
 * repeats them: `--token x`, `--api-key=x`, `-e GITHUB_TOKEN=x`, `postgres://user:password@host`.
 */

type NamedValues = Readonly<Record<string, string | undefined>>;

/**
 * The words as variables, as a redactor takes them: under the name of the option or variable that
 * each belongs to. The redactor decides by that name whether it is a secret.
 */
export function argsAsVariables(args: readonly string[]): NamedValues {
  const variables: Record<string, string> = {};
  args.forEach((arg, index) => {
    const [, name, value] = /^(?:--?)?(\w[\w.-]*)=(.+)$/s.exec(arg) ?? [];
    const option = /^--?(\w[\w.-]*)$/.exec(args[index - 1] ?? '')?.[1];
    // A second name for the same word does no harm; the number keeps equal names apart.
    if (name !== undefined && value !== undefined) variables[keyFor(name, index)] = value;
    else if (!arg.startsWith('-')) variables[keyFor(option ?? 'word', index)] = arg;
  });
  return variables;
}

/** The number stands first: what is a secret name is decided by its end, too. */
function keyFor(name: string, index: number): string {
  return `${index}-${name}`;
}

/**
 * A second name for variables of a configuration whose values look like keys although their names
 * do not say so.
 */
export function variablesAsSecrets(variables: NamedValues): NamedValues {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value !== undefined && looksLikeKey(value) ? [[`${name}_SECRET`, value]] : [],
    ),
  );
}

/** Letters and digits mixed, no blanks, not a path or an address. */
function looksLikeKey(value: string): boolean {
  return /^[^\s/\\]{12,}$/.test(value) && /[a-z]/i.test(value) && /\d/.test(value);
}
