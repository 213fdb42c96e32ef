/**
 * Finds the secrets that a server was given: in its variables and in the words of its command, in
 * every form in which people write them there. They are hidden wherever the server repeats them.
 * Bounded in depth and count; decides by the name in front of a value.
 */
import { logLimits } from './limits.ts';
import { type NameStrength, strengthOfName } from './secret-names.ts';
import { isWorthHiding, looksLikeKey, partsOfValue, percentDecoded } from './secret-values.ts';

export type NamedValues = Readonly<Record<string, string | undefined>>;

/** Bare values, each worth hiding. `args` is the server's command. */
export function secretsGiven(variables: NamedValues, args: readonly string[]): ReadonlySet<string> {
  const search = new Search();
  search.args(args, 0);
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined) search.variable(name, value);
  }
  return search.found;
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

/** How far the option `word` tells that the next word is a secret. */
export function strengthOfOption(word: string): NameStrength {
  if (word === '-p') return 'weak';
  const name = /^--?(\w[\w.-]*)$/.exec(word)?.[1];
  if (name === undefined) return 'none';
  // As a variable it would be a directory.
  return name === 'pwd' ? 'strong' : strengthOfName(name);
}

/** `name=x`, `name: x`, `"name":"x"`, also several in one text; a scheme belongs to the value. */
const pairs =
  /(?<![\w.-])([\w.-]{1,80})(?:\\?["'])?\s{0,4}[:=]\s{0,4}(?!\/\/)((?:(?:bearer|basic|token)\s{1,4})?(?:\\?"[^"]{1,8192}"|'[^']{1,8192}'|[^\s"',;&]{1,8192}))/gi;

/** `Authorization: Digest a, b`. */
const header = /^\s*["']?([\w-]{1,80})["']?\s{0,4}:\s{0,4}(\S.*)$/;

/** `Shared Secret=a b;` in a connection string, `$env:TOKEN = "x";` in PowerShell. */
const assignment = /^\s*(?:\$env:)?([\w. -]{1,80}?)\s{0,4}=\s{0,4}(\S.*)$/i;

/** The part between `://` and the last `@` before the path. */
const userinfo = /\b[a-z][a-z\d+.-]{0,20}:\/\/([^\s/?#"'<>]{1,1024})@/gi;

class Search {
  readonly found = new Set<string>();
  #looks = 0;

  /** A variable with such a name was set on purpose: even an ordinary word is a secret then. */
  variable(name: string, value: string): void {
    if (strengthOfName(name) !== 'none') this.#learn(value, 'strong');
    this.named(name, value, 0);
  }

  /** `value` stands behind `name`; there may be more names inside it. */
  named(name: string, value: string, depth: number): void {
    this.#behind(name, value, strengthOfName(name));
    this.#inside(value, depth);
  }

  args(args: readonly string[], depth: number): void {
    args.forEach((word, index) => {
      const option = args[index - 1] ?? '';
      const strength = strengthOfOption(option);
      if (!/^--?[a-z]/i.test(word)) this.#behind(option, word, strength);
      // `--env=TOKEN=x`.
      const [, name = '', value] = /^(?:--?)?([\w.-]+)=(.+)$/s.exec(word) ?? [];
      if (value !== undefined) this.named(name, value, depth);
      // `-DTOKEN=x`, `-HAuthorization: x`, `-px`: a letter hangs on the name or on the value.
      const [, letter = '', rest] = /^(-[a-z])(.+)$/is.exec(word) ?? [];
      if (rest !== undefined) {
        // Not `-projectId` and `-port=1`, as Go and Java have them.
        if (/^[^=]*[^=a-z-][^=]*$/i.test(rest)) {
          this.#behind(letter, rest, strengthOfOption(letter));
        }
        this.#inside(rest, depth);
      }
      this.#inside(word, depth);
    });
  }

  #behind(name: string, value: string, strength: NameStrength): void {
    if (strength !== 'none') this.#learn(value, strength);
    if (/cookies?$/i.test(name)) this.#learnCookies(value);
    if (/webhook/i.test(name)) this.#learn(value.split('/').at(-1) ?? '', 'weak');
    // curl's way, which servers have taken over.
    const isLogin = /^-u$|(?:user|userpass|auth)$/i.test(name) && value.includes(':');
    if (isLogin) this.#learnLogin(value, 'weak');
  }

  #learn(value: string, strength: NameStrength): void {
    if (this.found.size >= logLimits.secretsMax) return;
    for (const part of partsOfValue(value)) {
      for (const form of [part, percentDecoded(part)]) {
        if (form !== undefined && isWorthHiding(form, strength)) this.found.add(form);
      }
    }
  }

  #learnCookies(value: string): void {
    for (const cookie of value.split(';')) this.#learn(cookie.replace(/^[^=]*=/, ''), 'weak');
  }

  /** Names with their secrets inside a text whose own name tells nothing. */
  #inside(text: string, depth: number): void {
    this.#looks += 1;
    if (depth > logLimits.secretDepthMax || this.#looks > logLimits.secretLooksMax) return;
    if (text.length < logLimits.secretCharsMin || text.length > logLimits.redactCharsMax) return;
    if (/^\s*[[{"]/.test(text) && this.#json(text, depth)) return;
    for (const [, user = ''] of text.matchAll(userinfo)) this.#learnLogin(user, 'strong');
    // Of a configuration in an address.
    if (/^eyJ[\w+/-]{8,}={0,2}$/.test(text)) {
      this.#json(Buffer.from(text, 'base64').toString(), depth);
    }
    for (const line of text.split(/\r?\n/)) this.#setting(line, header, depth);
    for (const part of text.split(/[;\r\n]/)) this.#setting(part, assignment, depth);
    for (const [, name = '', value = ''] of text.matchAll(pairs)) {
      this.named(name, value, depth + 1);
    }
    for (const [, value = ''] of text.matchAll(/\bbearer\s{1,4}([\w.~+/=-]{6,8192})/gi)) {
      this.#learn(value, 'weak');
    }
    if (/\s/.test(text)) this.args(shellWords(text), depth + 1);
  }

  /** `user:password`, and `token` in its place: `https://token@host`, `curl -u token:`. */
  #learnLogin(text: string, strength: NameStrength): void {
    const [user = '', ...rest] = text.split(':');
    const password = rest.join(':');
    this.#learn(password, strength);
    // Tokens are also given as the user of `https://token:x-oauth-basic@host`.
    if (password === '' || /^(?=.*\d)(?=.*[a-z]).{10,}$/i.test(user)) this.#learn(user, 'weak');
  }

  /** All behind the name is the value, blanks included. */
  #setting(text: string, form: RegExp, depth: number): void {
    const [, name = '', value = '//'] = form.exec(text) ?? [];
    if (!value.startsWith('//')) this.named(name, value, depth + 1);
  }

  #json(text: string, depth: number): boolean {
    try {
      this.#walk('', JSON.parse(text), depth + 1);
      return true;
    } catch {
      return false;
    }
  }

  /** Members of lists have the name of their list. */
  #walk(name: string, value: unknown, depth: number): void {
    if (typeof value === 'string' || typeof value === 'number') {
      this.named(name, String(value), depth);
    }
    if (typeof value !== 'object' || value === null || depth > logLimits.secretDepthMax) return;
    if (Array.isArray(value)) {
      const strings = value.filter((item) => typeof item === 'string');
      this.args(strings, depth + 1);
    }
    // `{"name":"TOKEN","value":"x"}`: a member of a list of variables or headers.
    const { name: own, key: called = own }: { name?: unknown; key?: unknown } = value;
    for (const [key, inner] of Object.entries(value)) {
      const isNamed = key === 'value' && typeof called === 'string';
      this.#walk(Array.isArray(value) ? name : isNamed ? called : key, inner, depth + 1);
    }
  }
}

/** As a shell would split them, roughly: quotes keep blanks together. */
function shellWords(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/\\(["'])|["']/g, '$1'));
}
