/** The arguments of npx and npm, held to npm's own parser where they are taken for certain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpmArguments, readNpxArguments } from '../../src/resolve/direct/npx-arguments.ts';
import { isLeft } from '../../src/resolve/direct/package-run.ts';
import { readByNpm } from './npm-oracle.ts';

const word = fc.oneof(
  fc.constantFrom('-y', '--yes', '--', '-', '-p', '--package=x', '-c', '--no', '-q', '--quiet'),
  fc.constantFrom('server', '@a/b', '@a/b@1.2.3', 'server@1', 'server@latest', 'x@1.0.0-rc.1'),
  fc.constantFrom('true', 'false', 'null', '--flag', '--flag=1', '-abc', '', 'a b', '--yes=false'),
  fc.string({ maxLength: 6 }),
);
const args = fc.array(word, { maxLength: 6 });

describe('what is taken for certain is what npm reads', () => {
  it('of npx', () => {
    fc.assert(
      fc.property(args, (typed) => {
        const run = readNpxArguments(typed);
        if (isLeft(run)) return;
        const { remain, settings } = readByNpm('npx', typed);
        expect({ remain, settings }).toEqual({
          remain: [run.spec, ...run.args],
          settings: run.yes ? { yes: true } : {},
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it('of npm exec', () => {
    fc.assert(
      fc.property(fc.constantFrom('exec', 'x'), args, (command, typed) => {
        const run = readNpmArguments([command, ...typed]);
        if (isLeft(run)) return;
        const { remain, settings } = readByNpm('npm', [command, ...typed]);
        expect({ remain, settings }).toEqual({
          remain: [run.spec, ...run.args],
          settings: run.yes ? { yes: true } : {},
        });
      }),
      { numRuns: 3_000 },
    );
  });
});

const noPackage = 'no package is named';
const noName = 'it does not name a package of a registry';
const range = 'it asks for a range of versions';

describe('what is left to npx', () => {
  it.each<[readonly string[], string]>([
    [[], noPackage],
    [['-y'], noPackage],
    [['--'], noPackage],
    [['--yes', '-y', '--'], noPackage],
    [['-p', 'a', 'b'], 'of the option -p'],
    [['-c', 'x'], 'of the option -c'],
    [['--offline', 'server'], 'of the option --offline'],
    [['-y', '--//r/:_authToken=secret=', 'server'], 'of the option --//r/:_authToken'],
    [['-'], 'of the option -'],
    [['--', '-x'], noName],
  ])('%j', (typed, why) => {
    expect(readNpxArguments(typed)).toEqual({ why });
  });

  it.each([
    ...['./server', '..', '~/x', '~@', 'server.tgz', 'a.tar.gz', 'a.tar', 'a@x.tgz', '/a', 'a b'],
    ...[
      'git+ssh://x/y',
      'github:a/b',
      'a/b',
      'file:x',
      'npm:server',
      'Server',
      'serVer',
      '.server',
    ],
    ...[
      '_server',
      '@a',
      '@a/',
      '@/a',
      '@A/b',
      '@a/B',
      '@.a/b',
      '@a/.b',
      '@a/b/c',
      'a/@b',
      'a@',
      '',
    ],
    ...['!server', 'a%20b', 'https://x/y.tgz'],
  ])('%j', (spec) => {
    expect(readNpxArguments([spec])).toEqual({ why: noName });
  });

  it.each([
    ...[
      '^1',
      '1',
      '1.2',
      'x',
      'X',
      '>=1.0.0',
      '*',
      ' 1.0.0',
      '1.0.0 ',
      'v1.0.0',
      '=1.0.0',
      '1.x.0',
    ],
    ...['01.0.0', '1.01.0', '1.0.01', '1.0.0.0', '1.0.0-', '1.0.0-01', '1.0.0-a..b', '1.0.0-a.01'],
    ...['1.0.0-a.', '1.0.0-a_b', '1.0.0-a.b_c', '1.0.0+build', '1.0.0 - 2.0.0', '1.0.0||2.0.0'],
    ...['npm:server', 'v1', 'a', 'a1', 'latest1', 'latest.', '-x', 'Latest', 'latesT', '1latest'],
    ...['file:x', './x', 'a+b', 'a/b'],
  ])('server@%s', (text) => {
    expect(readNpxArguments([`server@${text}`])).toEqual({ why: range });
    expect(readNpxArguments([`@a/server@${text}`])).toEqual({ why: range });
  });
});

describe('what npx is asked for', () => {
  it.each<[readonly string[], object]>([
    [['server'], { spec: 'server', name: 'server', yes: false, args: [], program: undefined }],
    [['-y', '--yes', '@a/b', 'x', '-y'], { name: '@a/b', yes: true, args: ['x', '-y'] }],
    [['--', 'server', '--', 'x'], { name: 'server', args: ['--', 'x'] }],
    [['-y', '--', 'server'], { name: 'server', yes: true }],
    [['@a~b/c.d_e~f-7@1.0.0'], { spec: '@a~b/c.d_e~f-7@1.0.0', name: '@a~b/c.d_e~f-7' }],
    [['0~a.b_c-d'], { name: '0~a.b_c-d' }],
    [['~a'], { name: '~a' }],
    [['@~a/~b'], { name: '@~a/~b' }],
    [['tgz'], { name: 'tgz' }],
    [['a.tgz.b'], { name: 'a.tgz.b' }],
    [['tar-gz'], { name: 'tar-gz' }],
  ])('%j', (typed, run) => {
    expect(readNpxArguments(typed)).toMatchObject({ wanted: expect.anything(), ...run });
  });

  it.each([
    ...['0.0.0', '10.20.30', '1.0.0-0', '1.0.0-rc.1', '1.0.0-a-b.10.0a', '1.0.0-1a', '1.0.0--'],
    ...[
      '1.0.0-12.a.34',
      '1.0.0-A.Z',
      '1.0.0-0a.0a',
      '1.0.0-a.b.c',
      '100.200.300-400.500',
      '1.0.0-rc.beta2',
    ],
  ])('the version %s', (version) => {
    expect(readNpxArguments([`server@${version}`])).toMatchObject({
      spec: `server@${version}`,
      wanted: { kind: 'version', version },
    });
  });

  it.each(['latest', 'next', 'beta-x', 'ab', 'xx', 'next-'])('the tag %s', (tag) => {
    expect(readNpxArguments([`server@${tag}`])).toMatchObject({ wanted: { kind: 'tag', tag } });
  });

  it('no version', () => {
    expect(readNpxArguments(['server'])).toMatchObject({ wanted: { kind: 'any' } });
  });
});

describe('npm', () => {
  const maybeValue = (text: string): string => `${text} may be the value of --yes`;

  it.each<[readonly string[], string]>([
    [[], 'it is not npm exec'],
    [['install', 'server'], 'it is not npm exec'],
    [['-y', 'exec', 'server'], 'it is not npm exec'],
    [['exec'], noPackage],
    [['x', '-y', '--'], noPackage],
    [['exec', 'server', '-x=secret'], 'of the option -x'],
    [['exec', 'server', '-y'], 'of the option -y'],
    [['x', '--package=b', '--', 'server'], 'of the option --package'],
    [['exec', '-y', 'true', 'server'], maybeValue('true')],
    [['exec', '-y', 'false', '--', 'server'], maybeValue('false')],
    [['exec', '--yes', 'null'], maybeValue('null')],
    [['exec', '--', '-x'], noName],
  ])('decides itself about %j', (typed, why) => {
    expect(readNpmArguments(typed)).toEqual({ why });
  });

  it.each<[readonly string[], object]>([
    [['exec', 'server', 'a', '--', '-b', '--', 'c'], { args: ['a', '-b', '--', 'c'], yes: false }],
    [['x', '-y', '--', 'server', '-h'], { args: ['-h'], yes: true }],
    [['x', 'true', 'server'], { spec: 'true', args: ['server'] }],
    [['x', '-y', 'truely'], { spec: 'truely', yes: true }],
    [['x', '-y', 'untrue'], { spec: 'untrue', yes: true }],
    [['x', '-y', '--', 'true'], { spec: 'true', yes: true }],
  ])('is asked for %j', (typed, run) => {
    expect(readNpmArguments(typed)).toMatchObject({ ...run });
  });
});
