/**
 * What V8 makes of the parts of an executable in a session, functions that are compiled when they
 * are first called with them: half of a start. Made by the target's own Node.js, which plays a
 * session with a server that falls, and put beside the parts as assets.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prefixFor, runFor } from './emulate.mjs';
import { isWindows } from './targets.mjs';

/**
 * Plays a session with the parts and the script in `directory`; the names of the files that it has
 * written there, one for each part that was loaded. `node`: the target's, in `directory`.
 */
export function makeCode(target, { directory, node, script, parts }) {
  for (const name of ['played-session.cjs', 'played-parts.cjs']) {
    copyFileSync(fileURLToPath(new URL(name, import.meta.url)), join(directory, name));
  }
  // Under Wine a program starts others of Windows itself; under QEMU the system would refuse them.
  const before = isWindows(target) ? [] : (prefixFor(target) ?? []);
  runFor(target, [node, 'played-session.cjs', basename(script), ...before], directory);
  return parts
    .map((part) => `${basename(part)}.code`)
    .filter((name) => existsSync(join(directory, name)));
}
