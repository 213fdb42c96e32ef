/** How a configured command can be read, and what is expanded in it. */
import { describe, expect, it } from 'vitest';
import { readings, splitWords } from '../../src/resolve/command-readings.ts';
import { directoryOf, expandArgument, expandWord } from '../../src/resolve/expand.ts';
import { fakeMachine } from './fake-machine.ts';

const posix = fakeMachine({ platform: 'darwin', files: {} });
const windows = fakeMachine({ platform: 'win32', files: {} });

describe('expansion', () => {
  const env = { TOOLS: '/opt/tools', empty: '' };
  const context = { machine: posix, env, home: '/home/ann', cwd: '/' };
  const windowsScene = {
    machine: windows,
    env: { UserProfile: 'C:\\Users\\ann', 'ProgramFiles(x86)': 'C:\\PF86' },
    home: 'C:\\Users\\ann',
    cwd: 'C:\\',
  };

  it.each([
    ['~/bin/x', '/home/ann/bin/x'],
    ['~', '/home/ann'],
    ['~bob/x', '~bob/x'],
    ['~\\x', '~\\x'],
    ['$TOOLS/x', '/opt/tools/x'],
    [`\${TOOLS}/x`, '/opt/tools/x'],
    [`\${env:TOOLS}/x`, '/opt/tools/x'],
    ['$UNSET/x', '$UNSET/x'],
    ['a$empty', 'a$empty'],
    ['%TOOLS%/x', '%TOOLS%/x'],
  ])('%s on POSIX', (word, expected) => {
    expect(expandWord(word, context)).toBe(expected);
  });

  it.each([
    ['%USERPROFILE%\\x.exe', 'C:\\Users\\ann\\x.exe'],
    ['%ProgramFiles(x86)%\\x', 'C:\\PF86\\x'],
    [`\${USERPROFILE}\\x`, 'C:\\Users\\ann\\x'],
    ['~\\x', 'C:\\Users\\ann\\x'],
    ['100%', '100%'],
    ['%UNSET%\\x', '%UNSET%\\x'],
  ])('%s on Windows', (word, expected) => {
    expect(expandWord(word, windowsScene)).toBe(expected);
  });

  it('startup-123: an argument gets its home directory and nothing else', () => {
    expect(expandArgument('~/path/to/aider-mcp-server', context)).toBe(
      '/home/ann/path/to/aider-mcp-server',
    );
    expect(expandArgument('pa$TOOLS', context)).toBe('pa$TOOLS');
    expect(expandArgument('~', context)).toBe('~');
  });

  it('leaves out a directory whose variable is unset', () => {
    expect(directoryOf('$NVM_DIR/versions', context)).toBeUndefined();
    expect(directoryOf('$TOOLS/a/../b', context)).toBe('/opt/tools/b');
  });
});

describe('words of a command line', () => {
  it.each([
    ['npx -y x', ['npx', '-y', 'x']],
    ['  a   b ', ['a', 'b']],
    [`a "b c" 'd e'`, ['a', 'b c', 'd e']],
    [String.raw`a\ b "c\"d" 'e\f'`, ['a b', 'c"d', String.raw`e\f`]],
    [`--opt="x y"`, ['--opt=x y']],
    [`''`, ['']],
    ['', []],
    [`a "b c`, ['a', 'b c']],
    [`a 'b c`, ['a', 'b c']],
    [`"a'b"'c"d'`, [`a'bc"d`]],
    [String.raw`"a\$b" "\e"`, ['a$b', String.raw`\e`]],
  ])('%s on POSIX', (line, expected) => {
    expect(splitWords(line, 'linux')).toEqual(expected);
  });

  it('takes a backslash as it is on Windows', () => {
    expect(splitWords('a "b c', 'win32')).toEqual(['a', 'b c']);
    expect(splitWords(String.raw`"C:\Program Files\x.exe" -a C:\b\ `, 'win32')).toEqual([
      String.raw`C:\Program Files\x.exe`,
      '-a',
      'C:\\b\\',
    ]);
  });
});

describe('readings', () => {
  it('tries the whole first: a path may contain blanks', () => {
    expect(readings('/My Tools/run', ['a'], posix).tried).toEqual([
      { file: '/My Tools/run', args: ['a'] },
      { file: '/My', args: ['Tools/run', 'a'] },
    ]);
  });

  it('finds the path in a command line that begins with one', () => {
    const { tried } = readings('C:\\Program Files\\nodejs\\npx.cmd -y x', [], windows);
    expect(tried).toContainEqual({
      file: 'C:\\Program Files\\nodejs\\npx.cmd',
      args: ['-y', 'x'],
    });
  });

  it.each([
    ['npx', []],
    ['  ', []],
    [' npx ', [['npx']]],
    ['npx -y x', [['npx', '-y', 'x']]],
    ['"/a b/c" -y x', [['/a b/c', '-y', 'x']]],
    ["'/a b/c' -y x", [['/a b/c', '-y', 'x']]],
    [
      ' /a b c d',
      [
        ['/a', 'b', 'c', 'd'],
        ['/a b', 'c', 'd'],
        ['/a b c', 'd'],
      ],
    ],
  ])('%j: then the words in it', (file, words) => {
    const { tried } = readings(file, ['z'], posix);
    expect(tried).toEqual([
      { file, args: ['z'] },
      ...words.map(([first, ...rest]) => ({ file: first, args: [...rest, 'z'] })),
    ]);
  });

  it('startup-036: takes the program out of cmd /c', () => {
    const args = ['/C', 'C:\\Program Files\\nodejs\\npx.cmd', '-y', 'x'];
    expect(readings('cmd', args, windows).tried[0]).toEqual({
      file: 'C:\\Program Files\\nodejs\\npx.cmd',
      args: ['-y', 'x'],
    });
  });

  it('startup-037: keeps an argument with a trailing blank together', () => {
    const { tried } = readings('cmd.exe', ['/c', 'npx', '-y', 'x', 'C:\\my docs '], windows);
    expect(tried[0]).toEqual({ file: 'npx', args: ['-y', 'x', 'C:\\my docs '] });
  });

  it.each([
    [['/c', 'npx', 'x', '&&', 'echo']],
    [['/c', 'npx', '%USERPROFILE%']],
    [['/k', 'npx']],
    [['npx', '-y']],
    [['/x', '/c', 'npx']],
    [['/dx', '/c', 'npx']],
    [['x/d', '/c', 'npx']],
    [['/c']],
  ])('leaves to cmd what only cmd understands: %j', (args) => {
    expect(readings('cmd', args, windows).tried).toEqual([{ file: 'cmd', args }]);
  });

  it('takes the program out of cmd with flags, and out of nothing else', () => {
    const args = ['/D', '/s', '/Q', '/C', 'npx', '-y'];
    expect(readings('C:\\Windows\\System32\\CMD.EXE', args, windows).tried[0]).toEqual({
      file: 'npx',
      args: ['-y'],
    });
    expect(readings('npx', ['/c', 'x'], windows).tried).toEqual([
      { file: 'npx', args: ['/c', 'x'] },
    ]);
  });

  it.each([
    ['npx', '--yes   x', ['--yes', 'x']],
    ['npx.cmd', '-y x', ['-y', 'x']],
    ['C:\\n\\NPX.EXE', '-y x', ['-y x']],
    ['C:\\n\\npx.EXE', '-y x', ['-y', 'x']],
    ['npx.cmd.js', '-y x', ['-y x']],
    ['n.cmdpx', '-y x', ['-y x']],
    ['npx', '-y', ['-y']],
    ['npx', '-y ', ['-y ']],
    ['npx', 'a -y x', ['a -y x']],
  ])('%s %j', (file, arg, args) => {
    expect(readings(file, [arg], windows).asIs.args).toEqual(args);
  });

  it('startup-238: two words for npx in one argument', () => {
    expect(readings('npx', ['-y @pkg/x', '--flag'], posix).asIs.args).toEqual([
      '-y',
      '@pkg/x',
      '--flag',
    ]);
    expect(readings('echo', ['-y @pkg/x'], posix).asIs.args).toEqual(['-y @pkg/x']);
  });
});
