/**
 * The README's table of causes says what the rules say.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTroubleshootingSection } from '../../scripts/docs/readme-troubleshooting.ts';

it('the table of causes in the README is up to date (npm run readme)', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toBe(withTroubleshootingSection(readme));
  expect(readme).toContain('| `command-not-found` |');
});
