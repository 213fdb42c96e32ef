/**
 * What is tried with each client. `command` is the command line of the server, with mcp-shield in
 * front of it or not; `crashOn` is the method at whose first arrival the server is killed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from './install.mjs';

/** Of the first line that still speaks as it did, and of today. */
const inspector0 = installed('inspector-0/cli/build/cli.js');
const inspector = installed('@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const mcporter = installed('mcporter/dist/cli.js');
const codex = installed('@openai/codex/bin/codex.js');
const qwen = installed('@qwen-code/qwen-code/cli-entry.js');

const gemini = installed('@google/gemini-cli/bundle/gemini.js');
/** A program that is not made of JavaScript; node is all that is run here. */
const program = (path) => [
  '-e',
  'require("child_process").spawnSync(process.argv[1], process.argv.slice(2), { stdio: "inherit" })',
  installed(path),
];
const vscodeLike = fileURLToPath(new URL('vscode-like.mjs', import.meta.url));
const platform = `${process.platform}-${process.arch}`;
const opencode = program(`opencode-${platform}/bin/opencode`);
const claude = program(`@anthropic-ai/claude-code-${platform}/claude`);

/**
 * Each gets `{ command, home, wrap }` and returns command lines of node, to be run in their order.
 * `wrap(where)` are those that put mcp-shield into a configuration, or none.
 */
const clients = {
  'inspector 0.15 list': ({ command }) => [
    [inspector0, '--cli', ...command, '--method', 'tools/list'],
  ],
  'inspector list': ({ command }) => [[inspector, '--cli', ...command, '--method', 'tools/list']],
  'inspector call': ({ command }) => [
    [
      ...[inspector, '--cli', ...command, '--method', 'tools/call'],
      ...['--tool-name', 'get-sum', '--tool-arg', 'a=2', '--tool-arg', 'b=40'],
    ],
  ],
  'mcporter list': (scene) => {
    const file = configIn(scene);
    return [...scene.wrap(file), [mcporter, '--config', file, 'list', 'everything']];
  },
  'mcporter call': (scene) => [
    [mcporter, '--config', configIn(scene), 'call', 'everything.get-sum', 'a=2', 'b=40'],
  ],
  'opencode mcp list': ({ command, home, wrap }) => {
    const mcp = { everything: { type: 'local', command } };
    write(join(home, '.config/opencode/opencode.json'), { mcp });
    return [...wrap('opencode'), [...opencode, 'mcp', 'list']];
  },
  'gemini mcp list': ({ command: [program, ...args], home, wrap }) => {
    const security = { folderTrust: { enabled: false } };
    const mcpServers = { everything: { command: program, args } };
    write(join(home, '.gemini/settings.json'), { security, mcpServers });
    return [...wrap('gemini-cli'), [gemini, 'mcp', 'list']];
  },
  'claude mcp list': ({ command: [program, ...args], wrap }) => [
    [
      ...[...claude, 'mcp', 'add-json', '-s', 'user', 'everything'],
      JSON.stringify({ type: 'stdio', command: program, args }),
    ],
    ...wrap('claude-code'),
    [...claude, 'mcp', 'list'],
  ],
  'qwen mcp list': ({ command: [program, ...args], home, wrap }) => {
    const mcpServers = { everything: { command: program, args, env: { LEVEL: '$HOME' } } };
    write(join(home, '.qwen/settings.json'), { mcpServers });
    return [...wrap('qwen-code'), [qwen, 'mcp', 'list']];
  },
  'VS Code-like list': ({ command: [program, ...args], home, wrap }) => {
    const workspace = join(home, 'work space');
    const file = join(workspace, '.vscode/mcp.json');
    const env = { WHERE: reference('workspaceFolder'), WHO: reference('env:HOME') };
    const envFile = `${reference('workspaceFolder')}/of the server.env`;
    write(file, {
      servers: { everything: { type: 'stdio', command: program, args, env, envFile } },
    });
    writeFileSync(join(workspace, 'of the server.env'), 'LEVEL=1\n');
    return [...wrap(file), [vscodeLike, workspace, 'everything']];
  },
  // It starts no server without a model; that it reads what wrap has written is all.
  'codex mcp list': ({ command: [program, ...args], home, wrap }) => {
    const lines = [
      '[mcp_servers.everything]',
      `command = ${JSON.stringify(program)}`,
      `args = ${JSON.stringify(args)}`,
    ];
    mkdirSync(join(home, '.codex'), { recursive: true });
    writeFileSync(join(home, '.codex/config.toml'), `${lines.join('\n')}\n`);
    return [...wrap('codex'), [codex, 'mcp', 'list', '--json']];
  },
};

/** As VS Code fills it in. */
function reference(name) {
  return `$\{${name}}`;
}

function configIn({ command: [program, ...args], home }) {
  const file = join(home, 'servers.json');
  const mcpServers = { everything: { command: program, args } };
  write(file, { mcpServers });
  return file;
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content, undefined, 2));
}

const listed = /get-sum/;
const summed = /The sum of 2 and 40 is 42/;
const connected = /everything: .*Connected/;
const ticked = /✓ everything/;
const mayHaveRun = /may have run/;

const trial = (client, way, expected, crashOn) => ({
  name: client,
  commandLines: clients[client],
  way,
  expected,
  crashOn,
});

/** The direct ones with a crash show that there is something to protect from. */
export const trials = [
  trial('inspector 0.15 list', 'shielded', listed),
  trial('inspector 0.15 list', 'shielded', listed, 'tools/list'),
  trial('inspector list', 'shielded', listed),
  trial('inspector list', 'direct', /Connection closed/, 'tools/list'),
  trial('inspector list', 'shielded', listed, 'tools/list'),
  trial('inspector list', 'shielded', listed, 'initialize'),
  trial('inspector call', 'shielded', summed),
  trial('inspector call', 'shielded', mayHaveRun, 'tools/call'),
  trial('mcporter list', 'shielded', listed),
  trial('mcporter list', 'direct', /Connection closed|offline|error/i, 'tools/list'),
  trial('mcporter list', 'shielded', listed, 'tools/list'),
  trial('mcporter call', 'shielded', summed),
  trial('mcporter call', 'shielded', mayHaveRun, 'tools/call'),
  trial('claude mcp list', 'shielded', connected),
  trial('claude mcp list', 'direct', /Failed to connect/, 'initialize'),
  trial('claude mcp list', 'shielded', connected, 'initialize'),
  trial('claude mcp list', 'shielded', connected, 'server/discover'),
  // The second time nothing is started.
  trial('inspector 0.15 list', 'asleep', listed),
  trial('inspector list', 'asleep', listed),
  trial('mcporter list', 'asleep', listed),
  trial('claude mcp list', 'asleep', connected),
  trial('gemini mcp list', 'asleep', connected),
  trial('qwen mcp list', 'asleep', connected),
  trial('opencode mcp list', 'asleep', ticked),
  trial('VS Code-like list', 'asleep', listed),
  trial('VS Code-like list', 'wrapped asleep', listed),
  trial('claude mcp list', 'wrapped asleep', connected),
  trial('mcporter list', 'wrapped asleep', listed),
  trial('opencode mcp list', 'wrapped asleep', ticked),
  trial('qwen mcp list', 'wrapped asleep', connected),
  // The shield is put into the client's own file by `mcp-shield wrap`.
  trial('claude mcp list', 'wrapped', connected, 'initialize'),
  trial('VS Code-like list', 'wrapped', listed, 'initialize'),
  trial('mcporter list', 'wrapped', listed, 'tools/list'),
  trial('gemini mcp list', 'wrapped', connected, 'initialize'),
  trial('gemini mcp list', 'direct', /everything: .*Disconnected/, 'initialize'),
  trial('qwen mcp list', 'wrapped', connected, 'initialize'),
  trial('qwen mcp list', 'direct', /everything: .*Disconnected/, 'initialize'),
  trial('codex mcp list', 'wrapped', /"mcp-shield\.js"|mcp-shield\.js[\s\S]*--name/),
  trial('opencode mcp list', 'wrapped', ticked, 'initialize'),
  trial('opencode mcp list', 'direct', /✗ everything[\s\S]*Connection closed/, 'initialize'),
];
