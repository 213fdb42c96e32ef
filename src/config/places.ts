/**
 * Where the files of a client are on a machine: what `~` and `{NAME}` in the table stand for.
 * Pure: makes paths, looks at none.
 */
import type { Client } from './clients.ts';

export interface Home {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Used where the variable is not set. */
const defaults: Readonly<Record<string, string>> = {
  APPDATA: '~/AppData/Roaming',
  LOCALAPPDATA: '~/AppData/Local',
  XDG_CONFIG_HOME: '~/.config',
  CLAUDE_CONFIG_DIR: '~',
  CODEX_HOME: '~/.codex',
  COPILOT_HOME: '~/.copilot',
  CLINE_MCP_SETTINGS_PATH: '~/.cline/data/settings/cline_mcp_settings.json',
};

/** With `/` between the parts; relative ones belong to a project. */
export function placesOf({ files }: Client, { platform, environment, home }: Home) {
  const known = platform === 'win32' || platform === 'darwin' ? platform : 'linux';
  return files[known].map((file) =>
    file
      .replace(/\{(\w+)\}/, (_, name: string) => environment[name] || (defaults[name] ?? ''))
      .replace(/^~/, () => home),
  );
}
