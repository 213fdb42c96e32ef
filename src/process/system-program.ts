/**
 * Programs of Windows itself, by their full path. By its name alone one would be looked for in the
 * working directory first, which is a workspace: its taskkill.exe may be anybody's.
 */
import path from 'node:path';

/** `name` with its extension, as it lies in System32. */
export function systemProgram(name: string): string {
  const { SystemRoot = 'C:\\Windows' } = process.env;
  return path.join(SystemRoot, 'System32', name);
}
