/**
 * The licences of the packages that are inside the bundle, as they ask for. Reads what the build
 * says it took in; throws if a package has no licence text, so that none is shipped without.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `metafile` of esbuild → the text of THIRD-PARTY-LICENSES.txt. */
export function licensesOf(metafile) {
  const introduction = 'mcp-shield contains the following packages.\n';
  return [introduction, ...bundledPackages(metafile).map(licenseOf)].join(`\n${'-'.repeat(80)}\n`);
}

/** Directories below node_modules, in alphabetical order. */
export function bundledPackages(metafile) {
  const directories = Object.keys(metafile.inputs).flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  return [...new Set(directories)].sort();
}

function licenseOf(directory) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  const file = readdirSync(directory).find((entry) => /^licen[sc]e([-.]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(directory, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
