/**
 * `mcp-shield warm`: servers are started once, so that `--lazy` knows them; with real processes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixture } from './shield-process.ts';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'shield-warm-'));
  writeFileSync(join(place, 'says.json'), JSON.stringify({ tools: ['a', 'b', 'c'] }));
  writeFileSync(join(place, 'heard'), '');
});

afterEach(() => rmSync(place, { recursive: true }));

function shield(args: readonly string[], input = '') {
  const cache = join(place, 'cache');
  const home = { HOME: place, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, XDG_STATE_HOME: cache };
  const { PATH = '' } = process.env;
  return spawnSync(process.execPath, [bin, ...args], {
    env: { ...home, PATH },
    input,
    encoding: 'utf8',
  });
}

const server = (): string[] => [fixture('known-server.mjs'), '--place', place];
const starts = (): number =>
  readFileSync(join(place, 'heard'), 'utf8')
    .split('\n')
    .filter((line) => line === 'start').length;

/** What a client of this name says first. */
function greeting(name: string): string {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name, version: '1' },
  };
  const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
  const list = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} };
  const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
  return [initialize, initialized, list].map((one) => `${JSON.stringify(one)}\n`).join('');
}

describe('warm', () => {
  it('makes a server known to the clients that were here before', () => {
    // Another server, through which the client is known.
    const other = [...server(), '--other'];
    expect(shield(['--', process.execPath, ...other], greeting('one')).status).toBe(0);
    const { status, stdout } = shield(['warm', '--', process.execPath, ...server()]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/known, 3 tools, \d+ ms\n$/),
    });
    const before = starts();
    const lines = shield(['--lazy', '--', process.execPath, ...server()], greeting('one')).stdout;
    expect(lines.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(starts()).toBe(before);
  });

  it('starts the wrapped servers of a file as they are configured, and no others', () => {
    const file = join(place, 'servers.json');
    const wrapped = {
      command: process.execPath,
      args: [bin, '--lazy', '--', process.execPath, ...server()],
    };
    const mcpServers = {
      wrapped,
      url: { url: 'https://example.com' },
      off: { ...wrapped, disabled: true },
    };
    writeFileSync(file, JSON.stringify({ mcpServers }));
    const { status, stdout } = shield(['warm', '--json', file]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).servers).toMatchObject([
      { name: 'wrapped', tools: 3 },
      { name: 'url', isSkipped: true },
      { name: 'off', isSkipped: true },
    ]);
    expect(starts()).toBe(1);
  });

  it('says why a server is not known', () => {
    writeFileSync(join(place, 'says.json'), JSON.stringify({ tools: [], exit: 3 }));
    const { status, stdout } = shield(['warm', '--', process.execPath, ...server()]);
    expect(status).not.toBe(0);
    expect(stdout).toContain('not started: ');
  });

  it('forgets', () => {
    shield(['warm', '--', process.execPath, ...server()]);
    const directory = join(place, 'cache', 'mcp-shield', 'servers');
    const { status, stdout } = shield(['warm', '--forget']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'forgot what 1 server has said\n' });
    const left = existsSync(directory) ? readdirSync(directory) : [];
    expect(left.filter((name) => name !== 'clients.json')).toEqual([]);
  });

  it('wants to be told what', () => {
    const { status, stderr } = shield(['warm']);
    expect(status).toBe(2);
    expect(stderr).toContain('warm needs a client, a file or a command');
  });
});
