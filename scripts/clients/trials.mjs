/**
 * What is tried with each client. `command` is the command line of the server, with mcp-shield in
 * front of it or not; `crashOn` is the method at whose first arrival the server is killed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const installed = (path) => fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));

const inspector = installed('@modelcontextprotocol/inspector/cli/build/cli.js');
const mcporter = installed('mcporter/dist/cli.js');
const claude = installed('@anthropic-ai/claude-code/cli-wrapper.cjs');

/** Each gets `{ command, home }` and returns command lines of node, to be run in their order. */
const clients = {
  'inspector list': ({ command }) => [[inspector, '--cli', ...command, '--method', 'tools/list']],
  'inspector call': ({ command }) => [
    [
      ...[inspector, '--cli', ...command, '--method', 'tools/call'],
      ...['--tool-name', 'get-sum', '--tool-arg', 'a=2', '--tool-arg', 'b=40'],
    ],
  ],
  'mcporter list': (scene) => [[mcporter, '--config', configIn(scene), 'list', 'everything']],
  'mcporter call': (scene) => [
    [mcporter, '--config', configIn(scene), 'call', 'everything.get-sum', 'a=2', 'b=40'],
  ],
  'claude mcp list': ({ command: [program, ...args] }) => [
    [
      ...[claude, 'mcp', 'add-json', '-s', 'user', 'everything'],
      JSON.stringify({ type: 'stdio', command: program, args }),
    ],
    [claude, 'mcp', 'list'],
  ],
};

function configIn({ command: [program, ...args], home }) {
  const file = join(home, 'servers.json');
  const mcpServers = { everything: { command: program, args } };
  writeFileSync(file, JSON.stringify({ mcpServers }));
  return file;
}

const listed = /get-sum/;
const summed = /The sum of 2 and 40 is 42/;
const connected = /everything: .*Connected/;
const mayHaveRun = /may have run/;

const trial = (client, way, expected, crashOn) => ({
  name: client,
  commandLines: clients[client],
  shielded: way === 'shielded',
  expected,
  crashOn,
});

/** The direct ones with a crash show that there is something to protect from. */
export const trials = [
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
];
