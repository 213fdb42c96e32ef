/**
 * The table of clients: which files they read, where in them the servers are, what they fill in,
 * and whose words that is. A client is in it only if a file of its own is known. Knows no machine:
 * what `~` and `{NAME}` stand for is said by `places.ts`.
 */
import type { ExpansionName } from './expansions.ts';
import type { KeyPath } from './servers.ts';

export type Platform = 'darwin' | 'linux' | 'win32';

/** One file of a client, and how that is known. */
export interface Place {
  /** The last part may be `*`: every configuration file in there. A directory may be `Name_*`. */
  readonly file: string;
  /** Undefined = on all. */
  readonly on?: Platform;
  readonly source: string;
  /**
   * The day on which the source was looked at, or how old the copy was that was looked at;
   * `reported …` for what others have seen and we have not.
   */
  readonly seen: string;
}

export interface Client {
  /** What is typed; a client has one for each scope of its own. */
  readonly id: string;
  readonly name: string;
  /** A file of a project is looked for upwards from here, and often shared with others. */
  readonly scope: 'user' | 'project';
  /** All that exist are meant. */
  readonly places: readonly Place[];
  /** The empty path is the whole file: servers without a section around them. */
  readonly paths: readonly KeyPath[];
  readonly expansion: ExpansionName;
  /** For a file that other clients have, too: it is this one's if its beginning is like that. */
  readonly recognisedBy?: RegExp;
  readonly note?: string;
}

/** Clients whose servers nobody can wrap by changing a file. `reason` completes "left alone: …". */
export interface ClosedClient {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly source: string;
  readonly seen: string;
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
  ['mcp.servers'],
  ...opencodeServers,
  ['projects', '*', 'mcpServers'],
  ['settings', 'mcp', 'servers'],
  ['customizations', 'vscode', 'mcp', 'servers'],
  [],
];

interface Fact {
  readonly source: string;
  readonly seen: string;
}

const fact = (source: string, seen: string): Fact => ({ source, seen });

function everywhere(how: Fact, ...files: readonly string[]): readonly Place[] {
  return files.map((file) => ({ file, ...how }));
}

function on(platform: Platform, how: Fact, ...files: readonly string[]): readonly Place[] {
  return files.map((file) => ({ file, on: platform, ...how }));
}

/** Windows has its own directory for it. */
function elsewhereOnWindows(how: Fact, windows: string, ...files: string[]): readonly Place[] {
  const others = (['darwin', 'linux'] as const).flatMap((platform) => on(platform, how, ...files));
  return [...others, ...on('win32', how, windows)];
}

/** In the user's directory of an editor that is built on VS Code. */
function inEditors(how: Fact, editors: readonly string[], file: string): readonly Place[] {
  const below = (base: string) => editors.map((editor) => `${base}/${editor}/User/${file}`);
  return [
    ...on('darwin', how, ...below('~/Library/Application Support')),
    ...on('linux', how, ...below('{XDG_CONFIG_HOME}')),
    ...on('win32', how, ...below('{APPDATA}')),
  ];
}

const vsCode = ['Code', 'Code - Insiders'];
const vsCodeLike = [...vsCode, 'VSCodium', 'Cursor', 'Windsurf'];

/** Looked at when the table was first written, and not again since. */
const firstSeen = '2026-11-22';
const reported = 'reported 2026-11';

const sources = {
  claudeDesktop: fact(
    'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
    firstSeen,
  ),
  claudeDesktopMsix: fact('https://github.com/anthropics/claude-code/issues/26073', '2026-11-26'),
  claudeDesktopLinux: fact('https://claude.ai/download', reported),
  claudeCode: fact('https://code.claude.com/docs/en/mcp', '2026-09-22'),
  cursor: fact('https://cursor.com/docs/mcp', firstSeen),
  vscode: fact(
    'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
    '2026-05-28',
  ),
  vscodeSettings: fact('https://code.visualstudio.com/docs/configure/settings', firstSeen),
  devcontainer: fact('https://containers.dev/supporting', reported),
  visualStudio: fact(
    'https://learn.microsoft.com/en-us/visualstudio/ide/mcp-servers',
    '2025-08-29',
  ),
  copilotCli: fact(
    'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
    '2026-11-26',
  ),
  copilotCliProject: fact('https://github.com/github/copilot-cli (changelog.md)', '2026-08-03'),
  copilotIdes: fact(
    'https://docs.github.com/en/copilot/how-tos/provide-context/use-mcp/extend-copilot-chat-with-mcp',
    reported,
  ),
  windsurf: fact('https://docs.windsurf.com/windsurf/cascade/mcp', firstSeen),
  devin: fact('https://docs.devin.ai/cli/extensibility/configuration', '2026-11-26'),
  devinDesktop: fact('https://docs.devin.ai', reported),
  cline: fact('https://github.com/cline/cline (apps/vscode, sdk)', '2026-08-22'),
  clineDocument: fact('https://docs.cline.bot/mcp/mcp-overview', '2026-08-22'),
  clineLegacy: fact('https://docs.cline.bot/mcp/adding-and-configuring-servers', firstSeen),
  roo: fact('https://docs.roocode.com/features/mcp/using-mcp-in-roo', firstSeen),
  kilo: fact('https://kilo.ai/docs/automate/mcp/using-in-kilo-code', '2026-11-26'),
  zed: fact('https://zed.dev/docs/ai/mcp', firstSeen),
  zedProject: fact('https://zed.dev/docs/configuring-zed', reported),
  continueDev: fact('https://docs.continue.dev/customize/deep-dives/mcp', '2026-06-18'),
  continueReported: fact('https://docs.continue.dev/customize/deep-dives/mcp', reported),
  codex: fact('https://developers.openai.com/codex/mcp', firstSeen),
  gemini: fact('https://geminicli.com/docs/cli/configuration', '2026-08-21'),
  antigravity: fact(
    'https://developer.mescius.com/mcp/docs/configure-your-ai-client/command-line-clients/google-antigravity-cli',
    '2026-11-26',
  ),
  antigravityOlder: fact(
    'https://github.com/ChromeDevTools/chrome-devtools-mcp/pull/580',
    '2025-11-19',
  ),
  antigravityCli: fact('https://docs.rs/crate/agent-config/0.2.0', '2026-11-26'),
  antigravityProject: fact('https://cua.ai/docs/use-cua-with/antigravity-cli', '2026-11-26'),
  qwen: fact('https://qwenlm.github.io/qwen-code-docs/en/users/features/mcp/', '2026-11-26'),
  opencode: fact('https://opencode.ai/docs/config', '2026-11-26'),
  goose: fact('https://block.github.io/goose/docs/guides/config-files', '2026-11-26'),
  lmStudio: fact('https://lmstudio.ai/docs/app/mcp', '2026-11-26'),
  lmStudioOlder: fact(
    'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1371',
    '2026-11-26',
  ),
  amp: fact('https://ampcode.com/manual', firstSeen),
  kiro: fact('https://kiro.dev/docs/mcp/configuration', '2026-11-26'),
  kiroAgents: fact('https://kiro.dev/docs/cli/custom-agents', reported),
  junie: fact('https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html', firstSeen),
  air: fact('https://www.jetbrains.com/help/air/mcp-servers.html', firstSeen),
  warp: fact('https://docs.warp.dev/agents/capabilities/mcp', firstSeen),
  warpShared: fact('https://docs.warp.dev/changelog', '2026-05-01'),
  crush: fact('https://github.com/charmbracelet/crush#readme', '2026-08-21'),
  crushSource: fact(
    'https://github.com/charmbracelet/crush (internal/config/load.go)',
    '2026-08-21',
  ),
  amazonQ: fact(
    'https://github.com/aws/amazon-q-developer-cli (crates/chat-cli/src/util/paths.rs)',
    '2026-04-23',
  ),
  amazonQIde: fact(
    'https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/qdev-mcp.html',
    firstSeen,
  ),
  mcporter: fact('https://github.com/steipete/mcporter (docs/config.md)', '2026-01-01'),
  factory: fact('https://docs.factory.ai/cli/configuration/mcp', '2026-07-24'),
  trae: fact('https://github.com/pathintegral-institute/mcpm.sh/issues/92', '2026-11-26'),
  traeProject: fact('https://docs.trae.ai/ide/model-context-protocol', reported),
  kimi: fact('https://github.com/MoonshotAI/kimi-cli (docs/en/customization/mcp.md)', '2026-07-16'),
  vibe: fact('https://github.com/mistralai/mistral-vibe#readme', '2026-07-01'),
  hermes: fact('https://hermes-agent.nousresearch.com/docs/user-guide/features/mcp', '2026-11-26'),
  auggie: fact(
    'https://www.augmentcode.com/changelog/auggie-cli-0-5-4-release-notes',
    '2025-09-11',
  ),
  rovo: fact(
    'https://support.atlassian.com/rovo/docs/connect-to-an-mcp-server-in-rovo-dev-cli',
    '2026-11-26',
  ),
  pi: fact('https://github.com/nicobailon/pi-mcp-adapter', '2026-11-26'),
  void: fact('https://github.com/voideditor/void (mcpService.ts, product.json)', '2026-06-02'),
} as const;

export const clients: readonly Client[] = [
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    scope: 'user',
    places: [
      ...on(
        'darwin',
        sources.claudeDesktop,
        '~/Library/Application Support/Claude/claude_desktop_config.json',
      ),
      ...on(
        'linux',
        sources.claudeDesktopLinux,
        '{XDG_CONFIG_HOME}/Claude/claude_desktop_config.json',
      ),
      ...on(
        'win32',
        sources.claudeDesktopMsix,
        '{LOCALAPPDATA}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json',
      ),
      ...on('win32', sources.claudeDesktop, '{APPDATA}/Claude/claude_desktop_config.json'),
    ],
    paths: mcpServers,
    expansion: 'claudeDesktop',
    note: 'on Windows an app from the Store reads the file below Packages only',
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    scope: 'user',
    places: everywhere(sources.claudeCode, '{CLAUDE_CONFIG_DIR}/.claude.json'),
    paths: [['mcpServers'], ['projects', '*', 'mcpServers']],
    expansion: 'claudeCode',
    note: 'the user and local scopes',
  },
  {
    id: 'claude-code-project',
    name: 'Claude Code',
    scope: 'project',
    places: everywhere(sources.claudeCode, '.mcp.json'),
    paths: mcpServers,
    expansion: 'claudeCode',
    recognisedBy: /"mcpServers"\s*:|^(?![\s\S]*"servers"\s*:)/,
    note: 'read by VS Code, Warp and JetBrains Air, too',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    scope: 'user',
    places: everywhere(sources.cursor, '~/.cursor/mcp.json'),
    paths: mcpServers,
    expansion: 'cursor',
  },
  {
    id: 'cursor-project',
    name: 'Cursor',
    scope: 'project',
    places: everywhere(sources.cursor, '.cursor/mcp.json'),
    paths: mcpServers,
    expansion: 'cursor',
  },
  {
    id: 'vscode',
    name: 'VS Code',
    scope: 'user',
    places: inEditors(sources.vscode, vsCode, 'mcp.json'),
    paths: [['servers']],
    expansion: 'vscode',
    note: 'the default profile; give the file of another profile by its path',
  },
  {
    id: 'vscode-workspace',
    name: 'VS Code',
    scope: 'project',
    places: everywhere(sources.vscode, '.vscode/mcp.json'),
    paths: [['servers']],
    expansion: 'vscode',
  },
  {
    id: 'vscode-settings',
    name: 'VS Code',
    scope: 'user',
    places: inEditors(sources.vscodeSettings, vsCode, 'settings.json'),
    paths: [['mcp', 'servers'], ['mcp.servers']],
    expansion: 'vscode',
    note: 'where versions before 1.102 had them',
  },
  {
    id: 'devcontainer',
    name: 'Dev Containers',
    scope: 'project',
    places: everywhere(
      sources.devcontainer,
      '.devcontainer/devcontainer.json',
      '.devcontainer.json',
    ),
    paths: [
      ['customizations', 'vscode', 'mcp', 'servers'],
      ['customizations', 'vscode', 'settings', 'mcp', 'servers'],
      ['customizations', 'vscode', 'settings', 'mcp.servers'],
    ],
    expansion: 'vscode',
    note: 'its servers run in the container: mcp-shield must be installed there',
  },
  {
    id: 'visual-studio',
    name: 'Visual Studio',
    scope: 'user',
    places: on('win32', sources.visualStudio, '~/.mcp.json'),
    paths: [['servers']],
    expansion: 'vscode',
  },
  {
    id: 'visual-studio-project',
    name: 'Visual Studio',
    scope: 'project',
    places: everywhere(sources.visualStudio, '.vs/mcp.json', '.mcp.json'),
    paths: [['servers']],
    expansion: 'vscode',
    recognisedBy: /^(?![\s\S]*"mcpServers"\s*:)[\s\S]*"servers"\s*:/,
  },
  {
    id: 'copilot-cli',
    name: 'GitHub Copilot CLI',
    scope: 'user',
    places: everywhere(sources.copilotCli, '{COPILOT_HOME}/mcp-config.json'),
    paths: [['mcpServers'], []],
    expansion: 'copilot',
  },
  {
    id: 'copilot-cli-project',
    name: 'GitHub Copilot CLI',
    scope: 'project',
    places: everywhere(sources.copilotCliProject, '.github/mcp.json'),
    paths: [['mcpServers'], []],
    expansion: 'copilot',
    note: 'reads .mcp.json of Claude Code, too',
  },
  {
    id: 'copilot-jetbrains',
    name: 'GitHub Copilot in JetBrains',
    scope: 'user',
    places: elsewhereOnWindows(
      sources.copilotIdes,
      '{LOCALAPPDATA}/github-copilot/intellij/mcp.json',
      '{XDG_CONFIG_HOME}/github-copilot/intellij/mcp.json',
    ),
    paths: [['servers']],
    expansion: 'unknown',
  },
  {
    id: 'copilot-eclipse',
    name: 'GitHub Copilot in Eclipse',
    scope: 'user',
    places: elsewhereOnWindows(
      sources.copilotIdes,
      '{LOCALAPPDATA}/github-copilot/eclipse/mcp.json',
      '{XDG_CONFIG_HOME}/github-copilot/eclipse/mcp.json',
    ),
    paths: [['servers']],
    expansion: 'unknown',
  },
  {
    id: 'copilot-xcode',
    name: 'GitHub Copilot in Xcode',
    scope: 'user',
    places: on('darwin', sources.copilotIdes, '~/.config/github-copilot/xcode/mcp.json'),
    paths: [['servers']],
    expansion: 'unknown',
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    scope: 'user',
    places: [
      ...elsewhereOnWindows(
        sources.devinDesktop,
        '{APPDATA}/devin/mcp_config.json',
        '~/.config/devin/mcp_config.json',
      ),
      ...everywhere(sources.windsurf, '~/.codeium/windsurf/mcp_config.json'),
    ],
    paths: mcpServers,
    expansion: 'windsurf',
    note: 'Devin Desktop since 2026-06',
  },
  {
    id: 'windsurf-project',
    name: 'Windsurf',
    scope: 'project',
    places: everywhere(sources.devinDesktop, '.devin/mcp_config.json'),
    paths: mcpServers,
    expansion: 'windsurf',
    note: 'Devin Desktop since 2026-06',
  },
  {
    id: 'devin-cli',
    name: 'Devin CLI',
    scope: 'user',
    places: elsewhereOnWindows(
      sources.devin,
      '{APPDATA}/devin/config.json',
      '~/.config/devin/config.json',
    ),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'devin-cli-project',
    name: 'Devin CLI',
    scope: 'project',
    places: everywhere(sources.devin, '.devin/config.json', '.devin/config.local.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'cline',
    name: 'Cline',
    scope: 'user',
    places: [
      ...everywhere(sources.cline, '{CLINE_MCP_SETTINGS_PATH}'),
      ...everywhere(sources.clineDocument, '~/.cline/mcp.json'),
    ],
    paths: mcpServers,
    expansion: 'cline',
    note: 'the extension since version 4, and the CLI',
  },
  {
    id: 'cline-legacy',
    name: 'Cline',
    scope: 'user',
    places: inEditors(
      sources.clineLegacy,
      vsCodeLike,
      'globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    ),
    paths: mcpServers,
    expansion: 'cline',
    note: 'before version 4, which takes it over once and then reads it no more',
  },
  {
    id: 'roo-code',
    name: 'Roo Code',
    scope: 'user',
    places: inEditors(
      sources.roo,
      vsCodeLike,
      'globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
    ),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'roo-code-project',
    name: 'Roo Code',
    scope: 'project',
    places: everywhere(sources.roo, '.roo/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'kilo-code',
    name: 'Kilo Code',
    scope: 'user',
    places: everywhere(
      sources.kilo,
      '~/.config/kilo/kilo.jsonc',
      '~/.config/kilo/kilo.json',
      '~/.config/kilo/opencode.json',
      '~/.config/kilo/opencode.jsonc',
      '~/.config/kilo/config.json',
    ),
    paths: opencodeServers,
    expansion: 'kilo',
  },
  {
    id: 'kilo-code-project',
    name: 'Kilo Code',
    scope: 'project',
    places: everywhere(
      sources.kilo,
      'kilo.jsonc',
      'kilo.json',
      '.kilo/kilo.jsonc',
      '.kilo/kilo.json',
    ),
    paths: opencodeServers,
    expansion: 'kilo',
  },
  {
    id: 'kilo-code-legacy',
    name: 'Kilo Code',
    scope: 'user',
    places: inEditors(
      sources.kilo,
      vsCodeLike,
      'globalStorage/kilocode.kilo-code/settings/mcp_settings.json',
    ),
    paths: mcpServers,
    expansion: 'unknown',
    note: 'before kilo.jsonc',
  },
  {
    id: 'kilo-code-legacy-project',
    name: 'Kilo Code',
    scope: 'project',
    places: everywhere(sources.kilo, '.kilocode/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
    note: 'before kilo.jsonc',
  },
  {
    id: 'zed',
    name: 'Zed',
    scope: 'user',
    places: elsewhereOnWindows(
      sources.zed,
      '{APPDATA}/Zed/settings.json',
      '{XDG_CONFIG_HOME}/zed/settings.json',
    ),
    paths: [['context_servers']],
    expansion: 'unknown',
  },
  {
    id: 'zed-project',
    name: 'Zed',
    scope: 'project',
    places: everywhere(sources.zedProject, '.zed/settings.json'),
    paths: [['context_servers']],
    expansion: 'unknown',
  },
  {
    id: 'continue',
    name: 'Continue',
    scope: 'user',
    places: [
      ...everywhere(sources.continueDev, '~/.continue/config.yaml'),
      ...everywhere(sources.continueReported, '~/.continue/mcpServers/*', '~/.continue/agents/*'),
    ],
    paths: mcpServers,
    expansion: 'continueDev',
  },
  {
    id: 'continue-project',
    name: 'Continue',
    scope: 'project',
    places: [
      ...everywhere(sources.continueDev, '.continue/mcpServers/*'),
      ...everywhere(sources.continueReported, '.continue/agents/*'),
    ],
    paths: mcpServers,
    expansion: 'continueDev',
  },
  {
    id: 'codex',
    name: 'Codex CLI',
    scope: 'user',
    places: everywhere(sources.codex, '{CODEX_HOME}/config.toml'),
    paths: [['mcp_servers']],
    expansion: 'unknown',
  },
  {
    id: 'codex-project',
    name: 'Codex CLI',
    scope: 'project',
    places: everywhere(sources.codex, '.codex/config.toml'),
    paths: [['mcp_servers']],
    expansion: 'unknown',
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    scope: 'user',
    places: everywhere(sources.gemini, '{GEMINI_CLI_HOME}/.gemini/settings.json'),
    paths: mcpServers,
    expansion: 'gemini',
  },
  {
    id: 'gemini-cli-project',
    name: 'Gemini CLI',
    scope: 'project',
    places: everywhere(sources.gemini, '.gemini/settings.json'),
    paths: mcpServers,
    expansion: 'gemini',
  },
  {
    id: 'antigravity',
    name: 'Antigravity',
    scope: 'user',
    places: [
      ...everywhere(sources.antigravity, '~/.gemini/config/mcp_config.json'),
      ...everywhere(sources.antigravityOlder, '~/.gemini/antigravity/mcp_config.json'),
      ...everywhere(sources.antigravityCli, '~/.gemini/antigravity-cli/mcp_config.json'),
    ],
    paths: mcpServers,
    expansion: 'unknown',
    note: 'the first since version 2',
  },
  {
    id: 'antigravity-project',
    name: 'Antigravity',
    scope: 'project',
    places: everywhere(sources.antigravityProject, '.agents/mcp_config.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'qwen-code',
    name: 'Qwen Code',
    scope: 'user',
    places: everywhere(sources.qwen, '~/.qwen/settings.json'),
    paths: mcpServers,
    expansion: 'qwen',
  },
  {
    id: 'qwen-code-project',
    name: 'Qwen Code',
    scope: 'project',
    places: everywhere(sources.qwen, '.qwen/settings.json', '.qwen/settings.local.json'),
    paths: mcpServers,
    expansion: 'qwen',
  },
  {
    id: 'opencode',
    name: 'opencode',
    scope: 'user',
    places: everywhere(
      sources.opencode,
      '{XDG_CONFIG_HOME}/opencode/opencode.json',
      '{XDG_CONFIG_HOME}/opencode/opencode.jsonc',
      '{XDG_CONFIG_HOME}/opencode/config.json',
      '{OPENCODE_CONFIG}',
      '{OPENCODE_CONFIG_DIR}/opencode.json',
      '{OPENCODE_CONFIG_DIR}/opencode.jsonc',
    ),
    paths: opencodeServers,
    expansion: 'opencode',
  },
  {
    id: 'opencode-project',
    name: 'opencode',
    scope: 'project',
    places: everywhere(
      sources.opencode,
      'opencode.json',
      'opencode.jsonc',
      '.opencode/opencode.json',
      '.opencode/opencode.jsonc',
    ),
    paths: opencodeServers,
    expansion: 'opencode',
  },
  {
    id: 'goose',
    name: 'Goose',
    scope: 'user',
    places: elsewhereOnWindows(
      sources.goose,
      '{APPDATA}/Block/goose/config/config.yaml',
      '~/.config/goose/config.yaml',
    ),
    paths: [['extensions']],
    expansion: 'unknown',
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    scope: 'user',
    places: [
      ...everywhere(sources.lmStudio, '~/.lmstudio/mcp.json'),
      ...everywhere(sources.lmStudioOlder, '~/.cache/lm-studio/mcp.json'),
    ],
    paths: mcpServers,
    expansion: 'unknown',
    note: 'the second where an older directory is in use',
  },
  {
    id: 'amp',
    name: 'Amp',
    scope: 'user',
    places: everywhere(sources.amp, '~/.config/amp/settings.json', '~/.config/amp/settings.jsonc'),
    paths: [['amp.mcpServers']],
    expansion: 'unknown',
  },
  {
    id: 'amp-project',
    name: 'Amp',
    scope: 'project',
    places: everywhere(sources.amp, '.amp/settings.json', '.amp/settings.jsonc'),
    paths: [['amp.mcpServers']],
    expansion: 'unknown',
  },
  {
    id: 'kiro',
    name: 'Kiro',
    scope: 'user',
    places: [
      ...everywhere(sources.kiro, '~/.kiro/settings/mcp.json'),
      ...everywhere(sources.kiroAgents, '~/.kiro/agents/*'),
    ],
    paths: mcpServers,
    expansion: 'kiro',
  },
  {
    id: 'kiro-project',
    name: 'Kiro',
    scope: 'project',
    places: [
      ...everywhere(sources.kiro, '.kiro/settings/mcp.json'),
      ...everywhere(sources.kiroAgents, '.kiro/agents/*'),
    ],
    paths: mcpServers,
    expansion: 'kiro',
  },
  {
    id: 'junie',
    name: 'JetBrains Junie',
    scope: 'user',
    places: everywhere(sources.junie, '~/.junie/mcp/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'junie-project',
    name: 'JetBrains Junie',
    scope: 'project',
    places: everywhere(sources.junie, '.junie/mcp/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'jetbrains-air-project',
    name: 'JetBrains Air',
    scope: 'project',
    places: everywhere(sources.air, '.air/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'warp',
    name: 'Warp',
    scope: 'user',
    places: [
      ...everywhere(sources.warp, '~/.warp/.mcp.json'),
      ...everywhere(sources.warpShared, '~/.agents/.mcp.json'),
    ],
    paths: mcpServers,
    expansion: 'unknown',
    note: 'servers added in the app are not in a file',
  },
  {
    id: 'warp-project',
    name: 'Warp',
    scope: 'project',
    places: [
      ...everywhere(sources.warp, '.warp/.mcp.json'),
      ...everywhere(sources.warpShared, '.agents/.mcp.json'),
    ],
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'crush',
    name: 'Crush',
    scope: 'user',
    places: [
      ...everywhere(sources.crushSource, '{CRUSH_GLOBAL_CONFIG}/crush.json'),
      ...on('win32', sources.crush, '{LOCALAPPDATA}/crush/crush.json'),
    ],
    paths: [['mcp']],
    expansion: 'crush',
    note: 'crushrc is a shell script and cannot be wrapped',
  },
  {
    id: 'crush-project',
    name: 'Crush',
    scope: 'project',
    places: everywhere(sources.crush, '.crush.json', 'crush.json'),
    paths: [['mcp']],
    expansion: 'crush',
    note: 'crushrc is a shell script and cannot be wrapped',
  },
  {
    id: 'amazon-q',
    name: 'Amazon Q Developer',
    scope: 'user',
    places: [
      ...everywhere(sources.amazonQ, '~/.aws/amazonq/mcp.json', '~/.aws/amazonq/cli-agents/*'),
      ...everywhere(sources.amazonQIde, '~/.aws/amazonq/agents/*'),
    ],
    paths: mcpServers,
    expansion: 'amazonQ',
    note: 'Kiro CLI since 2025-11',
  },
  {
    id: 'amazon-q-project',
    name: 'Amazon Q Developer',
    scope: 'project',
    places: [
      ...everywhere(sources.amazonQ, '.amazonq/mcp.json', '.amazonq/cli-agents/*'),
      ...everywhere(sources.amazonQIde, '.amazonq/agents/*'),
    ],
    paths: mcpServers,
    expansion: 'amazonQ',
  },
  {
    id: 'mcporter',
    name: 'mcporter',
    scope: 'user',
    places: everywhere(
      sources.mcporter,
      '~/.mcporter/mcporter.json',
      '~/.mcporter/mcporter.jsonc',
      '{MCPORTER_CONFIG}',
    ),
    paths: mcpServers,
    expansion: 'mcporter',
  },
  {
    id: 'mcporter-project',
    name: 'mcporter',
    scope: 'project',
    places: everywhere(sources.mcporter, 'config/mcporter.json', 'config/mcporter.jsonc'),
    paths: mcpServers,
    expansion: 'mcporter',
  },
  {
    id: 'factory-droid',
    name: 'Factory Droid',
    scope: 'user',
    places: everywhere(sources.factory, '~/.factory/mcp.json'),
    paths: mcpServers,
    expansion: 'factory',
  },
  {
    id: 'factory-droid-project',
    name: 'Factory Droid',
    scope: 'project',
    places: everywhere(sources.factory, '.factory/mcp.json'),
    paths: mcpServers,
    expansion: 'factory',
  },
  {
    id: 'trae',
    name: 'Trae',
    scope: 'user',
    places: inEditors(sources.trae, ['Trae', 'Trae CN'], 'mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'trae-project',
    name: 'Trae',
    scope: 'project',
    places: everywhere(sources.traeProject, '.trae/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'kimi-cli',
    name: 'Kimi Code CLI',
    scope: 'user',
    places: everywhere(sources.kimi, '{KIMI_SHARE_DIR}/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'mistral-vibe',
    name: 'Mistral Vibe',
    scope: 'user',
    places: everywhere(sources.vibe, '{VIBE_HOME}/config.toml'),
    paths: [['mcp_servers']],
    expansion: 'unknown',
  },
  {
    id: 'mistral-vibe-project',
    name: 'Mistral Vibe',
    scope: 'project',
    places: everywhere(sources.vibe, '.vibe/config.toml'),
    paths: [['mcp_servers']],
    expansion: 'unknown',
  },
  {
    id: 'hermes',
    name: 'Hermes Agent',
    scope: 'user',
    places: everywhere(sources.hermes, '~/.hermes/config.yaml'),
    paths: [['mcp_servers']],
    expansion: 'hermes',
  },
  {
    id: 'auggie',
    name: 'Auggie',
    scope: 'user',
    places: everywhere(sources.auggie, '~/.augment/settings.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'rovo-dev',
    name: 'Rovo Dev CLI',
    scope: 'user',
    places: everywhere(sources.rovo, '~/.rovodev/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
  {
    id: 'pi',
    name: 'Pi',
    scope: 'user',
    places: everywhere(sources.pi, '{PI_CODING_AGENT_DIR}/mcp.json', '~/.config/mcp/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
    note: 'with the extension pi-mcp-adapter',
  },
  {
    id: 'pi-project',
    name: 'Pi',
    scope: 'project',
    places: everywhere(sources.pi, '.pi/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
    note: 'with the extension pi-mcp-adapter',
  },
  {
    id: 'void',
    name: 'Void',
    scope: 'user',
    places: everywhere(sources.void, '~/.void-editor/mcp.json'),
    paths: mcpServers,
    expansion: 'unknown',
  },
];

export const closedClients: readonly ClosedClient[] = [
  {
    id: 'chatgpt',
    name: 'ChatGPT',
    reason: 'it reaches servers by a URL only and starts none',
    source: 'https://platform.openai.com/docs/mcp',
    seen: reported,
  },
  {
    id: 'claude-extensions',
    name: 'Extensions of Claude Desktop (.mcpb)',
    reason:
      'Claude Desktop starts them from their own packages, not from a file that can be changed',
    source: 'https://github.com/modelcontextprotocol/mcpb',
    seen: reported,
  },
  {
    id: 'crushrc',
    name: 'Crush (crushrc)',
    reason: 'crushrc is a shell script; write mcp-shield -- in front of the command in it by hand',
    ...sources.crush,
  },
  {
    id: 'jetbrains-ai-assistant',
    name: 'JetBrains AI Assistant',
    reason:
      'it keeps its servers in the settings of the IDE; put mcp-shield in front of the command there',
    source: 'https://www.jetbrains.com/help/ai-assistant/mcp.html',
    seen: '2026-11-26',
  },
  {
    id: 'warp-app',
    name: 'Servers added in the app of Warp',
    reason: 'Warp keeps them in the cloud; edit the command there',
    ...sources.warp,
  },
];
