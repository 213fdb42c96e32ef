/**
 * The help text as a whole: a change to it is looked at.
 */
import { describe, expect, it } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { optionNames } from '../../src/cli/options.ts';

describe('--help', () => {
  it('reads like this', () => {
    expect(helpText()).toMatchInlineSnapshot(`
      "mcp-shield keeps the session of an MCP client alive while the stdio server behind
      it prints noise, crashes, or cannot be started.

      Usage
        mcp-shield [options] -- <command> [args…]   run a server behind the shield
        mcp-shield doctor [client [server…] | -- …] what is wrong with servers, and the fix
        mcp-shield wrap <client|file>… [server…]    put it into a client's configuration
        mcp-shield unwrap <client|file>… [server…]  take it out again
        mcp-shield logs [name] [--follow]           what happened, of one server or of all
        mcp-shield status [--json] [--watch]        the shields that run here now
        mcp-shield replay <file>                    replay a recorded session step by step
        mcp-shield warm <client|file|-- command>    start servers once, so that they are known
        mcp-shield clients [--all]                  clients here, their files and servers

      Examples
        mcp-shield -- npx -y @modelcontextprotocol/server-everything
        mcp-shield --restarts 10 --log-level info -- uvx mcp-server-git

        In the configuration of a client:
          "command": "npx", "args": ["-y", "server"]                    becomes
          "command": "mcp-shield", "args": ["--", "npx", "-y", "server"]

      Restarts
        --restarts <n>                falls tolerated within the window; 0 = run once (5)
        --restart-window <duration>   the span in which falls are counted (1m)
        --backoff-initial <duration>  first pause before a restart; it doubles (250ms)
        --backoff-max <duration>      longest pause before a restart (30s)
        --retry <what>                sent again after a fall: never, reads, annotated (reads)
        --restart-hung <n>            restart after so many time-outs in a row (none)
        --idle <duration>             end an unused server; the next request starts it (none)
        --lazy                        start the server at the first call, not before
        --start-patience <duration>   then a known server is answered for (8s)
        --no-memory                   keep nothing of the server for the next run
        --watch <glob>                restart when such files change; may be repeated

      Messages
        --request-timeout <duration>  answer with an error after this (none)
        --max-message <size>          longest message; clients hang up at 10MB (10176KB)
        --noise <where>               where other output goes: stderr, log, drop (stderr)

      Server
        --cwd <dir>                   directory to start the server in
        --env KEY=VALUE               set a variable for the server; may be repeated
        --env-file <file>             read variables for the server from a .env file
        --shell-path <when>           ask the login shell for PATH: auto, always, never (auto)
        --no-env-fixes                hand the environment over exactly as it came
        --direct <when>               past npx and uvx: auto, always, never (auto)
        --no-background-install       let no install outlive the client
        --no-update-check             do not look for newer versions of packages

      Log
        --name <name>                 name of this server in the log
        --log-level <level>           silent, error, warn, info, debug, trace (warn)
        --log-file <file>             append the log to a file instead of stderr
        --log-format <format>         pretty, json; auto = json in a file (auto)
        --no-log-file                 keep nothing for \`mcp-shield logs\`
        --record <file>               write what happens to a file, without contents
        --record-contents             record whole messages

      Other
        --instead-of <words>          written by wrap: what unwrap puts back
        -h, --help                    show this text
        -V, --version                 show the version

      Durations and sizes have a unit: 250ms, 30s, 2m, 1h; 512KB, 10MB, 1GB (1KB = 1024B).
      Options can be set as variables: --restart-window 2m is MCP_SHIELD_RESTART_WINDOW=2m.
      "
    `);
  });

  it('has a line for each option', () => {
    for (const name of optionNames) expect(helpText()).toMatch(new RegExp(`^ .*--${name}\\b`, 'm'));
  });

  it('fits a screen', () => {
    const lines = helpText().split('\n');
    expect(lines.length).toBeLessThanOrEqual(70);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(88);
  });
});
