/** What is known by heart: where programs come from, and which package brings a Python module. */
import { describe, expect, it } from 'vitest';
import {
  isOwnModule,
  origin,
  programName,
  pythonPackage,
  typedPackage,
  typedProgram,
} from '../../src/diagnose/launchers.ts';

describe('a program', () => {
  it.each([
    ['/usr/bin/node', 'node'],
    ['C:\\nodejs\\npx.cmd', 'npx'],
    ['uv.EXE', 'uv'],
    ['run.bat', 'run'],
    ['x.ps1', 'x'],
    ['a.exe.sh', 'a.exe.sh'],
    ['srv', 'srv'],
  ])('%s is %s', (path, name) => {
    expect(programName(path)).toBe(name);
  });

  it.each([
    ['node npx npm corepack', 'nodejs.org'],
    ['uv uvx', 'astral.sh/uv'],
    ['python python3 py pip pip3', 'python.org'],
    ['docker', 'docker.com'],
    ['podman', 'podman.io'],
    ['bun bunx', 'bun.com'],
    ['deno', 'deno.com'],
    ['pnpm pnpx', '`npm install -g pnpm`'],
    ['yarn', '`npm install -g yarn`'],
    ['tsx', '`npm install -g tsx`'],
    ['ts-node', '`npm install -g ts-node'],
    ['pipx', 'pipx.pypa.io'],
    ['poetry', 'python-poetry.org'],
    ['go', 'go.dev'],
    ['cargo rustc', 'rustup.rs'],
    ['java', 'adoptium.net'],
    ['dotnet dnx', 'dotnet.microsoft.com'],
    ['ruby bundle gem', 'ruby-lang.org'],
    ['php composer', 'php.net'],
    ['git', 'git-scm.com'],
  ])('%s comes from %s', (programs, where) => {
    for (const program of programs.split(' '))
      for (const typed of [program, program.toUpperCase()])
        expect(origin(typed)).toMatch(new RegExp(`^Install .+${where.replace(/\./g, '\\.')}`));
  });

  it('of others nothing is known', () => {
    for (const program of ['', 'srv', 'nodes', 'toString']) expect(origin(program)).toBeUndefined();
  });
});

describe('a Python module', () => {
  const others =
    'attr bs4 cv2 dateutil docx dotenv fitz git github googleapiclient jwt MySQLdb PIL pptx psycopg2 serial sklearn slugify telegram yaml';

  it('may come with a package of another name', () => {
    for (const module of others.split(' ')) {
      expect(pythonPackage(module)).toMatch(/^[A-Za-z][\w-]{3,}$/);
      expect(pythonPackage(module)).not.toBe(module);
      expect(pythonPackage(`${module}.a.b`)).toBe(pythonPackage(module));
    }
    expect(pythonPackage('google_auth_oauth.flow')).toBe('google-auth-oauth');
    expect(pythonPackage('toString')).toBe('toString');
  });

  const own =
    'src server servers main app apps lib core client clients api config configs settings util utils helper helpers common tool tools model models handler handlers service services route routes module modules package packages test tests script scripts example examples db schema schemas types cli command commands agent agents prompt prompts resource resources Server _version';
  it.each(own.split(' '))('is the own one by its name: %s', (name) => {
    expect(isOwnModule(name, undefined)).toBe(true);
    expect(isOwnModule(`x${name}`, undefined)).toBe(false);
    expect(isOwnModule(`${name}x`, undefined)).toBe(false);
  });

  it.each([
    ['srv_mcp', 'srv-mcp', true],
    ['SrvMcp', 'srv.mcp', true],
    ['srv', 'srv@latest', true],
    ['srv', 'srv==1.2', true],
    ['srv', 'srv[extra]>=1', true],
    ['requests', 'srv', false],
    ['requests', undefined, false],
  ])('%s of %s', (module, ran, is) => {
    expect(isOwnModule(module, ran)).toBe(is);
  });
});

describe('a command', () => {
  it.each([
    ['npx -y x', 'npx'],
    ['cmd /c npx -y x', 'npx'],
    ['CMD.EXE /d /s /c npx', 'npx'],
    ['env A_B=1 X=2 srv', 'srv'],
    ['wsl.exe sudo nohup exec call srv', 'srv'],
    ['cmd', 'cmd'],
    ['cmdx', 'cmdx'],
    ['xcmd', 'xcmd'],
    ['a-b=c', 'a-b=c'],
    ['=x', '=x'],
  ])('%s starts %s', (typed, program) => {
    expect(typedProgram(typed.split(' '))).toBe(program);
  });

  it.each([
    ['npx -y x', 'x'],
    ['/usr/bin/npx x y', 'x'],
    ['cmd /c bunx x', 'x'],
    ['uvx --from x srv', 'x'],
    ['npx -p x srv', 'x'],
    ['npx srv --package x', 'x'],
    ['npx --package', undefined],
    ['npx --package=x --from-x y', 'y'],
    ['npx x-', 'x-'],
    ['uv tool x y', 'y'],
    ['pnpm dlx x', 'x'],
    ['yarn exec x', 'x'],
    ['npx', undefined],
    ['x-from npxy uvx2', undefined],
    ['node x.js', undefined],
  ])('%s runs %s', (typed, name) => {
    expect(typedPackage(typed.split(' '))).toBe(name);
  });

  it('that is empty starts nothing', () => {
    expect([typedProgram([]), typedPackage([])]).toEqual([undefined, undefined]);
  });
});
