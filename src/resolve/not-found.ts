/**
 * One sentence about a command that is nowhere: what was looked for, where, and the special cases
 * that look like a missing program and are none.
 */
import type { ResolutionFailure } from './resolution.ts';
import { type ResolveContext, variable } from './resolve-context.ts';
import { isPath } from './search.ts';

export function notFound(
  wanted: string,
  shellAsked: boolean,
  context: ResolveContext,
): ResolutionFailure {
  const { machine, cwd } = context;
  if (wanted.trim() === '') return enoent('no command was given');
  if (isPath(wanted, machine)) {
    if (machine.isDirectory(machine.path.resolve(cwd, wanted))) {
      return { errno: 'EISDIR', message: `${wanted} is a directory, not a program` };
    }
    const where = machine.path.isAbsolute(wanted) ? '' : ` (seen from ${cwd})`;
    return enoent(`${wanted} does not exist${where}${hint(wanted, context)}`);
  }
  const where = shellAsked
    ? 'on PATH, in the usual install locations or on the PATH of the login shell'
    : 'on PATH or in the usual install locations';
  return enoent(`${wanted} was not found ${where}${hint(wanted, context)}`);
}

function enoent(message: string): ResolutionFailure {
  return { errno: 'ENOENT', message };
}

function hint(wanted: string, context: ResolveContext): string {
  const { machine } = context;
  if (machine.platform !== 'win32') return '';
  const wsl =
    'use the command wsl.exe with the arguments "--", and then the command as it is there';
  if (/^[\\/]{2}wsl(\$|\.localhost)[\\/]/i.test(wanted)) {
    return `: a program inside WSL is not started by its path, ${wsl}`;
  }
  if (/^\/\w/.test(wanted)) return `: it is a Linux path; if it lies inside WSL, ${wsl}`;
  const root = variable(context, 'SystemRoot') ?? '';
  const hasWsl = machine.isFile(machine.path.join(root, 'System32', 'wsl.exe'));
  return hasWsl ? `; if it is installed inside WSL only, ${wsl}` : '';
}
