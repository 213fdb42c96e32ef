/** Which Python an environment of uv has to have been made for: on a machine in memory. */
import { describe, expect, it } from 'vitest';
import { cache, outcome, plain, server, type UvxCommand, usualEnv } from './uvx-machine.ts';

const bin = `${cache}/environments-v2/python/1/bin`;

describe('the Python of an environment', () => {
  const python = (file: string) => ({ [`${bin}/python`]: file });
  const another = 'uv would take another Python than before';
  const elf = '\x7fELF';

  it.each<[string, string, UvxCommand]>([
    ['that is first on PATH', '/usr/bin/python3.12', {}],
    ['that uv has installed itself', '/x/uv/python/cpython-3.12/bin/python3.12', {}],
    ['that was asked for', '/other/python', { env: { ...usualEnv, UV_PYTHON: '/l' } }],
    [
      'behind a virtual one',
      '/usr/bin/python3.12',
      { env: { ...usualEnv, PATH: '/venv/bin:/usr/bin' } },
    ],
    ['behind nothing', '/usr/bin/python3.12', { env: { ...usualEnv, PATH: '/none:/usr/bin' } }],
    [
      'where a script chooses one',
      '/other/python',
      { env: { ...usualEnv, PATH: '/shims:/usr/bin' } },
    ],
    ['where there is none', '/other/python', { env: { ...usualEnv, PATH: '/none' } }],
  ])('is the one %s', (_, target, command) => {
    expect(outcome(withPython(target, command))).toBe(server);
  });

  it.each<[string, string, UvxCommand]>([
    [another, '/other/python', {}],
    [another, '/x/uv/pythons/python3.12', {}],
    [another, '/usr/bin/python3.12', { env: { ...usualEnv, UV_PYTHON: '/l' } }],
    [another, '/usr/bin/python3.12', { env: { ...usualEnv, PATH: '/both:/usr/bin' } }],
    ['of the variable UV_PYTHON', '/other/python', { env: { ...usualEnv, UV_PYTHON: '3.12' } }],
    ['of the variable UV_PYTHON', '/other/python', { env: { ...usualEnv, UV_PYTHON: '/none' } }],
    [
      'of the variable UV_PYTHON',
      '/w/python',
      { env: { ...usualEnv, UV_PYTHON: 'python' }, cwd: '/w' },
    ],
  ])('is not taken: %s', (why, target, command) => {
    expect(outcome(withPython(target, command))).toBe(why);
  });

  it('is the first of a directory that is called python', () => {
    const command = { env: { ...usualEnv, PATH: '/both' } };
    expect(outcome(withPython('/both/python', command))).toBe(server);
    expect(outcome(withPython('/both/python3', command))).toBe(another);
  });

  function withPython(target: string, command: UvxCommand): UvxCommand {
    const files = {
      ...plain,
      [target]: elf,
      '/usr/bin/python3.12': elf,
      '/other/python': elf,
      '/venv/bin/python': elf,
      '/venv/pyvenv.cfg': '',
      '/shims/python': '#!/bin/sh\n',
      '/both/python': elf,
      '/both/python3': elf,
    };
    const links = {
      ...Object.fromEntries(Object.keys(python('')).map((file) => [file, target])),
      '/usr/bin/python3': '/usr/bin/python3.12',
      '/l': '/other/python',
    };
    return { ...command, files, facts: { links } };
  }
});
