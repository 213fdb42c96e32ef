/**
 * The README's table of causes, from the rules that explain a fall. Pure: does not open the README.
 */

import { withSection } from './readme-section.ts';
import { troubleshootingTable } from './troubleshooting.ts';

/** The README with this section up to date. Throws if its marks are missing. */
export function withTroubleshootingSection(readme: string): string {
  return withSection(readme, 'troubleshooting', troubleshootingTable());
}
