/**
 * The shields that run here as `status --json` prints them: the form that programs are promised,
 * whatever the files are like that shields keep for it. Pure.
 */
import type { Status } from '../runner/observe/status-file.ts';
import { jsonLine } from './printed-json.ts';

/** With its newline. */
export function statusJson(statuses: readonly Status[]): string {
  const shields = statuses.map(({ format: _format, startedAt, writtenAt, falls, ...rest }) => ({
    ...rest,
    startedAt: timeOf(startedAt),
    writtenAt: timeOf(writtenAt),
    falls: falls.map(({ at, reason, sentence }) => ({ at: timeOf(at), reason, sentence })),
  }));
  return jsonLine({ shields });
}

/** ISO 8601 in JSON; null if a strange file has no time there. */
function timeOf(ms: number): Date {
  return new Date(Math.round(ms));
}
