/**
 * What Windows shows of a file: its version and description, which would be those of Node.js. Also
 * drops the signature of Node.js, which is void once anything is changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { version } from './places.mjs';

/** English of the United States in UTF-16, as in the resource of Node.js. */
const language = { lang: 1033, codepage: 1200 };

/** Changes the file; to be called before the script is put in. */
export function describeForWindows(file) {
  const executable = NtExecutable.from(readFileSync(file), { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const [details] = Resource.VersionInfo.fromEntries(resources.entries);
  // A pre-release has no place in the four numbers.
  const [major, minor, patch] = version.split(/[.-]/).map(Number);
  details.setFileVersion(major, minor, patch, 0, language.lang);
  details.setProductVersion(major, minor, patch, 0, language.lang);
  details.setStringValues(language, {
    ProductName: 'mcp-shield',
    InternalName: 'mcp-shield',
    OriginalFilename: 'mcp-shield.exe',
    FileDescription: 'mcp-shield: keeps the session of an MCP client alive',
    FileVersion: version,
    ProductVersion: version,
    CompanyName: 'mcp-shield contributors',
    LegalCopyright: 'mcp-shield: MIT license. Contains Node.js: MIT license.',
  });
  details.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  writeFileSync(file, Buffer.from(executable.generate()));
}
