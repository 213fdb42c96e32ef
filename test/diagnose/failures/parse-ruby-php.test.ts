/** Samples of Ruby and PHP. */
import { describe, expect, it } from 'vitest';
import { parseRubyPhp } from '../../../src/diagnose/failures/parse-ruby-php.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('Ruby and PHP', () => {
  it('Ruby puts the class behind', () => {
    const text = [
      "server.rb:1:in `require': cannot load such file -- mcp (LoadError)",
      "\tfrom server.rb:1:in `<main>'",
    ].join('\n');
    expect(parsed(parseRubyPhp, text)).toMatchObject({ kind: 'ruby', type: 'LoadError', last: 1 });
  });

  it('PHP ends only with fatal errors', () => {
    const text = [
      "PHP Fatal error:  Uncaught Error: Failed opening required '/s/vendor/autoload.php' in /s/a.php:3",
    ].join('\n');
    expect(parsed(parseRubyPhp, text)).toMatchObject({ kind: 'php' });
  });

  it('a warning of PHP', () => {
    const text = ['PHP Warning:  require(x): Failed to open stream in /s/a.php on line 3'].join(
      '\n',
    );
    expect(parsed(parseRubyPhp, text)).toBeUndefined();
  });
});

describe('what Ruby says', () => {
  finds(parseRubyPhp, 'ruby', [
    [
      "/s/a.rb:12:in `main of x': no such board (Board::Of::NoBoardError)",
      { type: 'NoBoardError', message: 'no such board' },
    ],
    [
      "/s/a.rb:12:in 'main': Too many open files (Board::BoardException)",
      { type: 'BoardException', message: 'Too many open files', code: 'EMFILE' },
    ],
    [
      'a.rb: no such file (Errno::ENOENT)',
      { type: 'ENOENT', message: 'no such file', code: 'ENOENT' },
    ],
    ['a.rb: no such board (NoBoardError)', { type: 'NoBoardError', message: 'no such board' }],
    ['no such board (NoBoardError)', { type: 'NoBoardError', message: 'no such board' }],
    ['no such board (NoBoardError) here'],
    ['no such board (Board)'],
    [
      "Could not find gem 'mcp' in locally installed gems.",
      { message: "Could not find gem 'mcp' in locally installed gems." },
    ],
    [
      'Could not locate Gemfile or .bundle/ directory',
      { message: 'Could not locate Gemfile or .bundle/ directory' },
    ],
    [
      'Could not find mcp-server-1.2.3 in cached sources',
      { message: 'Could not find mcp-server-1.2.3 in cached sources' },
    ],
    ['Bundler::GemNotFound', { message: 'Bundler::GemNotFound' }],
    ['bundler: command not found: x', { message: 'bundler: command not found: x' }],
    ['It Could not find gem x'],
    ['Could not find the board'],
    ['Could not find the-x in cached sources'],
    ['Bundler:: '],
    ['the bundler: x'],
  ]);

  goesOnWith(parseRubyPhp, 'no such board (NoBoardError)', {
    with: ["  from a.rb:1:in `x'", "\tfrom a.rb:1:in `x'", '   12: from a.rb:1', '\tx'],
    without: ['it came  from a.rb', 'a\tb', '  x: from a.rb', ' 12 from', '#0 x'],
  });

  it('the first and the last frame are part of it', () => {
    expect(parseRubyPhp(['no board (NoBoardError)', '  from a', '  from b', 'x'])).toMatchObject([
      { last: 2 },
    ]);
  });
});

describe('what PHP says', () => {
  finds(parseRubyPhp, 'php', [
    [
      'Fatal error:  Uncaught PDOException: no such board in /s/a.php:3',
      { type: 'PDOException', message: 'Uncaught PDOException: no such board in /s/a.php:3' },
    ],
    ['PHP Parse error: syntax error in /s/a.php', { message: 'syntax error in /s/a.php' }],
    ['Uncaught TypeError: it is Uncaught x', { message: 'it is Uncaught x' }],
    [
      'PHP Fatal error:  disk: No space left on device',
      { message: 'disk: No space left on device', code: 'ENOSPC' },
    ],
    ['Could not open input file: a.php', { message: 'Could not open input file: a.php' }],
    ['a PHP Fatal error:  x'],
    ['Uncaught !: x'],
    ['It Could not open input file: a.php'],
  ]);

  goesOnWith(parseRubyPhp, 'PHP Fatal error:  x', {
    with: ['Stack trace:', '#12 /s/a.php(3): x()', '  thrown in /s/a.php', '', '  '],
    without: ['the Stack trace:', '#x y', 'was  thrown in x', 'ready', '\tfrom a'],
  });
});
