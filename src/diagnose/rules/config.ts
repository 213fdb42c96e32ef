/**
 * The client's configuration, the project's own files and the arguments of the server.
 */
import type { Rule } from '../rule.ts';

const FILE = '(?<file>[\\w.-]{0,60}(?:config|settings|mcp)[\\w.-]{0,20}\\.jsonc?)';

export const configRules = (): readonly Rule[] => [
  {
    id: 'config-bom',
    reason: 'config-bom',
    certainty: 95,
    permanent: true,
    title: 'The configuration begins with a byte order mark',
    sees: {
      text: [
        /invalid character 'ï' looking for beginning of value/gm,
        /Unexpected token '?\ufeff|Unexpected UTF-8 BOM|utf-8-sig/gm,
        /(?:byte order mark|\bBOM\b)[^\n]{0,80}(?:json|config|settings)/gim,
        /(?:json|config|settings)[^\n]{0,80}(?:byte order mark|\bBOM\b)/gim,
      ],
    },
    cause: [
      'A JSON file was saved as UTF-8 with a byte order mark, which its reader does not accept.',
    ],
    advice: [
      'Save it as UTF-8 without BOM.',
      {
        win32:
          'In PowerShell: `[IO.File]::WriteAllText($path, (Get-Content -Raw $path))`, not `Set-Content -Encoding UTF8`.',
      },
    ],
    sample: { stderr: "invalid character 'ï' looking for beginning of value" },
  },
  {
    id: 'config-schema',
    reason: 'config-schema',
    certainty: 94,
    permanent: true,
    title: 'An entry of the configuration is incomplete',
    sees: {
      text: [
        /"path": ?\[\s{0,12}"(?:mcpServers|servers)",\s{0,12}"(?<server>[^"\n]{1,80})",\s{0,12}"(?<field>\w{1,40})"/gm,
        /\b(?:mcpServers|mcp_servers|servers)\.(?<server>[\w-]{1,60})\.?(?<field>command|args|env|url|type)?\b[^\n]{0,80}(?:[Rr]equired|[Ee]xpected|[Ii]nvalid|missing|must be)/gm,
      ],
    },
    cause: [
      'The entry `{server}` of the configuration has no valid `{field}`.',
      'The entry `{server}` of the configuration is incomplete.',
    ],
    advice: [
      'A stdio server needs "command" and "args"; for an address use a bridge such as `npx -y mcp-remote <url>`.',
      'Let mcp-shield check it: `mcp-shield doctor`.',
    ],
    sample: {
      stderr: '"path": ["mcpServers", "srv", "command"], "message": "Required"',
    },
  },
  {
    id: 'config-json',
    reason: 'config-json-invalid',
    certainty: 91,
    permanent: true,
    title: 'The configuration is not valid JSON',
    sees: {
      text: [
        new RegExp(`error reading or parsing ${FILE}(?!:? ?\\[)`, 'gm'),
        /Invalid MCP settings (?:format|JSON)/gm,
        new RegExp(
          `${FILE}['"]?[^\\n]{0,160}(?:Unexpected (?:non-whitespace|token|end|string|number)|[Ii]nvalid JSON|not valid JSON|JSONDecodeError|JSON\\.parse|in JSON at position|Expecting (?:value|property|')|Expected (?:',|double|property)|looking for beginning|trailing comma)`,
          'gm',
        ),
        new RegExp(
          `(?:[Ff]ailed|[Uu]nable|[Cc]ould not|[Ee]rror) ?(?:to )?(?:pars|read|load)[^\\n]{0,80}${FILE}[^\\n]{0,60}(?:JSON|token|pars)`,
          'gm',
        ),
      ],
    },
    cause: ['`{file}` is not valid JSON.', 'The configuration is not valid JSON.'],
    advice: [
      'Merge what was pasted into the one object under "mcpServers": a file holds a single { … }.',
      'Look for a missing or an extra comma; `mcp-shield doctor` checks the file.',
    ],
    sample: {
      stderr: 'There was an error reading or parsing claude_desktop_config.json: Unexpected token',
    },
  },
  {
    id: 'project-file-absent',
    reason: 'project-file-missing',
    certainty: 92,
    permanent: true,
    title: 'This is not the directory of the project',
    sees: {
      text: [
        /ENOENT[^\n]{0,80}open '(?<path>[^'\n]{0,200}package\.json)'/gm,
        /(?<path>go\.mod) file not found in current directory/gm,
        /could not find `(?<path>Cargo\.toml)` in/gm,
        /No `(?<path>pyproject\.toml)` found in/gm,
        /could not find a (?<path>pyproject\.toml) file/gm,
        /ERR_PNPM_NO_IMPORTER_MANIFEST_FOUND|Could not locate (?<path>Gemfile)/gm,
        /MSB1003|Couldn't find a project to run/gm,
      ],
      never: /_npx/,
    },
    cause: [
      '`{path}` does not exist, so this is not the directory of the project.',
      'The command was not started in the directory of the project.',
    ],
    advice: [
      'Start there: `mcp-shield --cwd <dir> -- …`.',
      'Or name the directory: `npm --prefix <dir> start`, `uv --directory <dir> run …`.',
    ],
    sample: {
      stderr:
        "npm error enoent Could not read package.json: Error: ENOENT: no such file, open '/package.json'",
      exitCode: 254,
    },
  },
  {
    id: 'project-file-unreadable',
    reason: 'project-file-invalid',
    certainty: 92,
    permanent: true,
    title: 'A file of the project cannot be read',
    sees: {
      text: [
        /npm (?:ERR!|error)[^\n]{0,20} code EJSONPARSE/gm,
        /Failed to parse:? `?(?<path>pyproject\.toml|uv\.toml|uv\.lock)`?/gm,
        /error parsing (?<path>go\.mod)|failed to parse manifest at `(?<path2>[^`\n]{1,200})`/gm,
      ],
      unlessLine: /^warning/,
    },
    cause: ['`{path}` is not valid.', 'A file of the project, such as package.json, is not valid.'],
    advice: ['Correct it; the output names the line.'],
    sample: {
      stderr: 'npm error code EJSONPARSE\nnpm error JSON.parse Invalid package.json',
      exitCode: 1,
    },
  },
  {
    id: 'arguments',
    reason: 'wrong-arguments',
    certainty: 93,
    permanent: true,
    title: 'The server does not accept its arguments',
    sees: {
      kinds: ['usage', 'tool', 'line'],
      text: [
        /(?:unrecognized arguments?|[Uu]nknown (?:argument|option|flag)s?|[Nn]o such option|flag provided but not defined|[Uu]nexpected argument|[Uu]nsupported option name|[Ii]nvalid option|unknown shorthand flag|bad option)[^\n]{0,20}?[:( '"`]{1,3}(?<option>-[\w-]{0,60})/gm,
        /the following (?:required )?arguments (?:are required|were not provided):? ?(?<needed>[^\n]{1,80})?/gm,
        /(?:[Mm]issing (?:required )?(?:argument|option|positional)|required option|required flag\(?s?\)?)[: ]{1,2}['"]?(?<needed>[^\n'"]{1,60})/gm,
        /unrecognized subcommand|invalid choice: /gm,
      ],
      never: /\bnode(?:\.exe)?: bad option/,
    },
    cause: [
      'The server does not know the argument `{option}`.',
      'The server misses the argument {needed}.',
      'The server does not accept the arguments it was given.',
    ],
    advice: [
      'Compare "args" with the documentation of the version you run; each argument is its own entry.',
      'See what it accepts: run its command with `--help` in a terminal.',
    ],
    sample: { stderr: 'srv: error: unrecognized arguments: --stdio', exitCode: 2 },
  },
];
