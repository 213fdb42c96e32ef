/**
 * The resolver on Windows itself: what it resolves is started. Not testable under Wine: the aliases
 * of the Microsoft Store (no reparse points), PowerShell (a stub that does nothing).
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { decodeConsoleText, readChcp } from '../../src/resolve/code-page.ts';
import { resolveAtOnce } from '../../src/resolve/resolve-command.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';
import { asked, start, workplace } from './workplace.ts';

const place = workplace();
after(() => place.remove());
const nodeDirectory = path.dirname(process.execPath);
const npm = path.join(nodeDirectory, 'node_modules', 'npm');
const npmVersion = JSON.parse(readFileSync(path.join(npm, 'package.json'), 'utf8')).version;
const withPath = (...directories: readonly string[]) => ({
  env: { ...process.env, PATH: directories.join(';') },
});

describe('npx', () => {
  for (const [command, ...args] of [
    ['npx'],
    ['npx.cmd'],
    [path.join(nodeDirectory, 'npx.cmd')],
    ['cmd', '/c', 'npx'],
    ['npm'],
  ] as const) {
    it(`${[command, ...args].join(' ')} is run by node.exe itself`, async () => {
      const { resolution, result } = await start(asked(command, [...args, '--version']));
      assert.equal(resolution.file.toLowerCase(), process.execPath.toLowerCase());
      assert.match(resolution.args[0] ?? '', /np[mx]-cli\.js$/);
      assert.equal(result.stdout.trim(), npmVersion, result.stderr);
    });
  }

  it('is found with nothing in the environment', async () => {
    const { resolution, result } = await start(asked('npx', ['--version'], { env: {} }));
    assert.equal(result.stdout.trim(), npmVersion, result.stderr);
    assert.match(resolution.env['PATH'] ?? '', /node\d+;.*system32/i);
  });
});

describe('the command of a package', () => {
  it('is found on PATH and run without cmd.exe, flags and NODE_PATH included', async () => {
    const more = withPath(place.directory, nodeDirectory);
    const { resolution, result } = await start(asked('of pnpm', ['a b', '%PATH%'], more));
    assert.equal(path.basename(resolution.file), 'node.exe');
    assert.equal(resolution.args[0], '--no-warnings');
    assert.equal(resolution.env['NODE_PATH'], 'C:\\x\\a;C:\\x\\b');
    assert.deepEqual(JSON.parse(result.stdout), ['a b', '%PATH%']);
  });

  it('that is a batch file of its own goes through cmd.exe', async () => {
    const more = withPath(place.directory, nodeDirectory);
    const { resolution, result } = await start(asked('by hand', ['a & echo PWNED'], more));
    assert.equal(path.basename(resolution.file).toLowerCase(), 'cmd.exe');
    assert.deepEqual(JSON.parse(result.stdout), ['a & echo PWNED']);
  });
});

describe('a script', () => {
  it('is run by node, whether its name or its shebang says so', async () => {
    const print = 'process.stdout.write(JSON.stringify(process.argv.slice(2)));\n';
    for (const name of ['server.mjs', 'server.cjs', 'server']) {
      const file = place.file(`scripts\\${name}`, `#!/usr/bin/env node\n${print}`);
      const { result } = await start(asked(file, ['a "b" c']));
      assert.deepEqual(JSON.parse(result.stdout), ['a "b" c'], result.stderr);
    }
  });
});

describe('an empty environment', () => {
  it('is completed with what Windows itself says', async () => {
    const print = 'console.log(JSON.stringify(process.env))';
    const { resolution } = await start(asked(process.execPath, ['-e', print], { env: {} }));
    for (const name of ['SystemRoot', 'APPDATA', 'LOCALAPPDATA', 'ProgramData', 'COMSPEC']) {
      const own = process.env[name];
      assert.equal(resolution.env[name]?.toLowerCase(), own?.toLowerCase(), name);
    }
  });
});

describe('the machine', () => {
  it('tells what a program prints, and nothing when it fails or takes too long', async () => {
    const { runProgram } = thisMachine();
    const env = process.env as Record<string, string>;
    const question = { file: process.execPath, env, cwd: 'C:\\', limitMs: 20_000 };
    assert.equal((await runProgram({ ...question, args: ['-v'] }))?.trim(), process.version);
    assert.equal(await runProgram({ ...question, args: ['-e', 'process.exit(3)'] }), undefined);
    const forever = ['-e', 'setInterval(() => {}, 1000)'];
    assert.equal(await runProgram({ ...question, args: forever, limitMs: 500 }), undefined);
  });

  it('finds nothing in our own directory by name alone', () => {
    const resolution = resolveAtOnce(asked('of npm', [], withPath(nodeDirectory)));
    assert.equal(resolution, undefined);
  });
});

describe('the code page', () => {
  it('of a hidden console is told by chcp, and its text can be read', () => {
    const line = '/d /s /c "chcp & echo caf\u00e9"';
    const options = { windowsHide: true, windowsVerbatimArguments: true } as const;
    const { stdout } = spawnSync('cmd.exe', [line], options);
    const codePage = readChcp(stdout.toString('latin1').split('\n')[0] ?? '');
    assert.equal(codePage, 437);
    assert.match(decodeConsoleText(stdout, codePage), /caf\u00e9/);
    assert.ok(stdout.includes(0x82), 'the bytes are not UTF-8');
  });
});
