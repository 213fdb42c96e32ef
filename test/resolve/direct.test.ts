/**
 * Which environments of uv are taken for the one of a package, and where nothing is started
 * directly at all: on a machine in memory.
 */
import { describe, expect, it } from 'vitest';
import { pastRunner } from '../../src/resolve/direct/direct-start.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

const cache = '/home/ann/.cache/uv';
const env = { HOME: '/home/ann', PATH: '/usr/bin' };

/** Distributions: `name-version` → what it requires. */
function environment(
  id: string,
  distributions: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const root = `${cache}/environments-v2/python/${id}`;
  const site = `${root}/lib/python3.12/site-packages`;
  const infos = Object.entries(distributions).map(([name, requires]) => [
    `${site}/${name}.dist-info/METADATA`,
    `Name: x\n${requires}\n\nDescription`,
  ]);
  const files = Object.entries(more).map(([name, text]) => [`${site}/${name}`, text]);
  return {
    [`${root}/bin/python`]: '\x7fELF',
    [`${root}/bin/a-server`]: '#!/usr/bin/python\n',
    ...Object.fromEntries([...infos, ...files]),
  };
}

function started(
  files: Record<string, string>,
  args = ['a-server'],
  facts: Partial<FakeFacts> = {},
) {
  const all = { '/usr/bin/uvx': '\x7fELF', '/usr/bin/uv': '\x7fELF', ...files };
  const machine = fakeMachine({ platform: 'linux', files: all, ...facts });
  const found = pastRunner({ file: '/usr/bin/uvx', args, env, cwd: undefined, notes: [] }, machine);
  return found.kind === 'direct' ? found.resolution.file : found;
}

const plain = environment('1', {
  'a_server-1.0': 'Requires-Dist: mcp[cli]>=1 ; extra != "x"',
  'mcp-1.2': '',
});
const file = `${cache}/environments-v2/python/1/bin/a-server`;

describe("an environment in uv's cache", () => {
  it.each<[string, Record<string, string>]>([
    ['of the package alone', environment('1', { 'a_server-1.0': '' })],
    ['with what it needs', plain],
    [
      'with what an extra of that needs',
      environment('1', {
        'A.Server-1.0': 'Requires-Dist: MCP[cli]',
        'mcp-1.2': 'Requires-Dist: typer; extra == "cli"',
        'typer-1': '',
      }),
    ],
    [
      'of a newer version',
      { ...environment('0', { 'a_server-0.9': '' }), ...environment('1', { 'a_server-0.10': '' }) },
    ],
  ])('%s is taken', (_, files) => {
    expect(started(files)).toBe(file);
  });

  it.each<[string, Record<string, string>]>([
    ['of another package', environment('1', { 'b_server-1.0': '' })],
    ['with something beside it', environment('1', { 'a_server-1.0': '', 'rich-1': '' })],
    [
      'with what only an extra needs',
      environment('1', { 'a_server-1.0': 'Requires-Dist: rich; extra == "ui"', 'rich-1': '' }),
    ],
    [
      'from a directory or git',
      environment('1', { 'a_server-1.0': '' }, { 'a_server-1.0.dist-info/direct_url.json': '{}' }),
    ],
  ])('%s is not', (_, files) => {
    expect(started(files)).toMatchObject({ kind: 'absent' });
  });

  it('is that of the version that was asked for', () => {
    const both = { ...plain, ...environment('2', { 'a_server-2.0': '' }) };
    expect(started(both, ['a-server@1.0.0'])).toBe(file);
    expect(started(both, ['a-server@3.0'])).toMatchObject({ kind: 'absent' });
  });
});

describe('uvx decides itself', () => {
  it.each<[string, Record<string, string>, Record<string, string>?]>([
    ['where a tool is installed', { '/home/ann/.local/share/uv/tools/a-server/x': '' }],
    ['where it has settings', { '/home/ann/.config/uv/uv.toml': '' }],
    ['where it is a script', { '/usr/bin/uvx': '#!/bin/sh\n' }],
    ['where the Python is another one', { '/usr/bin/python': '\x7fELF' }],
  ])('%s', (_, files) => {
    expect(started({ ...plain, ...files })).toMatchObject({ kind: 'left' });
  });
});

it.each(['npx', 'uvx'])('on Windows everything is left to %s', (name) => {
  const runner = `C:\\bin\\${name}`;
  const machine = fakeMachine({ platform: 'win32', files: { [runner]: '' } });
  const asked = { file: runner, args: ['-y', 'a-server'], env: {}, cwd: undefined, notes: [] };
  expect(pastRunner(asked, machine)).toEqual({ kind: 'left', why: 'not proven on Windows' });
});
