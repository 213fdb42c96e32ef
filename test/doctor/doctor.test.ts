/**
 * What must hold whatever `doctor` finds: it leaves nothing running, prints no secret, and speaks
 * to programs as well as to people.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../process/strays.ts';
import { legacyServer, runDoctor } from './run-doctor.ts';

const directory = mkdtempSync(join(tmpdir(), 'doctor-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function configuration(name: string, mcpServers: object): string {
  return file(`${name}.json`, JSON.stringify({ mcpServers }));
}

const node = process.execPath;
const shield = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));

// [R-doctor-clean]
describe('an interruption', () => {
  /** Starts a helper that ignores SIGTERM, answers nothing, and leaves a mark once it is there. */
  const stubborn = (name: string): { command: string[]; ready: string } => {
    const ready = join(directory, `${name}.ready`);
    const helper = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6);
      require('node:fs').writeFileSync(${JSON.stringify(ready)}, '');`;
    const script = file(
      `${name}.cjs`,
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6);
       require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(helper)}]);`,
    );
    return { command: [node, script], ready };
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGKILL', null],
  ] as const)('by %s leaves nothing behind', async (signal, code) => {
    const { command, ready } = stubborn(signal);
    const meanwhile = async (doctor: ChildProcess): Promise<void> => {
      await until(() => existsSync(ready), 20_000);
      doctor.kill(signal);
    };
    const outcome = await runDoctor(['--', ...command], { meanwhile });
    expect(outcome).toMatchObject({ code, stdout: '' });
  });

  it('keeps those from being started that had to wait', async () => {
    const { command, ready } = stubborn('several');
    const [program, ...args] = command;
    const server = { command: program, args };
    const names = Array.from({ length: 9 }, (_, index) => `server-${index}`);
    const path = configuration('waiting', Object.fromEntries(names.map((name) => [name, server])));
    const meanwhile = async (doctor: ChildProcess): Promise<void> => {
      await until(() => existsSync(ready), 20_000);
      doctor.kill('SIGINT');
    };
    expect(await runDoctor([path], { meanwhile })).toMatchObject({ code: 130, stdout: '' });
  });
});

describe('secrets', () => {
  const secret = 'kX8vQ2mN7pL4wR9t';

  it.each([
    ['as an option', ['--api-key', secret], {}],
    ['as an option in one word', [`--access-token=${secret}`], {}],
    ['in an address', [`postgres://user:${secret}@localhost/db`], {}],
    ['as a variable', [], { GITHUB_TOKEN: secret }],
  ])('that are given %s are not repeated', async (_, args, env) => {
    const script = file(
      'leak.cjs',
      `const all = JSON.stringify([process.argv, process.env.GITHUB_TOKEN]);
       console.log('stdout ' + all);
       console.error('stderr ' + all);
       console.error(${JSON.stringify(secret)}.slice(0, 0) + process.argv.slice(2).join(' '));
       setTimeout(() => process.exit(1), 50);`,
    );
    for (const json of [[], ['--json']]) {
      const { stdout, stderr, code } = await runDoctor([...json, '--', node, script, ...args], {
        env,
      });
      expect(stdout).toContain('leak.cjs');
      expect(stdout + stderr).not.toContain(secret);
      expect(code).toBe(1);
    }
  });

  it('of a configuration are not repeated, whatever their name is', async () => {
    const script = file(
      'thing.cjs',
      "console.error('it is ' + process.env.THING); process.exit(1)",
    );
    const path = configuration('thing', {
      thing: { command: node, args: [script], env: { THING: secret } },
    });
    const { stdout } = await runDoctor([path]);
    expect(stdout).toContain('it is [redacted]');
    expect(stdout).not.toContain(secret);
  });
});

describe('--json', () => {
  it('says the same for programs', async () => {
    const { stdout, stderr, code } = await runDoctor(['--json', '--', ...legacyServer('--noisy')]);
    const report = JSON.parse(stdout);
    expect({ code, stderr, healthy: report.healthy }).toEqual({
      code: 1,
      stderr: '',
      healthy: false,
    });
    const [server] = report.servers;
    expect(server.verdict).toMatchObject({ healthy: false });
    expect(server.measured).toMatchObject({
      resolved: node,
      runtime: { name: 'node', version: process.versions.node },
      toolCount: 10,
      stdoutNoiseLines: 4,
    });
    expect(server.measured.initializeMs).toBeGreaterThan(0);
    const stdoutCheck = server.checks.find(({ name }: { name: string }) => name === 'stdout');
    expect(stdoutCheck).toMatchObject({ status: 'problem' });
    expect(stdoutCheck.lines).toContain('debug: initialize');
  });

  it('names the reason with the slug that errors carry', async () => {
    const { stdout } = await runDoctor(['--json', '--', 'mcp-shield-no-such-command']);
    const [check] = JSON.parse(stdout).servers[0].checks;
    expect(check).toMatchObject({ name: 'command', reason: 'command-not-found' });
  });
});

describe('several servers', () => {
  it('are looked at side by side, but not all at once', async () => {
    const stamps = join(directory, 'stamps');
    const script = file(
      'counted.cjs',
      `const fs = require('node:fs');
       const stamp = (text) => fs.appendFileSync(${JSON.stringify(stamps)}, text);
       stamp('+');
       process.on('exit', () => stamp('-'));
       process.on('SIGTERM', () => process.exit());
       import(${JSON.stringify(legacyServer()[1])});`,
    );
    const names = Array.from({ length: 6 }, (_, index) => `server-${index}`);
    const server = { command: node, args: [script] };
    const path = configuration('several', Object.fromEntries(names.map((name) => [name, server])));
    const { stdout, code } = await runDoctor(['--json', path]);
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report.servers.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(mostAtOnce(readFileSync(stamps, 'utf8'))).toBeGreaterThan(1);
    expect(mostAtOnce(readFileSync(stamps, 'utf8'))).toBeLessThanOrEqual(4);
  });

  function mostAtOnce(marks: string): number {
    let now = 0;
    return Math.max(
      ...[...marks].map((mark) => {
        now += mark === '+' ? 1 : -1;
        return now;
      }),
    );
  }

  it('are found in the files of the clients', async () => {
    const home = mkdtempSync(join(directory, 'home-'));
    const [command, ...args] = legacyServer();
    writeFileSync(
      join(home, '.claude.json'),
      JSON.stringify({ mcpServers: { here: { command, args } } }),
    );
    const env = { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), CLAUDE_CONFIG_DIR: '' };
    for (const words of [[], ['claude-code']]) {
      const { stdout, code } = await runDoctor(words, { env, cwd: home });
      expect(stdout).toContain('here  Claude Code');
      expect(code).toBe(0);
    }
  });
});

describe('a project', () => {
  // [R-unasked]
  it('is not started unless that is wanted', async () => {
    const home = mkdtempSync(join(directory, 'home-'));
    const project = mkdtempSync(join(directory, 'clone-'));
    const trace = join(project, 'it-ran');
    const script = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`;
    const mcpServers = { theirs: { command: node, args: ['-e', script] } };
    writeFileSync(join(project, '.mcp.json'), JSON.stringify({ mcpServers }));
    const env = { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), CLAUDE_CONFIG_DIR: '' };
    const bare = await runDoctor([], { env, cwd: project });
    expect(bare.stdout).toContain(`  ${join(project, '.mcp.json')}\n`);
    expect(bare.stdout).toContain('mcp-shield doctor --project');
    expect(existsSync(trace)).toBe(false);
    expect(JSON.parse((await runDoctor(['--json'], { env, cwd: project })).stdout)).toMatchObject({
      leftOut: [join(project, '.mcp.json')],
      servers: [],
    });
    expect(existsSync(trace)).toBe(false);
    await runDoctor(['--project'], { env, cwd: project });
    expect(existsSync(trace)).toBe(true);
  });

  it('is where its servers are started', async () => {
    const project = mkdtempSync(join(directory, 'clone-'));
    const script = "console.error('in ' + process.cwd()); process.exit(1)";
    const mcpServers = { here: { command: node, args: ['-e', script] } };
    writeFileSync(join(project, '.mcp.json'), JSON.stringify({ mcpServers }));
    const { stdout } = await runDoctor([join(project, '.mcp.json')]);
    expect(stdout).toContain(`| in ${project}`);
  });
});

describe('a name of a configuration', () => {
  it('is enough where no client is called so', async () => {
    const home = mkdtempSync(join(directory, 'home-'));
    mkdirSync(join(home, '.cursor'));
    const servers = Object.fromEntries(
      ['github', 'other'].map((name) => [name, { command: node, args: ['-e', 'process.exit(3)'] }]),
    );
    writeFileSync(join(home, '.cursor/mcp.json'), JSON.stringify({ mcpServers: servers }));
    const env = { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), CLAUDE_CONFIG_DIR: '' };
    const { code, stdout } = await runDoctor(['github'], { env });
    expect(code).toBe(1);
    expect(stdout).toContain('github  Cursor');
    expect(stdout).not.toContain('other');
  });

  it('asks what --env-from asks, and says what that said', async () => {
    const words = ['--env-from', 'SAID=echo locked >&2; exit 4', '--', node, '-e', ''];
    const path = configuration('asked', { asked: { command: node, args: [shield, ...words] } });
    const { code, stdout } = await runDoctor([path]);
    expect(code).toBe(1);
    expect(stdout).toContain('--env-from SAID ended with exit code 4: locked');
  });
});

describe('a wrapped server', () => {
  it('gets the directory and the variables that mcp-shield would give it', async () => {
    const inner = mkdtempSync(join(directory, 'inner-'));
    const script = "console.error(process.env.SAID + ' in ' + process.cwd()); process.exit(1)";
    const words = ['--env', 'SAID=hello', '--cwd', inner, '--', node, '-e', script];
    const path = configuration('inner', {
      inner: { command: node, args: [shield, ...words] },
    });
    expect((await runDoctor([path])).stdout).toContain(`| hello in ${inner}`);
  });
});

describe('wrong usage', () => {
  it.each([
    [['--jsn'], /did you mean --json\?/],
    [['no-such-client'], /no client, file or server no-such-client/],
    [['--'], /no server command behind --/],
    [['npx', 'server'], /mcp-shield doctor -- npx server/],
    [['cursor', '--', 'npx'], /either cursor or a command/],
  ])('%j is told', async (words, sentence) => {
    const { code, stdout, stderr } = await runDoctor(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});
