/** Versions of Node.js as directories and settings name them. */
import { describe, expect, it } from 'vitest';
import { versionOfNode } from '../../src/resolve/node-version.ts';
import { compareVersions, isMeantBy, parseVersion } from '../../src/resolve/version-number.ts';
import { fakeMachine } from './fake-machine.ts';

describe('the version of a node', () => {
  const installed = '/opt/v18.0.0/versions/v20.1.0/bin/node';
  const machine = fakeMachine({
    platform: 'linux',
    execPath: '/opt/own/node',
    nodeVersion: 'v25.1.0',
    files: { [installed]: '', '/opt/own/node': '', '/opt/x/v19.0.0': '' },
    links: { '/usr/bin/node': installed, '/v17.0.0/node': '/opt/own/node' },
  });

  it.each<[string, readonly number[] | undefined]>([
    [installed, [20, 1, 0]],
    ['/usr/bin/node', [20, 1, 0]],
    ['/opt/own/node', [25, 1, 0]],
    ['/v17.0.0/node', [25, 1, 0]],
    ['/opt/x/v19.0.0', undefined],
  ])('is told by where it lies, or is that of mcp-shield: %s', (file, version) => {
    expect(versionOfNode(file, machine)).toEqual(version);
  });
});

describe('a version', () => {
  it.each([
    ['v20.11.0', [20, 11, 0]],
    [' 1.2.345\n', [1, 2, 345]],
    ['x1.2.3', undefined],
    ['1.2.3x', undefined],
    ['1.2.3-rc.1', undefined],
    ['1.2', undefined],
    ['1234567.0.0', undefined],
  ])('%j', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it('is compared number by number', () => {
    const sorted = [
      [1, 9, 9],
      [1, 10, 0],
      [1, 10, 2],
      [1, 10, 10],
      [2, 0, 0],
    ] as const;
    for (const [at, left] of sorted.entries()) {
      for (const [to, right] of sorted.entries()) {
        expect(Math.sign(compareVersions(left, right))).toBe(Math.sign(at - to));
      }
    }
  });

  it.each([
    [' v20 ', true],
    ['20.1', true],
    ['20.1.0', true],
    ['20.1.0.0', false],
    ['2', false],
    ['2v0', false],
    ['20.10', false],
    ['', false],
  ])('20.1.0 is what %j means: %s', (setting, is) => {
    expect(isMeantBy([20, 1, 0], setting)).toBe(is);
  });
});
