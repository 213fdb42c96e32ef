/**
 * Text in the code page of the console: people read it decoded, the bytes on stderr stay as they
 * are. Wine's console has the code page 437 here; the others are tested without one.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { withShield } from './shielded.ts';
import { workplace } from './workplace.ts';

const place = workplace('code pages ');
after(() => place.remove());
// cmd.exe itself turns the variable into the code page of its console.
const complain = place.file('complain.bat', '@echo off\r\necho no %WORD% 1>&2\r\nexit 3\r\n');
const chat = place.file('chat.bat', '@echo off\r\necho no %WORD%\r\nexit 3\r\n');
const env = { WORD: 'caf\u00e9' };
const bytes = Buffer.from('no caf\x82', 'latin1');

describe('what a batch file says before it dies', () => {
  it('is decoded in the error that the client gets, and passes to stderr as it came', async () => {
    await withShield(
      ['--restarts', '1', '--backoff-initial', '1ms', '--', complain],
      async (shield) => {
        const { error } = await shield.initialize();
        assert.equal(error?.data['exitCode'], 3);
        assert.match(String(error?.data['stderr']), /no caf\u00e9/);
        assert.ok(shield.stderrBytes.includes(bytes), shield.stderr);
      },
      { env },
    );
  });

  it('is decoded in the log where noise goes there', async () => {
    await withShield(
      ['--restarts', '1', '--noise', 'log', '--log-format', 'json', '--', chat],
      async (shield) => {
        const { error } = await shield.initialize();
        assert.match(String(error?.data['stderr']), /no caf\u00e9/);
        assert.match(shield.stderr, /"text":"no caf\u00e9"/);
        assert.ok(!shield.stderrBytes.includes(bytes));
        shield.expectOnlyMessages();
      },
      { env },
    );
  });

  it('is UTF-8 where it is', async () => {
    const script = 'process.stderr.write("\\u6f22\\u5b57\\n", () => process.exit(3))';
    await withShield(['--restarts', '1', '--', process.execPath, '-e', script], async (shield) => {
      const { error } = await shield.initialize();
      assert.match(String(error?.data['stderr']), /\u6f22\u5b57/);
    });
  });
});

describe('a command that cmd.exe does not find', () => {
  // Wine's cmd ends with 9009 in a batch file, as Windows does; its words are its own.
  it('is told by its exit code', async () => {
    const batch = place.file('missing.bat', '@echo off\r\nno-such-program-here %*\r\n');
    await withShield(['--restarts', '1', '--', batch], async (shield) => {
      const { error } = await shield.initialize();
      assert.match(String(error?.data['stderr']), /no-such-program-here/);
      assert.equal(error?.data['source'], 'mcp-shield');
    });
  });
});
