/**
 * Where the files of a client are on a machine, and which files that lie elsewhere look like one of
 * its own.
 */
import { describe, expect, it } from 'vitest';
import { clients } from '../../src/config/clients.ts';
import { endsLike, placesOf } from '../../src/config/places.ts';

function filesOf(id: string, platform: string, environment: Record<string, string> = {}) {
  const client = clients.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  return placesOf(client, { platform, environment, home: '/home/ann' }).map(({ file }) => file);
}

describe('the files of a client', () => {
  it.each([
    ['claude-desktop', 'darwin', '~/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'linux', '~/.config/Claude/claude_desktop_config.json'],
    [
      'claude-desktop',
      'win32',
      '~/AppData/Local/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json',
    ],
    ['vscode', 'darwin', '~/Library/Application Support/Code/User/mcp.json'],
    ['vscode', 'linux', '~/.config/Code/User/mcp.json'],
    ['vscode', 'win32', '~/AppData/Roaming/Code/User/mcp.json'],
    ['zed', 'darwin', '~/.config/zed/settings.json'],
    ['zed', 'win32', '~/AppData/Roaming/Zed/settings.json'],
    ['goose', 'win32', '~/AppData/Roaming/Block/goose/config/config.yaml'],
    ['codex', 'freebsd', '~/.codex/config.toml'],
    ['claude-code', 'linux', '~/.claude.json'],
    ['copilot-cli', 'linux', '~/.copilot/mcp-config.json'],
    ['kimi-cli', 'linux', '~/.kimi/mcp.json'],
    ['mistral-vibe', 'linux', '~/.vibe/config.toml'],
    ['pi', 'linux', '~/.pi/agent/mcp.json'],
    ['cline', 'linux', '~/.cline/data/settings/cline_mcp_settings.json'],
    ['gemini-cli', 'linux', '~/.gemini/settings.json'],
    ['crush', 'linux', '~/.config/crush/crush.json'],
    // A system that is not in the table is like Linux.
    ['claude-desktop', 'freebsd', '~/.config/Claude/claude_desktop_config.json'],
  ])('%s on %s: %s', (id, platform, place) => {
    expect(filesOf(id, platform)[0]).toBe(place.replace('~', '/home/ann'));
  });

  it.each([
    ['codex', { CODEX_HOME: '/x' }, '/x/config.toml'],
    ['claude-code', { CLAUDE_CONFIG_DIR: '/x' }, '/x/.claude.json'],
    ['opencode', { XDG_CONFIG_HOME: '/x' }, '/x/opencode/opencode.json'],
    ['cline', { CLINE_MCP_SETTINGS_PATH: '/x/y.json' }, '/x/y.json'],
    ['cline', { CLINE_DIR: '/x' }, '/x/data/settings/cline_mcp_settings.json'],
    ['crush', { XDG_CONFIG_HOME: '/x' }, '/x/crush/crush.json'],
    ['gemini-cli', { GEMINI_CLI_HOME: '/x' }, '/x/.gemini/settings.json'],
    ['codex', { CODEX_HOME: '' }, '/home/ann/.codex/config.toml'],
  ])('%s with %j: %s', (id, environment, place) => {
    expect(filesOf(id, 'linux', environment)[0]).toBe(place);
  });

  it('that only a variable names are there with it', () => {
    const all = filesOf('opencode', 'linux', { OPENCODE_CONFIG: '/x/a.json' });
    expect(all).toContain('/x/a.json');
    expect(all).toHaveLength(4);
    expect(filesOf('opencode', 'linux')).toHaveLength(3);
  });

  it('of another platform are not there', () => {
    expect(filesOf('copilot-xcode', 'linux')).toEqual([]);
    expect(filesOf('copilot-xcode', 'darwin')).toHaveLength(1);
    expect(filesOf('visual-studio', 'darwin')).toEqual([]);
    expect(filesOf('windsurf', 'win32')).toEqual([
      '/home/ann/AppData/Roaming/devin/mcp_config.json',
      '/home/ann/.codeium/windsurf/mcp_config.json',
    ]);
  });

  it('of a project are where it is, and say their source', () => {
    const place = { file: '.x/~/{HOME}.json', source: 'https://example.org', seen: '2026-11-26' };
    const client = { ...clients[0], places: [place] } as (typeof clients)[number];
    const home = { platform: 'linux', environment: { HOME: '/x' }, home: '/home/$&' };
    expect(placesOf(client, home)).toEqual([place]);
    const own = { ...client, places: [{ ...place, file: '~/x.json' }] };
    expect(placesOf(own, home)).toEqual([{ ...place, file: '/home/$&/x.json' }]);
  });
});

describe('a path', () => {
  it.each([
    ['~/.cursor/mcp.json', '/mnt/old/.cursor/mcp.json', true],
    ['~/.cursor/mcp.json', '.cursor/mcp.json', true],
    ['~/.cursor/mcp.json', 'C:/Users/Ann/.CURSOR/mcp.json', true],
    ['~/.cursor/mcp.json', '/x/.cursor/mcp.json.bak', false],
    ['~/.cursor/mcp.json', '/x/not.cursor/mcp.json', false],
    ['~/.cursor/mcp.json', '/x/.cursor/mcpxjson', false],
    ['{CLAUDE_CONFIG_DIR}/.claude.json', '/x/.claude.json', true],
    ['{APPDATA}/Code/User/mcp.json', '/x/Code/User/mcp.json', true],
    ['crush.json', '/x/crush.json', true],
    ['.continue/mcpServers/*', '/x/.continue/mcpServers/a.yaml', true],
    ['.continue/mcpServers/*', '/x/.continue/mcpServers/a/b.yaml', false],
    ['a/Claude_*/b.json', '/x/a/Claude_1.2/b.json', true],
    ['a/Claude_*/b.json', '/x/a/Claude_1/2/b.json', false],
    ['a (x86)/b+[c].json', 'a (x86)/b+[c].json', true],
    // These lie everywhere.
    ['{KIMI_SHARE_DIR}/mcp.json', '/x/mcp.json', false],
    ['~/mcp_config.json', '/x/mcp_config.json', false],
    ['{X}/config.toml', '/x/config.toml', false],
    ['{X}/settings', '/x/settings', false],
    ['{X}/*', '/x/y', false],
    ['{OPENCODE_CONFIG}', '/x/y.json', false],
    ['{X}name', '/x/name', false],
    ['{X}na.me', '/x/na.me', true],
    ['{X}/my.config', '/x/my.config', true],
    ['{X}/mcp.json.local', '/x/mcp.json.local', true],
    ['x/~/y.json', '/x/~/y.json', true],
  ])('of %s like %s: %s', (file, path, is) => {
    const place = { file, source: '', seen: '' };
    const other = { ...place, file: 'no/such.json' };
    expect(endsLike(path, { places: [other, place] })).toBe(is);
  });
});
