/**
 * What is made of facts that no test can wait for or bring about on every machine: silence, slow
 * answers, servers of one era only.
 */
import { describe, expect, it } from 'vitest';
import { judgeServer } from '../../../src/diagnose/checkup/judge.ts';
import type { Answer } from '../../../src/diagnose/checkup/observed.ts';
import { verdictOf } from '../../../src/diagnose/checkup/verdict.ts';
import { find, initialized, judge, observed, result, trial } from './observed.ts';

const discovered = result({ supportedVersions: ['2026-07-28'] });
const unsupported: Answer = { kind: 'error', afterMs: 5, code: -32_022, message: 'Unsupported' };
const silence: Answer = { kind: 'silence', waitedMs: 60_000 };

describe('the handshake', () => {
  it('may be answered in frames only', () => {
    const check = find(observed(trial(silence, { readsFramesOnly: true })), 'initialize');
    expect(check?.text).toContain('Content-Length');
    expect(check?.status).toBe('problem');
  });

  it('may be of the new era only', () => {
    const of = observed(trial(unsupported), trial(discovered));
    expect(find(of, 'initialize')).toMatchObject({ status: 'note' });
    expect(find(of, 'server/discover')).toMatchObject({ status: 'ok' });
    expect(verdictOf(judge(of)).healthy).toBe(true);
  });

  it('is refused in both', () => {
    const of = observed(trial(unsupported), trial(unsupported));
    expect(find(of, 'initialize')).toMatchObject({
      status: 'problem',
      text: 'refused with -32022, Unsupported',
    });
    expect(find(of, 'server/discover')).toBeUndefined();
  });

  it('that is slow is noted with what to do', () => {
    const slow = observed(trial(result({}, 25_000)));
    expect(find(slow, 'initialize')).toMatchObject({
      status: 'note',
      text: 'answered after 25.0 s',
      advice: [expect.stringContaining('30 to 60 s')],
    });
  });

  it('that never comes is explained by what the server says meanwhile', () => {
    const stderr = 'Need to install the following packages:\nserver@1.0.0\nOk to proceed? (y) ';
    const quiet = trial(silence);
    const asking = trial(silence, { evidence: { ...quiet.evidence, stderr } });
    expect(find(observed(quiet), 'initialize')).toMatchObject({
      status: 'problem',
      text: 'no answer within 60.0 s',
    });
    expect(find(observed(asking), 'initialize')).toMatchObject({
      status: 'problem',
      reason: 'npx-prompt',
    });
  });

  it('may leave a probe unanswered', () => {
    expect(find(observed(trial(initialized), trial(silence)), 'server/discover')).toMatchObject({
      status: 'note',
    });
  });
});

describe('tools', () => {
  it.each([
    [{ kind: 'none' }, { status: 'ok', text: 'none offered' }],
    [
      { kind: 'counted', count: 0 },
      { status: 'ok', text: '0' },
    ],
    [
      { kind: 'failed', answer: { kind: 'error', afterMs: 1, code: -32_603, message: 'boom' } },
      { status: 'problem', text: 'tools/list failed: refused with -32603, boom' },
    ],
  ] as const)('%j', (tools, expected) => {
    expect(find(observed(trial(initialized, { tools })), 'tools')).toMatchObject(expected);
  });
});

describe('stdout', () => {
  it.each([
    ['text', 'a message stands on one line with other text; clients complain or hang up'],
    ['content-length', expect.stringContaining('Content-Length')],
    ['oversize', expect.stringContaining('10 MB')],
  ])('with messages that need salvage (%s) is wrong', (kind, text) => {
    const noise = { lines: [], lineCount: 0, salvaged: [kind] };
    expect(find(observed(trial(initialized, { noise })), 'stdout')).toMatchObject({
      status: 'problem',
      text,
    });
  });

  it('with nothing but a CR is right', () => {
    const noise = { lines: [], lineCount: 0, salvaged: ['cr', 'padding'] };
    expect(find(observed(trial(initialized, { noise })), 'stdout')?.status).toBe('ok');
  });
});

describe('what is shown', () => {
  it('cannot steer a terminal, holds no secret, and is cut after that', () => {
    const line = `\u001b]0;owned\u0007 ${'x'.repeat(290)}SECRET`;
    const evidence = { ...trial(initialized).evidence, exitCode: 1, stderr: line };
    const of = observed(trial({ kind: 'gone' }, { fell: true, evidence }));
    const checks = judgeServer(of, (text) => text.replaceAll('SECRET', '[hidden]'));
    const [shown = ''] = checks.find(({ name }) => name === 'start')?.lines ?? [];
    expect(shown).toMatch(/^\\u001b\]0;owned\\u0007 x/);
    expect(shown).not.toMatch(/SEC/);
    expect(shown.length).toBe(300);
  });

  it('begins with what has to be put right first', () => {
    const noise = { lines: ['hello'], lineCount: 1, salvaged: [] };
    const of = observed(trial(silence, { noise }));
    expect(verdictOf(judge(of)).text).toMatch(/^fix this first \(initialize\): no answer/);
  });
});

describe('what a wrapped server leaves behind', () => {
  const ending = {
    asked: 'SIGTERM',
    heard: 'SIGTERM',
    afterMs: 5,
    leftovers: ['node (pid 7)'],
  } as const;
  const left = observed(trial(initialized, { ending }));

  it('is not told to be wrapped', () => {
    expect(find(left, 'SIGTERM')).toMatchObject({
      status: 'note',
      advice: ['With mcp-shield in front of it nothing is left behind.'],
    });
    const check = find({ ...left, shielded: true }, 'SIGTERM');
    expect(check).toMatchObject({
      status: 'ok',
      text: 'leaves behind node (pid 7); mcp-shield, which is in front of it, ends that, too',
    });
  });
});

describe('a package that was missing', () => {
  const start = {
    runner: 'npx',
    found: { kind: 'absent', spec: 'x' },
    tookMs: 1,
  } as const;

  it('is there once its server has answered', () => {
    const answered = { ...observed(trial(initialized)), package: start };
    expect(find(answered, 'package')?.text).toBe('x was not installed yet, and is now');
    const silent = { ...observed(trial({ kind: 'silence', waitedMs: 9 })), package: start };
    expect(find(silent, 'package')).toMatchObject({
      status: 'note',
      advice: ['Install it now: `mcp-shield warm -- npx x`.'],
    });
  });
});
