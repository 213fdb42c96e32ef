/** The manifest for a bucket of Scoop: `scoop install mcp-shield`. Pure. */
import { assetUrl } from '../repository.mjs';

const architectures = { '64bit': 'win-x64', arm64: 'win-arm64' };

/** Text of `mcp-shield.json`. */
export function scoopManifest({ version, description, license, repository, archives }) {
  const byArchitecture = (describe) =>
    Object.fromEntries(
      Object.entries(architectures).map(([word, target]) => [word, describe(archives[target])]),
    );
  const next = ({ name }) => name.replace(version, '$version');
  const manifest = {
    version,
    description,
    homepage: repository.url,
    license,
    architecture: byArchitecture(({ url, sha256, directory }) => ({
      url,
      hash: sha256,
      extract_dir: directory,
    })),
    bin: 'mcp-shield.exe',
    checkver: { github: repository.url },
    autoupdate: {
      architecture: byArchitecture((archive) => ({
        url: assetUrl(repository, '$version', next(archive)),
        extract_dir: next(archive).replace(/\.zip$/, ''),
      })),
      hash: { url: '$baseurl/SHA256SUMS' },
    },
  };
  return `${JSON.stringify(manifest, undefined, 4)}\n`;
}
