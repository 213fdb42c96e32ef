/**
 * How a package manager is asked to have a package in its cache, as for a start, without starting
 * it: the runner itself is, with a program that does nothing. Pure.
 */
import { basename } from 'node:path';
import type { AbsentPackage } from '../../resolve/direct/package-run.ts';

/** `file` is the runner; `update`: the newest version is wanted. */
export function installCommand(
  file: string,
  { manager, name, spec }: AbsentPackage,
  update: boolean,
): readonly string[] {
  if (manager === 'npm') {
    const own = ['--yes', `--package=${spec}`, '--', 'true'];
    // Of a package without a version npx always looks for the newest.
    return basename(file) === 'npm' ? ['exec', ...own] : own;
  }
  const requirement = spec.replace(/@(?=\d)/, '==');
  const own = ['--from', requirement, 'python', '-c', ''];
  const refreshed = update ? ['--refresh-package', name, ...own] : own;
  return basename(file) === 'uv' ? ['tool', 'run', ...refreshed] : refreshed;
}
