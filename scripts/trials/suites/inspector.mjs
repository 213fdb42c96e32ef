/**
 * The command line of the MCP Inspector: a fixed list of its calls of server-everything. What it
 * prints bare is what is expected, byte for byte, with the exit code.
 */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { installed, obtainNpm, theirNode, versionOf } from './obtain.mjs';

const packageName = '@modelcontextprotocol/inspector';
const everything = fileURLToPath(
  new URL(
    '../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js',
    import.meta.url,
  ),
);

const tool = (name, ...args) => [
  ...['--method', 'tools/call', '--tool-name', name],
  ...args.flatMap((arg) => ['--tool-arg', arg]),
];
const document = 'demo://resource/static/document';
/** Each says the same each time; `get-env` and what tells the time do not. */
const calls = [
  ['--method', 'tools/list'],
  ['--method', 'tools/list', '--strict'],
  ['--method', 'tools/list', '--app-info'],
  tool('echo', 'message=hello'),
  tool('echo', 'message=öäü \u{1F600} "quoted" \\ line\nline'),
  tool('echo', `message=${'x'.repeat(100_000)}`),
  [...tool('echo', 'message=with metadata'), '--metadata', 'a=b', '--tool-metadata', 'c=d'],
  tool('echo'),
  tool('get-sum', 'a=2', 'b=40'),
  tool('get-sum', 'a=1e300', 'b=-0.1'),
  tool('get-sum', 'a=two', 'b=40'),
  tool('get-annotated-message', 'messageType=error', 'includeImage=true'),
  tool('get-annotated-message', 'messageType=success'),
  tool('get-annotated-message', 'messageType=debug'),
  tool('get-resource-links', 'count=3'),
  tool('get-structured-content', 'location=Chicago'),
  tool('get-tiny-image'),
  tool('trigger-long-running-operation', 'duration=1', 'steps=4'),
  tool('get-roots-list'),
  tool('no-such-tool'),
  ['--method', 'resources/list'],
  ['--method', 'resources/templates/list'],
  ['--method', 'resources/read', '--uri', `${document}/architecture.md`],
  ['--method', 'resources/read', '--uri', `${document}/no-such-file.md`],
  ['--method', 'resources/read', '--uri', 'demo://nowhere'],
  ['--method', 'prompts/list'],
  ['--method', 'prompts/get', '--prompt-name', 'simple-prompt'],
  ['--method', 'prompts/get', '--prompt-name', 'args-prompt', '--prompt-args', 'city=Ulm'],
  ['--method', 'prompts/get', '--prompt-name', 'args-prompt'],
  ['--method', 'prompts/get', '--prompt-name', 'no-such-prompt'],
  ['--method', 'logging/setLevel', '--log-level', 'debug'],
  ['--method', 'no/such/method'],
];
const deadlineMs = 60_000;
/** What the first, bare run printed. */
const expected = new Map();

/** @type {import('./suites.mjs').Suite} */
export const inspector = {
  name: 'inspector',
  obtain: obtainNpm,
  version: () => `${versionOf(packageName)}`,
  async run({ prefix, home, only }) {
    const outcomes = new Map();
    const program = installed(`${packageName}/clients/launcher/build/index.js`);
    for (const words of calls) {
      const name = words
        .map((word) => (word.length > 80 ? `${word.slice(0, 20)}…` : word))
        .join(' ');
      if (only !== undefined && !only.includes(name)) continue;
      // Without `--`: it takes one for the end of its own options.
      const server = [...prefix, process.execPath, everything];
      const { exitCode, stdout, stderr } = await execa(
        theirNode(),
        [program, '--cli', ...server, ...words],
        { cwd: home, env: { HOME: home }, reject: false, stdin: 'ignore', timeout: deadlineMs },
      );
      const said = `exit code ${exitCode}\n${stdout}`;
      if (!expected.has(name)) expected.set(name, said);
      const passed = said === expected.get(name);
      outcomes.set(name, { passed, said: passed ? '' : `${said}\n${stderr}`.slice(-2_000) });
    }
    return outcomes;
  },
};
