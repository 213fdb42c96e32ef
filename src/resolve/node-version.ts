/**
 * The version of an installed node without starting it: from where it lies, or from the C headers
 * that its archive brings along. Does not know which version is wanted.
 */
import { resolveLimits } from '../base/limits.ts';
import type { Machine } from './machine.ts';
import { parseVersion, type Version } from './version-number.ts';

/** Undefined if neither place nor headers tell: then only `node -v` can. */
export function versionOfNode(file: string, machine: Machine): Version | undefined {
  if (file === machine.execPath) return parseVersion(machine.nodeVersion);
  const real = machine.realPath(file);
  if (real === machine.realPath(machine.execPath)) return parseVersion(machine.nodeVersion);
  return versionInPath(real) ?? versionInHeader(machine.path.dirname(real), machine);
}

/** `…/.nvm/versions/node/v20.11.0/bin/node`; the innermost directory counts. */
export function versionInPath(file: string): Version | undefined {
  const directories = file.split(/[\\/]/).slice(0, -1).reverse();
  for (const name of directories) {
    const version = parseVersion(name);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** `binDirectory/../include/node/node_version.h` */
export function versionInHeader(binDirectory: string, machine: Machine): Version | undefined {
  const header = machine.path.join(binDirectory, '..', 'include', 'node', 'node_version.h');
  const text = machine.readStart(header, resolveLimits.smallFileBytes) ?? '';
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`^#define NODE_${part}_VERSION (\\d+)`, 'm').exec(text)?.[1],
  );
  return parseVersion(parts.join('.'));
}
