/**
 * The help text as a whole: a change to it is looked at.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandTexts } from '../../src/cli/command-texts.ts';
import {
  commandHelpText,
  helpAbout,
  helpText,
  shortHelpText,
  welcomeText,
} from '../../src/cli/help.ts';
import { commandNames, optionNames } from '../../src/cli/options.ts';
import { pageUrl } from '../../src/diagnose/docs-url.ts';

describe('--help', () => {
  it('reads like this', () => {
    expect(helpText()).toMatchInlineSnapshot(`
      "mcp-shield keeps the session of an MCP client alive while the stdio server
      behind it prints noise, crashes, or cannot be started.

      Usage
        mcp-shield [options] -- <command> [args…]   run a server behind the shield
        mcp-shield doctor [client] [server…] | doctor -- …
                                                    what is wrong with servers, and
                                                    the fix
        mcp-shield wrap <client|file>… [server…]    put it into a client's
                                                    configuration
        mcp-shield unwrap <client|file>… [server…]  take it out again
        mcp-shield logs [name] [--follow]           what happened, of one server or of
                                                    all
        mcp-shield status [name] [--json] [--watch] the shields that run here now
        mcp-shield tail [name] [--contents]         messages of running sessions, as
                                                    they pass
        mcp-shield replay <file> [--contents]       replay a recorded session step by
                                                    step
        mcp-shield warm <client|file|-- command>    start servers once, so that they
                                                    are known
        mcp-shield clients [--all]                  clients here, their files and
                                                    servers
        mcp-shield completion bash|zsh|fish|powershell
                                                    what makes a shell complete these
                                                    words
        mcp-shield demo                             see it work: a server is killed,
                                                    bare and behind it

      Examples
        mcp-shield -- npx -y @modelcontextprotocol/server-everything
        mcp-shield --restarts 10 --log-level info -- uvx mcp-server-git

        In the configuration of a client:
          "command": "npx", "args": ["-y", "server"]                    becomes
          "command": "mcp-shield", "args": ["npx", "-y", "server"]

      Restarts
        --restarts <n>                falls tolerated within the window; 0 = run once
                                      (5) [MCP_SHIELD_RESTARTS]
        --restart-window <duration>   the span in which falls are counted (1m)
                                      [MCP_SHIELD_RESTART_WINDOW]
        --backoff-initial <duration>  first pause before a restart; it doubles (250ms)
                                      [MCP_SHIELD_BACKOFF_INITIAL]
        --backoff-max <duration>      longest pause before a restart (30s)
                                      [MCP_SHIELD_BACKOFF_MAX]
        --retry <what>                sent again after a fall: never, reads, annotated
                                      (reads) [MCP_SHIELD_RETRY]
        --restart-hung <n>            restart after so many time-outs in a row (none)
                                      [MCP_SHIELD_RESTART_HUNG]
        --idle <duration>             end an unused server; the next request starts it
                                      (none) [MCP_SHIELD_IDLE]
        --lazy                        start the server at the first call, not before
                                      [MCP_SHIELD_LAZY]
        --start-patience <duration>   then a known server is answered for (8s)
                                      [MCP_SHIELD_START_PATIENCE]
        --no-memory                   keep nothing of the server for the next run
                                      [MCP_SHIELD_NO_MEMORY]
        --watch <glob>                restart when such files change; may be repeated
                                      [MCP_SHIELD_WATCH]

      Messages
        --request-timeout <duration>  answer with an error after this (none)
                                      [MCP_SHIELD_REQUEST_TIMEOUT]
        --max-message <size>          longest message; clients hang up at 10MB
                                      (10176KB) [MCP_SHIELD_MAX_MESSAGE]
        --noise <where>               where other output goes: stderr, log, drop
                                      (stderr) [MCP_SHIELD_NOISE]
        --stderr <where>              where the server's stderr goes: pass, log, drop
                                      (pass) [MCP_SHIELD_STDERR]
        --hide-tool <glob>            hide tools so named; may be repeated
                                      [MCP_SHIELD_HIDE_TOOL]
        --only-tool <glob>            hide all other tools; may be repeated
                                      [MCP_SHIELD_ONLY_TOOL]

      Server
        --cwd <dir>                   directory to start the server in
                                      [MCP_SHIELD_CWD]
        --env KEY=VALUE               set a variable for the server; may be repeated
        --env-from KEY=<command>      a variable whose value a command prints
        --env-file <file>             old name; Node.js reads it, too
                                      [MCP_SHIELD_ENV_FILE]
        --server-env-file <file>      read variables for the server from a .env file
                                      [MCP_SHIELD_SERVER_ENV_FILE]
        --shell-path <when>           ask the login shell for PATH: auto, always,
                                      never (auto) [MCP_SHIELD_SHELL_PATH]
        --no-env-fixes                hand the environment over exactly as it came
                                      [MCP_SHIELD_NO_ENV_FIXES]
        --direct <when>               past npx and uvx: auto, always, never (auto)
                                      [MCP_SHIELD_DIRECT]
        --no-background-install       let no install outlive the client
                                      [MCP_SHIELD_NO_BACKGROUND_INSTALL]
        --no-update-check             do not look for newer versions of packages
                                      [MCP_SHIELD_NO_UPDATE_CHECK]

      Log
        --name <name>                 name of this server in the log [MCP_SHIELD_NAME]
        --log-level <level>           silent, error, warn, info, debug, trace (warn)
                                      [MCP_SHIELD_LOG_LEVEL]
        --log-file <file>             append the log to a file instead of stderr
                                      [MCP_SHIELD_LOG_FILE]
        --log-format <format>         pretty, json; auto = json in a file (auto)
                                      [MCP_SHIELD_LOG_FORMAT]
        --no-log-file                 keep nothing for \`mcp-shield logs\`
                                      [MCP_SHIELD_NO_LOG_FILE]
        --record <file>               write what happens to a file, without contents
                                      [MCP_SHIELD_RECORD]
        --record-contents             record whole messages
                                      [MCP_SHIELD_RECORD_CONTENTS]

      Other
        --instead-of <words>          written by wrap: what unwrap puts back
        -h, --help                    show this text
        -V, --version                 show the version

      Durations and sizes have a unit: 250ms, 30s, 2m, 1h; 512KB, 10MB, 1GB (1KB =
      1024B). Beside an option stands the variable that sets it as well. Each is told
      of at length, --restarts for example at
      https://github.com/mcp-shield/mcp-shield/blob/main/docs/options.md#--restarts
      "
    `);
  });

  it('has a line for each option', () => {
    for (const name of optionNames) expect(helpText()).toMatch(new RegExp(`^ .*--${name}\\b`, 'm'));
  });

  it.each([70, 80, 200])('breaks no word at %i columns', (columns) => {
    const texts = [helpText(columns), shortHelpText(columns), welcomeText(columns)];
    const all = [...texts, ...commandNames.map((name) => commandHelpText(name, columns))];
    const words = new Set(helpText(1_000).split(/\s+/));
    for (const word of helpText(columns).split(/\s+/)) expect(words).toContain(word);
    // What is typed is not broken: usage, examples, addresses. The latter fit the usual 80.
    const typed = /^ +(mcp-shield |"command")|^https:\S+$/;
    const lines = all.flatMap((text) => text.split('\n'));
    const addresses = lines.filter((line) => line.startsWith('https:'));
    expect(Math.max(...addresses.map((line) => line.length))).toBeLessThanOrEqual(80);
    const long = lines.filter((line) => !typed.test(line));
    expect(Math.max(...long.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('is short on one screen', () => {
    expect(shortHelpText(88).split('\n').length).toBeLessThanOrEqual(24);
  });
});

describe('help of a command', () => {
  it('reads like this', () => {
    expect(commandHelpText('warm')).toMatchInlineSnapshot(`
      "mcp-shield warm <client|file|-- command>

      Start servers once, so that they are known.

      Options
        --update            get the newest versions of their packages
        --install-only      install the package of a command and start nothing
        --stop              end the installs that run
        --forget            forget what servers have said of themselves
        --json              for programs

      Examples
        mcp-shield warm cursor
        mcp-shield warm --update -- npx -y server

      More: https://github.com/mcp-shield/mcp-shield/blob/main/docs/packages.md
      "
    `);
  });

  it.each(commandNames)('%s leads to a heading that tells of it', (name) => {
    const [page, heading] = commandTexts[name].page;
    const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
    expect(commandHelpText(name)).toMatch(/\n\nMore:\s\S+\n$/);
    expect(commandHelpText(name).split(/\s/)).toContain(pageUrl(page, heading));
    if (heading !== undefined) expect(text).toContain(`\n## ${heading}\n`);
    expect(text).toContain(`mcp-shield ${name}`);
  });
});

describe('help about', () => {
  it.each([[[]], [['run']], [['help']], [['version']], [['--help']]])('%j is all', (words) => {
    expect(helpAbout(words)).toBe(helpText());
  });

  it.each(commandNames)('%s is that of the command', (name) => {
    expect(helpAbout([name])).toBe(commandHelpText(name));
  });

  it.each([
    [['wrpa'], 'there is no command wrpa: did you mean wrap?'],
    [['frobnicate'], 'there is no command frobnicate: see mcp-shield help'],
    [['wrap', 'cursor'], 'cursor is too much: write mcp-shield help [command]'],
  ])('%j is a mistake', (words, sentence) => {
    expect(() => helpAbout(words)).toThrow(sentence);
  });
});
