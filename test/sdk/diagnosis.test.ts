/**
 * What the user of a real SDK client reads when a server cannot work: the cause and what to do, in
 * place of "Connection closed". The servers are broken as those of users are; nothing is recorded.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BrokenServer,
  brokenShebang,
  busyPort,
  busyPortInPython,
  missingPythonModule,
  mistypedPackage,
  notExecutable,
  withBusyPort,
  withEmptyRegistry,
  withoutKey,
} from './broken-servers.ts';
import { launch, testTimeoutMs } from './launch.ts';
import { withSession } from './session.ts';

interface Failure {
  readonly code: number;
  readonly message: string;
  readonly data: {
    readonly reason: string;
    readonly exitCode: number | null;
    readonly stderr: readonly string[];
    readonly advice: readonly string[];
  };
}

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'diagnosis-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The error with which the client's `connect` fails. */
async function failureOf({ command, env = {} }: BrokenServer): Promise<Failure> {
  let failure: unknown;
  const [file = '', ...args] = command;
  const started = launch(args, 'shielded', { command: file, env });
  await withSession(started, { connect: false }, async ({ client, transport, closings }) => {
    failure = await client.connect(transport).catch((error: unknown) => error);
    expect(closings(), 'the session outlives the failure').toBe(0);
  });
  expect(failure).toMatchObject({ code: -32603, data: { source: 'mcp-shield' } });
  return failure as Failure;
}

function expectCause(failure: Failure, reason: string, names: readonly (string | RegExp)[]): void {
  expect(failure.data.reason).toBe(reason);
  for (const name of names) expect(failure.message).toMatch(name);
  expect(failure.data.advice.length).toBeGreaterThan(0);
  // One sentence with the first advice, which a person or a model can act on.
  expect(failure.message).toContain(failure.data.advice[0]);
  expect(failure.message).not.toContain('\n');
  expect(failure.message.length).toBeLessThan(600);
}

describe('a real SDK client is told the cause', { timeout: testTimeoutMs }, () => {
  it('when the key of a real server is not set', async () => {
    const failure = await failureOf(withoutKey);
    expectCause(failure, 'missing-env-var', ['BRAVE_API_KEY']);
    expect(failure.data.exitCode).toBe(1);
    expect(failure.data.stderr.join('\n')).toContain('BRAVE_API_KEY');
  });

  it('when the name of a package is mistyped', async () => {
    await withEmptyRegistry(async (registry) => {
      const failure = await failureOf(mistypedPackage(registry, join(directory, 'npm-cache')));
      const name = '@modelcontextprotocol/server-evrything';
      expectCause(failure, 'npm-package-not-found', [name, `npm view ${name}`]);
    });
  });

  it('when a Python module is missing', async () => {
    const failure = await failureOf(missingPythonModule(directory));
    expectCause(failure, 'python-module-missing', ['mcp_shield_no_such_module']);
  });

  it('when the file is not executable', async () => {
    const failure = await failureOf(notExecutable(directory));
    expectCause(failure, 'not-executable', [/chmod \+x \S*weather-server/]);
    expect(failure.data.exitCode).toBeNull();
  });

  it('when the shebang names a program that is not there', async () => {
    const failure = await failureOf(brokenShebang(directory));
    expectCause(failure, 'bad-shebang', ['notes-server']);
  });

  it.each([
    ['Node.js', busyPort],
    ['Python', busyPortInPython],
  ])('when the port is busy and the server is written in %s', async (_, server) => {
    await withBusyPort(async (port) => {
      const failure = await failureOf(server(directory, port));
      expectCause(failure, 'port-in-use', server === busyPort ? [String(port)] : [/port/]);
    });
  });

  it('when the command does not exist', async () => {
    const failure = await failureOf({ command: ['mcp-shield-no-such-command', 'stdio'] });
    expectCause(failure, 'command-not-found', ['mcp-shield-no-such-command']);
  });
});
