/**
 * What the formula and the manifests say of a release, from the data that the release has anyway:
 * package.json, the repository, and SHA256SUMS. Pure.
 */
import { assetUrl } from '../repository.mjs';

/** Those that have an archive, as its name says. */
const form = /^mcp-shield-(\d+\.\d+\.\d+.*)-((?:linux|darwin|win)-(?:x64|arm64))\.(?:tar\.xz|zip)$/;

/**
 * `sums` is the text of SHA256SUMS. `archives` is by target: { name, url, sha256, directory }, the
 * last being the one directory inside. Throws a sentence if one of `targets` is missing.
 */
export function factsOf({ manifest, repository, sums, targets }) {
  const { version, description, license } = manifest;
  const archives = {};
  for (const line of sums.split('\n')) {
    const [sha256, name = ''] = line.split(/ {2}/);
    const [, ofVersion, target] = form.exec(name) ?? [];
    if (target === undefined || ofVersion !== version) continue;
    const directory = name.replace(/\.(?:tar\.xz|zip)$/, '');
    archives[target] = { name, url: assetUrl(repository, version, name), sha256, directory };
  }
  const missing = targets.filter((target) => archives[target] === undefined);
  if (missing.length > 0) {
    throw new Error(`there is no archive of ${version} for ${missing.join(', ')}`);
  }
  return { version, description, license, repository, archives };
}
