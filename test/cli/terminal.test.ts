/**
 * At a terminal: a pseudo terminal of Python's stands for one. Linux and macOS.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { paragraph, waitingText, welcomeText } from '../../src/cli/help.ts';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));

/** What is shown until `marker` came; then Ctrl-C is typed. */
function atTerminal(marker: string, ...args: string[]): { text: string; code: number } {
  const script = `
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
text, typed = b"", False
while True:
    try:
        chunk = os.read(fd, 65536)
    except OSError:
        break
    if not chunk:
        break
    text += chunk
    if not typed and sys.argv[1].encode() in text:
        typed = True
        os.write(fd, b"\\x03")
status = os.waitpid(pid, 0)[1]
sys.stdout.buffer.write(text)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
`.replaceAll('\\\\', '\\');
  const line = ['-c', script, marker, process.execPath, bin, ...args];
  const { stdout, status } = spawnSync('python3', line, { encoding: 'utf8', timeout: 30_000 });
  return { text: stdout.replaceAll('\r\n', '\n'), code: status ?? -1 };
}

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

describe.runIf(hasPython)('at a terminal', () => {
  it('somebody who types nothing else is told what to do', () => {
    const { text, code } = atTerminal('never shown');
    expect(code).toBe(0);
    // The terminal of this test has no window, and so no width.
    expect(text).toBe(welcomeText());
  });

  it('no word of a mistake or of what doctor says is broken', () => {
    const mistake = atTerminal('never shown', 'docter');
    expect(mistake.code).toBe(2);
    expect(mistake.text).toMatch(/^mcp-shield: there is no command docter here: /);
    expect(mistake.text).toBe(paragraph(mistake.text.replace(/\s+/g, ' ').trim(), 0));
    const { text } = atTerminal('never shown', 'doctor', '--', 'no-such-command-here');
    const shown = stripVTControlCharacters(text).split(/[\n\r]/);
    expect(shown.filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain('Run `command -v no-such-command-here` in a terminal');
  });

  it('a server that is started there says what is waited for, and ends with Ctrl-C', () => {
    const { text, code } = atTerminal(
      'Ctrl-C ends this',
      '--',
      process.execPath,
      '-e',
      'setInterval(() => {}, 1e6)',
    );
    expect(text.startsWith(waitingText)).toBe(true);
    expect(code).toBe(0);
  });
});
