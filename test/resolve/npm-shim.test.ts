/** The batch files that package managers write, as they wrote them. */
import { describe, expect, it } from 'vitest';
import { readNpmShim } from '../../src/resolve/npm-shim.ts';
import { npmShim, npmShimOf, oldNpmShim, pnpmShim } from './shims.ts';

describe('a shim', () => {
  it('of npm', () => {
    expect(readNpmShim(npmShim('node', '', '..\\pkg\\echo.js'))).toEqual({
      program: 'node',
      flags: [],
      target: '..\\pkg\\echo.js',
      nodePath: undefined,
    });
  });

  it('of npm, with flags in the shebang', () => {
    const shim = readNpmShim(npmShim('node', '--no-warnings --expose-gc', 'x.js'));
    expect(shim?.flags).toEqual(['--no-warnings', '--expose-gc']);
  });

  it('of npm, for Python', () => {
    expect(readNpmShim(npmShim('python3', '', 'tool.py'))?.program).toBe('python3');
  });

  it('of npm, for a target that starts by itself', () => {
    expect(readNpmShim(npmShimOf('esbuild\\bin\\esbuild.exe'))).toEqual({
      program: undefined,
      flags: [],
      target: 'esbuild\\bin\\esbuild.exe',
      nodePath: undefined,
    });
  });

  it('of an npm before 7', () => {
    expect(readNpmShim(oldNpmShim('node_modules\\x\\cli.js'))).toMatchObject({
      program: 'node',
      target: 'node_modules\\x\\cli.js',
    });
  });

  it('of pnpm, with its NODE_PATH', () => {
    expect(readNpmShim(pnpmShim('..\\pkg\\echo.js', '--no-warnings'))).toEqual({
      program: 'node',
      flags: ['--no-warnings'],
      target: '..\\pkg\\echo.js',
      nodePath: 'C:\\x\\a;C:\\x\\b',
    });
  });
});

it('a shim may have been written by any editor', () => {
  const shim = npmShim('node', '--a   --b', 'x.js');
  for (const text of [shim.replaceAll('\r\n', '\n'), shim.toLowerCase(), shim.toUpperCase()]) {
    expect(readNpmShim(text)?.target.toLowerCase()).toBe('x.js');
    expect(readNpmShim(text)?.flags).toHaveLength(2);
  }
  expect(readNpmShim('@"%~dp0\\Node.EXE" "%~dp0\\x.js" %*')?.program).toBe('Node');
  expect(readNpmShim('@"%dp0%\\b.exe" "%~dp0\\x.js" %*')?.program).toBe('b');
});

describe('no shim', () => {
  const shim = npmShim('node', '', 'x.js');

  it.each([
    ['a batch file of its own', '@echo off\r\nnode "%~dp0\\x.js" --stdio\r\n'],
    ['a shim that sets something', shim.replace('SETLOCAL', 'SETLOCAL\r\nSET TOKEN=1')],
    ['a shim that does something before', `cd /d C:\\work\r\n${shim}`],
    ['a shim that does something after', `${shim}\r\necho done`],
    ['a shim whose target is elsewhere', shim.replace('%dp0%\\x.js', 'C:\\x.js')],
    ['a long line', `"%~dp0\\x.js"${' '.repeat(5_000)}%*`],
    ['something that waits before', '@timeout 5 & node "%~dp0\\x.js" %*'],
    ['something that is told where to write', '@node >x.log "%~dp0\\x.js" %*'],
    ['flags of a variable', '@node %FLAGS% "%~dp0\\x.js" %*'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(readNpmShim(text)).toBeUndefined();
  });

  it.each([
    ['npm', shim],
    ['npm, of a program', npmShimOf('x.exe')],
    ['an old npm', oldNpmShim('x.js')],
    ['pnpm', pnpmShim('x.js', '--flag')],
  ])('one of %s whose line does more than it did', (_, text) => {
    expect(readNpmShim(text)).toBeDefined();
    const lines = text.split('\r\n');
    for (const [at, line] of lines.entries()) {
      if (line === '') continue;
      for (const more of [`x=1&${line.trim()}`, `${line} & x`]) {
        expect([more, readNpmShim(lines.with(at, more).join('\r\n'))]).toEqual([more, undefined]);
      }
    }
  });
});
