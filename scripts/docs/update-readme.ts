/**
 * Brings up to date what is made from the code: sections of the README and the page of causes.
 * `npm run readme`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { causesPage } from './causes-page.ts';
import { withClientSection } from './readme-clients.ts';
import { withOptionSection } from './readme-options.ts';
import { withTroubleshootingSection } from './readme-troubleshooting.ts';

const readme = readFileSync('README.md', 'utf8');
mkdirSync('docs', { recursive: true });
writeFileSync('docs/causes.md', causesPage());
writeFileSync(
  'README.md',
  withTroubleshootingSection(withClientSection(withOptionSection(readme))),
);
