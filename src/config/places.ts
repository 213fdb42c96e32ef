/**
 * Where the files of a client are on a machine: what `~` and `{NAME}` in the table stand for, and
 * by which end of a path a file is recognised that lies elsewhere. Makes paths, looks at none.
 */
import type { Client, Place, Platform } from './clients.ts';

export interface Home {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Used where the variable is not set. A name that is not here has no file without its variable. */
const defaults: Readonly<Record<string, string>> = {
  APPDATA: '~/AppData/Roaming',
  LOCALAPPDATA: '~/AppData/Local',
  XDG_CONFIG_HOME: '~/.config',
  CLAUDE_CONFIG_DIR: '~',
  CODEX_HOME: '~/.codex',
  COPILOT_HOME: '~/.copilot',
  CLINE_DIR: '~/.cline',
  CLINE_DATA_DIR: '{CLINE_DIR}/data',
  CLINE_MCP_SETTINGS_PATH: '{CLINE_DATA_DIR}/settings/cline_mcp_settings.json',
  CRUSH_GLOBAL_CONFIG: '{XDG_CONFIG_HOME}/crush',
  GEMINI_CLI_HOME: '~',
  KIMI_SHARE_DIR: '~/.kimi',
  VIBE_HOME: '~/.vibe',
  PI_CODING_AGENT_DIR: '~/.pi/agent',
};

/** With `/` between the parts; relative ones belong to a project. */
export function placesOf({ places }: Client, home: Home): readonly Place[] {
  const known = platformOf(home);
  return places.flatMap((place) => {
    if (place.on !== undefined && place.on !== known) return [];
    const file = filled(place.file, home);
    return file === undefined ? [] : [{ ...place, file }];
  });
}

/** Undefined if it needs a variable that is not set. */
function filled(file: string, home: Home): string | undefined {
  const name = /^\{(\w+)\}/.exec(file)?.[1];
  if (name === undefined) return file.replace(/^~/, () => home.home);
  const value = home.environment[name] || defaults[name];
  return value === undefined ? undefined : filled(value + file.slice(name.length + 2), home);
}

function platformOf({ platform }: Home): Platform {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

/**
 * Whether this path, with `/` between its parts, ends as a file of the client does: a copy, a file
 * of another user, or of a project that is not here. Names that say nothing do not count.
 */
export function endsLike(path: string, { places }: Pick<Client, 'places'>): boolean {
  return places.some(({ file }) => {
    const tail = file.replace(/^(?:~|\{\w+\})\/?/, '');
    if (!/[./]/.test(tail) || saysNothing.test(tail)) return false;
    const pattern = tail.split('*').map(escaped).join('[^/]*');
    return new RegExp(`(?:^|/)${pattern}$`, 'i').test(path);
  });
}

/** `mcp.json` and the like lie everywhere. */
const saysNothing = /^(?:mcp|config|settings|mcp_config|\*)\.\w+$/;

function escaped(text: string): string {
  return text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');
}
