/** What the diagnosis promises beside being right. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { candidates, diagnose } from '../../src/diagnose/diagnose.ts';
import { readFacts } from '../../src/diagnose/output.ts';
import { evidence } from './cases.ts';

describe('without evidence', () => {
  it('no cause is named, and it says that there was no output', () => {
    const { reason, cause } = diagnose(evidence({ exitCode: 3, uptimeMs: 1_234 }));
    expect(reason).toBe('server-exited');
    expect(cause).toBe('The server ended with exit code 3 after 1.2 s; no output was captured.');
  });

  it('output that says nothing is not called a cause', () => {
    const { cause } = diagnose(evidence({ signal: 'SIGTERM', stderr: 'bye' }));
    expect(cause).toContain('signal SIGTERM');
    expect(cause).toContain('names no known cause');
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
  it('the more certain one, wherever it stands', () => {
    const stderr = 'Error: spawn git ENOENT\nERROR: You must supply a command.\nbye';
    const reasons = candidates(evidence({ stderr })).map(({ reason }) => reason);
    expect(reasons).toEqual(['node-too-old', 'command-not-found']);
  });

  it('between equals the last one', () => {
    const first = "ModuleNotFoundError: No module named 'a_b'";
    const last = "ImportError: cannot import name 'x' from 'y'";
    expect(diagnose(evidence({ stderr: `${first}\n${last}` })).reason).toBe(
      'python-import-api-break',
    );
    expect(diagnose(evidence({ stderr: `${last}\n${first}` })).reason).toBe(
      'python-module-missing',
    );
  });

  it('of two tracebacks the second', () => {
    const stderr =
      "ModuleNotFoundError: No module named 'one'\nModuleNotFoundError: No module named 'two'";
    expect(diagnose(evidence({ stderr })).cause).toContain('`two`');
  });

  it('a reason appears once', () => {
    const stderr = 'sh: 1: npx: not found\nError: spawn npx ENOENT';
    expect(candidates(evidence({ stderr, exitCode: 127 })).map(({ reason }) => reason)).toEqual([
      'command-not-found',
    ]);
  });

  it('a signal outranks what was said before', () => {
    const stderr = 'Error: X_API_KEY is required';
    expect(diagnose(evidence({ signal: 'SIGSEGV', stderr })).reason).toBe('server-segfault');
  });

  it('in a session only the last words count', () => {
    const stderr = `Error: spawn git ENOENT\n${'served\n'.repeat(2_000)}`;
    expect(diagnose(evidence({ stderr, exitCode: 1 })).reason).toBe('command-not-found');
    expect(diagnose(evidence({ stderr, exitCode: 1, phase: 'session' })).reason).toBe(
      'server-exited',
    );
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
    expect(readFacts(evidence({ stderr: '‘a’ “b” «c»' })).text).toBe('\'a\' "b" "c"');
  });

  it('is bounded, long lines too', () => {
    const stderr = `${'x'.repeat(100_000)}\n${'y\n'.repeat(100_000)}`;
    const { text } = readFacts(evidence({ stderr, stdout: stderr }));
    expect(text.length).toBeLessThanOrEqual(diagnoseLimits.textCharsMax + 1);
    const [line = ''] = readFacts(evidence({ stderr: 'z'.repeat(10_000) })).text.split('\n');
    expect(line.length).toBeLessThan(diagnoseLimits.lineCharsMax + 10);
  });

  it('a sentence that uv wrapped is put together again', () => {
    const stderr =
      '  × No solution found when resolving:\n  ╰─▶ Because a-b was not found in the\n      package registry and you';
    expect(readFacts(evidence({ stderr })).text).toContain('not found in the package registry');
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
          expect(cause.length).toBeLessThanOrEqual(diagnoseLimits.causeCharsMax);
          expect(cause).not.toContain('\n');
          expect(advice.every((sentence) => sentence.length < 400)).toBe(true);
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
