/**
 * Which file a command names: by path, or by name in a list of directories, with PATHEXT on
 * Windows. Not the `which` package: that one reads the platform when it is loaded, looks in our
 * own working directory first on Windows, and cannot be told what to pass over.
 */
import type { Machine } from './machine.ts';
import { type ResolveContext, variable } from './resolve-context.ts';

const defaultPathExt = '.COM;.EXE;.BAT;.CMD';

export function isPath(wanted: string, { platform }: Machine): boolean {
  return platform === 'win32' ? /[\\/]|^[a-z]:/i.test(wanted) : wanted.includes('/');
}

/** The file behind a path; on POSIX it need not be executable, its interpreter may still run it. */
export function findByPath(wanted: string, context: ResolveContext): string | undefined {
  const { machine, cwd } = context;
  const file = machine.path.resolve(cwd, wanted);
  if (machine.platform !== 'win32') return machine.isFile(file) ? file : undefined;
  return withExtension(file, context) ?? (machine.isFile(file) ? file : undefined);
}

/** The first file of that name that can be run; undefined if there is none. */
export function findByName(
  name: string,
  directories: Iterable<string>,
  context: ResolveContext,
): string | undefined {
  const { machine } = context;
  const windows = machine.platform === 'win32';
  for (const directory of directories) {
    const file = machine.path.join(directory, name);
    const found = windows ? withExtension(file, context) : file;
    if (found === undefined || !machine.isExecutable(found)) continue;
    if (!isPassedOver(found, directory, machine)) return found;
  }
  return undefined;
}

/** `.exe` before `.cmd` in the same directory; `.ps1` last, which only PowerShell itself finds. */
function withExtension(file: string, context: ResolveContext): string | undefined {
  const { machine } = context;
  const listed = (variable(context, 'PATHEXT') ?? defaultPathExt).toLowerCase().split(';');
  const extensions = ['.com', '.exe', ...listed, '.ps1'];
  const own = machine.path.extname(file).toLowerCase();
  if (own !== '' && machine.isFile(file)) return file;
  for (const extension of extensions) {
    if (extension.startsWith('.') && machine.isFile(file + extension)) return file + extension;
  }
  return undefined;
}

/** Found, but sure not to be what is meant. */
function isPassedOver(file: string, directory: string, machine: Machine): boolean {
  if (machine.platform === 'win32') return isStoreAlias(file, machine);
  return isWindowsShim(file, directory, machine);
}

/** In WSL the PATH of Windows is appended; its `npx` is a script with CRLF that needs a node. */
function isWindowsShim(file: string, directory: string, { path, isFile }: Machine): boolean {
  if (!directory.startsWith('/mnt/') || path.extname(file) !== '') return false;
  return isFile(path.join(directory, 'node.exe')) && !isFile(path.join(directory, 'node'));
}

/** `python.exe` that only opens the Microsoft Store; an installed Store Python is no such alias. */
function isStoreAlias(file: string, machine: Machine): boolean {
  if (!/[\\/]microsoft[\\/]windowsapps[\\/]python[\d.]*\.exe$/i.test(file)) return false;
  return /AppInstallerPythonRedirector/i.test(machine.linkTarget(file) ?? '');
}
