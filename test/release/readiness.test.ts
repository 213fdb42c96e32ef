/**
 * When a release is refused.
 */
import { describe, expect, it } from 'vitest';
import { obstacles } from '../../scripts/release/readiness.mjs';

const ready = {
  manifest: {
    version: '1.2.3',
    publishConfig: { provenance: true },
    repository: 'github:example/mcp-shield',
  },
  changelog: '# Changelog\n\n## 1.2.3 — 2026-01-31\n\n* new\n\n## 1.2.2 — 2026-01-01\n',
  changes: '',
  tags: ['v1.2.3'],
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
      { manifest: { ...ready.manifest, repository: undefined } },
      'package.json names no repository, which provenance is checked against',
    ],
  ])('waits, given %j', (change, sentence) => {
    expect(obstacles({ ...ready, ...change })).toEqual([sentence]);
  });
});
