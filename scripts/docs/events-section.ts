/**
 * The table of the log's events in docs/for-programs.md. Pure: does not open the page.
 */

import { logEvents } from '../../src/base/log-events.ts';
import { withSection } from './page-section.ts';

/** The page with this table up to date. Throws if its marks are missing. */
export function withEventsSection(page: string): string {
  const rows = Object.entries(logEvents).map(([event, what]) => `| \`${event}\` | ${what} |\n`);
  return withSection(page, 'events', `| event | what it tells |\n|---|---|\n${rows.join('')}`);
}
