/**
 * No shell reads what a user, a client or a server wrote: words of the command arrive as they are,
 * and the source starts processes in no other way.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withShield } from '../process/shield-process.ts';
import { nastyArguments } from '../resolve/nasty-arguments.ts';

const sources = fileURLToPath(new URL('../../src', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

describe('[R-no-shell] words of a command', () => {
  it('arrive as they are', async () => {
    const tell = 'process.stderr.write("[words] " + JSON.stringify(process.argv.slice(1)) + "\\n")';
    const words = [...nastyArguments, '$(touch pwned)', '`touch pwned`', '; touch pwned', '*'];
    const given = words.filter((word) => !word.includes('\0'));
    // `--` ends the options of node, not those of mcp-shield.
    const args = ['--', process.execPath, '-e', tell, '--', ...given];
    await withShield({ args }, async (shield) => {
      expect(JSON.parse(await shield.waitForStderr('[words] '))).toEqual(given);
    });
  });
});

describe('[R-no-shell] the source', () => {
  it('has a shell read the commands of --env-from and nothing else', () => {
    const asks = filesBelow(sources).filter((file) =>
      readFileSync(file, 'utf8').includes('askShell('),
    );
    expect(
      asks.map((file) => file.replace(/^.*[\\/]src[\\/]/, '').replaceAll('\\', '/')).sort(),
    ).toEqual(['process/asked-variables.ts', 'resolve/run-program.ts']);
  });

  const starting = filesBelow(sources)
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => text.includes("'node:child_process'"));

  it('starts processes in a few files only', () => {
    expect(starting.length).toBeGreaterThan(0);
    // One of them is the client of `mcp-shield demo`.
    expect(starting.length).toBeLessThanOrEqual(7);
  });

  it('starts them from words, never from a line that a shell would read', () => {
    const asking = starting.filter(({ text }) =>
      /\bshell: true|(?<!\.)\bexec(?:Sync)?\(/.test(text),
    );
    expect(asking.map(({ file }) => file)).toEqual([]);
  });
});
