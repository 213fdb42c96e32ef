/**
 * Every command answers a mistake in the same words and with exit code 2, before it does anything.
 */
import { describe, expect, it } from 'vitest';
import { exitCodes, isShieldError } from '../../src/base/errors.ts';
import { written } from '../../src/cli/command-args.ts';
import { commandTexts } from '../../src/cli/command-texts.ts';
import { runCommand } from '../../src/cli/commands.ts';
import { type CommandName, commandNames } from '../../src/cli/options.ts';

// Each command adds one, and a process has but one command.
process.stdout.setMaxListeners(0);

async function mistake(name: CommandName, args: readonly string[]): Promise<string> {
  try {
    await runCommand(name, args);
  } catch (error) {
    if (!isShieldError(error)) throw error;
    expect(error.exitCode).toBe(exitCodes.wrongUsage);
    return error.message;
  }
  throw new Error(`${name} ${args.join(' ')} was taken`);
}

const optionsOf = (name: CommandName): readonly string[] =>
  (commandTexts[name].options ?? []).map(([syntax]) => syntax.replace(/^-\w, /, ''));

describe.each(commandNames)('%s', (name) => {
  it('does not know an option', async () => {
    const seeHelp = `see mcp-shield help ${name}`;
    expect(await mistake(name, ['--wrong-one'])).toBe(`unknown option --wrong-one: ${seeHelp}`);
    // What looks like a command and its option may be one that was to stand behind `--`.
    const isCommand = name === 'doctor' || name === 'warm';
    const behind = `a server's command stands behind --: mcp-shield ${name} -- x -q`;
    const told = `unknown option -q: ${isCommand ? behind : seeHelp}`;
    expect(await mistake(name, ['x', '-q'])).toBe(told);
    expect(await mistake(name, ['--json', '-q'])).toMatch(/^unknown option .*: see /);
    // Names that every object has.
    expect(await mistake(name, ['--constructor'])).toBe(`unknown option --constructor: ${seeHelp}`);
  });

  it('sees which option was meant, and whether it has a value', async () => {
    for (const syntax of optionsOf(name).filter((it) => !it.startsWith('-- '))) {
      const [option = '', value] = syntax.split(' ');
      const typed = `${option.slice(0, -2)}${option.slice(-1)}`;
      expect(await mistake(name, [typed])).toBe(`unknown option ${typed}: did you mean ${option}?`);
      const [args, sentence] =
        value === undefined
          ? [[`${option}=1`], `${option} takes no value`]
          : [[option], `${option} needs a value: ${option} ${value}`];
      expect(await mistake(name, args)).toBe(sentence);
    }
  });

  it('shows how it is written, with each option', () => {
    for (const syntax of optionsOf(name)) expect(written(name)).toContain(`[${syntax}]`);
    expect(written(name)).toMatch(new RegExp(`^write mcp-shield ${name}\\b`));
  });
});

describe('words', () => {
  it.each([
    ['logs', ['a', 'b'], 'b is too much: '],
    ['logs', ['a', '--', 'b'], 'b is too much: '],
    ['status', ['a', 'b'], 'b is too much: '],
    ['tail', ['a', 'b'], 'b is too much: '],
    ['replay', ['a', 'b'], 'b is too much: '],
    ['clients', ['a'], 'a is too much: '],
    ['demo', ['a'], 'a is too much: '],
    ['completion', ['bash', 'zsh'], 'zsh is too much: '],
    ['warm', ['--stop', 'a'], 'a is too much: '],
    ['warm', ['--forget', '--', 'a'], 'a is too much: '],
    ['warm', [], 'warm needs a client, a file or a command: '],
    ['replay', [], 'replay needs a file, which --record makes: '],
    ['doctor', ['a', '--', 'b'], 'either a or a command behind --: '],
    ['doctor', ['--'], 'no server command behind --: '],
    ['warm', ['--'], 'no server command behind --: '],
    ['wrap', ['--all', 'a'], 'either a or --all: '],
    ['unwrap', ['--all', 'a'], 'either a or --all: '],
  ] as const)('%s %j', async (name, args, sentence) => {
    expect(await mistake(name, args)).toBe(`${sentence}${written(name)}`);
  });

  it('an option of mcp-shield stands behind --', async () => {
    expect(await mistake('wrap', ['cursor', 'a', '--idle', '10m'])).toBe(
      'unknown option --idle: options of mcp-shield stand behind --: ' +
        'mcp-shield wrap cursor a -- --idle 10m',
    );
  });

  it('a program is no configuration', async () => {
    for (const name of ['doctor', 'wrap', 'warm'] as const) {
      expect(await mistake(name, [import.meta.filename])).toMatch(
        /wrong-usage\.test\.ts: it is a program, not the configuration of a client; .* doctor -- /,
      );
    }
  });

  it('a file that is not there, in the words of every command', async () => {
    const sentence = 'nowhere.jsonl: it cannot be read: there is no such file';
    expect(await mistake('replay', ['nowhere.jsonl'])).toBe(sentence);
  });

  it.each(['x', '1.5', '1e3'])('logs --lines %s', async (lines) => {
    const sentence = `--lines ${lines}: write a whole number`;
    expect(await mistake('logs', ['--lines', lines])).toBe(sentence);
  });
});

it('how a command is written: options first, what is handed on last', () => {
  expect(written('logs')).toBe(
    'write mcp-shield logs [--lines <n>] [--path] [--json] [name] [--follow]',
  );
  expect(written('wrap')).toBe(
    'write mcp-shield wrap [--all] [--project] [--dry-run] [--as <command>] [--json] ' +
      '<client|file>… [server…] [-- <options>]',
  );
});
