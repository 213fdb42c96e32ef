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
import { commandTexts } from '../../src/cli/command-texts.ts';
import { candidates } from '../../src/cli/completion.ts';
import { commandNames, optionNames, optionOf } from '../../src/cli/options.ts';

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
    cwd: directory,
    timeout: 60_000,
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
  [['--restarts', '3', '--start-p'], ['--start-patience']],
  [['wrap', 'cursor', '--', '--record-'], ['--record-contents']],
  [['warm', '--install'], ['--install-only']],
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
    expect(candidates(['node', '--no'])).toEqual([]);
    expect(candidates(['help', 'wrap', ''])).toEqual([]);
  });

  it('is a file where one is taken', () => {
    expect(candidates(['replay', ''])).toEqual(['--contents']);
    expect(candidates(['--cwd', ''])).toEqual([]);
    expect(candidates(['wrap', '--as', ''])).toEqual([]);
    expect(candidates(['logs', '-n', ''])).toEqual([]);
  });

  it('is the value behind the sign, for bash by itself', () => {
    expect(candidates(['--noise=l'])).toEqual(['--noise=log']);
    expect(candidates(['--noise', '=', 'l'])).toEqual(['log']);
    expect(candidates(['--noise', '='])).toEqual(['stderr', 'log', 'drop']);
    expect(candidates(['--lazy='])).toEqual([]);
  });
});

describe.each(Object.keys(shells))('%s', (shell) => {
  it('completes so', ({ skip }) => {
    // There is no system of ours without bash: it is not left out.
    skip(shell !== 'bash' && !isThere(shell), `${shell} is not installed here`);
    for (const [words, expected] of asked) {
      expect([words, shells[shell]?.(words).sort()]).toEqual([words, [...expected].sort()]);
    }
  });
});

/** What the shell makes of a line at which Tab is pressed; a file of this name is there. */
const typed: readonly (readonly [line: string, becomes: string])[] = [
  ['mcp-shield unwr', 'mcp-shield unwrap '],
  ['mcp-shield --noise=l', 'mcp-shield --noise=log '],
  ['mcp-shield wrap cursor-p', 'mcp-shield wrap cursor-project '],
  ['mcp-shield replay sess', 'mcp-shield replay session.jsonl '],
  ['mcp-shield --log-file sess', 'mcp-shield --log-file session.jsonl '],
  ['mcp-shield --log-file=sess', 'mcp-shield --log-file=session.jsonl '],
];

/** In a terminal of its own; the widget says what stands in the line afterwards. */
const zshAtTerminal = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -U compinit; compinit -D -u; source <(mcp-shield completion zsh)'
zpty -w shell 'say() { zle complete-word; print -r -- "{$BUFFER}"; zle kill-whole-line }'
zpty -w shell 'zle -N say; bindkey "^I" say; print re""ady'
zpty -r shell out '*ready*'
for line in "$@"; do
  zpty -n -w shell "$line"$'\\t'
  zpty -r shell out '*{mcp-shield*}*'
  print -r -- "\${\${out##*\\{}%%\\}*}"
done
`;

describe('a name of a file', () => {
  writeFileSync(join(directory, 'session.jsonl'), '');

  it('is completed by zsh, as all else', ({ skip }) => {
    skip(!isThere('zsh'), 'zsh is not installed here');
    const lines = typed.map(([line]) => line);
    const { lines: found } = run('zsh', ['-fc', zshAtTerminal, 'zsh', ...lines]);
    expect(found).toEqual(typed.map(([, becomes]) => becomes));
  });

  it.for(['replay sess', '--log-file sess', '--log-file=sess'])(
    'is by fish: %s',
    (words, { skip }) => {
      skip(!isThere('fish'), 'fish is not installed here');
      const inline = words.includes('=') ? '--log-file=' : '';
      expect(shells['fish']?.(words.split(' '))).toEqual([`${inline}session.jsonl`]);
    },
  );
});

it('each option of a command is offered, each value of an option', () => {
  for (const name of commandNames) {
    const rows = (commandTexts[name].options ?? []).map(([syntax]) => syntax);
    const options = rows.flatMap((syntax) => /--[a-z][a-z-]*/.exec(syntax) ?? []);
    expect(candidates([name, ''])).toEqual(expect.arrayContaining(options));
  }
  for (const name of optionNames) {
    const option = optionOf(name);
    const values = option.kind === 'choice' ? option.choices : [];
    if (option.kind !== 'flag') expect(candidates([`--${name}`, ''])).toEqual(values);
  }
});

describe('the command', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints what %s reads', (shell) => {
    const { lines, status } = run(program, ['completion', shell]);
    expect(status).toBe(0);
    // PowerShell takes a bare `--` away from the script that npm installs.
    const end = shell === 'powershell' ? "'--'" : '--';
    expect(lines.join('\n')).toContain(`mcp-shield completion ${end}`);
  });

  it.each([
    [[], 'needs a shell'],
    [['bsh'], 'there is one for bash, zsh, fish, powershell'],
    [['bash', 'zsh'], 'zsh is too much: write mcp-shield completion bash|zsh|fish|powershell'],
  ])('refuses %j', (words, sentence) => {
    const { status, stderr } = run(program, ['completion', ...words]);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
