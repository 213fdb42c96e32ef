/**
 * What still stands against a release, from what the project says of itself. Pure: reads nothing
 * and runs nothing.
 */

/**
 * Sentences, none if it may be released. `manifest` is package.json, `changelog` the text of
 * CHANGELOG.md, `changes` what `git status --porcelain` prints, `tags` those of this commit,
 * `repository` the address that was given, `pages` the one that messages and README lead to.
 */
export function obstacles({ manifest, changelog, changes, tags, repository, pages }) {
  const found = [];
  const { version } = manifest;
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) found.push(`no version: ${version}`);
  const [heading, day] = firstHeading(changelog);
  if (heading !== version) {
    found.push(`CHANGELOG.md begins with ${heading}, package.json says ${version}`);
  } else if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    found.push(`CHANGELOG.md gives no day for ${version}: "${day}"`);
  }
  if (changes !== '') found.push('there are changes that are not committed');
  if (!tags.includes(`v${version}`)) found.push(`this commit has no tag v${version}`);
  if (manifest.publishConfig?.provenance !== true) {
    found.push('publishConfig in package.json does not ask for provenance');
  }
  if (repository === undefined) {
    const how = '--repository https://github.com/<owner>/<name>';
    found.push(`no repository is given, which provenance is checked against: ${how}`);
  } else if (repository !== pages) {
    found.push(`messages and pages lead to ${pages}, the repository is ${repository}`);
  }
  return found;
}

/** `## 1.2.3 — 2026-01-31` → ['1.2.3', '2026-01-31'] */
function firstHeading(changelog) {
  const [, version = 'nothing', day = ''] = /^## (\S+)(?: — (.*))?$/m.exec(changelog) ?? [];
  return [version, day];
}

/** The repository in the addresses of a text; all of ours are made from one. */
export function pagesIn(text) {
  return /https:\/\/github\.com\/[\w-]+\/[\w.-]+/.exec(text)?.[0];
}
