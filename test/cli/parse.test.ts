/**
 * From arguments and variables to an invocation: what is understood, and each mistake as one
 * sentence.
 */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { type Environment, type Invocation, parse } from '../../src/cli/parse.ts';
import type { RunOptions } from '../../src/cli/run-options.ts';

function runOf(line: string, environment: Environment = {}): Extract<Invocation, { kind: 'run' }> {
  const invocation = parse(line.split(' '), environment);
  if (invocation.kind !== 'run') throw new Error(`${line} is ${invocation.kind}`);
  return invocation;
}

describe('defaults', () => {
  it('are those of the documentation', () => {
    expect(runOf('-- server')).toEqual({
      kind: 'run',
      options: {
        command: ['server'],
        restarts: 5,
        restartWindowMs: 60_000,
        backoffInitialMs: 250,
        backoffMaxMs: 30_000,
        retry: 'reads',
        requestTimeoutMs: 0,
        idleMs: 0,
        lazy: false,
        startPatienceMs: 8_000,
        remembers: true,
        restartHung: 0,
        maxMessageBytes: messageLimits.defaultMaxBytes,
        noise: 'stderr',
        stderr: 'pass',
        hideTools: [],
        onlyTools: [],
        cwd: undefined,
        env: [],
        envFrom: [],
        envFile: undefined,
        envFixes: true,
        shellPath: 'auto',
        direct: 'auto',
        installs: true,
        looksForUpdates: true,
        name: undefined,
        logLevel: 'warn',
        logFile: undefined,
        logFormat: 'auto',
        keepLog: true,
        watch: [],
        record: undefined,
        recordContents: false,
      },
      warnings: [],
    });
  });
});

// [R-command]
describe('where the command begins', () => {
  it.each([
    ['-- npx -y x', ['npx', '-y', 'x']],
    ['npx -y x --help', ['npx', '-y', 'x', '--help']],
    ['--restarts 1 npx --restarts 2', ['npx', '--restarts', '2']],
    ['npx -- --restarts', ['npx', '--', '--restarts']],
    ['-- --restarts', ['--restarts']],
    ['-- -- x', ['--', 'x']],
    ['--no-env-fixes run', ['run']],
    ['- x', ['-', 'x']],
  ])('%s', (line, command) => {
    expect(runOf(line).options.command).toEqual(command);
  });

  it('keeps empty and odd arguments as they are', () => {
    const invocation = parse(['--', 'x', '', ' a b ', '"', '-hV'], {});
    expect(invocation).toMatchObject({ options: { command: ['x', '', ' a b ', '"', '-hV'] } });
  });
});

describe('each option', () => {
  const cases: readonly (readonly [line: string, option: keyof RunOptions, value: unknown])[] = [
    ['--restarts 0', 'restarts', 0],
    ['--restarts=1000', 'restarts', 1000],
    ['--restart-window 2m', 'restartWindowMs', 120_000],
    ['--backoff-initial 1ms', 'backoffInitialMs', 1],
    ['--backoff-max 1.5s', 'backoffMaxMs', 1_500],
    ['--retry annotated', 'retry', 'annotated'],
    ['--request-timeout 90s', 'requestTimeoutMs', 90_000],
    ['--request-timeout none', 'requestTimeoutMs', 0],
    ['--restart-hung 3', 'restartHung', 3],
    ['--restart-hung none', 'restartHung', 0],
    ['--watch src/** --watch *.py', 'watch', ['src/**', '*.py']],
    ['--record x.jsonl', 'record', 'x.jsonl'],
    ['--record x.jsonl --record-contents', 'recordContents', true],
    ['--no-log-file', 'keepLog', false],
    ['--max-message 1GB', 'maxMessageBytes', 1024 ** 3],
    ['--noise drop', 'noise', 'drop'],
    ['--stderr log', 'stderr', 'log'],
    ['--cwd /srv', 'cwd', '/srv'],
    ['--cwd=-odd', 'cwd', '-odd'],
    [
      '--env A=1 --env B= --env C=x=y',
      'env',
      [
        ['A', '1'],
        ['B', ''],
        ['C', 'x=y'],
      ],
    ],
    ['--env-file .env', 'envFile', '.env'],
    ['--env-from TOKEN=id', 'envFrom', [['TOKEN', 'id']]],
    ['--server-env-file .env --env-file old.env', 'envFile', '.env'],
    ['--stderr log', 'stderr', 'log'],
    ['--hide-tool delete_* --hide-tool rm', 'hideTools', ['delete_*', 'rm']],
    ['--only-tool read_*', 'onlyTools', ['read_*']],
    ['--no-env-fixes', 'envFixes', false],
    ['--name git', 'name', 'git'],
    ['--log-level silent', 'logLevel', 'silent'],
    ['--log-file /tmp/log', 'logFile', '/tmp/log'],
    ['--log-format json', 'logFormat', 'json'],
    ['--name a --name b', 'name', 'b'],
  ];
  it.each(cases)('%s', (line, option, value) => {
    expect(runOf(`${line} -- x`).options[option]).toEqual(value);
  });
});

// [R-variables]
describe('variables', () => {
  it('set what was not typed', () => {
    const environment = { MCP_SHIELD_RESTARTS: '7', MCP_SHIELD_NO_ENV_FIXES: '1', PATH: '/bin' };
    expect(runOf('x', environment).options).toMatchObject({ restarts: 7, envFixes: false });
  });

  it('lose against the command line, even a broken one', () => {
    expect(runOf('--restarts 1 x', { MCP_SHIELD_RESTARTS: 'many' }).options.restarts).toBe(1);
  });

  it('are unset when empty', () => {
    expect(runOf('x', { MCP_SHIELD_RESTARTS: '' }).options.restarts).toBe(5);
  });

  it.each([
    ['MCP_SHIELD_RESTART', 'did you mean MCP_SHIELD_RESTARTS?'],
    ['MCP_SHIELD_TOTALLY_ELSE', 'it is ignored'],
    ['MCP_SHIELD_HELP', 'it is ignored'],
  ])('%s is unknown: %s', (variable, advice) => {
    const { warnings } = runOf('x', { [variable]: '1' });
    expect(warnings).toEqual([`unknown variable ${variable}: ${advice}`]);
  });
});

describe('help and version', () => {
  it.each([
    ['--help', 'help'],
    ['--restarts 3 --help x', 'help'],
    ['-hV', 'help'],
    ['--version', 'version'],
    ['-V', 'version'],
  ])('%s', (line, kind) => {
    expect(parse(line.split(' '), { MCP_SHIELD_RESTARTS: 'many' })).toEqual({ kind });
  });
});

describe('a sub-command', () => {
  it('is the first word, and has the rest', () => {
    const args = ['cursor', '--dry-run', '--', '--restarts', '3'];
    expect(parse(['wrap', ...args], {})).toEqual({ kind: 'command', name: 'wrap', args });
  });

  it.each(['-- wrap', '--restarts 3 wrap', './wrap', 'wrapper'])('is not meant by %s', (line) => {
    expect(runOf(line).options.command).toHaveLength(1);
  });

  it('knows --help, but not behind --', () => {
    expect(parse(['wrap', 'cursor', '--help'], {})).toEqual({ kind: 'help', about: ['wrap'] });
    expect(parse(['clients', '-h'], {})).toEqual({ kind: 'help', about: ['clients'] });
    expect(parse(['help', 'wrap'], {})).toEqual({ kind: 'help', about: ['wrap'] });
    expect(parse(['help'], {})).toEqual({ kind: 'help', about: [] });
    expect(parse(['-h'], {})).toEqual({ kind: 'help', isShort: true });
    expect(parse(['version'], {})).toEqual({ kind: 'version' });
    expect(() => parse(['version', 'x'], {})).toThrow('x is too much: write mcp-shield version');
    expect(parse(['wrap', 'cursor', '--', '--help'], {})).toMatchObject({ kind: 'command' });
  });
});

describe('a mistake is one sentence', () => {
  it.each([
    ['--restart 3 x', 'unknown option --restart: did you mean --restarts?'],
    ['--verbose x', 'unknown option --verbose: see mcp-shield --help'],
    ['-x', 'unknown option -x: see mcp-shield --help'],
    ['--constructor x', 'unknown option --constructor: see mcp-shield --help'],
    ['--restarts', '--restarts needs a value: --restarts <n>'],
    ['--restarts= x', '--restarts needs a value: --restarts <n>'],
    ['--cwd --name x', '--cwd needs a value: --cwd <dir>'],
    ['--cwd -- x', '--cwd needs a value: --cwd <dir>'],
    ['--no-env-fixes=yes x', '--no-env-fixes takes no value'],
    ['--restarts five x', '--restarts five: write a whole number'],
    ['--restarts 1.5 x', '--restarts 1.5: write a whole number'],
    ['--restarts -1 x', '--restarts -1: write 0 to 1000'],
    ['--restarts 1001 x', '--restarts 1001: write 0 to 1000'],
    ['--backoff-max 30 x', '--backoff-max 30: write a unit, for example 30s'],
    ['--backoff-max 30d x', '--backoff-max 30d: write a duration such as 250ms, 30s, 2m or 1h'],
    ['--backoff-initial 0s x', '--backoff-initial 0s: write 1ms to 24h'],
    ['--restart-window 25h x', '--restart-window 25h: write 1s to 24h'],
    ['--request-timeout 0s x', '--request-timeout 0s: write none, or 1ms to 24h'],
    ['--max-message 10 x', '--max-message 10: write a unit, for example 10MB'],
    ['--max-message 10M x', '--max-message 10M: write a size such as 512KB, 10MB or 1GB'],
    ['--max-message 1023B x', '--max-message 1023B: write 1KB to 1GB'],
    ['--max-message 2GB x', '--max-message 2GB: write 1KB to 1GB'],
    ['--retry all x', '--retry all: choose one of never, reads, annotated'],
    ['--env sekrit x', '--env: write KEY=VALUE'],
    ['--env =sekrit x', '--env: write KEY=VALUE'],
    ['--backoff-max 1ms x', '--backoff-initial (250ms) is longer than --backoff-max (1ms)'],
  ])('%s', (line, sentence) => {
    expect(() => parse(line.split(' '), {})).toThrow(usageError(sentence));
  });

  it.each([
    [{ MCP_SHIELD_RESTARTS: 'x' }, 'MCP_SHIELD_RESTARTS=x: write a whole number'],
    [{ MCP_SHIELD_BACKOFF_MAX: '9' }, 'MCP_SHIELD_BACKOFF_MAX=9: write a unit, for example 9s'],
    [{ MCP_SHIELD_NO_ENV_FIXES: 'x' }, 'MCP_SHIELD_NO_ENV_FIXES=x: write 1 or 0'],
    [{ MCP_SHIELD_RETRY: 'x' }, 'MCP_SHIELD_RETRY=x: choose one of never, reads, annotated'],
  ])('%j', (environment, sentence) => {
    expect(() => parse(['x'], environment)).toThrow(usageError(sentence));
  });

  it.each([[[]], [['--']], [['--restarts', '3']]])('no command: %j', (argv) => {
    const sentence =
      'no server command: write it behind --, for example ' +
      'mcp-shield -- npx -y @modelcontextprotocol/server-everything';
    expect(() => parse(argv, {})).toThrow(usageError(sentence));
  });

  it('an empty command', () => {
    expect(() => parse(['--', ''], {})).toThrow(usageError('the server command is an empty word'));
  });
});

function usageError(message: string) {
  return expect.objectContaining({ name: 'ShieldError', exitCode: 2, message });
}
