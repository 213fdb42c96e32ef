/**
 * mcp-shield itself as a Windows program, in front of servers as people start them there. Waits for
 * what servers say, not for time. Not testable under Wine: a real Ctrl-C or Ctrl-Break (needs a
 * console), "Terminate batch job (Y/N)?", a window that flashes up.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { nastyArguments } from '../resolve/nasty-arguments.ts';
import { install, root } from './installed.ts';
import { gone, shieldScript, withShield } from './shielded.ts';
import { workplace } from './workplace.ts';

const place = workplace('my servers ');
after(() => place.remove());
const { bin, serverTarball, serverScript } = install(place.directory);
const withBin = {
  env: {
    PATH: [bin, path.dirname(process.execPath)].join(';'),
    npm_config_cache: path.join(place.directory, 'cache'),
  },
};
const npxArgs = ['-y', '--offline', '-p', serverTarball, 'server-of-npm'];
const byHand = place.file(
  'by hand.bat',
  `@echo off\r\n"${process.execPath}" "${serverScript}" %*\r\n`,
);

/** The ways in which configurations start a server, from the shortest chain of processes. */
const commands = {
  'node and a script': [process.execPath, serverScript],
  'the command of a global package': ['server-of-npm'],
  'its shim by path': [path.join(bin, 'server-of-npm.cmd')],
  'a batch file of its own': [byHand],
  'npx.cmd': ['npx.cmd', ...npxArgs],
  'cmd /c npx': ['cmd', '/c', 'npx', ...npxArgs],
} as const;

/** All of them end in one of two ways. */
const chains = ['the command of a global package', 'a batch file of its own', 'npx.cmd'] as const;

for (const [name, command] of Object.entries(commands)) {
  describe(`a server behind ${name}`, () => {
    it('serves, is restarted when it crashes, and ends with the session', async () => {
      await withShield(
        ['--', ...command],
        async (shield) => {
          assert.ok((await shield.initialize()).result, shield.stderr);
          const first = await shield.serverPid();
          const crashed = await shield.call('crash', { code: 3 });
          assert.equal(crashed.error?.data['source'], 'mcp-shield');
          const second = await shield.serverPid();
          assert.notEqual(second, first);
          shield.closeStdin();
          assert.equal(await shield.exited, 0);
          await gone(first, second);
          shield.expectOnlyMessages();
        },
        withBin,
      );
    });
  });
}

describe('a server that is killed', () => {
  it('is restarted, and the answer it owed says so', async () => {
    await withShield(
      ['--', ...commands['npx.cmd']],
      async (shield) => {
        await shield.initialize();
        const pid = await shield.serverPid();
        const owed = shield.call('hang');
        await shield.said('[server] hanging');
        process.kill(pid);
        assert.equal((await owed).error?.data['mayHaveRun'], true);
        assert.notEqual(await shield.serverPid(), pid);
      },
      withBin,
    );
  });
});

describe('arguments', () => {
  for (const name of ['the command of a global package', 'a batch file of its own'] as const) {
    it(`reach a server behind ${name} unchanged`, async () => {
      await withShield(
        ['--', ...commands[name], ...nastyArguments],
        async (shield) => {
          const told = await shield.said('[server] arguments ');
          assert.deepEqual(JSON.parse(told), nastyArguments);
          assert.ok((await shield.initialize()).result);
          assert.doesNotMatch(shield.stderr, /^PWNED/m);
          shield.expectOnlyMessages();
        },
        withBin,
      );
    });
  }
});

describe('the end of the session', () => {
  for (const name of chains) {
    it(`is told by the end of stdin to a server behind ${name}`, async () => {
      await withShield(
        ['--', ...commands[name]],
        async (shield) => {
          await shield.initialize();
          const pid = await shield.serverPid();
          shield.closeStdin();
          await shield.said('[server] got EOF');
          assert.equal(await shield.exited, 0);
          await gone(pid);
        },
        withBin,
      );
    });

    it(`ends a stubborn tree behind ${name}`, async () => {
      await withShield(
        ['--', ...commands[name], '--ignore-eof', '--grandchild'],
        async (shield) => {
          await shield.initialize();
          const pid = await shield.serverPid();
          const grandchild = Number(await shield.said('[grandchild] ready '));
          shield.closeStdin();
          await shield.said('[server] got EOF');
          assert.equal(await shield.exited, 0);
          await gone(pid, grandchild);
        },
        withBin,
      );
    });
  }
});

describe('mcp-shield that is killed', () => {
  // Its job ends what it started itself; what is behind a cmd.exe hears the end of its stdin.
  for (const name of chains) {
    it(`takes a server behind ${name} along`, async () => {
      await withShield(
        ['--', ...commands[name]],
        async (shield) => {
          await shield.initialize();
          const pid = await shield.serverPid();
          shield.terminate();
          await gone(shield.pid, pid);
        },
        withBin,
      );
    });
  }

  it('takes a stubborn server along that it started itself', async () => {
    await withShield(['--', process.execPath, serverScript, '--ignore-eof'], async (shield) => {
      await shield.initialize();
      const pid = await shield.serverPid();
      shield.terminate();
      await gone(shield.pid, pid);
    });
  });
});

describe('mcp-shield behind its own shim of npm', () => {
  const shim = path.join(bin, 'mcp-shield.cmd');
  const command = process.env['COMSPEC'] ?? 'cmd.exe';

  it('serves a whole session', async () => {
    const line = `""${shim}" -- server-of-npm"`;
    await withShield(
      [],
      async (shield) => {
        assert.ok((await shield.initialize()).result, shield.stderr);
        const pid = await shield.serverPid();
        assert.equal((await shield.call('crash')).error?.data['source'], 'mcp-shield');
        shield.closeStdin();
        assert.equal(await shield.exited, 0);
        await gone(pid);
      },
      { program: [command, '/d', '/s', '/c', line], verbatim: true, ...withBin },
    );
  });

  it('tells its version', () => {
    const line = `""${shim}" --version"`;
    const { stdout } = spawnSync(command, ['/d', '/s', '/c', line], {
      windowsVerbatimArguments: true,
      encoding: 'utf8',
      windowsHide: true,
      env: { ...process.env, ...withBin.env },
    });
    assert.match(stdout, /^\d+\.\d+\.\d+\s*$/m);
  });
});

describe('an exit code with --restarts 0', () => {
  const once = ['--restarts', '0', '--'];
  const codes: readonly (readonly [name: string, command: readonly string[], code: number])[] = [
    ['is that of the server', [process.execPath, serverScript, '--exit', '42'], 42],
    ['is that of a batch file', [byHand, '--exit', '42'], 42],
    [
      'is that of an access violation',
      [process.execPath, '-e', 'process.exit(0xC0000005)'],
      0xc0000005,
    ],
    ['is 127 for a command that is nowhere', ['no-such-command-here'], 127],
    ['is 126 for what cmd.exe cannot carry', [byHand, 'a\nb'], 126],
  ];
  for (const [name, command, code] of codes) {
    it(name, async () => {
      await withShield([...once, ...command], async (shield) => {
        assert.equal(await shield.exited, code);
      });
    });
  }
});

describe('a client that is gone', () => {
  it('is missed although the server reads nothing and stdin is held', async () => {
    const client = path.join(root, 'test', 'fixtures', 'clients', 'doomed-client.mjs');
    const command = [process.execPath, shieldScript, '--', process.execPath, serverScript];
    await withShield(
      [...command, '--deaf'],
      async (shield) => {
        const shieldPid = Number(await shield.said('[shield] ready '));
        const pid = Number(await shield.said('[server] ready '));
        shield.terminate();
        await gone(shield.pid, shieldPid, pid);
      },
      { program: [process.execPath, client] },
    );
  });
});
