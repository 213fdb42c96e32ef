/**
 * The official conformance tests. They know HTTP only, so that a bridge stands between: in front
 * of the Python SDK's server over stdio, and behind its client, which is given a server over stdio.
 * What is about HTTP itself (authorization, headers, resumed streams) is left out for the client,
 * and fails bare too for the server.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import {
  installed,
  obtainNpm,
  obtainPython,
  pythonProgram,
  sdk,
  theirNode,
  versionOf,
} from './obtain.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const packageName = '@modelcontextprotocol/conformance';
const harness = installed(`${packageName}/dist/index.js`);
const revisions = ['2025-11-25', '2026-07-28'];
/** Of the client, each at the revisions it is made for; the harness knows which. */
const clientScenarios = [
  ...['initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'request-metadata'],
  ...['sep-2322-client-request-state', 'json-schema-ref-no-deref'],
  'json-schema-2020-12-preservation',
];

/** A scenario starts up to three servers, on a machine that may be busy. */
const deadlineMs = 120_000;

function obtain() {
  obtainNpm();
  obtainPython();
}

function version() {
  return `${versionOf(packageName)}`;
}

/** @type {import('./suites.mjs').Suite} */
export const conformanceServer = {
  name: 'conformance-server',
  obtain,
  version,
  async run({ prefix, home }) {
    const server = [pythonProgram, '-c', 'from mcp_everything_server.server import mcp; mcp.run()'];
    const outcomes = new Map();
    for (const revision of revisions) {
      const words = [here('bridges/http-to-stdio.mjs'), ...prefix, ...server];
      const bridge = execa(process.execPath, words, {
        env: {
          HOME: home,
          PYTHONPATH: sdk('examples/servers/everything-server'),
        },
        stderr: 'ignore',
        reject: false,
        buffer: false,
      });
      const lines = createInterface({ input: bridge.stdout })[Symbol.asyncIterator]();
      const { value: port } = await lines.next();
      const options = ['--url', `http://127.0.0.1:${port}/mcp`, '--suite', 'all'];
      const results = join(home, revision);
      await callHarness('server', [...options, '--spec-version', revision, '-o', results], home);
      bridge.stdin.end();
      await bridge;
      addChecks(outcomes, results, revision);
    }
    return outcomes;
  },
};

/** @type {import('./suites.mjs').Suite} */
export const conformanceClient = {
  name: 'conformance-client',
  obtain,
  version,
  async run({ prefix, home }) {
    const outcomes = new Map();
    const client = [pythonProgram, here('python/conformance-client.py')];
    const command = client.map((word) => `'${word}'`).join(' ');
    const env = {
      PYTHONPATH: [sdk('.github/actions/conformance')].join(delimiter),
      SUITES_PREFIX: JSON.stringify(prefix),
      SUITES_BRIDGE: JSON.stringify([process.execPath, here('bridges/stdio-to-http.mjs')]),
    };
    for (const revision of revisions) {
      for (const scenario of clientScenarios) {
        const results = join(home, revision);
        const options = ['--command', command, '--scenario', scenario];
        const more = ['--spec-version', revision, '-o', results];
        await callHarness('client', [...options, ...more], home, env);
      }
      addChecks(outcomes, join(home, revision), revision);
    }
    return outcomes;
  },
};

async function callHarness(side, options, home, env = {}) {
  await execa(theirNode(), [harness, side, ...options, '--timeout', `${deadlineMs}`], {
    cwd: home,
    env: { HOME: home, ...env },
    reject: false,
  });
}

/**
 * A directory of results holds one for each scenario, with the outcomes of its checks. What was
 * skipped or is told for information was not tried; of a check that ran twice the worse counts.
 */
function addChecks(outcomes, results, revision) {
  mkdirSync(results, { recursive: true });
  for (const folder of readdirSync(results)) {
    const file = join(results, folder, 'checks.json');
    // Of a scenario that this revision does not have there is an empty directory.
    if (!existsSync(file)) continue;
    const checks = JSON.parse(readFileSync(file, 'utf8'));
    const scenario = folder.replace(/^server-(?=.)/, '').replace(/-\d{4}-\d\d-\d\dT.*$/, '');
    for (const { id, status, errorMessage } of checks) {
      if (status !== 'SUCCESS' && status !== 'FAILURE' && status !== 'WARNING') continue;
      const name = `${revision} ${scenario}: ${id}`;
      const passed = status === 'SUCCESS' && (outcomes.get(name)?.passed ?? true);
      outcomes.set(name, { passed, said: errorMessage ?? '' });
    }
  }
}
