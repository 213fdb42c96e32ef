/**
 * From patients to their reports: each is examined, side by side with a few others, and judged.
 */
import { visible } from '../../base/visible.ts';
import { judgeServer } from '../../diagnose/checkup/judge.ts';
import { verdictOf } from '../../diagnose/checkup/verdict.ts';
import { examine } from '../../doctor/examine.ts';
import type { Ward } from '../../doctor/process-registry.ts';
import { sideBySide } from '../../doctor/side-by-side.ts';
import type { Progress } from './progress.ts';
import { measure, type ServerReport } from './report.ts';
import type { Patient } from './server-to-check.ts';

export function examineAll(
  patients: readonly Patient[],
  ward: Ward,
  progress: Progress,
): Promise<ServerReport[]> {
  return sideBySide(patients, async (patient) => {
    progress.begin(patient.name);
    const report = await examineOne(patient, ward);
    progress.end(patient.name);
    return report;
  });
}

async function examineOne(patient: Patient, ward: Ward): Promise<ServerReport> {
  const { name, client, file, entry, redact } = patient;
  const where = {
    name,
    ...(client !== undefined && { client }),
    ...(file !== undefined && { file }),
  };
  if (entry === undefined) {
    const verdict = verdictOf(patient.checks);
    const unknown = { healthy: true, text: 'not examined' };
    return { ...where, verdict: verdict.healthy ? unknown : verdict, checks: patient.checks };
  }
  const observed = await examine(entry, ward);
  const checks = [...patient.checks, ...judgeServer(observed, redact)];
  return {
    ...where,
    command: visible(redact([entry.command, ...entry.args].join(' '))),
    verdict: verdictOf(checks),
    checks,
    measured: measure(observed),
  };
}
