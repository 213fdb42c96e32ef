/**
 * The command as a person starts it: what is printed where, and the exit code.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { helpText, shortHelpText } from '../../src/cli/help.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function shield(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exitCode, stdout, stderr } = execaSync(
    process.execPath,
    [`${root}/bin/mcp-shield.js`, ...args],
    { input: '', env, reject: false, stripFinalNewline: false },
  );
  return { status: exitCode, stdout, stderr };
}

describe('mcp-shield', () => {
  it.each([
    ['--help', helpText()],
    ['help', helpText()],
    ['-h', shortHelpText()],
  ])('%s', (option, stdout) => {
    expect(shield([option])).toEqual({ status: 0, stdout, stderr: '' });
  });

  it.each(['--version', '-V'])('%s', (option) => {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    expect(shield([option])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['--restart', '3'], 'unknown option --restart: did you mean --restarts?'],
    [['--cwd', '/none', '--', 'x'], '--cwd /none: there is no such directory'],
    [['--log-file', '/none/x', '--', 'x'], '--log-file /none/x: its directory does not exist'],
  ])('%j is wrong usage', (args, sentence) => {
    expect(shield(args)).toEqual({ status: 2, stdout: '', stderr: `mcp-shield: ${sentence}\n` });
  });

  it.each([
    ['docter', 'doctor'],
    ['statsu', 'status'],
    ['upgrade', 'warm --update'],
  ])('%s is taken for %s, unless it stands behind --', (word, meant) => {
    const { status, stderr } = shield([word]);
    expect(status).toBe(2);
    expect(stderr).toContain(`there is no command ${word} here: did you mean mcp-shield ${meant}?`);
    // A login shell that is asked for its PATH may take longer than the end of input allows.
    const quick = { SHELL: '/bin/false' };
    const { stderr: told } = shield(['--no-memory', '--', word], quick);
    expect(told).toContain(`${word} was not found`);
  });

  it('a word that every object knows is no command', () => {
    const { stderr } = shield(['--no-memory', 'constructor'], { SHELL: '/bin/false' });
    expect(stderr).toContain('constructor was not found');
  });

  // As a variable, because Node looks for this option of its own even behind the script and ends
  // with 9 if there is no such file.
  it('a missing env file is wrong usage', () => {
    const { status, stderr } = shield(['--', 'x'], { MCP_SHIELD_ENV_FILE: '/none' });
    expect(stderr).toBe('mcp-shield: the file of variables /none: there is no such file\n');
    expect(status).toBe(2);
  });

  it('logs from inside the bundle', () => {
    const misspelt = { MCP_SHIELD_RESTART: '1' };
    const advice = 'unknown variable MCP_SHIELD_RESTART: did you mean MCP_SHIELD_RESTARTS?';
    const server = ['--', process.execPath, '-e', 'process.stdin.resume()'];
    expect(shield(server, misspelt)).toEqual({
      status: 0,
      stdout: '',
      stderr: `mcp-shield warn: ${advice}\n`,
    });
    const { stderr } = shield(['--log-format', 'json', ...server], misspelt);
    expect(JSON.parse(stderr)).toMatchObject({ level: 'warn', msg: advice });
  });
});
