/**
 * What clients fill in: each form, what only a client can know, and what one hands on as it is.
 */
import { describe, expect, it } from 'vitest';
import { clients } from '../../src/config/clients.ts';
import {
  type ExpandContext,
  expandText,
  strangeReferences,
} from '../../src/config/expand-references.ts';
import { type ExpansionName, expansions } from '../../src/config/expansions.ts';

/** As clients write references, and the shell. */
const at = (name: string): string => `\${${name}}`;

const context: ExpandContext = {
  environment: { SET: 'value', EMPTY: '', Path: 'C:\\x' },
  home: '/home/ann',
  platform: 'linux',
  workspace: '/srv/project',
  readFile: (path) => (path === '/srv/project/token' ? 'secret\n' : undefined),
};

function filled(client: ExpansionName, text: string, changed: Partial<ExpandContext> = {}) {
  const where = { member: 'env', context: { ...context, ...changed } };
  const { text: result, unknown } = expandText(text, expansions[client], where);
  return unknown.length === 0 ? result : unknown.map(({ reference }) => reference);
}

describe('a reference', () => {
  it.each<[ExpansionName, string, string | readonly string[]]>([
    ['claudeCode', `a ${at('SET')} b ${at('SET')}`, 'a value b value'],
    ['claudeCode', at('UNSET:-x:-y'), 'x:-y'],
    ['claudeCode', at('UNSET:-'), ''],
    ['claudeCode', at('SET:-x'), 'value'],
    ['claudeCode', at('EMPTY'), ''],
    ['claudeCode', at('UNSET'), [at('UNSET')]],
    ['claudeCode', '$SET', '$SET'],
    ['claudeDesktop', at('SET'), at('SET')],
    ['vscode', at('env:SET'), 'value'],
    ['vscode', at('SET'), at('SET')],
    ['vscode', `${at('workspaceFolder')}${at('/')}x`, '/srv/project/x'],
    ['vscode', at('workspaceFolder:root'), '/srv/project'],
    ['vscode', at('workspaceFolderBasename'), 'project'],
    ['vscode', at('userHome'), '/home/ann'],
    ['vscode', `${at('input:a b')} ${at('command:x.y')}`, [at('input:a b'), at('command:x.y')]],
    ['cursor', `${at('env:SET')}/${at('userHome')}`, 'value//home/ann'],
    ['windsurf', at('file:/no/such'), [at('file:/no/such')]],
    ['windsurf', at('file:token'), 'secret'],
    ['opencode', '{env:SET}-{file:./token}', ['{file:./token}']],
    ['opencode', '{env:SET}-{file:token}', 'value-secret'],
    ['opencode', '{"a": 1}', '{"a": 1}'],
    ['gemini', `$SET ${at('SET')} ${at('UNSET:-d')}`, 'value value d'],
    ['gemini', 'costs 5$', 'costs 5$'],
    ['gemini', '%SET%', '%SET%'],
    ['continueDev', `$${'{{ secrets.X }}'}`, [`$${'{{ secrets.X }}'}`]],
    ['crush', '$(op read x) $SET', ['$(op read x)']],
    ['mcporter', '$env:SET', 'value'],
    ['unknown', `${at('SET')} {env:SET} ${at('env:SET')} $SET`, 'value value value $SET'],
    ['unknown', `${at('UNSET:-d')} ${at('cwd')} {file:token}`, 'd /srv/project secret'],
    ['unknown', at('file:token'), 'secret'],
    ['unknown', at('input:x'), [at('input:x')]],
    ['unknown', `$${'{{ secrets.X }}'}`, [`$${'{{ secrets.X }}'}`]],
    ['vscode', at('env: SET '), 'value'],
    ['vscode', at('env:path'), [at('env:path')]],
    ['vscode', `a${at('pathSeparator')}b`, 'a/b'],
  ])('%s: %s', (client, text, result) => {
    expect(filled(client, text)).toEqual(result);
  });

  it('is found in any case on Windows, and with percent signs', () => {
    const windows = { platform: 'win32' };
    expect(filled('gemini', '%PATH%', windows)).toBe('C:\\x');
    expect(filled('vscode', at('env:PATH'), windows)).toBe('C:\\x');
    expect(filled('vscode', at('/'), windows)).toBe('\\');
  });

  it('to a folder that only the client knows is not guessed', () => {
    expect(filled('vscode', at('workspaceFolder'), { workspace: undefined })).toEqual([
      at('workspaceFolder'),
    ]);
    expect(filled('opencode', '{file:token}', { workspace: undefined })).toEqual(['{file:token}']);
  });

  it.each<[ExpansionName, string, string, Partial<ExpandContext>?]>([
    ['continueDev', `$${'{{ secrets.X }}'}`, 'only the client knows its value'],
    ['vscode', at('input:x'), 'only the client knows its value'],
    ['crush', '$(op read x)', 'only the client knows its value'],
    ['claudeCode', at('UNSET'), 'the variable UNSET is not set here'],
    ['windsurf', at('env:UNSET'), 'the variable UNSET is not set here'],
    ['windsurf', at('file:/a'), '/a cannot be read here'],
    ['windsurf', at('file:a'), 'only the client knows its directory', { workspace: undefined }],
    [
      'vscode',
      at('workspaceFolder'),
      'only the client knows which folder it has opened',
      { workspace: undefined },
    ],
  ])('of %s, %s, says why it has no value', (client, reference, why, changed = {}) => {
    const where = { member: 'env', context: { ...context, ...changed } };
    const expanded = expandText(`a ${reference} b`, expansions[client], where);
    expect(expanded).toEqual({ text: `a ${reference} b`, unknown: [{ reference, why }] });
  });

  it.each([
    ['token', '/srv/project/token'],
    ['sub/~/token', '/srv/project/sub/~/token'],
    ['/a/token', '/a/token'],
    ['/a~/b', '/a~/b'],
    ['\\\\host\\a', '\\\\host\\a'],
    ['C:\\a', 'C:\\a'],
    ['1:a', '/srv/project/1:a'],
    ['~/a', '/home/ann/a'],
    ['~\\a', '/home/ann\\a'],
    ['~ann/a', '~ann/a'],
  ])('to the file %s reads %s', (path, read) => {
    const readFile = (asked: string) => ` ${asked}\n`;
    expect(filled('windsurf', at(`file:${path}`), { readFile })).toBe(read);
    // Only a relative one needs the directory.
    const alone = filled('windsurf', at(`file:${path}`), { readFile, workspace: undefined });
    expect(alone).toEqual(read.startsWith('/srv') ? [at(`file:${path}`)] : read);
  });

  it('counts only in the members in which the client fills in', () => {
    const where = { member: 'args', context };
    expect(expandText(at('env:SET'), expansions.amazonQ, where).text).toBe(at('env:SET'));
  });

  it('that is filled in is not read again', () => {
    const environment = { SET: at('OTHER'), OTHER: 'x' };
    expect(filled('claudeCode', at('SET'), { environment })).toBe(at('OTHER'));
  });
});

describe('a reference of another client', () => {
  it.each<[ExpansionName, string, readonly string[]]>([
    ['vscode', at('SET'), [at('SET')]],
    ['vscode', at('env:SET'), []],
    ['vscode', at('workspaceFolder'), []],
    ['claudeCode', at('env:SET'), [at('env:SET')]],
    ['claudeDesktop', `${at('SET')} {env:SET}`, [at('SET'), '{env:SET}']],
    ['unknown', at('SET'), []],
    ['gemini', 'plain $5 {a}', []],
  ])('%s: %s', (client, text, strange) => {
    expect(strangeReferences(text, expansions[client])).toEqual(strange);
  });
});

it('is strange to nobody who knows all, or of whom nothing is known', () => {
  const known = ['env-prefixed', 'curly-env', 'braces-default', 'braces'] as const;
  const all = { ...expansions.kiro, forms: known };
  expect(strangeReferences('a', all)).toEqual([]);
  const nothing = { ...expansions.unknown, forms: [] };
  expect(strangeReferences(at('SET'), nothing)).toEqual([]);
});

it('each client of the table has an expansion, each with its source', () => {
  for (const { expansion } of clients) expect(expansions[expansion]).toBeDefined();
  const used = new Set<string>(clients.map(({ expansion }) => expansion));
  expect(Object.keys(expansions).filter((name) => !used.has(name))).toEqual([]);
  for (const { source, seen } of Object.values(expansions)) {
    expect(source).toMatch(/^https:\/\//);
    expect(seen).toMatch(/^(?:\d{4}-\d\d-\d\d|reported \d{4}-\d\d)$/);
  }
});
