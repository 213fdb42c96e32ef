/**
 * The README's section on options says what the table says.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withOptionSection } from '../../scripts/docs/readme-options.ts';
import { optionNames } from '../../src/cli/options.ts';

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
