/**
 * Where mcp-shield keeps what it writes by itself, as each platform wants it. Not env-paths: it
 * throws while it is loaded where a user has no home, and takes relative and empty variables for
 * paths below the working directory. Writes nothing.
 */
import { statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

const name = 'mcp-shield';

/** `~/.local/state/mcp-shield`, `~/Library/Logs/mcp-shield`, `%LOCALAPPDATA%\mcp-shield\Log`. */
export function logDirectory(): string {
  return directory({ linux: [name], darwin: ['Library', 'Logs', name], win32: [name, 'Log'] });
}

/** Configuration files as they were before `wrap` or `unwrap` changed them. */
export function backupDirectory(): string {
  const darwin = ['Library', 'Application Support', name, 'backups'];
  return directory({ linux: [name, 'backups'], darwin, win32: [name, 'Data', 'backups'] });
}

/**
 * One file per running shield. Not `XDG_RUNTIME_DIR`: a client that was started elsewhere may have
 * another one, and `status` would not find what runs there.
 */
export function statusDirectory(): string {
  const darwin = ['Library', 'Application Support', name, 'running'];
  return directory({ linux: [name, 'running'], darwin, win32: [name, 'Data', 'running'] });
}

/** One file per package that is being installed. */
export function installDirectory(): string {
  const darwin = ['Library', 'Application Support', name, 'installs'];
  return directory({ linux: [name, 'installs'], darwin, win32: [name, 'Data', 'installs'] });
}

/** What package managers last said of newest versions. */
export function versionDirectory(): string {
  const darwin = ['Library', 'Application Support', name, 'versions'];
  return directory({ linux: [name, 'versions'], darwin, win32: [name, 'Data', 'versions'] });
}

/** What earlier runs heard of servers: whoever removes it loses nothing but a quick start. */
export function memoryDirectory(): string {
  const home = homeDirectory();
  if (process.platform === 'darwin' && home !== undefined) {
    return join(home, 'Library', 'Caches', name, 'servers');
  }
  if (process.platform !== 'win32') {
    const cache = variable('XDG_CACHE_HOME') ?? (home && join(home, '.cache'));
    if (cache !== undefined) return join(cache, name, 'servers');
  }
  return directory({ linux: [name, 'servers'], darwin: [], win32: [name, 'Cache', 'servers'] });
}

interface Below {
  readonly linux: readonly string[];
  readonly darwin: readonly string[];
  readonly win32: readonly string[];
}

/** Without a home, as a container with any user id has none, below the one for temporary files. */
function directory({ linux, darwin, win32 }: Below): string {
  const home = homeDirectory();
  if (process.platform === 'win32') {
    const local = variable('LOCALAPPDATA') ?? (home && join(home, 'AppData', 'Local'));
    return join(local ?? tmpdir(), ...win32);
  }
  if (process.platform === 'darwin' && home !== undefined) return join(home, ...darwin);
  const state = variable('XDG_STATE_HOME') ?? (home && join(home, '.local', 'state'));
  if (state !== undefined) return join(state, ...linux);
  const own = `${name}-${process.getuid?.()}`;
  return join(tmpdir(), own, ...linux.slice(1));
}

/** The specification wants relative paths ignored. */
function variable(key: string): string | undefined {
  const value = process.env[key];
  return value !== undefined && isAbsolute(value) ? value : undefined;
}

/** One that is not there is not made: root could, and would leave it behind. */
function homeDirectory(): string | undefined {
  return [homedir, () => userInfo().homedir].map(attempt).find(isHome);
}

function isHome(path: string | undefined): path is string {
  return (
    path !== undefined && isAbsolute(path) && attempt(() => statSync(path).isDirectory()) === true
  );
}

function attempt<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
