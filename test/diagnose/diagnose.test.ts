/** What the diagnosis promises beside being right. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { candidates, diagnose } from '../../src/diagnose/diagnose.ts';
import { plainLines } from '../../src/diagnose/output.ts';
import { evidence } from './cases.ts';

describe('without evidence', () => {
  it('no cause is named, and it says that there was no output', () => {
    const { reason, cause } = diagnose(evidence({ exitCode: 3, uptimeMs: 1_234 }));
    expect(reason).toBe('server-exited');
    expect(cause).toBe('The server ended with exit code 3 after 1.2 s; no output was captured.');
  });

  it('output that says nothing is not called a cause, and is quoted', () => {
    const { reason, cause } = diagnose(evidence({ exitCode: 3, stderr: 'the plan is empty' }));
    expect(reason).toBe('server-exited');
    expect(cause).toBe(
      'The server ended with exit code 3 after 0.8 s; it said: the plan is empty.',
    );
  });

  it('neither exit code nor signal', () => {
    expect(diagnose(evidence({})).cause).toBe('The server ended; no output was captured.');
  });

  it('an unknown errno is told as it is', () => {
    const { reason, cause } = diagnose(evidence({ spawnErrno: 'EXDEV', command: ['srv'] }));
    expect(reason).toBe('server-unavailable');
    expect(cause).toBe('The system refused to start `srv`: EXDEV.');
  });

  it('what clients say about the end is no output', () => {
    const stderr = 'MCP error -32000: Connection closed\n';
    expect(diagnose(evidence({ exitCode: 1, stderr })).cause).toContain('no output was captured');
  });
});

describe('which explanation is believed', () => {
  const missing = (module: string): string => `ModuleNotFoundError: No module named '${module}'`;

  it('that of the failure that came last', () => {
    const renamed = "ImportError: cannot import name 'x' from 'y'";
    const first = diagnose(evidence({ stderr: `${missing('a_b')}\n${renamed}`, exitCode: 1 }));
    expect(first.reason).toBe('python-import-api-break');
    const second = diagnose(evidence({ stderr: `${renamed}\n${missing('a_b')}`, exitCode: 1 }));
    expect(second.reason).toBe('python-module-missing');
    const both = diagnose(evidence({ stderr: `${missing('one')}\n${missing('two')}` }));
    expect(both.cause).toContain('`two`');
  });

  it('none, where life went on after it', () => {
    const stderr = `${missing('torch')}\nthe CPU is used\nserver ready\nout of ideas`;
    const { reason, cause } = diagnose(evidence({ stderr, exitCode: 1 }));
    expect(reason).toBe('server-exited');
    expect(cause).toContain('it said: out of ideas');
  });

  it('none, where the end was no failure', () => {
    const stderr = 'Error: X_API_KEY is required';
    for (const end of [{ exitCode: 0 }, { signal: 'SIGTERM' }, { exitCode: 143 }]) {
      const { reason } = diagnose(evidence({ stderr, ...end }));
      expect([end, reason]).toEqual([end, 'server-exited']);
    }
    expect(diagnose(evidence({ stderr, exitCode: 1 })).reason).toBe('missing-env-var');
    expect(diagnose(evidence({ stderr, signal: 'SIGSEGV' })).reason).toBe('server-segfault');
  });

  it('not what came before the server was ready, or before an answer', () => {
    const stderr = 'Error: X_API_KEY is required\nno work left\n';
    const history = { stderr, stderrHistory: 'Error: X_API_KEY is required\n'.length };
    const { reason, cause } = diagnose(evidence({ ...history, exitCode: 1, phase: 'session' }));
    expect(reason).toBe('server-exited');
    expect(cause).toContain('no work left');
  });

  it('what a wrapper repeats is passed over', () => {
    const stderr =
      'Error: listen EADDRINUSE: address already in use :::3000\n    at f (/srv/a.js:1:2)\n\nNode.js v22.1.0\nnpm error code ELIFECYCLE\nnpm error errno 1\n';
    expect(diagnose(evidence({ stderr, exitCode: 1 })).reason).toBe('port-in-use');
    const summary = `${missing('bs4')}\nERROR: Application startup failed. Exiting.`;
    expect(diagnose(evidence({ stderr: summary, exitCode: 3 })).reason).toBe(
      'python-module-missing',
    );
  });

  it('of the error it was raised from, where the last one says nothing', () => {
    const stderr =
      'TypeError: fetch failed\n    at f (node:internal/x:1:2) {\n  [cause]: Error: unable to verify the first certificate\n}\n\nNode.js v22.1.0';
    expect(diagnose(evidence({ stderr, exitCode: 1 })).reason).toBe('tls-intercept');
  });

  it('a failure on stdout counts, where stderr has none', () => {
    const stdout = missing('bs4');
    const { reason } = diagnose(evidence({ stdout, stderr: 'starting', exitCode: 1 }));
    expect(reason).toBe('python-module-missing');
  });

  it('a reason appears once', () => {
    const stderr = 'sh: 1: npx: not found\nError: spawn npx ENOENT';
    expect(candidates(evidence({ stderr, exitCode: 127 })).map(({ reason }) => reason)).toEqual([
      'command-not-found',
    ]);
  });
});

describe('permanent', () => {
  it('is only what is certain', () => {
    const said = (stderr: string) => diagnose(evidence({ stderr, exitCode: 1 })).permanent;
    expect(said("npm error code E404\nnpm error 404 'x@*' is not in this registry.")).toBe(true);
    // The same words in a log line: whoever logs may go on.
    expect(said("ERROR loading: No module named 'bs4'")).toBe(false);
    expect(said('No FIGMA_API_KEY provided')).toBe(false);
  });
});

describe('the quoted line', () => {
  const quoted = (stderr: string) => diagnose(evidence({ stderr, exitCode: 1 })).cause;

  it('is the one a person would have looked for', () => {
    const lines: readonly (readonly [line: string, stderr: string])[] = [
      [
        'Error: cannot read settings',
        '/srv/a.js:3\n    throw new Error("cannot read settings");\n    ^\n\nError: cannot read settings\n    at a (/srv/a.js:3:9)\n\nNode.js v22.1.0\n',
      ],
      ['config file of team 7 is empty', 'config file of team 7 is empty\n'],
      [
        'panicked at src/main.rs:2:5: index out of bounds',
        "thread 'main' panicked at src/main.rs:2:5:\nindex out of bounds\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
      ],
      [
        'src/a.ts:3:9: Expected ";" but found "x"',
        '✘ [ERROR] Expected ";" but found "x"\n\n    src/a.ts:3:9:\n      3 │ const a x\n        ╵         ^\n\n\n1 error\n',
      ],
      [
        'RuntimeError: no such board',
        '╭───── Traceback (most recent call last) ─────╮\n│ /srv/s.py:12 in main                        │\n│ ❱ 12 │   raise RuntimeError("no such board") │\n╰─────────────────────────────────────────────╯\nRuntimeError: no such board\n',
      ],
      [
        'panic: the ring is broken',
        'panic: the ring is broken\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:9 +0x1d\nexit status 2\n',
      ],
    ];
    for (const [line, stderr] of lines) expect(quoted(stderr)).toContain(line);
  });

  it('is cut after the secrets are taken out, and bounded', () => {
    const secret = 's'.repeat(150);
    const stderr = `the upstream of team 7 refused ${'x'.repeat(100)} ${secret}`;
    const hide = (text: string) => text.replaceAll(secret, '[redacted]');
    const { cause } = diagnose(evidence({ stderr, exitCode: 1 }), hide);
    expect(cause).toContain('[redacted]');
    const long = diagnose(evidence({ stderr: 'y'.repeat(900), exitCode: 1 })).cause;
    expect(long.length).toBeLessThan(300);
  });
});

describe('names', () => {
  it('are those of the evidence', () => {
    const { cause, advice } = diagnose(
      evidence({ stderr: "ModuleNotFoundError: No module named 'bs4'", command: ['uvx', 'x-mcp'] }),
    );
    expect(cause).toContain('`bs4`');
    expect(advice[0]).toContain('`uv add beautifulsoup4`');
    expect(advice[1]).toContain('`uvx --with beautifulsoup4 x-mcp`');
  });

  it('the advice is for the platform', () => {
    const stderr = 'Error: listen EADDRINUSE: address already in use :::3000';
    expect(diagnose(evidence({ stderr })).advice[0]).toContain('`lsof -i :3000`');
    expect(diagnose(evidence({ stderr, platform: 'win32' })).advice[0]).toContain('findstr :3000');
  });

  it('the program behind cmd /c is the one that is named', () => {
    const command = ['cmd', '/c', 'npx', '-y', 'x'];
    const found = diagnose(evidence({ command, exitCode: 9009, platform: 'win32' }));
    expect(found.advice[0]).toContain('`where npx`');
  });

  it('a scoped package is named as people write it', () => {
    const stderr =
      'npm error code E404\nnpm error 404 Not Found - GET https://r.test/@a%2fb - Not found';
    expect(diagnose(evidence({ stderr })).cause).toContain('`@a/b`');
  });

  it('a class file version becomes a Java version', () => {
    const stderr = 'UnsupportedClassVersionError: (class file version 61.0)';
    expect(diagnose(evidence({ stderr })).cause).toContain('Java 17');
  });

  it('credentials in an address are not repeated', () => {
    const stderr = "fatal: unable to access 'https://me:secret@host.test/x'";
    const { cause } = diagnose(evidence({ stderr }));
    expect(cause).toContain('host.test');
    expect(cause).not.toContain('secret');
  });

  it('the typed command is named only when its start failed', () => {
    const command = ['npx', '-y', 'srv'];
    const spawned = diagnose(evidence({ spawnErrno: 'ENOENT', command }));
    expect(spawned.cause).toContain('`npx`');
    const inner = diagnose(evidence({ command, exitCode: 127 }));
    expect([inner.cause, ...inner.advice].join()).not.toContain('npx');
  });

  it('a package of a stranger is never offered for a module of the server', () => {
    for (const module of ['server', 'src', 'utils', 'srv_mcp']) {
      const stderr = `ModuleNotFoundError: No module named '${module}'`;
      const { reason, advice } = diagnose(
        evidence({ stderr, exitCode: 1, command: ['uvx', 'srv-mcp'] }),
      );
      expect(reason).toBe('python-module-missing');
      expect(advice.join()).not.toMatch(/uv add|pip install|--with/);
    }
  });

  it('advice is never cut, and what is pasted is whole', () => {
    const { advice } = diagnose(evidence({ spawnErrno: 'ENOENT', command: ['uvx', 'x'] }));
    expect(advice.join()).toContain('https://docs.astral.sh/uv/getting-started/installation,');
    const program = `/opt/${'deep/'.repeat(30)}srv`;
    const stderr = `sh: 1: ${program}: Permission denied`;
    expect(diagnose(evidence({ stderr, exitCode: 126 })).advice[0]).toContain(
      `\`chmod +x ${program}\``,
    );
  });

  it('a name that is more than a name never stands in a command to copy', () => {
    const stderr = 'sh: 1: x$(rm -rf ~);`id`: not found';
    const { advice } = diagnose(evidence({ stderr, exitCode: 127 }));
    expect(advice.join('\n')).not.toContain('rm -rf');
  });
});

describe('output', () => {
  it('is read without colours and with plain quotes', () => {
    const stderr = '\u001b[31mbash: npx: command not found\u001b[0m';
    expect(diagnose(evidence({ stderr, exitCode: 127 })).reason).toBe('command-not-found');
    expect(plainLines('‘a’ “b” «c»')).toEqual(['\'a\' "b" "c"']);
  });

  it('is bounded, long lines too', () => {
    const lines = plainLines(`${'x'.repeat(100_000)}\n${'y\n'.repeat(100_000)}`);
    expect(lines.join('\n').length).toBeLessThanOrEqual(diagnoseLimits.textCharsMax / 2);
    expect(plainLines('z'.repeat(10_000))[0]?.length).toBeLessThan(
      diagnoseLimits.lineCharsMax + 10,
    );
  });

  it('a sentence that uv wrapped is put together again', () => {
    const stderr =
      '  × No solution found when resolving:\n  ╰─▶ Because a-b was not found in the\n      package registry and you';
    expect(plainLines(stderr).join('\n')).toContain('not found in the package registry');
  });
});

describe('whatever comes', () => {
  const words = fc.constantFrom(
    'npm error code ',
    'E404',
    'spawn ',
    ' ENOENT',
    "Cannot find module '",
    "'",
    '"',
    '`',
    '{',
    '}',
    '{module}',
    '\n',
    '\r',
    '\u001b[',
    '\ufffd',
    "No module named '",
    'X_API_KEY',
    ' is required',
    '$(',
    '$',
    '{A_B}',
    ': ',
    '_npx/',
  );
  const output = fc
    .array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('it never throws, and says one bounded sentence', () => {
    fc.assert(
      fc.property(
        output,
        output,
        fc.option(fc.integer()),
        fc.constantFrom('start', 'handshake', 'session'),
        fc.constantFrom('linux', 'darwin', 'win32', 'sunos'),
        fc.array(fc.string(), { maxLength: 3 }),
        (stderr, stdout, exitCode, phase, platform, command) => {
          const given = evidence({ stderr, stdout, exitCode, phase, platform, command });
          const { cause, advice } = diagnose(given);
          expect(cause.length).toBeGreaterThan(0);
          expect(cause.length).toBeLessThanOrEqual(
            diagnoseLimits.causeCharsMax + diagnoseLimits.quoteCharsMax + 20,
          );
          expect(cause).not.toContain('\n');
          expect(advice.every((sentence) => sentence.length < 1_500)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the same evidence gives the same diagnosis', () => {
    const given = evidence({ stderr: 'Error: spawn npx ENOENT', exitCode: 1 });
    expect(diagnose(given)).toEqual(diagnose(given));
  });
});
