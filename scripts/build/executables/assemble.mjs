/**
 * Makes one executable: a copy of the target's Node.js, stripped, with the script inside. What
 * belongs to one operating system is done by windows-details.mjs and mac-signature.mjs.
 */
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execaSync } from 'execa';
import { prefixFor, runFor } from './emulate.mjs';
import { signForMac } from './mac-signature.mjs';
import { makeCode } from './made-code.mjs';
import { builderOf, nodeOf } from './node-binaries.mjs';
import { cacheDirectory, outputDirectory } from './places.mjs';
import { fileName, host, isMac, isWindows } from './targets.mjs';
import { describeForWindows } from './windows-details.mjs';

/** Returns what could be done for this target: `{ stripped, codeCache, signed }`. */
export function assemble(target, { script, parts }) {
  const directory = join(cacheDirectory, target);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const output = fileName(target);
  copyFileSync(nodeOf(target), join(directory, 'node'));
  chmodSync(join(directory, 'node'), 0o755);
  for (const file of [script, ...parts]) copyFileSync(file, join(directory, basename(file)));

  const stripped = target.startsWith('linux-') && strip(join(directory, 'node'));
  if (isWindows(target)) describeForWindows(join(directory, 'node'));
  const codeCache = prefixFor(target) !== undefined;
  const made = codeCache
    ? makeCode(target, { directory, node: nodeOf(target), script, parts })
    : [];
  // Names without a directory: what is written here can be read in the executable.
  const configuration = {
    main: basename(script),
    assets: Object.fromEntries(
      [...parts.map((file) => basename(file)), ...made].map((name) => [name, name]),
    ),
    executable: 'node',
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: codeCache,
    // NODE_OPTIONS are meant for the user's servers; one that this Node does not know would end it.
    execArgvExtension: 'none',
  };
  writeFileSync(join(directory, 'sea.json'), JSON.stringify(configuration));
  const [builder, by] = codeCache ? [nodeOf(target), target] : [builderOf(target), host];
  runFor(by, [builder, '--build-sea', 'sea.json'], directory);
  const signed = isMac(target) && signForMac(join(directory, output));

  mkdirSync(outputDirectory, { recursive: true });
  renameSync(join(directory, output), join(outputDirectory, output));
  chmodSync(join(outputDirectory, output), 0o755);
  rmSync(directory, { recursive: true });
  return { stripped, codeCache, signed };
}

/** Symbols for a debugger: a fifth of the file. LLVM's strip knows every machine, GNU's its own. */
function strip(file) {
  return ['llvm-strip', 'strip'].some((tool) => !execaSync(tool, [file], { reject: false }).failed);
}
