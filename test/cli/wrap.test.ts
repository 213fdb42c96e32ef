/**
 * The commands wrap, unwrap and clients as a person uses them: what is said, what is written, and
 * each mistake as one sentence.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realFileSystem } from '../../src/client-files/file-system.ts';
import { User } from '../config/commands.ts';

let user: User;
beforeEach(() => {
  user = new User();
});
afterEach(() => user.leave());

const cursor = '.cursor/mcp.json';
const servers = `{
  "mcpServers": {
    "git": { "command": "npx", "args": ["-y", "git-server"] },
    "web": { "url": "https://x/mcp" }
  }
}
`;
const shield = '"/opt/mcp-shield/bin/mcp-shield.js"';

function usageError(sentence: string | RegExp) {
  const message = typeof sentence === 'string' ? sentence : expect.stringMatching(sentence);
  return expect.objectContaining({ name: 'ShieldError', exitCode: 2, message });
}

describe('wrap', () => {
  it('says what it did, and where the old file is', () => {
    const file = user.write(cursor, servers);
    const { code, stdout, stderr } = user.run('wrap', 'cursor');
    const [, kept = ''] = /the file as it was: (.+)\n/.exec(stdout) ?? [];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      `Cursor: ${file}\n` +
        '  wrapped          git\n' +
        '  left alone       web: it is reached by a URL\n' +
        `  the file as it was: ${kept}\n` +
        'Restart Cursor: only then is mcp-shield in use.\n' +
        'Warm:   mcp-shield warm cursor  (installs packages before a client waits for them)\n' +
        'Check:  mcp-shield doctor cursor\n' +
        'Undo:   mcp-shield unwrap cursor\n',
    );
    expect(user.read(cursor)).toContain(
      `"args": [${shield}, "--name", "git", "--", "npx", "-y", "git-server"]`,
    );
    expect(readFileSync(kept, 'utf8')).toBe(servers);
    expect(readdirSync(`${user.home}/.cursor`)).toEqual(['mcp.json']);
  });

  it('a second time writes nothing', () => {
    const file = user.write(cursor, servers);
    user.run('wrap', 'cursor');
    const { ino } = statSync(file);
    const { stdout } = user.run('wrap', 'cursor');
    expect(stdout).toContain('  wrapped already  git\n');
    expect(stdout).not.toContain('the file as it was');
    expect(statSync(file).ino).toBe(ino);
  });

  it('hands options on', () => {
    user.write(cursor, servers);
    user.run('wrap', 'cursor', 'git', '--', '--restarts', '10', '--name=a b');
    expect(user.read(cursor)).toContain(
      `[${shield}, "--restarts", "10", "--name=a b", "--", "npx"`,
    );
  });

  it.each([
    ['mcp-shield', '"command": "mcp-shield", "args": ["--name", "git", "--", "npx"'],
    [
      'npx -y mcp-shield@1',
      '"command": "npx", "args": ["-y", "mcp-shield@1", "--name", "git", "--", "npx"',
    ],
    [
      '"/my tools/mcp-shield" --quiet',
      '"command": "/my tools/mcp-shield", "args": ["--quiet", "--name", "git", "--", "npx"',
    ],
  ])('--as %s', (as, expected) => {
    user.write(cursor, servers);
    user.run('wrap', '--as', as, 'cursor');
    expect(user.read(cursor)).toContain(expected);
    user.run('unwrap', 'cursor');
    expect(user.read(cursor)).toBe(servers);
  });

  it('--dry-run shows a diff and touches nothing', () => {
    const file = user.write(cursor, servers);
    const { stdout, stderr } = user.run('wrap', 'cursor', '--dry-run', '--as', 'mcp-shield');
    expect(stdout).toBe(`--- ${file}
+++ ${file}
@@ -1,6 +1,6 @@
 {
   "mcpServers": {
-    "git": { "command": "npx", "args": ["-y", "git-server"] },
+    "git": { "command": "mcp-shield", "args": ["--name", "git", "--", "npx", "-y", "git-server"] },
     "web": { "url": "https://x/mcp" }
   }
 }
`);
    expect(stderr).toContain('  would wrap   git\n');
    expect(user.read(cursor)).toBe(servers);
    expect(readdirSync(`${user.home}/.cursor`)).toEqual(['mcp.json']);
  });

  it('needs no right to write for --dry-run', () => {
    user.write(cursor, servers);
    const refusing = () => {
      throw new Error('written');
    };
    user.fs = { ...realFileSystem, openSync: refusing, writeFileSync: refusing };
    expect(user.run('wrap', 'cursor', '--dry-run').code).toBe(0);
  });

  it('takes any file by its path, in any dialect', () => {
    user.write('project/some.toml', '[mcp_servers.a]\ncommand = "x"\n');
    user.write('project/other.yaml', 'extensions:\n  a:\n    cmd: x\n    args: []\n');
    user.write('project/third', '{"servers": {"a": {"command": ["x"]}}}');
    for (const file of ['some.toml', './other.yaml', `${user.project}/third`]) {
      expect(user.run('wrap', file, '--as', 'mcp-shield').stdout).toContain('wrapped          a');
    }
    expect(user.read('project/some.toml')).toContain('args = ["--name", "a", "--", "x"]');
    expect(user.read('project/other.yaml')).toContain('args: [--name,a,--instead-of,"[]",--,x]');
    expect(user.read('project/third')).toContain('["mcp-shield", "--name", "a", "--", "x"]');
  });

  it('knows the file of a client by its path, too', () => {
    user.write(
      '.config/Code/User/settings.json',
      '{"mcp": {"servers": {"a": {"command": "x"}}, "x": {}}}',
    );
    const { stdout } = user.run('wrap', '../.config/Code/User/settings.json', '--as', 'mcp-shield');
    if (process.platform === 'linux') expect(stdout).toMatch(/^VS Code: /);
    expect(stdout).toContain('wrapped          a');
  });

  it('names the section where there are several', () => {
    user.write(
      '.claude.json',
      '{"mcpServers": {"a": {"command": "x"}}, "projects": {"/p": {"mcpServers": {"a": {"command": "y"}}}}}',
    );
    expect(user.run('wrap', 'claude-code').stdout).toContain(
      '  wrapped          a (mcpServers)\n  wrapped          a (projects › /p › mcpServers)\n',
    );
  });

  it('changes all files that a client has', () => {
    user.write('.config/opencode/opencode.json', '{"mcp": {"a": {"command": ["x"]}}}');
    user.write(
      '.config/opencode/opencode.jsonc',
      '{"mcp": {"servers": {"b": {"command": ["x"]}}}}',
    );
    const { stdout } = user.run('wrap', 'opencode');
    expect(stdout).toMatch(/wrapped +a\n[\s\S]*wrapped +b\n/);
  });

  it('says that there is nothing in a file', () => {
    user.write(cursor, '{}');
    expect(user.run('wrap', 'cursor').stdout).toContain('  there are no servers in it\n');
  });

  it('has exit code 1 if a server that was asked for was left alone', () => {
    user.write(cursor, servers);
    expect(user.run('wrap', 'cursor', 'web').code).toBe(1);
    expect(user.run('wrap', 'cursor', 'git').code).toBe(0);
  });

  it.each([
    [
      '{"mcpServers": {"a": 1 "b": 2}}',
      'mcp.json:1:24: it cannot be parsed: a comma is missing; correct it there',
    ],
    [
      '{"mcpServers": {\n',
      'mcp.json:2:1: it cannot be parsed: a closing } is missing; correct it there',
    ],
  ])('does not touch what it cannot parse: %j', (text, sentence) => {
    user.write(cursor, text);
    const { code, stderr, stdout } = user.run('wrap', 'cursor');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`mcp-shield: ${user.home}/.cursor/${sentence}\n`);
    expect(readdirSync(`${user.home}/.cursor`)).toEqual(['mcp.json']);
    expect(user.read(cursor)).toBe(text);
  });

  it.each([
    [['curser'], 'there is no client or file curser: did you mean cursor?'],
    [['emacs-with-everything'], /see mcp-shield clients --all$/],
    [['./none.json'], /none\.json: there is no such file$/],
    [['zed'], /^Zed has no configuration here: there is no .*settings\.json$/],
    [['.'], /it is a directory; name the configuration file in it$/],
    [['claude'], 'there is no client or file claude: did you mean claude-desktop or claude-code?'],
    [['code'], /^VS Code has no configuration here/],
    [['crush'], /crushrc is a shell script and cannot be wrapped$/],
    [['chatgpt'], /^ChatGPT cannot be wrapped: it reaches servers by a URL only/],
    [['--all', 'cursor'], /^either cursor or --all: write/],
    [['cursor', '--dryrun'], 'unknown option --dryrun: did you mean --dry-run?'],
    [['cursor', '--dry-run=yes'], '--dry-run takes no value'],
    [['cursor', '--as'], '--as needs a value: --as <command>'],
    [
      ['cursor', '--as', 'my-tool'],
      /one of the words must be mcp-shield, by which unwrap finds it$/,
    ],
    [['cursor', '--', 'npx'], 'behind -- there may only be options, not npx'],
    [['cursor', '--', '--restart', '3'], 'unknown option --restart: did you mean --restarts?'],
    [['cursor', '--', '--restarts', 'x'], '--restarts x: write a whole number'],
    [['cursor', '--', '--version'], 'these options start no server: --version'],
  ])('%j is a mistake', (words, sentence) => {
    user.write(cursor, servers);
    expect(() => user.run('wrap', ...words)).toThrow(usageError(sentence));
    expect(user.read(cursor)).toBe(servers);
  });

  it('names a server that is not there', () => {
    user.write(cursor, servers);
    expect(() => user.run('wrap', 'cursor', 'git', 'gti')).toThrow(
      usageError(/mcp\.json: there is no server gti in it: did you mean git\?$/),
    );
    expect(() => user.run('wrap', 'cursor', 'elsewhere')).toThrow(
      usageError(/there is no server elsewhere in it: there are git, web$/),
    );
    expect(user.read(cursor)).toBe(servers);
  });
});

describe('unwrap', () => {
  it('gives the file back', () => {
    user.write(cursor, servers);
    user.run('wrap', 'cursor');
    const { code, stdout } = user.run('unwrap', 'cursor');
    expect(code).toBe(0);
    expect(stdout).toContain('  unwrapped        git\n');
    expect(user.read(cursor)).toBe(servers);
    expect(user.run('unwrap', 'cursor').stdout).toContain('  was not wrapped  git\n');
  });

  it.each([
    [[], /^no client or file \(none here is wrapped\): write mcp-shield unwrap/],
    [['cursor', '--', '--restarts', '3'], /^nothing is handed on here/],
    [['cursor', '--as', 'x'], /^unknown option --as/],
  ])('%j is a mistake', (words, sentence) => {
    user.write(cursor, servers);
    expect(() => user.run('unwrap', ...words)).toThrow(usageError(sentence));
  });
});

describe('clients', () => {
  it('shows files, servers, and which are wrapped', () => {
    const file = user.write(cursor, servers);
    const broken = user.write('.lmstudio/mcp.json', '{');
    const project = user.write('project/.continue/mcpServers/x.yaml', 'mcpServers: []\n');
    user.run('wrap', 'cursor');
    const { stdout, code } = user.run('clients');
    expect(code).toBe(0);
    expect(stdout).toContain(
      `cursor            ${file}\n` +
        '                    [wrapped] git\n' +
        '                    web (by URL)\n',
    );
    expect(stdout).toContain(
      `lm-studio         ${broken}\n` +
        `                    ${broken}:1:2: it cannot be parsed: a closing } is missing; correct it there\n`,
    );
    expect(stdout).toContain(`continue-project  ${project}\n                    no servers\n`);
    expect(stdout).toMatch(
      /\d+ more are known, without a file here: {2}mcp-shield clients --all\n$/,
    );
    expect(stdout).toContain('mcp-shield doctor cursor\n');
    expect(stdout).not.toContain('npx');
  });

  it('--json is for programs', () => {
    const file = user.write(cursor, servers);
    const { clients: reports } = JSON.parse(user.run('clients', '--json').stdout);
    expect(reports.find(({ client }: { client: string }) => client === 'cursor')).toEqual({
      client: 'cursor',
      name: 'Cursor',
      scope: 'user',
      sources: [{ source: 'https://cursor.com/docs/mcp', seen: '2026-11-22' }],
      places: [file],
      files: [
        {
          file,
          servers: [
            { name: 'git', section: 'mcpServers', kind: 'command', wrapped: false },
            { name: 'web', section: 'mcpServers', kind: 'url', wrapped: false },
          ],
        },
      ],
    });
    expect(reports.length).toBeGreaterThan(40);
  });

  it('shows nothing where there is nothing', () => {
    expect(user.run('clients').stdout).toMatch(/^No configuration file of a known client was/);
    expect(existsSync(`${user.home}/.cursor`)).toBe(false);
  });

  it('takes no names', () => {
    expect(() => user.run('clients', 'cursor')).toThrow(usageError(/^cursor is too much: write/));
  });
});
