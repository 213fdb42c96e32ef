/**
 * The call of mcp-shield that was found or is written: what else its words could be taken for, and
 * what it remembers.
 */
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../src/cli/wrap.ts';
import { findShieldCall, shieldArgs } from '../../src/config/shield-call.ts';

const split = (line: string) => line.split(' ');

describe('a call', () => {
  it.each([
    ['/opt/yarn-1.22.cjs dlx mcp-shield -- uvx y', 0, 3, 4],
    ['node --foo-r mcp-shield -- uvx y', 0, 3, 4],
    ['node --require=/a.js mcp-shield -- uvx y', 0, 3, 4],
    ['env AB=1 mcp-shield -- uvx y', 0, 3, 4],
    ['sudo -u me guard --instead-of nothing -- uvx', 3, 4, 7],
    ['mcp-shield --instead-of=nothing -- uvx', 0, 1, 3],
  ])('is in %s', (line, startAt, optionsAt, commandAt) => {
    const found = { startAt, optionsAt, commandAt };
    expect(findShieldCall(split(line), findCommand)).toMatchObject(found);
  });

  it.each([
    'my-mcp-shield -- x',
    'node-x mcp-shield -- x',
    'yarn-berry mcp-shield -- x',
    'env ./A=1 mcp-shield -- x',
    'tool sub server --instead-of nothing -- x',
    '--instead-of nothing',
    '-- --instead-of nothing -- x',
    'npx -y -r mcp-shield',
  ])('is not in %s', (line) => {
    expect(findShieldCall(split(line), findCommand)).toBeUndefined();
  });

  it.each([
    ['mcp-shield --instead-of', {}],
    ['guard --instead-of', {}],
    ['mcp-shield --instead-of nothing -- x', {}],
    ['mcp-shield --instead-of [] -- x', { emptied: 'list' }],
    ['mcp-shield --instead-of null -- x', { emptied: 'null' }],
    ['mcp-shield -- x --instead-of null', {}],
    ['mcp-shield --instead-of null --instead-of [] -- x', { emptied: 'list' }],
  ])('%s remembers %j', (line, memory) => {
    expect(findShieldCall(split(line), findCommand)?.memory).toEqual(memory);
  });

  it('remembers a launcher, whatever the blanks', () => {
    const command = ['mcp-shield', '--instead-of', ' cmd  /c', '--', 'x'];
    const launcher = { command: ['cmd', '/c'], isJoined: false };
    expect(findShieldCall(command, findCommand)?.memory).toEqual({ launcher });
  });
});

describe('what is written', () => {
  const cmd = ['cmd', '/c'];

  it.each([
    [['mcp-shield'], {}, []],
    [['node', '/x/mcp-shield.js'], {}, []],
    [['sudo', '-u', 'me', 'mcp-shield'], {}, []],
    // Nobody would know it again by its name.
    [['/opt/guard'], {}, ['--instead-of', 'nothing']],
    [['/opt/guard'], { emptied: 'null' }, ['--instead-of', 'null']],
    [['mcp-shield'], { emptied: 'list' }, ['--instead-of', '[]']],
    [['mcp-shield'], { launcher: { command: cmd, isJoined: false } }, ['--instead-of', 'cmd /c']],
    [['mcp-shield'], { launcher: { command: cmd, isJoined: true } }, ['--instead-of', 'cmd /c *']],
  ] as const)('behind %j with the memory %j', (program, memory, marked) => {
    const options = ['--name', 'a'];
    const written = shieldArgs({ program, options, memory });
    expect(written).toEqual([...program, ...options, ...marked, '--']);
    const call = findShieldCall([...written, 'x'], findCommand);
    expect(call).toMatchObject({ commandAt: written.length, memory });
  });
});
