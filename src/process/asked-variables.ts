/**
 * Variables of a server whose values a command gives (`--env-from`): a password manager is asked
 * once in a session, when the first server is started, and again only if it gave nothing. Loaded
 * for those who ask for it. Shows no value to anybody.
 */
import { resolveLimits } from '../base/limits.ts';
import type { Guarded } from '../resolve/machine.ts';
import type { Resolution } from '../resolve/resolution.ts';

type Pairs = readonly (readonly [key: string, line: string])[];

export interface AskedVariablesDeps {
  /** Of the commands. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string | undefined;
  /** The values are secrets from now on. */
  readonly learn: (values: Readonly<Record<string, string>>) => void;
}

/**
 * Gives a resolution the variables, or a failure instead. Never rejects. `expect` is called before
 * a command is started, so that it ends with mcp-shield however that ends.
 */
export function createAskedVariables(
  pairs: Pairs,
  { env, cwd, learn }: AskedVariablesDeps,
): (resolution: Resolution, expect?: () => Guarded) => Promise<Resolution> {
  let known: Readonly<Record<string, string>> | undefined;
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  ) as Readonly<Record<string, string>>;
  const ask = async (
    expect?: () => Guarded,
  ): Promise<Readonly<Record<string, string>> | string> => {
    const limitMs = resolveLimits.askedVariableMs;
    const { askShell } = await import('../resolve/run-program.ts');
    const answers = await Promise.all(
      pairs.map(([, line]) => askShell(line, { env: given, cwd, limitMs }, expect)),
    );
    const values: Record<string, string> = {};
    for (const [at, [key]] of pairs.entries()) {
      const { stdout, stderr, ending } = answers[at] ?? nothing;
      // As `$(…)` does: the newline is not a part of it.
      const value = stdout?.replace(/(?:\r?\n)+$/, '');
      if (value === undefined) return failed(key, `ended ${ending}`, stderr);
      if (value === '') return failed(key, 'printed nothing', stderr);
      values[key] = value;
    }
    return values;
  };
  return async (resolution, expect) => {
    if (resolution.failure !== undefined) return resolution;
    const values = known ?? (await ask(expect));
    if (typeof values === 'string') {
      return { ...resolution, failure: { errno: 'ENOVALUE', message: values } };
    }
    if (known === undefined) learn(values);
    known = values;
    return { ...resolution, env: { ...resolution.env, ...values } };
  };
}

const nothing = { stdout: undefined, stderr: '', ending: 'at once' };

/** With its own last words: they say what the user has to do. */
function failed(key: string, how: string, stderr: string): string {
  const last = stderr.trim().split(/\r?\n/).at(-1) ?? '';
  return `--env-from ${key} ${how}${last === '' ? '' : `: ${last}`}`;
}
