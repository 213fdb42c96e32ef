/**
 * Configuration files of every dialect as people and programs write them: other layouts, comments,
 * line ends, quotes and order each time. What they mean is known beside the text.
 */
import { Random } from '../../world/random.ts';
import type { GeneratedServer, Written } from './draw.ts';
import { writeJson } from './json.ts';
import { writeToml } from './toml.ts';
import { writeYaml } from './yaml.ts';

export interface Generated extends Written {
  readonly servers: readonly GeneratedServer[];
}

/** The same seed is the same file. */
export function generate(seed: number): Generated {
  const random = new Random(seed);
  const write = random.pick([writeJson, writeYaml, writeToml]);
  const servers = drawServers(random);
  return { ...write({ random, eol: random.pick(['\n', '\r\n']), servers }), servers };
}

function drawServers(random: Random): readonly GeneratedServer[] {
  return Array.from({ length: random.int(0, 4) }, (_, index) => {
    const name = `${random.pick(['git', 'a.b', 'ü', 'x-y', 'with blank'])}${index}`;
    switch (random.pick(['url', 'launched', 'plain', 'plain', 'plain'])) {
      case 'url':
        return { name, words: undefined };
      case 'launched':
        return { name, words: random.pick(launched) };
      default:
        return { name, words: [drawCommand(random), ...drawArgs(random)] };
    }
  });
}

const launched: [readonly string[], ...(readonly string[])[]] = [
  ['cmd', '/c', 'npx', '-y', 'x'],
  ['cmd.exe', '/d', '/s', '/c', 'npx -y x'],
  ['powershell', '-NoProfile', '-Command', 'npx', '-y', 'x'],
  ['powershell', '-Command', 'npx -y x'],
  ['sudo', '-u', 'svc', 'npx', 'x'],
];

function drawCommand(random: Random): string {
  return random.pick([
    ...(['npx', 'uvx', '/usr/bin/env', 'C:\\Program Files\\nodejs\\npx.cmd', 'npx -y x'] as const),
    ...['cmd', 'sudo', 'é', "o'neil", 'a,b', 'tab\there', 'node', 'true', '8080'],
    `x${drawText(random)}`,
  ]);
}

function drawArgs(random: Random): readonly string[] {
  return Array.from({ length: random.int(0, 4) }, () =>
    random.pick([
      ...(['-y', '--', '--name', '', ' ', '-', 'x y', '@scope/pkg@1.2', '😀', '{a: 1}'] as const),
      ...['C:\\Program Files\\x.js', '#', '# no', "it's", '"', '[a, b]', '$HOME', 'null', '1.5'],
      drawText(random),
    ]),
  );
}

/** No lone surrogates: no program can be given one. */
function drawText(random: Random): string {
  return Array.from({ length: random.int(0, 6) }, () => {
    const point = random.int(0, random.pick([0x7f, 0xff, 0xffff, 0x1ffff]));
    return point >= 0xd800 && point <= 0xdfff ? '?' : String.fromCodePoint(point);
  }).join('');
}
