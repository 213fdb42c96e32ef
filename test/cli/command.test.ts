/**
 * The command as a person starts it: what is printed where, and the exit code.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { helpText } from '../../src/cli/help.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function shield(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}/bin/mcp-shield.js`, ...args],
    { encoding: 'utf8', input: '' },
  );
  return { status, stdout, stderr };
}

describe('mcp-shield', () => {
  it.each(['--help', '-h'])('%s', (option) => {
    expect(shield(option)).toEqual({ status: 0, stdout: helpText(), stderr: '' });
  });

  it.each(['--version', '-V'])('%s', (option) => {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    expect(shield(option)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['--restart', '3'], 'unknown option --restart: did you mean --restarts?'],
    [['--env-file', '/none', '--', 'x'], '--env-file /none: there is no such file'],
    [['--cwd', '/none', '--', 'x'], '--cwd /none: there is no such directory'],
    [['--log-file', '/none/x', '--', 'x'], '--log-file /none/x: its directory does not exist'],
  ])('%j is wrong usage', (args, sentence) => {
    expect(shield(...args)).toEqual({ status: 2, stdout: '', stderr: `mcp-shield: ${sentence}\n` });
  });
});
