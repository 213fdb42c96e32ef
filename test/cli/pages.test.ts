/**
 * The pages of docs/ that are made from the code say what the code says, and README counts right.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withClientSection } from '../../scripts/docs/clients-section.ts';
import { withEventsSection } from '../../scripts/docs/events-section.ts';
import { manPage } from '../../scripts/docs/man-page.ts';
import { optionsPage } from '../../scripts/docs/options-page.ts';
import { withSection } from '../../scripts/docs/page-section.ts';
import { withTroubleshootingSection } from '../../scripts/docs/troubleshooting-section.ts';
import { commandTexts } from '../../src/cli/command-texts.ts';
import { commandNames, optionNames, optionOf, variableOf } from '../../src/cli/options.ts';
import { clients } from '../../src/config/clients.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

describe('the page of options', () => {
  const page = read('docs/options.md');

  // [R-table]
  it('is up to date (npm run readme)', () => {
    expect(page).toBe(optionsPage());
  });

  it.each(optionNames)('has a heading for --%s, and its variable', (name) => {
    const [, section = ''] = page.split(`\n### --${name}\n`);
    const own = section.split('\n#')[0];
    const variable = optionOf(name).env === false ? 'none' : `\`${variableOf(name)}\``;
    expect(own).toContain(`* Variable: ${variable}\n`);
  });

  it('says the bounds and the default', () => {
    expect(page).toContain('* Default: `5`\n* Bounds: `0` to `1000`\n');
    expect(page).toContain('* Default: `none`\n* Bounds: `1ms` to `24h`, or `none`\n');
    expect(page).toContain('* Default: `reads`\n* One of: `never`, `reads`, `annotated`\n');
  });
});

describe('the manual page', () => {
  const page = read('docs/mcp-shield.1');

  it('is up to date (npm run readme)', () => {
    expect(page).toBe(manPage());
  });

  // What mandoc asks for and the page has not: a date, for it would change without the tables.
  it.for([
    ['groff', '-man', '-ww', '-Tutf8', '-z'],
    ['man', '--warnings', '--local-file', '-Tutf8', '-Z'],
    ['mandoc', '-T', 'lint', '-W', 'error'],
  ])('is without a mistake to %s', ([program = '', ...args], { skip }) => {
    skip(process.platform !== 'linux', 'programs of these names elsewhere take other options');
    const file = join(root, 'docs/mcp-shield.1');
    const { error, status, stderr } = spawnSync(program, [...args, file], { encoding: 'utf8' });
    skip(error !== undefined, `${program} is not installed here`);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('names every command and every option', () => {
    const shown = page.replaceAll('\\-', '-');
    for (const name of commandNames) expect(shown).toContain(`.B mcp-shield ${name}`);
    for (const { options = [] } of Object.values(commandTexts)) {
      for (const [syntax] of options) expect(shown).toContain(`\n.B ${syntax}\n`);
    }
    for (const name of optionNames) expect(shown).toMatch(new RegExp(`^\\.B .*--${name}\\b`, 'm'));
  });
});

describe('the page of clients', () => {
  const page = read('docs/clients.md');

  it('is up to date (npm run readme)', () => {
    expect(withClientSection(page)).toBe(page);
  });

  it('has each of them', () => {
    for (const { id } of clients) expect(page).toContain(`| \`${id}\` |`);
  });

  it('is as long as README says', () => {
    const count = new Set(clients.map(({ name }) => name)).size;
    expect(read('README.md')).toContain(`${count} clients are known`);
  });
});

it('the table of events is up to date (npm run readme)', () => {
  const page = read('docs/for-programs.md');
  expect(withEventsSection(page)).toBe(page);
});

it('the table of causes is up to date (npm run readme)', () => {
  const page = read('docs/troubleshooting.md');
  expect(withTroubleshootingSection(page)).toBe(page);
  expect(page).toContain('| `command-not-found` |');
});

describe('a section that is made from the code', () => {
  const mark = '<!-- some: written by `npm run readme` -->\n';
  const page = `before\n${mark}old\n<!-- /some -->\nafter\n`;

  it('leaves what stands around it, and does not change a second time', () => {
    const written = withSection(page, 'some', 'new');
    expect(written).toBe(`before\n${mark}\nnew\n<!-- /some -->\nafter\n`);
    expect(withSection(written, 'some', 'new')).toBe(written);
  });

  it('needs its marks', () => {
    expect(() => withSection('# nothing\n', 'some', 'new')).toThrow(/has no <!-- some/);
  });
});

describe('README', () => {
  it('is read in one go, and has the two commands for a fresh machine', () => {
    const readme = read('README.md');
    expect(readme.split('\n').length).toBeLessThanOrEqual(161);
    expect(readme).toContain('\nnpm ci && npm run demo\nnpm ci && npm test\n');
  });
});
