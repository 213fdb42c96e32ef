/**
 * Text that is read by people and programs: redaction, diagnosis, and the editors of clients'
 * configuration files. Broken is: a throw, a secret that gets through, a file that a change and
 * its undoing do not leave as it was.
 */
import { hideKeyBlocks, KeyBlockStream } from '../../../src/base/key-blocks.ts';
import { createRedactor } from '../../../src/base/redact.ts';
import { mask } from '../../../src/base/secret-names.ts';
import { visible } from '../../../src/base/visible.ts';
import type { Dialect } from '../../../src/config/documents/document.ts';
import { unwrap, wrap } from '../../../src/config/wrap.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import reported from '../../../test/diagnose/corpus/reported.json' with { type: 'json' };
import { streams, words } from './seeds.ts';
import { expect, type Target } from './target.ts';

const secret = 'hunter2-hunter2';
const redact = createRedactor({ MY_TOKEN: secret, HOME: '/home/me' });

const keyLine = 'MIIEpAIBAAKCAQEA0123456789abcdefghijklmnop';

/** However the lines of a key come, and whatever stands between them. */
const keys: Target = {
  name: 'key-blocks',
  seeds: ['a\nb\r\nc', 'listening on 3000\n', '[info] x\\ny'],
  words: [...words, '-----BEGIN PRIVATE KEY-----\n', '-----END PRIVATE KEY-----', 'Qw==\n', '\\n'],
  run(input) {
    const stream = new KeyBlockStream(mask);
    const between = input.toString().replaceAll(keyLine, '').split('\n').slice(0, 20);
    const noEnd = between.filter((line) => !line.includes('PRIVATE KEY'));
    const said = ['-----BEGIN PRIVATE KEY-----', ...noEnd.flatMap((line) => [keyLine, line])];
    const hidden = said.map((line) => stream.hide(`${line}\n`)).join('');
    expect(!hidden.includes(keyLine), 'a line of a key got through');
    const text = hideKeyBlocks(input.toString(), mask);
    expect(hideKeyBlocks(text, mask) === text, 'a second time it changes more');
    return `${hidden.split(mask).length} ${text.length.toString(2).length}`;
  },
};

/** One line, whatever stands in it, and the same the second time. */
const terminal: Target = {
  name: 'visible',
  seeds: ['\u001b[31mred\u001b[0m', 'a\u202eb\u2028c\ufeff', 'Grüße 世界 🎉'],
  words: [...words, '\u009b', '\u200b', '\\u001b', '\r\n'],
  run(input) {
    const shown = visible(input.toString());
    expect(!/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/.test(shown), 'it steers');
    expect(visible(shown) === shown, 'a second time it changes more');
    return String(shown.split('\\u').length);
  },
};

const redaction: Target = {
  name: 'redact',
  seeds: [
    `the token is ${secret}.`,
    `{"apiKey":"${secret}","x":"a\\nb"}`,
    'Authorization: Bearer abc123def456\nCookie: a=b',
    'postgres://me:secret@host/db?sslmode=no',
    '--api-key abc --token=def ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----',
  ],
  words: [...words, secret, 'token=', 'password: ', '--secret ', '://', '@', "'", 'Bearer '],
  run(input) {
    const text = input.toString();
    const hidden = redact(text);
    expect(!hidden.includes(secret), 'a secret got through');
    expect(redact(hidden) === hidden, 'a second time it changes more');
    return String(hidden.split('[redacted]').length) + hidden.length.toString(2).length;
  },
};

const diagnosis: Target = {
  name: 'diagnose',
  seeds: reported.map((one) => JSON.stringify(one)),
  words: [
    ...words,
    'Error: ',
    '    at ',
    'ENOENT',
    'Cannot find module ',
    "'x'",
    'command not found',
  ],
  run(input) {
    const half = input.length >> 1;
    const found = diagnose({
      phase: 'start',
      exitCode: (input[0] ?? 0) % 4,
      signal: null,
      uptimeMs: 5,
      stderr: input.toString('utf8', half),
      stdout: input.toString('utf8', 0, half),
      command: ['npx', '-y', input.toString('utf8', 0, 20)],
      platform: 'linux',
      cwd: '/',
    });
    // The cause, and the server's own words behind it.
    expect(found.cause.length <= 420, `a cause of ${found.cause.length} characters`);
    return found.reason;
  },
};

const findCommand = (args: readonly string[]): number | undefined => {
  const at = args.indexOf('--');
  return at < 0 ? undefined : at + 1;
};
const shield = { program: ['mcp-shield'], options: [] };
const paths = [['mcpServers'], ['servers'], ['mcp', '*']];

function editor(dialect: Dialect, seeds: readonly string[], extra: readonly string[]): Target {
  return {
    name: `config ${dialect}`,
    isOnlyHunted: dialect === 'yaml',
    seeds,
    words: [...words, ...extra, 'command', 'args', 'npx', '"-y"', 'mcpServers', 'mcp-shield', '--'],
    run(input) {
      const source = { text: input.toString(), dialect, paths };
      const wrapped = wrap(source, { names: undefined, findCommand, ...shield });
      if (wrapped.kind === 'broken') return wrapped.reason.replace(/[^a-z ]/gi, '');
      const outcomes = wrapped.outcomes.map(({ kind }) => kind);
      if (!outcomes.includes('done')) {
        expect(wrapped.text === source.text, 'a text was changed without a word');
      } else if (!outcomes.includes('already')) {
        const back = unwrap({ ...source, text: wrapped.text }, { names: undefined, findCommand });
        expect(back.kind === 'result', 'a wrapped file can no longer be read');
        expect(back.text === source.text, 'unwrap did not give the text back');
      }
      return `${outcomes.join()} ${wrapped.edits.length}`;
    },
  };
}

const json = `{
  // servers
  "mcpServers": {
    "a": { "command": "npx", "args": ["-y", "x"], "env": {"K": "v"} },
    "b": {"command": "cmd", "args": ["/c", "npx -y x"]}, "c": {"url": "http://x"},
    "d": {"command": ["node", "x.js"]},
  },
}
`;
const yaml =
  'mcpServers:\n  a:\n    command: npx\n    args:\n      - -y\n      - "x"\n  b: {command: x}\n';
const toml =
  '[mcpServers.a]\ncommand = "npx"\nargs = ["-y", \'x\'] # why\n[servers]\nb.command = "x"\n';

export const textTargets: readonly Target[] = [
  redaction,
  keys,
  terminal,
  diagnosis,
  editor('json', [json, JSON.stringify({ servers: [{ name: 'x', command: 'y' }] })], ['/*', '//']),
  editor('yaml', [yaml], ['- ', ': ', '\n  ', '|\n', '&a ', '*a', '<<: ', '# x\n', '!!str ']),
  editor('toml', [toml], ['[[servers]]\n', '"""', "'''", ' = ', '# x\n', '.', '{ a = 1 }']),
];

/** The noise of servers, for the doubling of sizes. */
export const noises: readonly string[] = streams;
