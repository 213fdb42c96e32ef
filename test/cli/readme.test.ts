/**
 * The README's section on options says what the table says.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withClientSection } from '../../scripts/docs/readme-clients.ts';
import { withOptionSection } from '../../scripts/docs/readme-options.ts';
import { optionNames } from '../../src/cli/options.ts';
import { clients } from '../../src/config/clients.ts';

const marks =
  'before\n<!-- options: written by `npm run readme` -->\nold\n<!-- /options -->\nafter\n';

describe('the README', () => {
  // [R-table]
  it('is up to date (npm run readme)', () => {
    const readme = existsSync('README.md') ? readFileSync('README.md', 'utf8') : marks;
    const expected = withOptionSection(readme);
    if (readme !== marks) expect(readme).toBe(expected);
    for (const name of optionNames) expect(expected).toContain(`--${name}`);
  });

  it('lists the clients of the table (npm run readme)', () => {
    if (!existsSync('README.md')) return;
    const readme = readFileSync('README.md', 'utf8');
    expect(withClientSection(readme)).toBe(readme);
    for (const { id } of clients) expect(readme).toContain(`\`${id}\``);
  });

  it('keeps what stands around the section, and does not change a second time', () => {
    const written = withOptionSection(marks);
    expect(written).toMatch(/^before\n<!-- options/);
    expect(written).toMatch(/<!-- \/options -->\nafter\n$/);
    expect(written).not.toContain('old');
    expect(withOptionSection(written)).toBe(written);
  });

  it('needs its marks', () => {
    expect(() => withOptionSection('# nothing\n')).toThrow(/has no <!-- options/);
  });
});
