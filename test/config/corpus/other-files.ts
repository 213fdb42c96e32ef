/**
 * Small configuration files in YAML and TOML, one kind of peculiarity each, after what real files
 * show.
 */
import type { CorpusFile } from './corpus-file.ts';

const at = (name: string): string => `\${${name}}`;

export const otherFiles: readonly CorpusFile[] = [
  [
    'goose',
    'dashes in the column of the name',
    "extensions:\n  fetch:\n    args:\n    - mcp-server-fetch\n    bundled: null\n    cmd: uvx\n    description: ''\n    enabled: true\n    env_keys: []\n    envs: {}\n    name: fetch\n    timeout: 300\n    type: stdio\n",
  ],
  [
    'goose',
    'empty args',
    'extensions:\n  time:\n    cmd: mcp-server-time\n    args: []\n    type: stdio\n',
  ],
  ['goose', 'no args', 'extensions:\n  time:\n    cmd: mcp-server-time\n    type: stdio\n'],
  [
    'goose',
    'parts of its own',
    'extensions:\n  developer:\n    bundled: true\n    enabled: true\n    name: developer\n    type: builtin\n  web:\n    type: streamable_http\n    uri: https://x/mcp\n',
    { left: ['developer'] },
  ],
  [
    'goose',
    'values in the keyring',
    'extensions:\n  github:\n    cmd: npx\n    args:\n    - -y\n    - server-github\n    env_keys:\n    - CORPUS_UNSET\n    type: stdio\n',
    { notStarted: ['github'] },
  ],
  [
    'goose',
    'switched off',
    'extensions:\n  a:\n    enabled: false\n    cmd: npx\n    args: [-y, x]\n    type: stdio\n',
    { notStarted: ['a'] },
  ],
  [
    'continue',
    'a list of servers',
    'name: mine\nversion: 0.0.1\nschema: v1\nmcpServers:\n  - name: Browser search\n    command: npx\n    args:\n      - "@playwright/mcp@latest"\n',
  ],
  [
    'continue',
    'secrets',
    `mcpServers:\n  - name: Supabase\n    command: npx\n    args:\n      - -y\n      - "x"\n      - --access-token\n      - ${at('{ secrets.TOKEN }')}\n`,
    { notStarted: ['Supabase'] },
  ],
  [
    'continue',
    'comments',
    '# mine\nmcpServers:\n  # a\n  - name: a\n    command: npx # why\n    args: [ "-y", "x" ] # it\n',
  ],
  [
    'continue',
    'quotes',
    "mcpServers:\n  - name: 'a'\n    command: 'npx'\n    args:\n      - '-y'\n      - \"x y\"\n",
  ],
  [
    'continue',
    'wide indentation',
    'mcpServers:\n    -   name: a\n        command: npx\n        args:\n            -   -y\n            -   x\n',
  ],
  ['continue', 'a document mark', '---\nmcpServers:\n  - name: a\n    command: x\n...\n'],
  [
    'continue',
    'an agent of its own',
    'name: agent\nversion: 1.0.0\nmcpServers:\n  - uses: x/y\n  - name: b\n    command: x\n',
    { left: ['1'] },
  ],
  [
    'continue-project',
    'one block',
    'name: Playwright\nversion: 0.0.1\nschema: v1\nmcpServers:\n  - name: Browser search\n    command: npx\n    args:\n      - "@playwright/mcp@latest"\n',
    { file: '.continue/mcpServers/p.yaml' },
  ],
  [
    'hermes',
    'flow lists',
    'mcp_servers:\n  fs:\n    command: "npx"\n    args: ["-y", "server-filesystem", "/home/ann"]\n',
  ],
  [
    'hermes',
    'as PyYAML saves it',
    `mcp_servers:\n  github:\n    args:\n    - -y\n    - server-github\n    command: npx\n    env:\n      TOKEN: ${at('CORPUS_SET')}\n  web:\n    url: https://x\n`,
  ],
  [
    'hermes',
    'a folder of the user',
    `mcp_servers:\n  a:\n    command: ${at('userHome')}/bin/x\n    timeout: 120\n`,
  ],
  ['codex', 'a table', '[mcp_servers.docs]\ncommand = "npx"\nargs = ["-y", "docs-server"]\n'],
  [
    'codex',
    'settings in front',
    'model = "gpt-6"\napproval_policy = "on-request"\n\n[mcp_servers.a]\ncommand = "x"\nargs = []\nstartup_timeout_sec = 20\n\n[mcp_servers.a.env]\nK = "v"\n',
  ],
  [
    'codex',
    'an inline table',
    '[mcp_servers]\na = { command = "npx", args = ["-y", "x"], env = { K = "v" } }\n',
  ],
  ['codex', 'dotted keys', 'mcp_servers.a.command = "npx"\nmcp_servers.a.args = ["-y", "x"]\n'],
  [
    'codex',
    'a quoted name',
    "[mcp_servers.\"my server\"]\ncommand = 'C:\\Program Files\\x.exe'\nargs = [\n  '--dir', # where\n  'C:\\data',\n]\n",
  ],
  [
    'codex',
    'by URL',
    '[mcp_servers.figma]\nurl = "https://mcp.figma.com/mcp"\nbearer_token_env_var = "FIGMA"\nenabled = true\n',
  ],
  [
    'codex',
    'switched off',
    '[mcp_servers.a]\ncommand = "x"\nenabled = false\n',
    { notStarted: ['a'] },
  ],
  [
    'codex',
    'CRLF and comments',
    '# mine\r\n[mcp_servers.a] # it\r\ncommand = "npx" # why\r\nargs = ["-y", "x"]\r\nenv_vars = ["HOME"]\r\n',
  ],
  ['codex', 'long texts', '[mcp_servers.a]\ncommand = """npx"""\nargs = [\'\'\'-y\'\'\', "x"]\n'],
  [
    'codex-project',
    'cwd',
    '[mcp_servers.a]\ncommand = "uv"\nargs = ["run", "x"]\ncwd = "server"\n',
  ],
  [
    'mistral-vibe',
    'a list of tables',
    '[[mcp_servers]]\nname = "web"\ntransport = "http"\nurl = "http://localhost:8000"\n\n[[mcp_servers]]\nname = "fetch"\ntransport = "stdio"\ncommand = "uvx"\nargs = ["mcp-server-fetch"]\n',
  ],
  [
    'mistral-vibe',
    'without args',
    '[[mcp_servers]]\nname = "a"\ntransport = "stdio"\ncommand = "x"\nenv = { "DEBUG" = "1" }\n',
  ],
];
