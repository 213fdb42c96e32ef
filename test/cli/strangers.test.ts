/**
 * What a server, a client, a cloned repository or a command line chose, through every command that
 * shows it: it steers no terminal, forges no row, and reads as it stands. Real processes.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'strangers-'));
const state = join(home, 'state', 'mcp-shield');
const env = { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') };
/** Colours, a title, a second row, another direction, nothing, a line of its own. */
const hostile =
  'x\u001b[2J\u001b]0;t\u0007\n  evil  running\r\u202eabc\u2066\u2028\ufeff\u200b\u009b31m\ud800';
const misleading =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/;

/** Says it wherever a server can say something. */
const script = `
  const said = ${JSON.stringify(hostile)};
  console.log(said);
  console.error(said);
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    const serverInfo = { name: said, version: said };
    const result = { protocolVersion: said, capabilities: { [said]: {} }, serverInfo };
    const error = { code: -32601, message: said, data: said };
    if (id !== undefined) {
      const answer = method === 'initialize' ? { result } : { error };
      console.log(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    }
  });`;

function ask(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    env,
    cwd: home,
    encoding: 'utf8',
    input: '',
  });
  return { code: status, text: stdout + stderr };
}

function expectTame({ text }: { readonly text: string }): void {
  // JavaScript joins halves of characters, so look at them one by one.
  expect(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')).not.toMatch(misleading);
  expect(text).not.toMatch(/^\s*evil/m);
}

// Elsewhere the directories have other names; what is shown is the same.
describe.skipIf(process.platform !== 'linux')('hostile names', () => {
  let running: ChildProcess;

  beforeAll(() => {
    const entry = { command: process.execPath, args: ['-e', script, hostile] };
    const servers = { [hostile]: entry, other: { command: hostile }, web: { url: hostile } };
    writeFileSync(join(home, '.mcp.json'), JSON.stringify({ mcpServers: servers }, undefined, 2));
    mkdirSync(join(state, 'running'), { recursive: true });
    running = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)', 'mcp-shield']);
  });
  afterAll(() => {
    running.kill('SIGKILL');
    rmSync(home, { recursive: true });
  });

  it.each([
    [['clients']],
    [['clients', '--json']],
    [['wrap', '.mcp.json', '--dry-run']],
    [['wrap', '.mcp.json', hostile, '--as', 'mcp-shield', '--dry-run']],
    [['unwrap', '.mcp.json', '--dry-run']],
    [['unwrap', '.mcp.json', hostile, 'missing']],
    [['wrap', hostile]],
    [['wrap', `./${hostile}.json`]],
    [['wrap', '.mcp.json', '--as', hostile]],
    [['wrap', '.mcp.json', '--', hostile]],
    [['clients', hostile]],
    [['doctor', '.mcp.json']],
    [['doctor', '.mcp.json', '--json']],
    [['doctor', hostile]],
    [['status', hostile]],
    [['status', `--${hostile}`]],
    [['logs', hostile]],
    [['logs', '--lines', hostile]],
    [['replay', hostile]],
    [['replay', '.mcp.json']],
    [[`--${hostile}`]],
    [['--restarts', hostile, '--', 'x']],
    [['--log-file', hostile, '--log-level', hostile, '--', 'x']],
    [['--cwd', hostile, '--', 'x']],
    [['--record', `./${hostile}/x`, '--', 'x']],
    [['--', hostile, hostile]],
  ])('%j', (args) => {
    const answer = ask(...args);
    expect(answer.text).not.toBe('');
    expectTame(answer);
  });

  it('of both ends, in status', () => {
    const { pid } = running;
    const peer = { name: hostile, version: hostile };
    const fall = { at: Date.now(), reason: hostile, sentence: hostile };
    const file = join(state, 'running', `${pid}.json`);
    const written = {
      ...{ format: 1, pid, name: hostile, command: [hostile], state: hostile, era: hostile },
      ...{ startedAt: 1, writtenAt: 1, lives: 2, requests: 1, filtered: 0, fallCount: 1 },
      ...{ parties: { client: peer, server: peer }, falls: [fall] },
    };
    writeFileSync(file, JSON.stringify(written));
    for (const args of [['status'], ['status', '--json']]) {
      const answer = ask(...args);
      expect(answer.code).toBe(0);
      expect(answer.text).toContain('evil');
      expectTame(answer);
    }
    for (const form of [
      '{"format":1}',
      '[]',
      'null',
      '{"pid":',
      JSON.stringify({ ...written, falls: 1 }),
    ]) {
      writeFileSync(file, form);
      const answer = ask('status');
      expect(answer.code).toBe(0);
      expect(answer.text).toContain(`${pid}.json is not shown`);
    }
  });

  it('in a log', () => {
    const lines = [
      JSON.stringify({ level: 'warn', time: hostile, name: hostile, msg: hostile }),
      `no JSON ${hostile.replace('\n', '')}`,
    ];
    writeFileSync(join(state, 'server.log'), `${lines.join('\n')}\n`);
    for (const args of [['logs'], ['logs', '--json']]) {
      const answer = ask(...args);
      expect(answer.text).toContain('no JSON');
      expectTame(answer);
    }
  });

  it('in a recording', () => {
    const options = {
      ...{ restarts: 1, restartWindowMs: 1, backoffInitialMs: 1, backoffMaxMs: 1, retry: 'never' },
      ...{ requestTimeoutMs: 0, restartHung: 0, maxMessageBytes: 1e6, noise: 'stderr', seed: 1 },
      command: [hostile],
    };
    const heading = { recording: 1, version: hostile, startedAt: hostile, contents: true };
    const request = JSON.stringify({ jsonrpc: '2.0', id: hostile, method: hostile });
    const steps = [
      { type: 'started' },
      { type: 'client-sent', text: `${request}\n` },
      { type: 'server-complained', generation: 1, text: hostile },
      { type: 'file-changed', path: hostile },
      { type: 'restart-requested', why: hostile },
      { type: 'server-spawn-failed', generation: 1, errno: hostile, message: hostile },
    ];
    const lines = [
      { ...heading, platform: 'linux', cwd: hostile, options },
      ...steps.map((event, t) => ({ t, event, decided: [hostile] })),
    ];
    writeFileSync(join(home, 'x.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const answer = ask('replay', 'x.jsonl');
    expect(answer.code).toBe(1);
    expectTame(answer);
  });
});
