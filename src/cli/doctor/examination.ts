/**
 * From servers to their reports: each is examined, side by side with a few others, and judged.
 */
import { shownArgs } from '../../base/shown-args.ts';
import { visible } from '../../base/visible.ts';
import { judgeServer } from '../../diagnose/checkup/judge.ts';
import { verdictOf } from '../../diagnose/checkup/verdict.ts';
import { examine } from '../../doctor/examine.ts';
import type { ProcessRegistry } from '../../doctor/process-registry.ts';
import { sideBySide } from '../../doctor/side-by-side.ts';
import { withAskedVariables } from './asked-for.ts';
import type { Progress } from './progress.ts';
import { measure, type ServerReport } from './report.ts';
import type { ServerToCheck } from './server-to-check.ts';

export interface ExaminationDeps {
  readonly registry: ProcessRegistry;
  readonly progress: Progress;
  /** Told of each report as soon as there is one. */
  readonly told: (report: ServerReport) => void;
}

/** The reports in the order of `servers`. */
export function examineAll(
  servers: readonly ServerToCheck[],
  { registry, progress, told }: ExaminationDeps,
): Promise<ServerReport[]> {
  return sideBySide(servers, async (server) => {
    progress.begin(server.name);
    const report = await examineOne(server, registry);
    progress.end(server.name);
    told(report);
    return report;
  });
}

async function examineOne(
  configured: ServerToCheck,
  registry: ProcessRegistry,
): Promise<ServerReport> {
  const server = await withAskedVariables(configured);
  const { name, client, file, entry, redact } = server;
  const where = {
    name,
    ...(client !== undefined && { client }),
    ...(file !== undefined && { file }),
  };
  if (entry === undefined) {
    const verdict = verdictOf(server.checks);
    const unknown = { healthy: true, text: 'not examined' };
    return { ...where, verdict: verdict.healthy ? unknown : verdict, checks: server.checks };
  }
  const observed = await examine(entry, registry);
  const checks = [...server.checks, ...judgeServer(observed, redact)];
  return {
    ...where,
    command: visible(shownArgs([entry.file, ...entry.args], redact).join(' ')),
    verdict: verdictOf(checks),
    checks,
    measured: measure(observed),
  };
}
