/**
 * Where mcp-shield keeps what it writes by itself, as each platform wants it. Writes nothing, and
 * the only file that knows env-paths.
 */
import { join } from 'node:path';
import envPaths from 'env-paths';

const name = 'mcp-shield';

/** `~/.local/state/mcp-shield`, `~/Library/Logs/mcp-shield`, `%LOCALAPPDATA%\mcp-shield\Log`. */
export function logDirectory(): string {
  return envPaths(name, { suffix: '' }).log;
}

/**
 * One file per running shield. Not `XDG_RUNTIME_DIR`: a client that was started elsewhere may have
 * another one, and `status` would not find what runs there.
 */
export function statusDirectory(): string {
  const { log, data } = envPaths(name, { suffix: '' });
  return join(process.platform === 'linux' ? log : data, 'running');
}
