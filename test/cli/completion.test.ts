/**
 * Completion as shells do it: bash always, zsh and fish where they are installed; the script for
 * PowerShell is only looked at, for it is in no package of Debian.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/cli/completion.ts';
import { commandNames } from '../../src/cli/options.ts';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'completion-'));
const program = join(directory, 'mcp-shield');
writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
chmodSync(program, 0o755);
afterAll(() => rmSync(directory, { recursive: true }));

const env = { ...process.env, PATH: `${directory}:${process.env['PATH']}`, HOME: directory };

function run(file: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr, status } = spawnSync(file, args, {
    env: { ...env, ...more },
    encoding: 'utf8',
  });
  return { lines: stdout.split('\n').filter((line) => line !== ''), stderr, status };
}

const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 7']).status === 7;

const shells: Readonly<Record<string, (words: readonly string[]) => string[]>> = {
  bash(words) {
    const script =
      'source <(mcp-shield completion bash); COMP_WORDS=(mcp-shield "$@"); COMP_CWORD=$#; ' +
      `_mcp_shield; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', ['-c', script, 'bash', ...words]).lines;
  },
  zsh(words) {
    const script =
      'compdef() { }; _files() { }; compadd() { shift; print -rl -- "$@" }; ' +
      'source <(mcp-shield completion zsh); words=(mcp-shield "$@"); CURRENT=$#words; _mcp_shield';
    return run('zsh', ['-fc', script, 'zsh', ...words]).lines;
  },
  fish(words) {
    const typed = ['mcp-shield', ...words].join(' ');
    const script = 'mcp-shield completion fish | source; complete -C "$TYPED"';
    return run('fish', ['--no-config', '-c', script], { TYPED: typed }).lines;
  },
};

const asked: readonly (readonly [words: readonly string[], expected: readonly string[]])[] = [
  [['unwr'], ['unwrap']],
  [['wrap', 'cursor-p'], ['cursor-project']],
  [
    ['--noise', ''],
    ['stderr', 'log', 'drop'],
  ],
  [['doctor', '--pr'], ['--project']],
  [['help', 'sta'], ['status']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish', 'powershell'],
  ],
];

describe('what may follow', () => {
  it.each(asked)('%j is %j', (words, expected) => {
    expect(candidates(words)).toEqual(expected);
  });

  it('is every command, and nothing behind the server', () => {
    expect(candidates([''])).toEqual(expect.arrayContaining([...commandNames, 'help', '--lazy']));
    expect(candidates(['--', 'np'])).toEqual([]);
    expect(candidates(['doctor', '--', ''])).toEqual([]);
    expect(candidates(['--cwd', ''])).toEqual([]);
    expect(candidates(['replay', ''])).toEqual(['--contents']);
  });
});

describe.each(Object.keys(shells))('%s', (shell) => {
  it.skipIf(shell !== 'bash' && !isThere(shell))('completes so', () => {
    for (const [words, expected] of asked) {
      expect([words, shells[shell]?.(words).sort()]).toEqual([words, [...expected].sort()]);
    }
  });
});

describe('the command', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints what %s reads', (shell) => {
    const { lines, status } = run(program, ['completion', shell]);
    expect(status).toBe(0);
    expect(lines.join('\n')).toContain('mcp-shield completion --');
  });

  it.each([
    [[], 'needs a shell'],
    [['bsh'], 'did you mean bash?'],
    [['bash', 'zsh'], 'completion does not know bash zsh'],
  ])('refuses %j', (words, sentence) => {
    const { status, stderr } = run(program, ['completion', ...words]);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
