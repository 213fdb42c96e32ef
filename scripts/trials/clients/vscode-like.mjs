/**
 * What VS Code does with a workspace's `.vscode/mcp.json`, by its documentation ("MCP configuration
 * reference" and "Variables reference"): fills in `${workspaceFolder}`, `${userHome}` and
 * `${env:NAME}`, reads `envFile`, starts the server in the workspace, greets it, lists its tools.
 *
 *   vscode-like.mjs <workspace> <server>
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const [workspace = '', name = ''] = process.argv.slice(2);
const { servers } = JSON.parse(readFileSync(join(workspace, '.vscode/mcp.json'), 'utf8'));
const filled = (text) =>
  text
    .replace(/\$\{workspaceFolder\}/g, () => workspace)
    .replace(/\$\{userHome\}/g, () => process.env.HOME)
    .replace(/\$\{env:(\w+)\}/g, (_whole, variable) => process.env[variable] ?? '');

const { command, args = [], env = {}, envFile } = servers[name];
const fromFile = envFile === undefined ? {} : parseEnv(readFileSync(filled(envFile), 'utf8'));
const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, filled(value)]));
const child = spawn(filled(command), args.map(filled), {
  cwd: workspace,
  env: { ...process.env, ...fromFile, ...own },
  stdio: ['pipe', 'pipe', 'inherit'],
});

const say = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const clientInfo = { name: 'Visual Studio Code', version: '1.127.0' };
const capabilities = { roots: { listChanged: true }, sampling: {}, elicitation: {} };
say({
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities, clientInfo },
});
let text = '';
child.stdout.on('data', (chunk) => {
  text += chunk;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
    const { id, result, error } = JSON.parse(text.slice(0, at));
    text = text.slice(at + 1);
    if (error !== undefined) console.log(error.message);
    if (id === 1 && result !== undefined) {
      say({ method: 'notifications/initialized' });
      say({ id: 2, method: 'logging/setLevel', params: { level: 'debug' } });
      say({ id: 3, method: 'tools/list', params: {} });
    } else if (id === 3) {
      console.log(result?.tools.map((tool) => tool.name).join(' '));
      child.stdin.end();
    }
  }
});
