/**
 * The three manifests that winget wants of a version, for a pull request to its repository of
 * packages: the archive is unpacked and its program gets an alias. Pure.
 */
import { stringify } from 'yaml';

/** Of the form; its schemas are public and by this number. */
const manifestVersion = '1.10.0';
const locale = 'en-US';
const architectures = { x64: 'win-x64', arm64: 'win-arm64' };

/** Texts by the names that the files must have. */
export function wingetManifests({ version, description, license, repository, archives }) {
  const identifier = `${repository.owner}.mcp-shield`;
  const manifest = (type, fields) => {
    const schema = `https://aka.ms/winget-manifest.${type}.${manifestVersion}.schema.json`;
    const head = { PackageIdentifier: identifier, PackageVersion: version };
    const tail = { ManifestType: type, ManifestVersion: manifestVersion };
    const text = stringify({ ...head, ...fields, ...tail }, { lineWidth: 0 });
    return `# yaml-language-server: $schema=${schema}\n${text}`;
  };
  return {
    [`${identifier}.yaml`]: manifest('version', { DefaultLocale: locale }),
    [`${identifier}.installer.yaml`]: manifest('installer', {
      InstallerType: 'zip',
      NestedInstallerType: 'portable',
      Commands: ['mcp-shield'],
      Installers: Object.entries(architectures).map(([Architecture, target]) => ({
        Architecture,
        NestedInstallerFiles: [
          {
            RelativeFilePath: `${archives[target].directory}\\mcp-shield.exe`,
            PortableCommandAlias: 'mcp-shield',
          },
        ],
        InstallerUrl: archives[target].url,
        InstallerSha256: archives[target].sha256.toUpperCase(),
      })),
    }),
    [`${identifier}.locale.${locale}.yaml`]: manifest('defaultLocale', {
      PackageLocale: locale,
      Publisher: repository.owner,
      PublisherUrl: `https://github.com/${repository.owner}`,
      PublisherSupportUrl: `${repository.url}/issues`,
      PackageName: 'mcp-shield',
      PackageUrl: repository.url,
      License: license,
      ShortDescription: description,
      Moniker: 'mcp-shield',
      Tags: ['mcp', 'model-context-protocol', 'stdio'],
      ReleaseNotesUrl: `${repository.releases}/tag/v${version}`,
    }),
  };
}
