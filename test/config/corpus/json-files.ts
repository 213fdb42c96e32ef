/**
 * Small configuration files in JSON as clients and people write them: one kind of peculiarity each,
 * after what real files show. The name says what is peculiar.
 */
import type { CorpusFile } from './corpus-file.ts';

/** As clients write what they fill in: `$` and braces. */
const at = (name: string): string => `\${${name}}`;

export const jsonFiles: readonly CorpusFile[] = [
  [
    'claude-desktop',
    'two blanks',
    '{\n  "mcpServers": {\n    "memory": {\n      "command": "npx",\n      "args": ["-y", "@modelcontextprotocol/server-memory"]\n    }\n  }\n}\n',
  ],
  [
    'claude-desktop',
    'no last line break',
    '{"mcpServers":{"memory":{"command":"npx","args":["-y","server-memory"]}}}',
  ],
  [
    'claude-desktop',
    'tabs',
    '{\n\t"mcpServers": {\n\t\t"fs": {\n\t\t\t"command": "npx",\n\t\t\t"args": [\n\t\t\t\t"-y",\n\t\t\t\t"server-filesystem",\n\t\t\t\t"/Users/ann/Desktop"\n\t\t\t]\n\t\t}\n\t}\n}\n',
  ],
  [
    'claude-desktop',
    'CRLF',
    '{\r\n  "mcpServers": {\r\n    "a": {\r\n      "command": "C:\\\\Program Files\\\\nodejs\\\\node.exe",\r\n      "args": ["C:\\\\Users\\\\ann\\\\server.js"]\r\n    }\r\n  }\r\n}\r\n',
  ],
  [
    'claude-desktop',
    'cmd /c npx',
    '{"mcpServers": {"a": {"command": "cmd", "args": ["/c", "npx", "-y", "server-everything"]}}}',
  ],
  [
    'claude-desktop',
    'cmd.exe with a joined command',
    '{"mcpServers": {"a": {"command": "cmd.exe", "args": ["/c", "npx -y server-everything"]}}}',
  ],
  [
    'claude-desktop',
    'uvx from git',
    '{"mcpServers": {"a": {"command": "uvx", "args": ["--from", "git+https://github.com/x/y@v1", "serve"]}}}',
  ],
  [
    'claude-desktop',
    'docker with variables',
    '{"mcpServers": {"github": {"command": "docker", "args": ["run", "-i", "--rm", "-e", "GITHUB_TOKEN", "ghcr.io/github/github-mcp-server"], "env": {"GITHUB_TOKEN": "ghp_0"}}}}',
  ],
  [
    'claude-desktop',
    'args before command',
    '{"mcpServers": {"a": {"args": ["-m", "server"], "command": "python3"}}}',
  ],
  ['claude-desktop', 'no args', '{"mcpServers": {"a": {"command": "/opt/my server/run"}}}'],
  [
    'claude-desktop',
    'empty args',
    '{"mcpServers": {"a": {"command": "mcp-server-time", "args": []}}}',
  ],
  [
    'claude-desktop',
    'empty args with a blank',
    '{"mcpServers": {"a": {"command": "mcp-server-time", "args": [ ]}}}',
  ],
  [
    'claude-desktop',
    'empty args in lines',
    '{"mcpServers": {"a": {\n  "command": "x",\n  "args": [\n  ]\n}}}',
  ],
  ['claude-desktop', 'args null', '{"mcpServers": {"a": {"command": "x", "args": null}}}'],
  [
    'claude-desktop',
    'other settings around',
    '{"globalShortcut": "Ctrl+Space", "mcpServers": {"a": {"command": "x"}}, "theme": "dark"}',
  ],
  [
    'claude-desktop',
    'names in other scripts',
    '{"mcpServers": {"天气": {"command": "x"}, "météo": {"command": "y"}, "🌦": {"command": "z"}}}',
  ],
  [
    'claude-desktop',
    'escaped name',
    '{"mcpServers": {"a\\u002fb": {"command": "npx", "args": ["\\u002dy", "x"]}}}',
  ],
  [
    'claude-desktop',
    'name with blanks and dots',
    '{"mcpServers": {"My Server 1.0": {"command": "x"}}}',
  ],
  ['claude-desktop', 'name like an option', '{"mcpServers": {"--help": {"command": "x"}}}'],
  [
    'claude-desktop',
    'sudo',
    '{"mcpServers": {"a": {"command": "sudo", "args": ["-u", "svc", "npx", "x"]}}}',
  ],
  [
    'claude-desktop',
    'env as the command',
    '{"mcpServers": {"a": {"command": "env", "args": ["A=1", "npx", "-y", "x"]}}}',
  ],
  [
    'claude-desktop',
    'a shell line',
    '{"mcpServers": {"a": {"command": "bash", "args": ["-lc", "cd /srv && exec node server.js"]}}}',
  ],
  ['claude-desktop', 'nothing yet', '{}'],
  ['claude-desktop', 'an empty section', '{"mcpServers": {}}'],
  [
    'claude-desktop',
    'powershell',
    '{"mcpServers": {"a": {"command": "powershell", "args": ["-NoProfile", "-Command", "npx -y x"]}}}',
  ],
  [
    'claude-code',
    'local scope',
    '{"numStartups": 3, "mcpServers": {"u": {"type": "stdio", "command": "x", "args": [], "env": {}}}, "projects": {"/p": {"allowedTools": [], "mcpServers": {"l": {"command": "y"}}, "history": []}}}',
  ],
  [
    'claude-code',
    'projects only',
    '{"projects": {"/a b": {"mcpServers": {}}, "/c": {"mcpServers": {"l": {"type": "stdio", "command": "y", "args": ["z"]}}}}}',
  ],
  [
    'claude-code-project',
    'a default',
    `{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "env": {"LEVEL": "${at('CORPUS_UNSET:-info')}"}}}}`,
  ],
  [
    'claude-code-project',
    'an unset variable',
    `{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "env": {"KEY": "${at('CORPUS_UNSET')}"}}}}`,
    { notStarted: ['a'] },
  ],
  [
    'claude-code-project',
    'a variable as the command',
    `{"mcpServers": {"a": {"command": "${at('CORPUS_SET')}/bin/x", "args": ["--dir", "${at('CORPUS_SET')}"]}}}`,
  ],
  [
    'claude-code-project',
    'by URL',
    '{"mcpServers": {"a": {"type": "http", "url": "https://example.org/mcp"}, "b": {"type": "sse", "url": "https://example.org/sse"}}}',
  ],
  [
    'cursor',
    'by URL and by command',
    '{"mcpServers": {"a": {"url": "https://x/mcp"}, "b": {"command": "npx", "args": ["-y", "x"]}}}',
  ],
  [
    'cursor',
    'variables of the editor',
    `{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x", "${at('userHome')}/data"], "env": {"T": "${at('env:CORPUS_SET')}"}}}}`,
  ],
  [
    'cursor',
    'workspace in a file of the user',
    `{"mcpServers": {"a": {"command": "x", "args": ["${at('workspaceFolder')}"]}}}`,
    { notStarted: ['a'] },
  ],
  [
    'cursor-project',
    'workspace',
    `{"mcpServers": {"a": {"command": "x", "args": ["${at('workspaceFolder')}/src", "${at('workspaceFolderBasename')}"]}}}`,
  ],
  [
    'cursor-project',
    'envFile',
    '{"mcpServers": {"a": {"command": "x", "envFile": ".env.missing"}}}',
  ],
  [
    'vscode',
    'inputs',
    `{"inputs": [{"type": "promptString", "id": "key", "description": "Key", "password": true}], "servers": {"a": {"type": "stdio", "command": "npx", "args": ["-y", "x"], "env": {"KEY": "${at('input:key')}"}}}}`,
    { notStarted: ['a'] },
  ],
  [
    'vscode',
    'comments and commas',
    '{\n  // mine\n  "servers": {\n    "a": {\n      "command": "npx", // why\n      "args": ["-y", "x",], /* it */\n    },\n  },\n}\n',
  ],
  [
    'vscode',
    'a gallery entry',
    '{"servers": {"microsoft/playwright-mcp": {"type": "stdio", "command": "npx", "args": ["@playwright/mcp@latest"], "gallery": "https://api.mcp.github.com", "version": "0.0.1"}}, "inputs": []}',
  ],
  [
    'vscode',
    'numbers as variables',
    '{"servers": {"a": {"command": "x", "env": {"PORT": 8080, "OFF": null}}}}',
  ],
  [
    'vscode',
    'dev.debug',
    '{"servers": {"a": {"command": "node", "args": ["s.js"], "dev": {"watch": "src/**", "debug": {"type": "node"}}}}}',
    { left: ['a'] },
  ],
  [
    'vscode',
    'dev.watch',
    '{"servers": {"a": {"command": "node", "args": ["s.js"], "dev": {"watch": "src/**"}}}}',
  ],
  [
    'vscode',
    'a sandbox',
    `{"servers": {"a": {"type": "stdio", "command": "npx", "args": ["-y", "x"], "sandboxEnabled": true, "sandbox": {"filesystem": {"allowWrite": ["${at('workspaceFolder')}"]}}}}}`,
  ],
  [
    'vscode',
    'a command of the editor',
    `{"servers": {"a": {"command": "${at('command:python.interpreterPath')}", "args": ["-m", "x"]}}}`,
    { notStarted: ['a'] },
  ],
  [
    'vscode-workspace',
    'workspace and envFile',
    `{"servers": {"a": {"type": "stdio", "command": "node", "args": ["${at('workspaceFolder')}/dist/index.js"], "envFile": "${at('workspaceFolder')}/.env"}}}`,
  ],
  [
    'vscode-workspace',
    'cwd',
    `{"servers": {"a": {"command": "uv", "args": ["run", "x"], "cwd": "${at('workspaceFolder')}/py"}}}`,
  ],
  [
    'vscode-settings',
    'among other settings',
    '{\n  "editor.tabSize": 2,\n  "mcp": {\n    "inputs": [],\n    "servers": {\n      "a": { "command": "x" }\n    }\n  }\n}\n',
  ],
  ['vscode-settings', 'dotted', '{"mcp.servers": {"a": {"command": "x", "args": ["y"]}}}'],
  [
    'devcontainer',
    'below vscode',
    '{"image": "x", "customizations": {"vscode": {"mcp": {"servers": {"a": {"command": "npx", "args": ["-y", "x"]}}}}}}',
  ],
  [
    'devcontainer',
    'below settings',
    '{"customizations": {"vscode": {"settings": {"mcp": {"servers": {"a": {"command": "x"}}}}}}}',
  ],
  [
    'visual-studio-project',
    'its own section',
    '{"inputs": [], "servers": {"github": {"url": "https://api.githubcopilot.com/mcp/"}, "a": {"type": "stdio", "command": "dnx", "args": ["x", "--yes"]}}}',
  ],
  [
    'copilot-cli',
    'tools',
    '{"mcpServers": {"a": {"type": "local", "command": "npx", "args": ["-y", "x"], "tools": ["*"], "env": {"T": "$CORPUS_SET"}}}}',
  ],
  [
    'copilot-cli-project',
    'without a section',
    '{"a": {"command": "npx", "args": ["-y", "x"]}, "b": {"type": "http", "url": "https://x"}}',
  ],
  ['copilot-jetbrains', 'servers', '{"servers": {"a": {"command": "npx", "args": ["-y", "x"]}}}'],
  [
    'windsurf',
    'serverUrl',
    `{"mcpServers": {"a": {"serverUrl": "https://x", "headers": {"K": "${at('env:NOPE')}"}}, "b": {"command": "x", "env": {"T": "${at('env:CORPUS_SET')}"}}}}`,
  ],
  [
    'windsurf',
    'a token from a file',
    `{"mcpServers": {"b": {"command": "x", "env": {"T": "${at('file:/no/such/token')}"}}}}`,
    { notStarted: ['b'] },
  ],
  [
    'windsurf-project',
    'Devin Desktop',
    '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "disabledTools": []}}}',
  ],
  [
    'devin-cli',
    'comments',
    '{\n  // mine\n  "agent": {"model": "x"},\n  "mcpServers": {"a": {"command": "x", "args": ["y"]}}\n}\n',
  ],
  [
    'cline',
    'approvals',
    `{"mcpServers": {"a": {"autoApprove": ["x"], "disabled": false, "timeout": 60, "type": "stdio", "command": "npx", "args": ["-y", "x"], "env": {"T": "${at('env:CORPUS_SET')}"}}}}`,
  ],
  [
    'cline',
    'switched off',
    '{"mcpServers": {"github.com/x/y": {"command": "node", "args": ["/x"], "disabled": true}}}',
    { notStarted: ['github.com/x/y'] },
  ],
  [
    'cline-legacy',
    'a long timeout',
    '{"mcpServers": {"a": {"command": "x", "timeout": 3600, "transportType": "stdio"}}}',
  ],
  [
    'roo-code-project',
    'watchPaths',
    `{"mcpServers": {"a": {"command": "node", "args": ["${at('workspaceFolder')}/build/index.js"], "watchPaths": ["build"], "alwaysAllow": []}}}`,
  ],
  [
    'kilo-code',
    'a list as the command',
    '{\n  "$schema": "https://kilo.ai/config.json",\n  "mcp": {\n    "a": { "type": "local", "command": ["npx", "-y", "x"], "enabled": true, "environment": { "K": "{env:CORPUS_SET}" } }\n  }\n}\n',
  ],
  ['kilo-code-legacy', 'as Roo', '{"mcpServers": {"a": {"command": "x", "alwaysAllow": ["y"]}}}'],
  [
    'opencode',
    'one section',
    '{"$schema": "https://opencode.ai/config.json", "mcp": {"a": {"type": "local", "command": ["bun", "x", "y"]}, "b": {"type": "remote", "url": "https://x", "enabled": true}}}',
  ],
  ['opencode', 'switched off here', '{"mcp": {"jira": {"enabled": false}}}', { left: ['jira'] }],
  ['opencode', 'two sections', '{"mcp": {"servers": {"a": {"command": ["x"]}}, "timeout": 5}}'],
  [
    'opencode-project',
    'a file for a token',
    '{"mcp": {"a": {"type": "local", "command": ["x"], "environment": {"T": "{file:./no-such-token}"}}}}',
    { notStarted: ['a'] },
  ],
  [
    'opencode',
    'a list in lines',
    '{\n  "mcp": {\n    "a": {\n      "type": "local",\n      "command": [\n        "npx",\n        "-y",\n        "x"\n      ]\n    }\n  }\n}\n',
  ],
  [
    'zed',
    'source custom',
    '{\n  "theme": "One Dark",\n  "context_servers": {\n    "a": { "source": "custom", "command": "npx", "args": ["-y", "x"], "env": {} },\n  },\n}\n',
  ],
  [
    'zed',
    'an older form',
    '{"context_servers": {"a": {"command": {"path": "npx", "args": ["-y", "x"], "env": null}, "settings": {}}}}',
  ],
  [
    'zed',
    'an extension',
    '{"context_servers": {"mcp-server-github": {"source": "extension", "enabled": true, "settings": {"token": "x"}}}}',
    { left: ['mcp-server-github'] },
  ],
  ['zed-project', 'remote', '{"context_servers": {"a": {"url": "https://x"}}}'],
  [
    'continue-project',
    'JSON of others',
    '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"]}}}',
    { file: '.continue/mcpServers/mcp.json' },
  ],
  [
    'gemini-cli',
    'dollars',
    `{"mcpServers": {"a": {"command": "python", "args": ["-m", "x", "$CORPUS_SET"], "cwd": "./server", "env": {"A": "$CORPUS_SET", "B": "${at('CORPUS_UNSET:-b')}"}, "timeout": 15000, "trust": false}}}`,
  ],
  [
    'gemini-cli',
    'an unset dollar',
    '{"mcpServers": {"a": {"command": "x", "env": {"API_KEY": "$CORPUS_UNSET"}}}}',
    { notStarted: ['a'] },
  ],
  [
    'gemini-cli-project',
    'filters',
    '{"mcpServers": {"a": {"httpUrl": "https://x"}, "b": {"command": "x", "includeTools": ["y"]}}, "mcp": {"excluded": ["a"]}}',
  ],
  [
    'antigravity',
    'serverUrl',
    '{"mcpServers": {"a": {"serverUrl": "https://x", "authProviderType": "google_credentials"}, "b": {"command": "npx", "args": ["-y", "x"], "disabled": false}}}',
  ],
  [
    'antigravity-project',
    'plain',
    '{"mcpServers": {"b": {"command": "npx", "args": ["-y", "x"]}}}',
  ],
  [
    'qwen-code',
    'as Gemini',
    `{"mcpServers": {"a": {"command": "node", "args": ["s.js"], "env": {"K": "${at('CORPUS_SET')}"}, "discoveryTimeoutMs": 60000}}}`,
  ],
  [
    'lm-studio',
    'headers',
    '{"mcpServers": {"hf": {"url": "https://huggingface.co/mcp", "headers": {"Authorization": "Bearer x"}}, "a": {"command": "x"}}}',
  ],
  [
    'amp',
    'a dotted section',
    '{"amp.mcpServers": {"a": {"command": "npx", "args": ["-y", "x"]}}, "amp.url": "https://ampcode.com/"}',
  ],
  [
    'kiro',
    'approvals',
    `{"mcpServers": {"a": {"command": "uvx", "args": ["x@latest"], "env": {"K": "${at('CORPUS_SET')}"}, "disabled": false, "autoApprove": []}}}`,
  ],
  [
    'kiro-project',
    'an agent',
    '{"name": "x", "tools": ["*"], "mcpServers": {"a": {"command": "x"}}, "includeMcpJson": true}',
    { file: '.kiro/agents/x.json' },
  ],
  ['junie', 'plain', '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"]}}}'],
  [
    'warp',
    'working_directory',
    '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "working_directory": "/srv"}}}',
  ],
  [
    'crush',
    'a shell expression',
    '{"$schema": "https://charm.land/crush.json", "mcp": {"a": {"type": "stdio", "command": "x", "env": {"T": "$(op read op://x)"}}}}',
    { notStarted: ['a'] },
  ],
  [
    'crush-project',
    'plain',
    '{"mcp": {"a": {"type": "stdio", "command": "node", "args": ["s.js"], "timeout": 120, "disabled": false}}, "lsp": {}}',
  ],
  [
    'amazon-q',
    'an agent',
    `{"name": "d", "mcpServers": {"a": {"command": "x", "env": {"T": "${at('env:CORPUS_SET')}"}, "timeout": 120000}}, "tools": ["*"], "useLegacyMcpJson": true}`,
    { file: '.aws/amazonq/cli-agents/d.json' },
  ],
  [
    'mcporter',
    'a command line in one text',
    '{"mcpServers": {"a": {"command": "npx -y x --flag"}}, "imports": []}',
  ],
  ['mcporter', 'executable', '{"mcpServers": {"a": {"executable": "npx", "args": ["-y", "x"]}}}'],
  [
    'mcporter-project',
    'a default and baseUrl',
    `{"mcpServers": {"a": {"command": ["npx", "-y", "x"], "env": {"K": "${at('CORPUS_UNSET:-y')}"}}, "b": {"baseUrl": "https://x"}}}`,
  ],
  [
    'factory-droid',
    'filters',
    `{"mcpServers": {"a": {"type": "stdio", "command": "npx", "args": ["-y", "x"], "env": {"K": "${at('CORPUS_SET')}"}, "disabledTools": []}}}`,
  ],
  [
    'trae',
    'from the gallery',
    '{"mcpServers": {"a": {"command": "npx", "args": ["-y", "x"], "env": {}, "fromGalleryId": "x.y"}}}',
  ],
  [
    'kimi-cli',
    'plain',
    '{"mcpServers": {"c": {"command": "npx", "args": ["chrome-devtools-mcp@latest"], "env": {"SOME": "value"}}}}',
  ],
  [
    'auggie',
    'among settings',
    '{"model": "x", "mcpServers": {"a": {"command": "x", "args": ["y"]}}}',
  ],
  [
    'rovo-dev',
    'transport',
    '{"mcpServers": {"a": {"command": "x", "args": [], "transport": "stdio"}}}',
  ],
  [
    'pi',
    'directTools',
    '{"mcpServers": {"a": {"command": "clojure", "args": ["-Tmcp", "start"], "directTools": true}}}',
  ],
  [
    'void',
    'plain',
    '{\n  "mcpServers": {\n    "a": {\n      "command": "npx",\n      "args": [ "-y", "x" ]\n    }\n  }\n}',
  ],
];
