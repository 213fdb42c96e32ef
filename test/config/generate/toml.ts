/**
 * TOML with tables, dotted keys and inline tables, with all its kinds of strings and arrays.
 */

import type { Random } from '../../world/random.ts';
import { type GeneratedServer, type Style, shuffle, type Written } from './draw.ts';

export function writeToml(style: Style): Written {
  const { random, servers, eol } = style;
  const layout = random.pick(['tables', 'tables', 'dotted', 'inline']);
  const head = random.pick(['', `model = "o4" # best${eol}`, `# codex${eol}${eol}`]);
  const body =
    layout === 'tables'
      ? servers.map((server) => table(style, server)).join(`${eol}${eol}`)
      : ['[mcp_servers]', ...servers.flatMap((server) => within(style, server, layout))].join(eol);
  const tail = random.pick(['', eol, `${eol}[other]${eol}a = [1, 2]${eol}`]);
  return { text: head + body + tail, dialect: 'toml', paths: [['mcp_servers']] };
}

function table(style: Style, { name, words }: GeneratedServer): string {
  const { random, eol } = style;
  const key = `mcp_servers.${JSON.stringify(name)}`;
  const indent = random.pick(['', '', '  ']);
  const lines = shuffle(random, members(style, words)).map(
    (line) => `${indent}${line}${random.pick(['', '', ' # why, [oh]'])}`,
  );
  const env = random.chance(0.5) ? [`[${key}.env]`, 'A = "b"'] : [];
  return [`[${key}]${random.pick(['', ' # a server'])}`, ...lines, ...env].join(eol);
}

function within(style: Style, { name, words }: GeneratedServer, layout: string) {
  const key = JSON.stringify(name);
  const written = shuffle(style.random, members(style, words));
  if (layout === 'inline') return [`${key} = { ${written.join(', ')} }`];
  return written.map((member) => `${key}.${member}`);
}

function members(style: Style, words: readonly string[] | undefined): readonly string[] {
  const { random } = style;
  const sign = random.pick([' = ', '=', '   =  ']);
  if (words === undefined) return [`url${sign}"https://x"`, `enabled${sign}true`];
  const [command = '', ...args] = words.map((word) => literal(random, word));
  const hasArgs = args.length > 0 || random.chance(0.5);
  const array = hasArgs ? [`args${sign}${list(style, args)}`] : [];
  return [`command${sign}${command}`, ...array, `enabled${sign}true`];
}

function list({ random, eol }: Style, items: readonly string[]): string {
  const layout = random.pick(['line', 'lines', 'comments']);
  if (layout === 'line') {
    const blank = random.pick(['', ' ']);
    return `[${blank}${items.join(random.pick([', ', ',']))}${blank}]`;
  }
  const comment = layout === 'comments' ? ' # it, [is]' : '';
  return `[${comment}${items.map((item) => `${eol}  ${item},${comment}`).join('')}${eol}]`;
}

function literal(random: Random, word: string): string {
  const basic = JSON.stringify(word).replaceAll('\u007f', '\\u007f');
  const isLiteral = /^[ -&(-~]*$/.test(word);
  const kind = random.pick(['basic', ...(isLiteral ? ['literal', 'long'] : [])]);
  if (kind === 'literal') return `'${word}'`;
  return kind === 'long' ? `'''${word}'''` : basic;
}
