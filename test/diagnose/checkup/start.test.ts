/** The command, how a package is started, and whether what was started runs on. */
import { describe, expect, it } from 'vitest';
import { examineLimits } from '../../../src/base/limits.ts';
import type { PackageStart } from '../../../src/diagnose/checkup/observed.ts';
import { find, initialized, judge, observed, trial } from './observed.ts';

const gone = { kind: 'gone' } as const;
const silence = { kind: 'silence', waitedMs: 60_000 } as const;

describe('the command', () => {
  const given = observed(trial(initialized));
  it('where it is, what runs it, and what was repaired', () => {
    expect(find(given, 'command')).toStrictEqual({
      name: 'command',
      status: 'ok',
      text: '/usr/bin/npx',
    });
    const runtime = { name: 'Node.js', version: '22.1.0' };
    const command = { ...given.command, runtime, repairs: ['a quote was added'] };
    expect(find({ ...given, command }, 'command')).toStrictEqual({
      name: 'command',
      status: 'note',
      text: '/usr/bin/npx (Node.js 22.1.0)',
      lines: ['a quote was added'],
    });
  });

  it('that was not found has neither start nor stdout', () => {
    const { file: _, ...command } = given.command;
    const evidence = { ...given.legacy.evidence, spawnErrno: 'ENOENT' };
    const { resolvedCommand: __, ...missing } = evidence;
    const of = { ...given, command, legacy: trial(gone, { evidence: missing }) };
    expect(judge(of).map(({ name }) => name)).toEqual(['command']);
    expect(find(of, 'command')).toMatchObject({ status: 'problem', reason: 'command-not-found' });
    expect(find(of, 'command')?.text).not.toMatch(/\.$|exit code|at the start/);
  });
});

describe('the start', () => {
  const fell = (part: object) => {
    const evidence = { ...trial(gone).evidence, exitCode: 1, ...part };
    return find(observed(trial(gone, { fell: true, evidence })), 'start');
  };
  it('runs, or ended, and how', () => {
    expect(find(observed(trial(initialized)), 'start')).toStrictEqual({
      name: 'start',
      status: 'ok',
      text: 'runs',
    });
    expect(fell({ stderr: "ModuleNotFoundError: No module named 'bs4'" })?.text).toMatch(
      /`bs4`.*[^.] \(exit code 1 at the start\)$/,
    );
    expect(
      fell({ stderr: "ModuleNotFoundError: No module named 'bs4'", phase: 'session' })?.text,
    ).toMatch(/ \(exit code 1 after its first answers\)$/);
    expect(fell({})?.text.match(/exit code 1/g)).toHaveLength(1);
    expect(
      find(
        observed(trial(gone, { evidence: { ...trial(gone).evidence, spawnErrno: 'EACCES' } })),
        'start',
      ),
    ).toMatchObject({ status: 'problem' });
  });

  it('with the last lines of what it printed', () => {
    const max = examineLimits.stderrLinesMax;
    const many = Array.from({ length: max + 3 }, (_, at) => `line ${at}`);
    expect(fell({ stderr: many.join('\r\n') })?.lines).toEqual(many.slice(-max));
    expect(fell({ stderr: ' \n', stdout: 'a\n\n  \nb' })?.lines).toEqual(['a', 'b']);
    expect(
      fell({ stderr: 'a\n    at f (/s/a.js:1:2)\n    at g (/s/b.js:1:2)', stdout: 'x' })
        ?.lines?.[0],
    ).toBe('a');
  });
});

describe('a package', () => {
  const start = (found: PackageStart['found'], tookMs = 0.2) =>
    find({ ...observed(trial(initialized)), package: { runner: 'npx', tookMs, found } }, 'package');
  const direct = { kind: 'direct', name: 'x', version: '1.2', file: '/c/x.js' } as const;
  it('how it is started', () => {
    const text = 'x 1.2, which mcp-shield starts without npx';
    expect(start(direct)).toStrictEqual({
      name: 'package',
      status: 'ok',
      text,
      lines: ['/c/x.js (found in 1 ms)'],
    });
    expect(start({ ...direct, newer: '2.0' }, 12.4)).toStrictEqual({
      name: 'package',
      status: 'note',
      text,
      lines: ['/c/x.js (found in 12 ms)'],
      advice: ['2.0 is out: `mcp-shield warm --update -- npx x`.'],
    });
    expect(start({ kind: 'left', why: 'it has options' })).toStrictEqual({
      name: 'package',
      status: 'ok',
      text: 'started by npx, not directly: it has options',
    });
    const of = {
      ...observed(trial(silence)),
      package: { runner: 'npx', tookMs: 1, found: { kind: 'absent', spec: 'y' } },
    } as const;
    expect(find(of, 'package')?.text).toBe('y is not installed yet; the first start takes longer');
  });
});
