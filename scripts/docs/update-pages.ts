/**
 * Brings up to date what the pages of docs/ say from the code: options, causes, and the tables of
 * clients, of causes and of events. `npm run readme`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { causesPage } from './causes-page.ts';
import { withClientSection } from './clients-section.ts';
import { withEventsSection } from './events-section.ts';
import { manPage } from './man-page.ts';
import { optionsPage } from './options-page.ts';
import { withTroubleshootingSection } from './troubleshooting-section.ts';

writeFileSync('docs/causes.md', causesPage());
writeFileSync('docs/options.md', optionsPage());
writeFileSync('docs/mcp-shield.1', manPage());
update('docs/clients.md', withClientSection);
update('docs/for-programs.md', withEventsSection);
update('docs/troubleshooting.md', withTroubleshootingSection);

function update(page: string, withSections: (text: string) => string): void {
  writeFileSync(page, withSections(readFileSync(page, 'utf8')));
}
