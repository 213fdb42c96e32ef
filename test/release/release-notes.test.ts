/** What a release on GitHub is made of. */
import { describe, expect, it } from 'vitest';
import { assetsIn, changesOf } from '../../scripts/release/release-notes.mjs';

describe('the text of a release', () => {
  const changelog =
    '# Changelog\n\n## 1.2.3 — 2026-01-31\n\n* new\n* newer\n\n## 1.2 — x\n\n* old\n';

  it('is the section of its version', () => {
    expect(changesOf('1.2.3', changelog)).toBe('* new\n* newer\n');
    expect(changesOf('1.2', changelog)).toBe('* old\n');
  });

  it('is never empty', () => {
    expect(() => changesOf('1.2.4', changelog)).toThrow('CHANGELOG.md says nothing of 1.2.4');
  });
});

describe('the files of a release', () => {
  it('have names of their own', () => {
    expect(assetsIn(['b/2.txt', 'a/1.txt'])).toEqual(['a/1.txt', 'b/2.txt']);
    expect(() => assetsIn(['a/1.txt', 'b/1.txt'])).toThrow(
      'a/1.txt and b/1.txt would have one name',
    );
  });

  it('are there', () => {
    expect(() => assetsIn([])).toThrow('nothing was packed');
  });
});
