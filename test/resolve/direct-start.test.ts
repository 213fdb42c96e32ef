/** Past a package runner, whichever it is: where everything is left to it, and what is kept. */
import { describe, expect, it } from 'vitest';
import { pastRunner } from '../../src/resolve/direct/direct-start.ts';
import { fakeMachine } from './fake-machine.ts';
import { started as npxStarted } from './npx-machine.ts';
import { started as uvxStarted } from './uvx-machine.ts';

it.each(['npx', 'npm', 'uvx', 'uv'])('on Windows everything is left to %s', (name) => {
  const runner = `C:\\bin\\${name}`;
  const machine = fakeMachine({ platform: 'win32', files: { [runner]: '' } });
  const asked = { file: runner, args: ['-y', 'a-server'], env: {}, cwd: undefined, notes: [] };
  expect(pastRunner(asked, machine)).toEqual({ kind: 'left', why: 'not proven on Windows' });
});

describe('files of others', () => {
  const machine = fakeMachine({ platform: 'linux', files: {} });
  const asked = { file: '/usr/bin/npx', args: ['x'], env: {}, cwd: undefined, notes: [] };

  it.each([
    [new Error('it is broken'), 'of it is broken'],
    ['a text', 'of a text'],
  ])('may be so that nobody can tell: %s', (thrown, why) => {
    const realPath = (): never => {
      throw thrown;
    };
    expect(pastRunner(asked, { ...machine, realPath })).toEqual({ kind: 'left', why });
  });
});

it('the directory of the server stays as it was asked for', () => {
  for (const found of [npxStarted({ cwd: 'w' }), uvxStarted({ cwd: 'w' })]) {
    expect(found).toMatchObject({ kind: 'direct', resolution: { cwd: 'w', notes: [] } });
    expect(found).not.toHaveProperty('resolution.kind');
  }
});
