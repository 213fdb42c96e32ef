/**
 * The demo: a real client of the official SDK talks to a real server from npm that prints on
 * stdout and is killed in mid-session, first without mcp-shield, then with it. Ends with exit
 * code 0 only if it saw all that it claims.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { runSession } from './session.mjs';
import { heading, quote, say, tell, verdict } from './transcript.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const server = path('noisy-server.mjs');
const shield = path('../../bin/mcp-shield.js');

if (!existsSync(path('../../dist/mcp-shield.cjs'))) {
  execaSync(process.execPath, ['esbuild.config.mjs'], { cwd: path('../..'), stdio: 'inherit' });
}

say(
  'A real client (the official SDK) talks to a real server (server-everything). The server prints',
);
say('banners, log lines and colours on stdout, and is killed while it works for the client.');

heading('without mcp-shield', 'node noisy-server.mjs');
const without = await runSession([server], tell);
quote(`${without.complaints.length} complaints of the client, among them`, excerpt(without));

heading('with mcp-shield', 'mcp-shield -- node noisy-server.mjs');
const shielded = await runSession([shield, '--', process.execPath, server], tell);
const told = shielded.stderr.match(/mcp-shield \w+: .*/g) ?? [];
quote('what mcp-shield said on stderr, where it also put the noise', told);

heading('what was seen');
const closed = 'MCP error -32000: Connection closed';
const claims = [
  ['without: the client complains of lines that are no JSON', without.complaints.length > 0],
  ['without: an answer behind other text on its line is lost', fails(without, 'sum', 'timed out')],
  [
    `without: the kill ends the session with "${closed}"`,
    without.closedByItself &&
      fails(without, 'call in flight', closed) &&
      fails(without, 'list in flight', closed) &&
      fails(without, 'echo', 'Not connected'),
  ],
  ['with: no complaint, nothing but JSON-RPC reaches the client', shielded.complaints.length === 0],
  ['with: the answer behind other text arrives', shows(shielded, 'sum', '42')],
  ['with: the call in flight is answered that it may have run', explains(shielded)],
  [
    'with: the list in flight is answered by the next server',
    shows(shielded, 'list in flight', 'tools'),
  ],
  [
    'with: the session goes on',
    !shielded.closedByItself &&
      shows(shielded, 'echo', 'there?') &&
      shows(shielded, 'sum again', '42'),
  ],
];
for (const [claim, holds] of claims) verdict(claim, holds);
say();
process.exitCode = claims.every(([, holds]) => holds) ? 0 : 1;

function excerpt({ complaints }) {
  return [...new Set(complaints)].slice(0, 4);
}

function fails({ outcomes }, step, text) {
  return !outcomes[step].ok && outcomes[step].text.includes(text);
}

function shows({ outcomes }, step, text) {
  return outcomes[step].ok && outcomes[step].text.includes(text);
}

function explains(seen) {
  const { data } = seen.outcomes['call in flight'];
  return fails(seen, 'call in flight', 'may have run') && data?.source === 'mcp-shield';
}
