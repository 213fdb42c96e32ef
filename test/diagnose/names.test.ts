/** The names that sentences are filled with: those that were found, and what follows from them. */
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { advisedNames, allNames } from '../../src/diagnose/names.ts';
import { evidence } from './cases.ts';

describe('names', () => {
  it('of the end and the command', () => {
    const given = evidence({
      exitCode: 3,
      command: ['npx', '-y', '@a/srv@1.2'],
      cwd: '/w',
      tool: 'draw',
      inFlight: ['tools/call', 'ping'],
      versions: { node: '22.1.0' },
      resolvedCommand: '/usr/bin/npx',
    });
    expect(allNames({}, given)).toEqual({
      package: '@a/srv',
      ran: '@a/srv@1.2',
      call: 'draw',
      resolved: '/usr/bin/npx',
      cwd: '/w',
      inFlight: 'tools/call',
      node: '22.1.0',
      ending: 'exit code 3',
      uptime: '0.8 s',
    });
    expect(allNames({}, evidence({ signal: 'SIGSEGV', exitCode: 1 }))['ending']).toBe(
      'signal SIGSEGV',
    );
    expect(allNames({}, evidence({}))).toEqual({ uptime: '0.8 s' });
  });

  it.each([
    [
      { spawnErrno: 'ENOENT', command: ['/opt/srv.cmd', 'x'] },
      { program: '/opt/srv.cmd', programPath: '/opt/srv.cmd', tool: 'srv' },
    ],
    [
      { spawnErrno: 'ENOENT', command: ['bin\\srv'] },
      { program: 'bin\\srv', programPath: 'bin\\srv', tool: 'srv' },
    ],
    [
      { spawnErrno: 'ENOENT', command: ['srv'] },
      { program: 'srv', tool: 'srv' },
    ],
    [
      { exitCode: 9009, command: ['cmd', '/c', 'srv'] },
      { program: 'srv', tool: 'srv' },
    ],
    [
      { exitCode: 127, command: ['env', 'srv'] },
      { program: 'srv', tool: 'srv' },
    ],
    [{ exitCode: 127, command: ['srv'] }, {}],
    [{ exitCode: 127, command: [] }, {}],
    [{ exitCode: 1, command: ['env', 'srv'] }, {}],
  ])('the program only where its start failed: %j', (part, names) => {
    const { program, programPath, tool, install } = allNames({}, evidence(part));
    expect(install).toBeUndefined();
    expect({ program, programPath, tool }).toEqual(names);
  });

  it('how to get a known program', () => {
    const names = allNames({}, evidence({ spawnErrno: 'ENOENT', command: ['uvx', 'x'] }));
    expect(names['install']).toMatch(/^Install uv/);
  });

  it.each([
    [{ package: '@a%2fb' }, { package: '@a/b' }],
    [{ package: '@A%2Fb@1.2' }, { package: '@A/b' }],
    [{ package: 'b@1.2' }, { package: 'b' }],
    [{ package: '@a/b' }, { package: '@a/b' }],
    [{ module: '@a.b/c_d/e' }, { npm: '@a.b/c_d' }],
    [{ module: 'lodash/fp' }, { npm: 'lodash' }],
    [{ module: 'lodash' }, { npm: 'lodash', pypi: 'lodash' }],
    [{ module: './x' }, { npm: undefined }],
    [{ module: '/s/x' }, { npm: undefined }],
    [{ module: 'C:\\x' }, { npm: undefined }],
    [{ module: 'node:fs' }, { npm: undefined }],
    [{ module: '#x' }, { npm: undefined }],
    [{ module: 'file:x' }, { npm: undefined }],
    [{ module: 'my-file:x' }, { npm: undefined }],
    [{ module: 'a#b' }, { npm: undefined }],
    [{ module: 'bs4.element' }, { pypi: 'beautifulsoup4' }],
    [{ module: 'server.x' }, { pypi: undefined }],
    [{ classFile: '61' }, { java: '17' }],
    [{}, { java: undefined, npm: undefined, pypi: undefined }],
    [{ program: '/usr/bin/uvx' }, { tool: 'uvx' }],
    [{ x: '' }, { x: undefined }],
    [{ x: ' a \n\t b ' }, { x: 'a b' }],
    [{ x: 'https://me:pw@h.test/a@b' }, { x: 'https://h.test/a@b' }],
  ] as const)('%j', (found, names) => {
    const all = allNames(found as Record<string, string>, evidence({}));
    for (const [name, value] of Object.entries(names))
      expect([name, all[name]]).toEqual([name, value]);
  });

  it('found names go before those of the command', () => {
    expect(allNames({ package: 'y' }, evidence({ command: ['npx', 'x'] }))).toMatchObject({
      package: 'y',
      ran: 'x',
    });
  });

  it('that are long are cut in a cause, and not offered to paste', () => {
    const { nameCharsMax: max, pastedCharsMax: pasted } = diagnoseLimits;
    const long = (count: number) => `a${'x'.repeat(count - 1)}`;
    expect(allNames({ x: long(max) }, evidence({}))['x']).toBe(long(max));
    expect(allNames({ x: long(max + 1) }, evidence({}))['x']).toBe(`…${'x'.repeat(max - 1)}`);
    expect(advisedNames({ x: long(pasted) }, evidence({}))['x']).toBe(long(pasted));
    expect(advisedNames({ x: long(pasted + 1) }, evidence({}))).not.toHaveProperty('x');
  });
});
