/**
 * Where the repository of a release is, as one address, and what follows from it: the fields of
 * package.json and the places of the files. Pure: reads nothing and runs nothing.
 */

const form = /^https:\/\/github\.com\/([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/;

/**
 * `https://github.com/<owner>/<name>` → { url, owner, name, releases }. Throws a sentence if it is
 * anything else: install.sh and the manifests know how GitHub names the files of a release.
 */
export function readRepository(address) {
  const [, owner, name] = form.exec(address) ?? [];
  if (name === undefined) throw new Error(`${address} is not https://github.com/<owner>/<name>`);
  const url = `https://github.com/${owner}/${name}`;
  return { url, owner, name, releases: `${url}/releases` };
}

/** package.json of what is published: npm checks provenance against `repository`. */
export function withRepository(manifest, { url }) {
  return {
    ...manifest,
    homepage: `${url}#readme`,
    bugs: { url: `${url}/issues` },
    repository: { type: 'git', url: `git+${url}.git` },
  };
}

/** The address of a file of the release `v<version>`. */
export function assetUrl({ releases }, version, file) {
  return `${releases}/download/v${version}/${file}`;
}
