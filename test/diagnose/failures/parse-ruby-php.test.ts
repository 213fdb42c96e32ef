/** Samples of Ruby and PHP. */
import { describe, expect, it } from 'vitest';
import { parseRubyPhp } from '../../../src/diagnose/failures/parse-ruby-php.ts';
import { parsed } from './parsed.ts';

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
