/**
 * The table of causes in docs/troubleshooting.md, from the rules that explain a fall. Pure: does
 * not open the page.
 */

import { withSection } from './page-section.ts';
import { troubleshootingTable } from './troubleshooting.ts';

/** The page with this table up to date. Throws if its marks are missing. */
export function withTroubleshootingSection(page: string): string {
  return withSection(page, 'troubleshooting', troubleshootingTable());
}
