/**
 * What `doctor` prints, word for word, about servers that are well and servers that are not.
 */
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { isFleeting } from '../../src/cli/config/lasting-path.ts';
import { legacyServer, normalised, runDoctor } from './run-doctor.ts';

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'doctor-')));
afterAll(() => rmSync(directory, { recursive: true }));

const shown = (text: string): string => normalised(text).replaceAll(directory, '<directory>');

function script(name: string, text: string, mode = 0o644): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const failing = (name: string, stderr: string): string[] => [
  process.execPath,
  script(name, `process.stderr.write(${JSON.stringify(stderr)}, () => process.exit(1));`),
];

const dualEra = [process.execPath, 'test/sdk/fixtures/dual-era-server.mjs'];

/** Says more on stdout than is shown, and steers the terminal. */
const loud = script(
  'loud.cjs',
  `for (let line = 1; line <= 60; line += 1) console.log('\\u001b[31mline ' + line + '\\u0007');
   import(${JSON.stringify(legacyServer()[1])});`,
);

const shield = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));

/** As clients write what they fill in. */
const reference = (name: string): string => `\${${name}}`;

const cases: readonly (readonly [name: string, command: readonly string[], code: number])[] = [
  ['healthy', legacyServer(), 0],
  ['both-eras', dualEra, 0],
  ['noisy', legacyServer('--noisy'), 1],
  ['loud', [process.execPath, loud], 1],
  [
    'dotenv',
    [
      process.execPath,
      script(
        'dotenv.cjs',
        `console.log('[dotenv@17.2.3] injecting env (0) from .env'); import(${JSON.stringify(legacyServer()[1])});`,
      ),
    ],
    1,
  ],
  ['dies-at-the-start', legacyServer('--exit', '3'), 1],
  ['dies-at-the-probe', legacyServer('--die-on', 'server/discover'), 0],
  ['dies-at-its-tools', legacyServer('--die-on', 'tools/list'), 1],
  ['does-not-end', legacyServer('--ignore-eof', '--ignore-sigterm'), 0],
  ['leaves-something-behind', legacyServer('--grandchild'), 0],
  ['not-found', ['mcp-shield-no-such-command', 'stdio'], 1],
  ['not-executable', [script('weather', 'no script and no program\n')], 1],
  ['broken-shebang', [script('notes', '#!/no/such/interpreter\n', 0o755)], 1],
  ['missing-key', failing('key.cjs', 'Error: BRAVE_API_KEY environment variable is required\n'), 1],
  [
    'closed-stdout',
    [
      process.execPath,
      script(
        'mute.cjs',
        "require('node:fs').closeSync(1); setInterval(() => {}, 1e6); process.stdin.resume().on('end', () => process.exit());",
      ),
    ],
    1,
  ],
];

describe('doctor', () => {
  it.each(cases)('%s', async (name, command, code) => {
    const outcome = await runDoctor(['--', ...command]);
    await expect(shown(outcome.stdout)).toMatchFileSnapshot(`./golden/${name}.txt`);
    expect(outcome).toMatchObject({ code, stderr: '' });
  });
});

describe('doctor of a configuration', () => {
  const memory = { command: legacyServer()[0], args: legacyServer().slice(1) };
  const text = (servers: object): string => JSON.stringify({ mcpServers: servers }, undefined, 2);
  const files: readonly (readonly [name: string, text: string, code: number])[] = [
    ['two-servers', text({ one: memory, two: { ...memory, disabled: true } }), 0],
    [
      'wrapped',
      text({
        one: {
          command: process.execPath,
          args: [shield, '--restarts', '3', '--', ...legacyServer('--noisy')],
        },
      }),
      0,
    ],
    [
      'wrapped-wrongly',
      text({ one: { command: process.execPath, args: [shield, '--restart', '3', '--', 'x'] } }),
      1,
    ],
    [
      'wrapped-nowhere',
      text({
        one: {
          command: '/opt/node/v22.1.0/bin/node',
          args: [shield, '--', ...legacyServer()],
        },
      }),
      1,
    ],
    [
      'references',
      text({
        asked: { ...memory, env: { KEY: reference('input:key') } },
        unset: { ...memory, env: { KEY: reference('MCP_SHIELD_UNSET_IN_TESTS') } },
        filled: { ...memory, env: { KEY: reference('MCP_SHIELD_UNSET_IN_TESTS:-x') } },
      }),
      0,
    ],
    [
      'mistakes',
      text({
        one: {
          command: memory.command,
          enviroment: {},
          args: legacyServer().slice(1),
          env: { PORT: 1, KEY: '<your key>' },
        },
        two: { command: 'npx', args: '-y x' },
        three: { url: 'https://example.org/mcp' },
      }),
      1,
    ],
    ['smart-quotes', '{\n  “mcpServers”: {}\n}\n', 1],
    ['two-objects', '{ "mcpServers": {} }\n{ "mcpServers": {} }\n', 1],
    ['byte-order-mark', `\ufeff${text({ one: memory })}`, 1],
    ['empty', '', 0],
  ];

  // Of a clone in a directory that is emptied now and then doctor says just that.
  const isLasting = !isFleeting(shield, process.env);
  const tried = files.filter(([name]) => isLasting || !name.startsWith('wrapped'));

  it.each(tried)('%s', async (name, content, code) => {
    const file = script(`${name}.json`, content);
    const outcome = await runDoctor([file]);
    await expect(shown(outcome.stdout)).toMatchFileSnapshot(`./golden/configuration-${name}.txt`);
    expect(outcome).toMatchObject({ code, stderr: '' });
  });
});
