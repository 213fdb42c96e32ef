/**
 * `mcp-shield demo` checks itself: that it sees all it claims, that it would say so if it did not,
 * and that it leaves nothing behind.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { startSmallClient } from '../../src/cli/demo/small-client.ts';
import { tellDemo } from '../../src/cli/demo/tell-demo.ts';
import { createTranscript } from '../../src/cli/demo/transcript.ts';

const command = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'demo-'));
afterAll(() => rmSync(directory, { recursive: true }));

function demo(...args: readonly string[]) {
  const env = {
    HOME: directory,
    XDG_STATE_HOME: join(directory, 'state'),
    XDG_CACHE_HOME: join(directory, 'cache'),
    // Of no consequence: the demo shows what holds without options.
    MCP_SHIELD_RESTARTS: '0',
  };
  return execa(process.execPath, [command, 'demo', ...args], {
    cwd: directory,
    env,
    reject: false,
  });
}

function textOf(play: (transcript: ReturnType<typeof createTranscript>) => Promise<boolean>) {
  let text = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return play(createTranscript(stdout, {})).then((seen) => ({ seen, text }));
}

describe('mcp-shield demo', () => {
  it('sees all that it claims, and leaves no file', async () => {
    const { exitCode, stdout, stderr } = await demo();
    expect(stdout).toContain('MCP error -32000: Connection closed');
    expect(stdout).toContain('with: the session goes on');
    expect(stdout).not.toContain('NOT SEEN');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(filesBelow(directory)).toEqual([]);
  });

  it('says what it does not see, here without a shield', async () => {
    const server = [process.execPath, command, 'demo', '--server'];
    const start = { shown: 'bare', open: () => startSmallClient(server, process.env) };
    const { seen, text } = await textOf((transcript) =>
      tellDemo({ introduction: 'Twice the same.', bare: start, shielded: start }, transcript),
    );
    expect(seen).toBe(false);
    expect(text).toContain('FAILED NOT SEEN: with: the session goes on');
    expect(text).toContain('ok     without: an answer behind other text on its line is lost');
  });

  it('knows no other words', async () => {
    const { exitCode, stderr } = await demo('twice');
    expect(stderr).toBe('mcp-shield: twice is too much: write mcp-shield demo [--server]');
    expect(exitCode).toBe(2);
  });
});

/** Directories are made when they are needed; what is in none of them is a trace. */
function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
  );
}
