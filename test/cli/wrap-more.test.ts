/**
 * What wrap and unwrap do beyond one file: what is offered, several targets, entries that are
 * wrapped already, files of a project, and what may not be printed.
 */
import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { User } from '../config/commands.ts';

let user: User;
beforeEach(() => {
  user = new User();
});
afterEach(() => user.leave());

const entry = { command: 'npx', args: ['-y', 'git-server'] };
const file = (servers: object, section = 'mcpServers'): string =>
  `${JSON.stringify({ [section]: servers }, undefined, 2)}\n`;
const cursor = '.cursor/mcp.json';
const windsurf = '.codeium/windsurf/mcp_config.json';

describe('wrap with options', () => {
  it('says once what they do', () => {
    user.write(cursor, file({ a: entry, b: entry }));
    const { stdout } = user.run('wrap', 'cursor', '--', '--lazy', '--idle', '10m');
    expect(stdout.match(/^With --lazy: start the server .*\.$/gm)).toHaveLength(1);
    expect(stdout).toMatch(/^With --idle 10m: end an unused server/m);
  });
});

describe('wrap without a target', () => {
  it('offers what is here and wraps nothing', () => {
    const path = user.write(cursor, file({ a: entry, b: entry }));
    user.write(windsurf, file({ c: entry }));
    user.write('project/.mcp.json', file({ d: entry }));
    const { code, stderr } = user.run('wrap');
    expect(code).toBe(2);
    expect(stderr).toContain(`mcp-shield wrap cursor                  2 servers in ${path}\n`);
    expect(stderr).toMatch(/wrap windsurf +1 server in /);
    expect(stderr).toMatch(/wrap claude-code-project +1 server in /);
    expect(stderr).toContain('mcp-shield wrap --all');
    expect(user.read(cursor)).toBe(file({ a: entry, b: entry }));
    expect(JSON.parse(user.run('wrap', '--json').stdout).offers).toHaveLength(3);
  });

  it('says so if nothing is here', () => {
    expect(() => user.run('wrap')).toThrow(/no file of a known client is here/);
    expect(() => user.run('wrap', '--all')).toThrow(/no file of a known client with a server/);
  });
});

describe('several targets', () => {
  it('--all are the files of the user, with --project those of the project', () => {
    user.write(cursor, file({ a: entry }));
    user.write(windsurf, file({ c: entry }));
    const shared = file({ d: entry });
    user.write('project/.mcp.json', shared);
    const { stdout } = user.run('wrap', '--all');
    expect(stdout).toContain('Restart Windsurf'.replace('Windsurf', 'Cursor, Windsurf'));
    expect(stdout).toContain('mcp-shield unwrap cursor windsurf\n');
    expect(user.read('project/.mcp.json')).toBe(shared);
    user.run('wrap', '--all', '--project');
    expect(user.read('project/.mcp.json')).not.toBe(shared);
    user.run('unwrap', '--all');
    expect(user.read(cursor)).toBe(file({ a: entry }));
    expect(user.read('project/.mcp.json')).toBe(shared);
  });

  it('are clients and files; what a file has is a server', () => {
    user.write(cursor, file({ a: entry, windsurf: entry }));
    user.write(windsurf, file({ c: entry }));
    // A server of this name is in the first file.
    user.run('wrap', 'cursor', 'windsurf');
    expect(user.read(windsurf)).toBe(file({ c: entry }));
    user.write(cursor, file({ a: entry }));
    user.run('wrap', 'cursor', 'windsurf', 'c');
    expect(user.read(cursor)).toBe(file({ a: entry }));
    expect(user.read(windsurf)).not.toBe(file({ c: entry }));
  });

  it('tell for programs what was done', () => {
    const path = user.write(cursor, file({ a: entry, web: { url: 'https://x' } }));
    const report = JSON.parse(user.run('wrap', 'cursor', '--json').stdout);
    expect(report.files).toEqual([
      {
        file: path,
        client: 'cursor',
        servers: [
          { name: 'a', section: 'mcpServers', kind: 'done' },
          {
            name: 'web',
            section: 'mcpServers',
            kind: 'left',
            problem: 'it is reached by a URL',
          },
        ],
        backup: expect.stringContaining(user.home),
      },
    ]);
    const broken = user.write('project/broken.json', '{');
    const failed = JSON.parse(user.run('unwrap', broken, '--json').stdout);
    expect(failed.files[0].problem).toMatch(/it cannot be parsed/);
  });
});

describe('an entry that is wrapped already', () => {
  const words = (...args: string[]) => file({ a: { command: args[0], args: args.slice(1) } });
  const shield = '/opt/mcp-shield/bin/mcp-shield.js';

  it('is renewed if what starts mcp-shield is gone', () => {
    const gone = words('/old/v22.1.0/bin/node', '/old/mcp-shield.js', '--name', 'a', '--', 'npx');
    user.write(cursor, gone);
    const { stdout } = user.run('wrap', 'cursor');
    expect(stdout).toContain('  renewed          a\n');
    expect(JSON.parse(user.read(cursor)).mcpServers.a).toEqual({
      command: process.execPath,
      args: [shield, '--name', 'a', '--', 'npx'],
    });
  });

  it('is renewed if it lies in a cache', () => {
    const npx = `${user.home}/.npm/_npx/12/node_modules/.bin/mcp-shield.js`;
    user.write('.npm/_npx/12/node_modules/.bin/mcp-shield.js', '');
    user.write(cursor, words(process.execPath, npx, '--', 'npx'));
    expect(user.run('wrap', 'cursor').stdout).toContain('  renewed          a\n');
    expect(user.read(cursor)).toContain(shield);
  });

  it('gets new options and keeps the others', () => {
    user.write(cursor, file({ a: entry }));
    user.run('wrap', 'cursor', '--', '--restarts', '3', '--env', 'A=1');
    const { stdout } = user.run('wrap', 'cursor', '--', '--restarts', '5', '--env', 'B=2');
    expect(stdout).toContain('  renewed          a\n');
    const { args } = JSON.parse(user.read(cursor)).mcpServers.a;
    expect(args.slice(1)).toEqual([
      ...['--name', 'a', '--restarts', '5', '--env', 'A=1', '--env', 'B=2'],
      ...['--', 'npx', '-y', 'git-server'],
    ]);
    expect(user.run('wrap', 'cursor', '--', '--restarts', '5').stdout).toContain('wrapped already');
  });

  it('is started in another way if that is said', () => {
    user.write(cursor, file({ a: entry }));
    user.run('wrap', 'cursor', '--as', 'mcp-shield');
    user.run('wrap', 'cursor', '--as', 'npx -y mcp-shield');
    expect(JSON.parse(user.read(cursor)).mcpServers.a.args.slice(0, 2)).toEqual([
      '-y',
      'mcp-shield',
    ]);
    user.run('unwrap', 'cursor');
    expect(user.read(cursor)).toBe(file({ a: entry }));
  });

  it('loses nothing in silence', () => {
    user.write(cursor, file({ a: entry }));
    const options = ['--cwd', '/srv', '--env', 'TOKEN=geheim', '--env-file', '.env'];
    user.run('wrap', 'cursor', '--', ...options);
    const { stdout } = user.run('unwrap', 'cursor');
    // Cursor does not say that it has a directory for a server.
    expect(stdout).toContain('gone with it: --env-file .env, --cwd /srv\n');
    expect(stdout).not.toContain('geheim');
    expect(JSON.parse(user.read(cursor)).mcpServers.a).toEqual({
      ...entry,
      env: { TOKEN: 'geheim' },
    });
  });

  it.each([
    [
      'vscode',
      '.config/Code/User/mcp.json',
      '{\n\t"servers": {\n\t\t"a": {\n\t\t\t"command": "x",\n\t\t\t"env": {\n\t\t\t\t"A": "1"\n\t\t\t}\n\t\t}\n\t}\n}\n',
    ],
    [
      'codex',
      '.codex/config.toml',
      '[mcp_servers.a]\ncommand = "x"\nargs = ["y"]\n\n[mcp_servers.a.env]\nA = "1"\n',
    ],
    ['codex', '.codex/config.toml', '[mcp_servers]\na = { command = "x" }\n'],
    [
      'goose',
      '.config/goose/config.yaml',
      'extensions:\n  a:\n    args:\n    - y\n    cmd: x\n    envs: {}\n    type: stdio\n',
    ],
    [
      'goose',
      '.config/goose/config.yaml',
      'extensions:\n  a:\n    cmd: x\n    envs:\n      A: "1"\n    type: stdio\n',
    ],
    [
      'opencode',
      '.config/opencode/opencode.json',
      '{"mcp": {"a": {"type": "local", "command": ["x"]}}}',
    ],
  ])('%s: %s keeps what mcp-shield gave, or says that it is gone', (client, path, text) => {
    if (process.platform !== 'linux') return;
    user.write(path, text);
    user.run('wrap', client, '--as', 'mcp-shield', '--', '--cwd', '/srv', '--env', 'B=it "is"');
    const { stdout, code } = user.run('unwrap', client);
    expect(code).toBe(0);
    const back = user.read(path);
    const [, gone = ''] = /gone with it: (.*)/.exec(stdout) ?? [];
    expect(back.includes('it \\"is\\"')).toBe(!gone.includes('--env B'));
    expect(back.includes('/srv')).toBe(!gone.includes('--cwd'));
    // Taken out by hand again, it is the file that it was.
    if (gone !== '') return;
    expect(user.run('wrap', client, '--as', 'mcp-shield').code).toBe(0);
    user.run('unwrap', client);
    expect(user.read(path)).toBe(back);
  });
});

describe('a file of a project', () => {
  it('is shared also from a directory below', () => {
    mkdirSync(`${user.project}/.git`);
    user.write('project/.vscode/mcp.json', file({ a: entry }, 'servers'));
    user.write('project/deep/down/x', '');
    user.environment['PATH'] = `${user.home}/bin`;
    const { stderr } = user.in('deep/down').run('wrap', '../../.vscode/mcp.json');
    expect(stderr).toContain('the paths in it are of this machine; for a shared file use --as');
    user.in('deep/down').run('unwrap', 'vscode-workspace');
    expect(user.read('project/.vscode/mcp.json')).toBe(file({ a: entry }, 'servers'));
  });

  it('of Visual Studio is not taken for one of Claude Code', () => {
    user.write('project/.mcp.json', file({ a: entry }, 'servers'));
    expect(user.run('wrap', '.mcp.json').stdout).toMatch(/^Visual Studio: /);
    user.write('project/.mcp.json', file({ a: entry }));
    expect(user.run('wrap', '.mcp.json').stdout).toMatch(/^Claude Code: /);
  });
});

describe('--dry-run', () => {
  it('shows no secret, also in lines that do not change', () => {
    const secret = 'kX8vQ2mN7pL4wR9t';
    const env = { GITHUB_TOKEN: secret, THING: `${secret}2`, PLAIN: 'x' };
    user.write(
      cursor,
      file({ a: { env, ...entry }, b: { command: 'x', args: ['--api-key', secret] } }),
    );
    const { stdout, stderr } = user.run('wrap', 'cursor', '--dry-run');
    expect(stdout).toContain('"THING": "[redacted]"');
    expect(stdout + stderr).not.toContain(secret);
    expect(user.run('wrap', 'cursor', '--dry-run', '--json').stdout).not.toContain(secret);
  });
});

describe('clients', () => {
  it('--all shows the others, with what cannot be wrapped and why', () => {
    user.write(cursor, file({ a: entry }));
    const { stdout } = user.run('clients', '--all');
    expect(stdout).toMatch(/\nzed +no .*settings\.json\n/);
    expect(stdout).toMatch(/\nchatgpt +ChatGPT: it reaches servers by a URL only/);
    expect(stdout).toContain('mcp-shield wrap cursor\n');
  });

  it('lists all files, whatever is in one of them', () => {
    user.write(cursor, `${'['.repeat(20_000)}`);
    user.write(windsurf, file({ c: entry }));
    const { stdout, code } = user.run('clients');
    expect(code).toBe(0);
    expect(stdout).toContain('nested too deeply');
    expect(stdout).toMatch(/windsurf .*\n +c\n/);
  });
});
