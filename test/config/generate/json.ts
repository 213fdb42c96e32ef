/**
 * JSON with any blanks, comments, trailing commas and escapes.
 */

import type { Random } from '../../world/random.ts';
import { type Style, shuffle, type Written } from './draw.ts';

export function writeJson(style: Style): Written {
  const { random, servers } = style;
  const section = random.pick([['mcpServers'], ['mcp', 'servers'], ['amp.mcpServers']]);
  const entries = servers.map(({ name, words }) =>
    member(style, name, enclose(style, '{}', server(style, words))),
  );
  const written = section.reduceRight(
    (inner, key) => enclose(style, '{}', [member(style, key, inner)]),
    enclose(style, '{}', entries),
  );
  return { text: gap(style) + written + gap(style), dialect: 'json', paths: [section] };
}

function server(style: Style, words: readonly string[] | undefined): readonly string[] {
  const { random } = style;
  const env = enclose(style, '{}', [member(style, 'TOKEN', '"a\\/b"')]);
  const extra = [member(style, 'env', env), member(style, 'disabled', 'false')];
  if (words === undefined) return shuffle(random, [member(style, 'url', '"https://x"'), ...extra]);
  const [command = '', ...args] = words.map((word) => literal(random, word));
  if (random.chance(1 / 4)) {
    const list = enclose(style, '[]', [command, ...args]);
    return shuffle(random, [member(style, 'command', list), ...extra]);
  }
  const hasArgs = args.length > 0 || random.chance(0.5);
  const list = hasArgs ? [member(style, 'args', enclose(style, '[]', args))] : [];
  return shuffle(random, [member(style, 'command', command), ...list, ...extra]);
}

function member(style: Style, name: string, value: string): string {
  return JSON.stringify(name) + style.random.pick([':', ': ', ' : ', ':\t']) + value;
}

/**
 * Also with escapes where none is needed. Each character is escaped for itself: in the escape of a
 * line feed the `n` is no letter.
 */
function literal(random: Random, word: string): string {
  if (!random.chance(1 / 5)) return JSON.stringify(word);
  const escaped = Array.from(word, (it) => needless.get(it) ?? JSON.stringify(it).slice(1, -1));
  return `"${escaped.join('')}"`;
}

const needless: ReadonlyMap<string, string> = new Map([
  ['n', '\\u006e'],
  ['/', '\\/'],
]);

function enclose(style: Style, [open, close]: string, parts: readonly string[]): string {
  const { random } = style;
  const body = parts.map((part, index) => {
    const hasComma = index < parts.length - 1 || random.chance(1 / 6);
    const comma = random.chance(1 / 10) ? `${gap(style)},` : ',';
    return gap(style) + part + (hasComma ? comma : '');
  });
  return open + body.join('') + gap(style) + close;
}

/** What may stand between two tokens. */
function gap({ random, eol }: Style): string {
  return random.pick([
    '',
    '',
    ' ',
    `${eol}  `,
    `${eol}\t\t`,
    ` // why, "oh" [why]${eol}    `,
    '/* a, b */',
    `${eol}${eol} `,
  ]);
}
