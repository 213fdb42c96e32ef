/**
 * Brings together the files of a release: beside the package the executables, the installers, the
 * formula and the manifests, and the sums of what is downloaded. Builds nothing.
 */
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { channelFiles, filledIn } from './channels/channel-files.mjs';
import { factsOf } from './channels/release-facts.mjs';

const sumsFile = 'SHA256SUMS';
const installers = ['install.sh', 'install.ps1'];

/** As links: the executables are large. Those of `dist/executables` have sums of their own. */
export function takeExecutables(from, output) {
  const names = readdirSync(from).filter((name) => name !== sumsFile);
  for (const name of names) linkSync(join(from, name), join(output, name));
}

/** In the format that `sha256sum --check` reads. Returns the text. */
export function writeSums(output) {
  const files = readdirSync(output, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== sumsFile,
  );
  const lines = files.map(({ name }) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(output, name)))
      .digest('hex');
    return `${digest}  ${name}\n`;
  });
  const text = lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
  writeFileSync(join(output, sumsFile), text);
  return text;
}

export function writeInstallers(root, output, repository) {
  for (const name of installers) {
    const script = readFileSync(join(root, 'scripts/release/install', name), 'utf8');
    const mode = name.endsWith('.sh') ? 0o755 : 0o644;
    writeFileSync(join(output, name), filledIn(script, repository), { mode });
  }
}

/** Returns the names of the files. Throws a sentence if an archive is missing. */
export function writeChannels(output, { manifest, repository, sums, targets }) {
  const files = channelFiles(factsOf({ manifest, repository, sums, targets }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(output, name)), { recursive: true });
    writeFileSync(join(output, name), text);
  }
  return Object.keys(files);
}
