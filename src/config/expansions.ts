/**
 * What clients fill in when they read a configuration: which forms of a reference each knows, and
 * where it says so. Data only: how a reference is filled in is known to `expand-references.ts`.
 */

/**
 * A form of a reference. `asked`, `secrets` and `shell` are those whose value only the client can
 * know; all others are found in the environment, in a file, or in where the file lies.
 */
export type ReferenceForm =
  | 'secrets' // ${{ secrets.X }}
  | 'asked' // ${input:x}, ${command:x}, ${config:x}
  | 'shell' // $(command)
  | 'folders' // ${workspaceFolder}, ${userHome}, ${pathSeparator}, ${/}
  | 'env-prefixed' // ${env:X}
  | 'file-prefixed' // ${file:path}
  | 'curly-env' // {env:X}
  | 'curly-file' // {file:path}
  | 'braces-default' // ${X:-default}
  | 'braces' // ${X}
  | 'dollar-env' // $env:X
  | 'dollar' // $X
  | 'percent'; // %X%, on Windows only

export interface Expansion {
  /** None: what is written is handed on as it is. */
  readonly forms: readonly ReferenceForm[];
  /** In these members of an entry; undefined = in every text. */
  readonly members?: readonly string[];
  /** `guessed`: nobody says what the client does, so nothing is found fault with. */
  readonly basis: 'documented' | 'guessed';
  readonly source: string;
  /** When this was looked at, or how old the copy was that was looked at. */
  readonly seen: string;
}

/** Forms that mean nothing else wherever they stand. Plain `$X` is not among them. */
const unmistakable: readonly ReferenceForm[] = [
  'secrets',
  'asked',
  'folders',
  'env-prefixed',
  'file-prefixed',
  'curly-env',
  'curly-file',
  'braces-default',
  'braces',
];

const editorForms: readonly ReferenceForm[] = ['asked', 'folders', 'env-prefixed'];

export const expansions = {
  vscode: {
    forms: editorForms,
    basis: 'documented',
    source: 'https://code.visualstudio.com/docs/reference/variables-reference',
    seen: '2026-05-28',
  },
  claudeCode: {
    forms: ['braces-default', 'braces'],
    members: ['command', 'args', 'env'],
    basis: 'documented',
    source: 'https://code.claude.com/docs/en/mcp',
    seen: '2026-09-22',
  },
  /** The only client here that is known to fill in nothing. */
  claudeDesktop: {
    forms: [],
    basis: 'documented',
    source: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
    seen: '2026-11-22',
  },
  cursor: {
    forms: ['asked', 'folders', 'env-prefixed'],
    members: ['command', 'args', 'env', 'envFile'],
    basis: 'documented',
    source: 'https://cursor.com/docs/mcp',
    seen: 'reported 2026-11',
  },
  windsurf: {
    forms: ['env-prefixed', 'file-prefixed'],
    basis: 'documented',
    source: 'https://docs.windsurf.com/windsurf/cascade/mcp',
    seen: 'reported 2026-11',
  },
  cline: {
    forms: ['env-prefixed'],
    basis: 'documented',
    source: 'https://github.com/cline/cline (apps/vscode/src/utils/envExpansion.ts)',
    seen: '2026-08-22',
  },
  gemini: {
    forms: ['braces-default', 'braces', 'dollar', 'percent'],
    basis: 'documented',
    source: 'https://geminicli.com/docs/tools/mcp-server',
    seen: '2026-08-21',
  },
  qwen: {
    forms: ['braces-default', 'braces', 'dollar'],
    basis: 'documented',
    source: 'https://qwenlm.github.io/qwen-code-docs/en/users/features/mcp/',
    seen: '2026-11-26',
  },
  opencode: {
    forms: ['curly-env', 'curly-file'],
    basis: 'documented',
    source: 'https://opencode.ai/docs/config',
    seen: '2026-11-26',
  },
  kilo: {
    forms: ['curly-env', 'curly-file'],
    basis: 'documented',
    source: 'https://kilo.ai/docs/automate/mcp/using-in-kilo-code',
    seen: '2026-11-26',
  },
  copilot: {
    forms: ['braces-default', 'braces', 'dollar'],
    basis: 'documented',
    source: 'https://microsoft.github.io/apm/reference/mcp-variable-compatibility/',
    seen: '2026-10-24',
  },
  kiro: {
    forms: ['folders', 'env-prefixed', 'braces-default', 'braces'],
    basis: 'documented',
    source: 'https://kiro.dev/docs/mcp/configuration',
    seen: '2026-11-26',
  },
  amazonQ: {
    forms: ['env-prefixed'],
    members: ['env'],
    basis: 'documented',
    source:
      'https://github.com/aws/amazon-q-developer-cli (crates/chat-cli/src/mcp_client/client.rs)',
    seen: '2026-04-23',
  },
  continueDev: {
    forms: ['secrets', 'braces-default', 'braces'],
    basis: 'documented',
    source: 'https://docs.continue.dev/customize/deep-dives/mcp',
    seen: '2026-06-18',
  },
  crush: {
    forms: ['shell', 'braces-default', 'braces', 'dollar'],
    basis: 'documented',
    source: 'https://github.com/charmbracelet/crush#readme',
    seen: '2026-08-21',
  },
  mcporter: {
    forms: ['braces-default', 'braces', 'dollar-env'],
    basis: 'documented',
    source: 'https://github.com/steipete/mcporter (docs/config.md, src/env.ts)',
    seen: '2026-01-01',
  },
  factory: {
    forms: ['braces-default', 'braces'],
    members: ['command', 'args', 'env'],
    basis: 'documented',
    source: 'https://docs.factory.ai/cli/configuration/mcp',
    seen: '2026-07-24',
  },
  hermes: {
    forms: ['folders', 'braces'],
    basis: 'documented',
    source: 'https://hermes-agent.nousresearch.com/docs/user-guide/features/mcp',
    seen: '2026-11-26',
  },
  unknown: {
    forms: unmistakable,
    basis: 'guessed',
    source: 'https://modelcontextprotocol.io/clients',
    seen: '2026-11-26',
  },
} as const satisfies Readonly<Record<string, Expansion>>;

export type ExpansionName = keyof typeof expansions;
