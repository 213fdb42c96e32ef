/**
 * Brings the README's sections that are made from the code up to date: `npm run readme`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withClientSection } from './readme-clients.ts';
import { withOptionSection } from './readme-options.ts';
import { withTroubleshootingSection } from './readme-troubleshooting.ts';

const readme = readFileSync('README.md', 'utf8');
writeFileSync(
  'README.md',
  withTroubleshootingSection(withClientSection(withOptionSection(readme))),
);
