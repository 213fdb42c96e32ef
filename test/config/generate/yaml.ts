/**
 * YAML in blocks and flows, plain and quoted, with comments; servers in a map as Goose has them, or
 * in a list as Continue has them.
 */

import type { Random } from '../../world/random.ts';
import { type Style, shuffle, type Written } from './draw.ts';

export function writeYaml(style: Style): Written {
  const { random, servers, eol } = style;
  const isList = random.chance(0.5);
  const key = isList ? 'mcpServers' : 'extensions';
  const entries = servers.flatMap(({ name, words }) => {
    const members = server(style, words, isList ? 'command' : 'cmd');
    const quoted = JSON.stringify(name);
    return isList ? listed(style, [`name: ${quoted}`, ...members]) : named(style, quoted, members);
  });
  const empty = isList ? ' []' : ' {}';
  const body = servers.length === 0 ? empty : ['', ...entries].join(eol);
  const head = random.pick(['', `# settings${eol}`, `GOOSE_MODEL: x${eol}`, `---${eol}`]);
  const tail = random.pick(['', eol, `${eol}# end${eol}`, `${eol}other: {a: 1}${eol}`]);
  return { text: `${head}${key}:${body}${tail}`, dialect: 'yaml', paths: [[key]] };
}

function named(style: Style, name: string, members: readonly string[]): readonly string[] {
  const lines = shuffle(style.random, members).map((member) => `    ${indented(style, member)}`);
  return [`  ${name}:${style.random.pick(['', '', '  # a server'])}`, ...lines];
}

function listed(style: Style, members: readonly string[]): readonly string[] {
  return shuffle(style.random, members).map(
    (member, index) => (index === 0 ? '  - ' : '    ') + indented(style, member),
  );
}

function indented({ eol }: Style, member: string): string {
  return member.replaceAll(eol, `${eol}    `);
}

function server(style: Style, words: readonly string[] | undefined, commandKey: string) {
  const { random, eol } = style;
  const extra = ['type: stdio', `envs:${eol}  A: b # c`, 'timeout: 300'];
  if (words === undefined) return ['uri: https://x/mcp', ...extra];
  const [command = '', ...args] = words.map((word) => literal(random, word));
  const comment = random.pick(['', '', '  # why, [oh] "why"']);
  const hasArgs = args.length > 0 || random.chance(0.5);
  return [`${commandKey}: ${command}${comment}`, ...(hasArgs ? [list(style, args)] : []), ...extra];
}

function list({ random, eol }: Style, items: readonly string[]): string {
  if (items.length === 0 || random.chance(0.5)) {
    const blank = random.pick(['', ' ']);
    const comma = random.pick([', ', ', ', `,${eol}  `]);
    const last = items.length > 0 && random.chance(1 / 5) ? ',' : '';
    return `args: [${blank}${items.join(comma)}${last}${blank}]`;
  }
  const step = random.pick(['', '  ', '   ']);
  const dash = random.pick(['- ', '-   ']);
  const comment = random.pick(['', '', `${eol}${step}# first`]);
  return `args:${comment}${items.map((item) => eol + step + dash + item).join('')}`;
}

function literal(random: Random, word: string): string {
  const isPlain = /^[A-Za-z/][\w./@:\\,-]*\w$/.test(word) && !/^(?:true|false|null)$/.test(word);
  const isSingle = /^[ -~]*$/.test(word);
  const more = [...(isPlain ? ['plain', 'plain'] : []), ...(isSingle ? ['single'] : [])];
  const kind = random.pick(['double', ...more]);
  if (kind === 'plain') return word;
  return kind === 'single' ? `'${word.replaceAll("'", "''")}'` : JSON.stringify(word);
}
