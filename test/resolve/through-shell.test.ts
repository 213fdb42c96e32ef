/** What a shell leaves of the environment of the program that it becomes, and what it adds. */
import { describe, expect, it } from 'vitest';
import { throughShell } from '../../src/resolve/direct/through-shell.ts';
import { fakeMachine } from './fake-machine.ts';

const machine = fakeMachine({
  platform: 'linux',
  files: { '/usr/bin/dash': '', '/usr/bin/bash': '', '/b/bash': '' },
  links: { '/d/sh': '/usr/bin/dash', '/b/sh': '/b/bash', '/link': '/real' },
});

function through(env: Readonly<Record<string, string>>, shell?: string) {
  const context = { machine, env, home: '/', cwd: '/real' };
  return shell === undefined ? throughShell(env, context) : throughShell(env, context, shell);
}

describe('PWD', () => {
  it.each([
    ['is kept with its links', '/link', '/link'],
    ['is kept', '/real', '/real'],
    ['is put right', '/other', '/real'],
    ['is put right where it is not absolute', 'link', '/real'],
    ['is put right where it is empty', '', '/real'],
  ])('%s', (_, before, after) => {
    expect(through({ PWD: before, A: 'b' })).toEqual({ PWD: after, A: 'b' });
  });

  it('is told where it was not', () => {
    expect(through({ A: 'b' })).toEqual({ A: 'b', PWD: '/real' });
  });

  it('is no relative path, whatever that means', () => {
    const inRoot = { machine, env: {}, home: '/', cwd: 'real' };
    expect(throughShell({ PWD: 'real' }, inRoot)).toEqual({ PWD: 'real' });
    expect(throughShell({ PWD: './real' }, inRoot)).toEqual({ PWD: 'real' });
  });
});

describe('names that a shell does not know', () => {
  const odd = { 'a-b': '1', '1a': '2', 'a.b': '3', 'a b': '4', 'npm_config_//h/:x': '5', '': '6' };
  const plain = { A: '1', _: '2', a1_B: '3', PWD: '/real' };

  it.each([
    ['dash on PATH', { PATH: '/none:/d:/b' }, undefined],
    ['dash by its path', {}, '/d/sh'],
    ['dash itself', {}, '/usr/bin/dash'],
  ])('are lost by %s', (_, path, shell) => {
    expect(through({ ...odd, ...plain, ...path }, shell)).toEqual({ ...plain, ...path });
  });

  it.each([
    ['bash on PATH', { PATH: '/b:/d' }, undefined],
    ['bash by its path', {}, '/b/sh'],
    ['no shell', { PATH: '/none' }, undefined],
  ])('are kept by %s', (_, path, shell) => {
    const env = { ...odd, ...plain, ...path };
    expect(through(env, shell)).toEqual(env);
  });
});
