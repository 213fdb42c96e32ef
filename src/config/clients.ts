/**
 * The table of clients: which files they read, where in them the servers are, and whose words that
 * is. A client is in it only if a file of its own is documented. Knows no machine: what `~` and
 * `{NAME}` stand for is said by `places.ts`.
 */
import type { KeyPath } from './servers.ts';

type Platform = 'darwin' | 'linux' | 'win32';

export interface Client {
  /** What is typed; a client has one for each file that is its own. */
  readonly id: string;
  readonly name: string;
  /** A file of a project is looked for in the working directory, and often shared with others. */
  readonly scope: 'user' | 'project';
  /** All that exist are meant. The last part may be `*`: every configuration file in there. */
  readonly files: Readonly<Record<Platform, readonly string[]>>;
  readonly paths: readonly KeyPath[];
  readonly source: string;
  readonly note?: string;
}

const mcpServers: readonly KeyPath[] = [['mcpServers']];
/** V2 of opencode has a section inside the one of V1, which Kilo still has. */
const opencodeServers: readonly KeyPath[] = [['mcp', 'servers'], ['mcp']];

/** Looked for in a file that is given by its path. */
export const knownPaths: readonly KeyPath[] = [
  ['mcpServers'],
  ['servers'],
  ['mcp_servers'],
  ['context_servers'],
  ['extensions'],
  ['amp.mcpServers'],
  ...opencodeServers,
  ['projects', '*', 'mcpServers'],
];

function everywhere(...files: readonly string[]): Client['files'] {
  return { darwin: files, linux: files, win32: files };
}

/** Windows has its own directory for it. */
function onWindows(windows: string, ...files: readonly string[]): Client['files'] {
  return { darwin: files, linux: files, win32: [windows] };
}

/** In the user's directory of an editor that is built on VS Code. */
function inEditors(editors: readonly string[], file: string): Client['files'] {
  const below = (base: string) => editors.map((editor) => `${base}/${editor}/User/${file}`);
  return {
    darwin: below('~/Library/Application Support'),
    linux: below('{XDG_CONFIG_HOME}'),
    win32: below('{APPDATA}'),
  };
}

const vsCode = ['Code', 'Code - Insiders'];
const vsCodeLike = [...vsCode, 'VSCodium', 'Cursor', 'Windsurf'];

export const clients: readonly Client[] = [
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    scope: 'user',
    files: {
      darwin: ['~/Library/Application Support/Claude/claude_desktop_config.json'],
      linux: ['{XDG_CONFIG_HOME}/Claude/claude_desktop_config.json'],
      win32: ['{APPDATA}/Claude/claude_desktop_config.json'],
    },
    paths: mcpServers,
    source: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
    note: 'on Linux where unofficial builds look',
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    scope: 'user',
    files: everywhere('{CLAUDE_CONFIG_DIR}/.claude.json'),
    paths: [['mcpServers'], ['projects', '*', 'mcpServers']],
    source: 'https://code.claude.com/docs/en/mcp',
    note: 'the user and local scopes',
  },
  {
    id: 'claude-code-project',
    name: 'Claude Code',
    scope: 'project',
    files: everywhere('.mcp.json'),
    paths: mcpServers,
    source: 'https://code.claude.com/docs/en/mcp',
    note: 'read by VS Code and JetBrains Air, too',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    scope: 'user',
    files: everywhere('~/.cursor/mcp.json'),
    paths: mcpServers,
    source: 'https://cursor.com/docs/mcp',
  },
  {
    id: 'cursor-project',
    name: 'Cursor',
    scope: 'project',
    files: everywhere('.cursor/mcp.json'),
    paths: mcpServers,
    source: 'https://cursor.com/docs/mcp',
  },
  {
    id: 'vscode',
    name: 'VS Code',
    scope: 'user',
    files: inEditors(vsCode, 'mcp.json'),
    paths: [['servers']],
    source: 'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
    note: 'the default profile; give the file of another profile by its path',
  },
  {
    id: 'vscode-workspace',
    name: 'VS Code',
    scope: 'project',
    files: everywhere('.vscode/mcp.json'),
    paths: [['servers']],
    source: 'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
  },
  {
    id: 'vscode-settings',
    name: 'VS Code',
    scope: 'user',
    files: inEditors(vsCode, 'settings.json'),
    paths: [['mcp', 'servers']],
    source: 'https://code.visualstudio.com/docs/configure/settings',
    note: 'where versions before 1.102 had them',
  },
  {
    id: 'copilot-cli',
    name: 'GitHub Copilot CLI',
    scope: 'user',
    files: everywhere('{COPILOT_HOME}/mcp-config.json'),
    paths: mcpServers,
    source: 'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    scope: 'user',
    files: everywhere('~/.codeium/windsurf/mcp_config.json'),
    paths: mcpServers,
    source: 'https://docs.windsurf.com/windsurf/cascade/mcp',
  },
  {
    id: 'cline',
    name: 'Cline',
    scope: 'user',
    files: inEditors(
      vsCodeLike,
      'globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    ),
    paths: mcpServers,
    source: 'https://docs.cline.bot/mcp/adding-and-configuring-servers',
  },
  {
    id: 'cline-cli',
    name: 'Cline CLI',
    scope: 'user',
    files: everywhere('{CLINE_MCP_SETTINGS_PATH}'),
    paths: mcpServers,
    source: 'https://docs.cline.bot/mcp/mcp-overview',
  },
  {
    id: 'roo-code',
    name: 'Roo Code',
    scope: 'user',
    files: inEditors(
      vsCodeLike,
      'globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
    ),
    paths: mcpServers,
    source: 'https://docs.roocode.com/features/mcp/using-mcp-in-roo',
  },
  {
    id: 'roo-code-project',
    name: 'Roo Code',
    scope: 'project',
    files: everywhere('.roo/mcp.json'),
    paths: mcpServers,
    source: 'https://docs.roocode.com/features/mcp/using-mcp-in-roo',
  },
  {
    id: 'kilo-code',
    name: 'Kilo Code',
    scope: 'user',
    files: everywhere('~/.config/kilo/kilo.jsonc', '~/.config/kilo/kilo.json'),
    paths: opencodeServers,
    source: 'https://kilo.ai/docs/automate/mcp/using-in-kilo-code',
  },
  {
    id: 'kilo-code-project',
    name: 'Kilo Code',
    scope: 'project',
    files: everywhere('kilo.jsonc', 'kilo.json', '.kilo/kilo.jsonc', '.kilo/kilo.json'),
    paths: opencodeServers,
    source: 'https://kilo.ai/docs/automate/mcp/using-in-kilo-code',
  },
  {
    id: 'kilo-code-legacy',
    name: 'Kilo Code',
    scope: 'user',
    files: inEditors(vsCodeLike, 'globalStorage/kilocode.kilo-code/settings/mcp_settings.json'),
    paths: mcpServers,
    source: 'https://kilo.ai/docs/automate/mcp/using-in-kilo-code',
    note: 'before kilo.jsonc',
  },
  {
    id: 'kilo-code-legacy-project',
    name: 'Kilo Code',
    scope: 'project',
    files: everywhere('.kilocode/mcp.json'),
    paths: mcpServers,
    source: 'https://kilo.ai/docs/automate/mcp/using-in-kilo-code',
    note: 'before kilo.jsonc',
  },
  {
    id: 'zed',
    name: 'Zed',
    scope: 'user',
    files: onWindows('{APPDATA}/Zed/settings.json', '{XDG_CONFIG_HOME}/zed/settings.json'),
    paths: [['context_servers']],
    source: 'https://zed.dev/docs/ai/mcp',
  },
  {
    id: 'continue',
    name: 'Continue',
    scope: 'user',
    files: everywhere('~/.continue/config.yaml'),
    paths: mcpServers,
    source: 'https://docs.continue.dev/customize/deep-dives/mcp',
  },
  {
    id: 'continue-project',
    name: 'Continue',
    scope: 'project',
    files: everywhere('.continue/mcpServers/*'),
    paths: mcpServers,
    source: 'https://docs.continue.dev/customize/deep-dives/mcp',
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    scope: 'user',
    files: everywhere('{CODEX_HOME}/config.toml'),
    paths: [['mcp_servers']],
    source: 'https://developers.openai.com/codex/mcp',
  },
  {
    id: 'codex-project',
    name: 'Codex CLI',
    scope: 'project',
    files: everywhere('.codex/config.toml'),
    paths: [['mcp_servers']],
    source: 'https://developers.openai.com/codex/mcp',
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    scope: 'user',
    files: everywhere('~/.gemini/settings.json'),
    paths: mcpServers,
    source: 'https://geminicli.com/docs/cli/configuration',
  },
  {
    id: 'gemini-cli-project',
    name: 'Gemini CLI',
    scope: 'project',
    files: everywhere('.gemini/settings.json'),
    paths: mcpServers,
    source: 'https://geminicli.com/docs/cli/configuration',
  },
  {
    id: 'qwen-code',
    name: 'Qwen Code',
    scope: 'user',
    files: everywhere('~/.qwen/settings.json'),
    paths: mcpServers,
    source: 'https://qwenlm.github.io/qwen-code-docs/en/users/features/mcp/',
  },
  {
    id: 'qwen-code-project',
    name: 'Qwen Code',
    scope: 'project',
    files: everywhere('.qwen/settings.json', '.qwen/settings.local.json'),
    paths: mcpServers,
    source: 'https://qwenlm.github.io/qwen-code-docs/en/users/features/mcp/',
  },
  {
    id: 'opencode',
    name: 'opencode',
    scope: 'user',
    files: everywhere(
      '{XDG_CONFIG_HOME}/opencode/opencode.json',
      '{XDG_CONFIG_HOME}/opencode/opencode.jsonc',
    ),
    paths: opencodeServers,
    source: 'https://opencode.ai/docs/mcp-servers',
  },
  {
    id: 'opencode-project',
    name: 'opencode',
    scope: 'project',
    files: everywhere(
      'opencode.json',
      'opencode.jsonc',
      '.opencode/opencode.json',
      '.opencode/opencode.jsonc',
    ),
    paths: opencodeServers,
    source: 'https://opencode.ai/docs/mcp-servers',
  },
  {
    id: 'goose',
    name: 'Goose',
    scope: 'user',
    files: onWindows('{APPDATA}/Block/goose/config/config.yaml', '~/.config/goose/config.yaml'),
    paths: [['extensions']],
    source: 'https://block.github.io/goose/docs/guides/config-files',
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    scope: 'user',
    files: everywhere('~/.lmstudio/mcp.json', '~/.cache/lm-studio/mcp.json'),
    paths: mcpServers,
    source: 'https://lmstudio.ai/docs/app/mcp',
    note: 'the second where an older directory is in use',
  },
  {
    id: 'amp',
    name: 'Amp',
    scope: 'user',
    files: everywhere('~/.config/amp/settings.json', '~/.config/amp/settings.jsonc'),
    paths: [['amp.mcpServers']],
    source: 'https://ampcode.com/manual',
  },
  {
    id: 'amp-project',
    name: 'Amp',
    scope: 'project',
    files: everywhere('.amp/settings.json', '.amp/settings.jsonc'),
    paths: [['amp.mcpServers']],
    source: 'https://ampcode.com/manual',
  },
  {
    id: 'kiro',
    name: 'Kiro',
    scope: 'user',
    files: everywhere('~/.kiro/settings/mcp.json'),
    paths: mcpServers,
    source: 'https://kiro.dev/docs/mcp/configuration',
  },
  {
    id: 'kiro-project',
    name: 'Kiro',
    scope: 'project',
    files: everywhere('.kiro/settings/mcp.json'),
    paths: mcpServers,
    source: 'https://kiro.dev/docs/mcp/configuration',
  },
  {
    id: 'junie',
    name: 'JetBrains Junie',
    scope: 'user',
    files: everywhere('~/.junie/mcp/mcp.json'),
    paths: mcpServers,
    source: 'https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html',
  },
  {
    id: 'junie-project',
    name: 'JetBrains Junie',
    scope: 'project',
    files: everywhere('.junie/mcp/mcp.json'),
    paths: mcpServers,
    source: 'https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html',
  },
  {
    id: 'jetbrains-air-project',
    name: 'JetBrains Air',
    scope: 'project',
    files: everywhere('.air/mcp.json'),
    paths: mcpServers,
    source: 'https://www.jetbrains.com/help/air/mcp-servers.html',
  },
  {
    id: 'warp',
    name: 'Warp',
    scope: 'user',
    files: everywhere('~/.warp/.mcp.json'),
    paths: mcpServers,
    source: 'https://docs.warp.dev/agents/capabilities/mcp',
    note: 'servers added in the app are not in a file',
  },
  {
    id: 'warp-project',
    name: 'Warp',
    scope: 'project',
    files: everywhere('.warp/.mcp.json'),
    paths: mcpServers,
    source: 'https://docs.warp.dev/agents/capabilities/mcp',
  },
  {
    id: 'crush',
    name: 'Crush',
    scope: 'user',
    files: onWindows('{LOCALAPPDATA}/crush/crush.json', '~/.config/crush/crush.json'),
    paths: [['mcp']],
    source: 'https://github.com/charmbracelet/crush#configuration',
  },
  {
    id: 'crush-project',
    name: 'Crush',
    scope: 'project',
    files: everywhere('.crush.json', 'crush.json'),
    paths: [['mcp']],
    source: 'https://github.com/charmbracelet/crush#configuration',
  },
  {
    id: 'amazon-q',
    name: 'Amazon Q Developer',
    scope: 'user',
    files: everywhere('~/.aws/amazonq/agents/default.json', '~/.aws/amazonq/cli-agents/*'),
    paths: mcpServers,
    source: 'https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/qdev-mcp.html',
  },
  {
    id: 'mcporter',
    name: 'mcporter',
    scope: 'user',
    files: everywhere('~/.mcporter/mcporter.json', '~/.mcporter/mcporter.jsonc'),
    paths: mcpServers,
    source: 'https://github.com/steipete/mcporter#readme',
  },
  {
    id: 'mcporter-project',
    name: 'mcporter',
    scope: 'project',
    files: everywhere('config/mcporter.json'),
    paths: mcpServers,
    source: 'https://github.com/steipete/mcporter#readme',
  },
];
