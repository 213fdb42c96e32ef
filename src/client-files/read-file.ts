/**
 * Reads a configuration file as text, and what must be kept of it: who owns it, who may read it,
 * and where it really is when its path is a link.
 */
import { configLimits } from '../base/limits.ts';
import { fileError, systemError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';

export interface ConfigFile {
  /** Links resolved: replacing a link would separate it from what it points to. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Without a byte order mark. */
  readonly text: string;
  /** The mark as text, or nothing. */
  readonly mark: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** How many names the file has. */
  readonly links: number;
}

/** Throws a `ShieldError` that says why it cannot be read. */
export function readConfigFile(file: string, fs: FileSystem): ConfigFile {
  try {
    const path = fs.realpathSync(file);
    const { mode, uid, gid, size, nlink } = fs.statSync(path);
    if (size > configLimits.fileBytesMax) throw fileError(file, 'it is too large');
    const bytes = fs.readFileSync(path);
    return { path, bytes, mode: mode & 0o7777, uid, gid, links: nlink, ...decode(file, bytes) };
  } catch (error) {
    throw systemError(file, 'read', error);
  }
}

/** What is not UTF-8 could not be written back as it was. */
function decode(file: string, bytes: Buffer): { text: string; mark: string } {
  if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2))) {
    throw fileError(file, 'it is written in UTF-16; save it as UTF-8, which clients expect');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
    return { text: text.slice(mark.length), mark };
  } catch (error) {
    throw fileError(file, 'it is not written in UTF-8, which clients expect', error);
  }
}
