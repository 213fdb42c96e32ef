/** The quick way: a command on PATH costs no directory listing, no program and no promise. */
import { describe, expect, it } from 'vitest';
import { resolveAtOnce, resolveCommand } from '../../src/resolve/resolve-command.ts';
import { type FakeFacts, fakeMachine, request, told } from './fake-machine.ts';

const env = { PATH: '/opt/tools:/usr/bin', HOME: '/home/ann' };
const on = (files: Record<string, string>, more: Partial<FakeFacts> = {}) =>
  fakeMachine({ platform: 'linux', files, ...more });

describe('a command on PATH', () => {
  it.each([
    ['a program', 'uvx', '\x7fELF'],
    ['startup-024: a script of the node that runs us', 'npx', '#!/usr/bin/env node\n'],
    ['a shell script', 'run', '#!/bin/sh\n'],
  ])('%s is left as it is', (_, command, content) => {
    const machine = on(
      { [`/usr/bin/${command}`]: content, '/usr/bin/node': '' },
      {
        execPath: '/usr/bin/node',
      },
    );
    const resolution = resolveAtOnce(request(command, ['a'], { env, shellPath: 'auto' }), machine);
    expect(resolution).toEqual({
      file: `/usr/bin/${command}`,
      args: ['a'],
      env,
      cwd: undefined,
      envAsGiven: true,
      notes: [],
    });
    expect(machine.listed).toEqual([]);
    expect(machine.asked).toEqual([]);
  });

  it('is the first one that can be run', () => {
    const machine = on(
      { '/opt/tools/x': '', '/usr/bin/x': '' },
      { notExecutable: ['/opt/tools/x'] },
    );
    expect(resolveAtOnce(request('x', [], { env }), machine)?.file).toBe('/usr/bin/x');
  });

  it('is never taken from the working directory by an empty entry of PATH', () => {
    const machine = on({ '/home/ann/x': '' });
    const empty = { ...env, PATH: ':/usr/bin:' };
    expect(resolveAtOnce(request('x', [], { env: empty }), machine)).toBeUndefined();
  });

  it('is the same for the thorough way', async () => {
    const machine = on({ '/usr/bin/uvx': '' });
    const asked = request('uvx', ['a'], { env, shellPath: 'auto', envFixes: true });
    expect(await resolveCommand(asked, machine)).toEqual(resolveAtOnce(asked, machine));
  });

  it('startup-238: in one string with its arguments', () => {
    const machine = on({ '/usr/bin/uvx': '' });
    const asked = request("uvx server --name 'a b'", ['last'], { env });
    expect(resolveAtOnce(asked, machine)).toMatchObject({
      file: '/usr/bin/uvx',
      args: ['server', '--name', 'a b', 'last'],
    });
  });
});

describe('a path', () => {
  it('is seen from the directory of the server', () => {
    const machine = on({ '/srv/app/bin/x': '' });
    const asked = request('./bin/x', [], { env, cwd: '/srv/app' });
    expect(resolveAtOnce(asked, machine)?.file).toBe('/srv/app/bin/x');
  });

  it('startup-123: may begin with ~, and so may an argument', () => {
    const machine = on({ '/home/ann/bin/x': '' });
    const resolution = resolveAtOnce(
      request('~/bin/x', ['--directory', '~/repo'], { env }),
      machine,
    );
    expect(resolution).toMatchObject({
      file: '/home/ann/bin/x',
      args: ['--directory', '/home/ann/repo'],
    });
  });

  it('that does not exist is named, with the directory it was seen from', async () => {
    const asked = request('bin/x', [], { env, cwd: '/srv' });
    const { failure } = await resolveCommand(asked, on({}));
    expect(failure?.message).toBe('bin/x does not exist (seen from /srv)');
  });

  it('no command at all is no crash', async () => {
    const { failure } = await resolveCommand(request('', [], { env }), on({}));
    expect(failure?.message).toBe('no command was given');
  });
});

describe('the working directory', () => {
  const machine = (facts: Partial<FakeFacts>) => on({ '/usr/bin/x': '' }, facts);

  it('startup-145, startup-146: / that cannot be written to becomes the home directory', () => {
    const resolution = resolveAtOnce(
      request('x', [], { env }),
      machine({ cwd: '/', readOnly: ['/'] }),
    );
    expect(resolution?.cwd).toBe('/home/ann');
    expect(resolution && told(resolution)).toBe(
      'the working directory / is not writable; using /home/ann',
    );
  });

  it('startup-223: one that is gone becomes the home directory', () => {
    expect(resolveAtOnce(request('x', [], { env }), machine({ gone: true }))?.cwd).toBe(
      '/home/ann',
    );
  });

  it.each([
    ['/ that can be written to', { cwd: '/' }],
    ['any other, writable or not', { cwd: '/srv', readOnly: ['/srv'] }],
    ['/ without a better one', { cwd: '/', readOnly: ['/', '/home/ann'] }],
  ])('%s stays', (_, facts) => {
    expect(resolveAtOnce(request('x', [], { env }), machine(facts))?.cwd).toBeUndefined();
  });

  it('that was asked for is taken, expanded', () => {
    const asked = request('x', [], { env, cwd: '~/srv' });
    const resolution = resolveAtOnce(asked, machine({ cwd: '/', readOnly: ['/'] }));
    expect(resolution?.cwd).toBe('/home/ann/srv');
  });

  it('System32 becomes the home directory', () => {
    const windows = fakeMachine({
      platform: 'win32',
      cwd: 'C:\\WINDOWS\\system32',
      files: { 'C:\\x\\x.exe': '' },
    });
    const asked = request('x', [], { platform: 'win32', env: { PATH: 'C:\\x' } });
    expect(resolveAtOnce(asked, windows)?.cwd).toBe('C:\\Users\\ann');
  });
});
