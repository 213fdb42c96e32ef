/**
 * Small files that this user wrote for another process of his: read as if anybody had placed them.
 * Knows nothing of what is in them.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/**
 * Undefined: there is none, it is a link or somebody else's, or longer than `bytesMax`. A named
 * pipe holds nobody up.
 */
function readOwnFile(path: string, bytesMax: number): string | undefined {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const { size, uid } = fstatSync(descriptor);
      const isOwn = uid === (process.getuid?.() ?? uid);
      return isOwn && size <= bytesMax ? readFileSync(descriptor, 'utf8') : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** The JSON in it; undefined where there is none. */
export function readOwnJson(path: string, bytesMax: number): unknown {
  const text = readOwnFile(path, bytesMax);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
