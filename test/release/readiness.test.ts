/**
 * When a release is refused.
 */
import { describe, expect, it } from 'vitest';
import { obstacles, pagesIn } from '../../scripts/release/readiness.mjs';
import { docsUrl } from '../../src/diagnose/docs-url.ts';

const ready = {
  manifest: {
    version: '1.2.3',
    publishConfig: { provenance: true },
  },
  changelog: '# Changelog\n\n## 1.2.3 — 2026-01-31\n\n* new\n\n## 1.2.2 — 2026-01-01\n',
  changes: '',
  tags: ['v1.2.3'],
  repository: 'https://github.com/example/mcp-shield' as string | undefined,
  pages: 'https://github.com/example/mcp-shield',
};

describe('a release', () => {
  it('is ready when all agrees', () => {
    expect(obstacles(ready)).toEqual([]);
  });

  it.each([
    [
      { manifest: { ...ready.manifest, version: '1.2.4' }, tags: ['v1.2.4'] },
      'CHANGELOG.md begins with 1.2.3, package.json says 1.2.4',
    ],
    [
      { changelog: '# Changelog\n\n## 1.2.3 — unreleased\n' },
      'CHANGELOG.md gives no day for 1.2.3: "unreleased"',
    ],
    [{ changelog: '' }, 'CHANGELOG.md begins with nothing, package.json says 1.2.3'],
    [{ changes: ' M src/cli/main.ts' }, 'there are changes that are not committed'],
    [{ tags: ['v1.2.2'] }, 'this commit has no tag v1.2.3'],
    [
      { manifest: { ...ready.manifest, publishConfig: undefined } },
      'publishConfig in package.json does not ask for provenance',
    ],
    [
      { repository: undefined },
      'no repository is given, which provenance is checked against: ' +
        '--repository https://github.com/<owner>/<name>',
    ],
    [
      { repository: 'https://github.com/fork/mcp-shield' },
      'messages and pages lead to https://github.com/example/mcp-shield, ' +
        'the repository is https://github.com/fork/mcp-shield',
    ],
  ])('waits, given %j', (change, sentence) => {
    expect(obstacles({ ...ready, ...change })).toEqual([sentence]);
  });
});

it('the repository that messages lead to is found in the sources', () => {
  expect(pagesIn(docsUrl('any'))).toMatch(/^https:\/\/github\.com\/[\w-]+\/mcp-shield$/);
});
