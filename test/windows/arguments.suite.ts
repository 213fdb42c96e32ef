/**
 * Arguments on their way through cmd.exe: they arrive unchanged, and nothing in them is executed.
 * A batch file that uses `call` expands `%` a second time, on Windows as in Wine; nobody can quote
 * against that, and it cannot break out either.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { cmdCommand } from '../../src/resolve/cmd-quoting.ts';
import { nastyArguments } from '../resolve/nasty-arguments.ts';
import {
  asked,
  batchFiles,
  harmfulName,
  printed,
  spawnResolved,
  start,
  workplace,
} from './workplace.ts';

const place = workplace();
after(() => place.remove());

/** Past the resolver, which would start a shim's script without cmd.exe. */
function throughCmd(batchFile: string, args: readonly string[]): unknown {
  const command = cmdCommand(batchFile, args);
  assert.equal(command.kind, 'args');
  const file = process.env['COMSPEC'] ?? 'cmd.exe';
  const env = process.env as Record<string, string>;
  const quoted = command.kind === 'args' ? command.args : [];
  return printed(spawnResolved({ file, args: quoted, env, windowsVerbatimArguments: true }).stdout);
}

describe('through cmd.exe', () => {
  for (const name of Object.keys(batchFiles)) {
    const batchFile = path.join(place.directory, name);

    it(`${name}: all of them together`, () => {
      assert.deepEqual(throughCmd(batchFile, nastyArguments), nastyArguments);
    });

    it(`${name}: those that would break out, one by one`, () => {
      for (const argument of nastyArguments.filter((text) => text.includes('PWNED'))) {
        assert.deepEqual(throughCmd(batchFile, [argument]), [argument]);
      }
    });
  }

  it('a batch file that uses call loses a % at most', () => {
    const batchFile = place.file('called.bat', '@echo off\r\ncall "%~dp0of npm.cmd" %*\r\n');
    const harmless = nastyArguments.filter((text) => !text.includes('%'));
    assert.deepEqual(throughCmd(batchFile, harmless), harmless);
    assert.deepEqual(throughCmd(batchFile, ['100%" & echo PWNED & "']), ['100" & echo PWNED & "']);
  });

  it('a batch file that looks at its arguments sees them without quotes', () => {
    const script = '@echo off\r\nnode "%~dp0pkg\\print.js" "%~1" "%~2"\r\n';
    const batchFile = place.file('tilde.bat', script);
    const args = ['a b', 'c & echo PWNED'];
    assert.deepEqual(throughCmd(batchFile, args), args);
  });
});

describe('through the resolver', () => {
  for (const name of Object.keys(batchFiles)) {
    it(`${name}: unchanged`, async () => {
      const command = path.join(place.directory, name);
      const { result } = await start(asked(command, nastyArguments));
      assert.deepEqual(printed(result.stdout), nastyArguments, result.stderr);
    });
  }

  it('unchanged from where a shim does not even find its own script', async () => {
    const harmful = workplace(harmfulName);
    for (const name of ['of npm.cmd', 'of npm 6.cmd', 'of pnpm.cmd']) {
      const { result } = await start(asked(path.join(harmful.directory, name), nastyArguments));
      assert.deepEqual(printed(result.stdout), nastyArguments, result.stderr);
    }
    harmful.remove();
  });
});
