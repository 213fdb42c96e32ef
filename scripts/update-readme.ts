/**
 * Brings the README's section on options up to date: `npm run readme`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withOptionSection } from './readme-options.ts';

writeFileSync('README.md', withOptionSection(readFileSync('README.md', 'utf8')));
