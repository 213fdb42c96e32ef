/** The arguments of npx and npm, held to npm's own parser where they are taken for certain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpmArguments, readNpxArguments } from '../../src/resolve/direct/npx-arguments.ts';
import { isLeft } from '../../src/resolve/direct/package-run.ts';
import { readUvArguments, readUvxArguments } from '../../src/resolve/direct/uvx-arguments.ts';
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

describe('what is left to the runner', () => {
  it.each([
    [['-p', 'a', 'b']],
    [['-c', 'x']],
    [['--offline', 'server']],
    [['./server']],
    [['..']],
    [['~/x']],
    [['server.tgz']],
    [['git+ssh://x/y']],
    [['github:a/b']],
    [['a/b']],
    [['file:x']],
    [['npm:server']],
    [['alias@npm:server']],
    [['server@^1']],
    [['server@1']],
    [['server@1.2']],
    [['server@x']],
    [['server@>=1.0.0']],
    [['server@*']],
    [['server@ 1.0.0']],
    [['server@v1.0.0']],
    [['server@01.0.0']],
    [['Server']],
    [['.server']],
    [['_server']],
    [['@a']],
    [['@a/']],
    [[]],
    [['-y']],
    [['--']],
  ])('npx %j', (typed) => {
    expect(isLeft(readNpxArguments(typed))).toBe(true);
  });

  it.each([
    [['--with', 'x', 'server']],
    [['--python', '3.12', 'server']],
    [['--from', 'git+https://x/y', 'server']],
    [['--from', './x', 'server']],
    [['--from', 'server[extra]', 'server']],
    [['--from', 'server>=1', 'server']],
    [['--from', 'server', '--with', 'y', 'server']],
    [['python']],
    [['python3.12']],
    [['server@1.0rc1']],
    [['server==1.0']],
    [['--from']],
    [[]],
  ])('uvx %j', (typed) => {
    expect(isLeft(readUvxArguments(typed))).toBe(true);
  });
});

describe('what uvx is asked for', () => {
  it.each([
    [['server', '-x'], { spec: 'server', program: 'server', args: ['-x'] }],
    [['server@1.2.3'], { wanted: { kind: 'version', version: '1.2.3' }, program: 'server' }],
    [['--from', 'server==1.0', 'tool', 'a'], { name: 'server', program: 'tool', args: ['a'] }],
    [['--from=a-server', 'tool'], { name: 'a-server', program: 'tool' }],
    [['server@latest'], { wanted: { kind: 'tag', tag: 'latest' } }],
  ])('%j', (typed, run) => {
    expect(readUvxArguments(typed)).toMatchObject(run);
    expect(readUvArguments(['tool', 'run', ...typed])).toEqual(readUvxArguments(typed));
  });
});
