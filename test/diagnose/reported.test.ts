/**
 * How often the diagnosis agrees with what the reports of users turned out to be. A wrong cause is
 * a failure; an unknown one is listed.
 */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { type Case, evidenceOf, readCases } from './cases.ts';

const unknown = ['server-exited', 'server-unavailable'];

/** What only shows in the manner of the end is put there. */
function reported(item: Case) {
  const killed = item.exit === 137;
  return evidenceOf(item, {
    phase: item.id?.startsWith('midsession') ? 'session' : 'handshake',
    exitCode: killed ? null : (item.exit ?? null),
    signal: killed ? 'SIGKILL' : null,
    ...(item.class === 'server-crash-on-call' && { inFlight: ['tools/call'] }),
  });
}

describe('reports of users', () => {
  const all = readCases('reported');
  const startup = all.filter(({ id }) => id?.startsWith('startup'));
  const withOutput = startup.filter(({ fidelity }) => fidelity !== 'described');

  it('at start: at least 90 of 100 are right, none is wrong', () => {
    const judged = withOutput.map((item) => ({ item, reason: diagnose(reported(item)).reason }));
    const right = judged.filter(({ item, reason }) => reason === item.class);
    const open = judged.filter(({ reason }) => unknown.includes(reason));
    const wrong = judged.filter((one) => !right.includes(one) && !open.includes(one));
    const share = right.length / judged.length;
    console.info(
      `right ${right.length}, wrong ${wrong.length}, unknown ${open.length} of ${judged.length}: ${(share * 100).toFixed(1)} %`,
    );
    for (const { item } of open) console.info(`unknown: ${item.id} ${item.class}`);
    expect(wrong.map(({ item, reason }) => `${item.id}: ${item.class}, not ${reason}`)).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it('in a session: those that carry output are right', () => {
    const judged = all
      .filter(({ id }) => id?.startsWith('midsession'))
      .map((item) => [item.id, diagnose(reported(item)).reason, item.class]);
    expect(judged.length).toBeGreaterThan(5);
    expect(judged.filter(([, reason, cause]) => reason !== cause)).toEqual([]);
  });

  it('a spawn error is recognised by its errno alone', () => {
    const spawned = startup.flatMap((item) => {
      const found = /\bspawn (\S+) (ENOENT|EINVAL)/.exec(item.text);
      return found === null ? [] : [{ item, program: found[1] ?? '', spawnErrno: found[2] ?? '' }];
    });
    expect(spawned.length).toBeGreaterThan(10);
    for (const { item, program, spawnErrno } of spawned) {
      if (item.class !== 'command-not-found') continue;
      const evidence = evidenceOf(item, { stderr: '', command: [program, '-y', 'x'], spawnErrno });
      expect([item.id, diagnose(evidence).reason]).toEqual([item.id, item.class]);
    }
  });

  it('the same text on stdout, at another phase or exit code means the same', () => {
    for (const item of withOutput) {
      const before = diagnose(reported(item)).reason;
      if (item.exit === 137) continue;
      const changed = { ...reported(item), stderr: '', stdout: item.text, phase: 'start' as const };
      expect([item.id, diagnose(changed).reason]).toEqual([item.id, before]);
      const exited = { ...reported(item), exitCode: item.exit ?? 1 };
      expect([item.id, diagnose(exited).reason]).toEqual([item.id, before]);
    }
  });
});
