/**
 * Variables that differ between two starts of one server by one client, and that no server's tools
 * depend on: what terminals, desktops, multiplexers and the clients themselves put there. All
 * others count, because a configuration may have set them. Values are not looked at.
 */

/** Windows does not tell `Path` from `PATH`; the names are compared in capitals. */
const names = new Set([
  // The shell: how deep, where before, what last.
  ...['SHLVL', 'OLDPWD', 'PWD', '_', 'PS1', 'PROMPT', 'HISTFILE', 'LINES', 'COLUMNS'],
  // The terminal and its window.
  ...['TERM', 'COLORTERM', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'TERM_SESSION_ID', 'WINDOWID'],
  ...['COLORFGBG', 'LS_COLORS', 'TMUX', 'TMUX_PANE', 'STY', 'GPG_TTY', 'TTY', 'WT_SESSION'],
  ...['WT_PROFILE_ID', 'VTE_VERSION', 'FORCE_COLOR', 'NO_COLOR', 'CLICOLOR', 'CLICOLOR_FORCE'],
  ...['SECURITYSESSIONID', 'COMMAND_MODE', '__CF_USER_TEXT_ENCODING', '__CFBUNDLEIDENTIFIER'],
  // The session of the user, and how it was reached.
  ...['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'SESSION_MANAGER', 'DESKTOP_SESSION'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'SSH_AUTH_SOCK', 'SSH_AGENT_PID', 'SSH_CLIENT'],
  ...['SSH_CONNECTION', 'SSH_TTY', 'SESSIONNAME', 'LOGONSERVER', 'CLIENTNAME', 'INVOCATION_ID'],
  ...['JOURNAL_STREAM', 'SYSTEMD_EXEC_PID', 'MANAGERPID', 'LISTEN_PID', 'NOTIFY_SOCKET'],
  ...['MEMORY_PRESSURE_WATCH', 'MEMORY_PRESSURE_WRITE', 'GIO_LAUNCHED_DESKTOP_FILE'],
  ...['GIO_LAUNCHED_DESKTOP_FILE_PID', 'CHROME_DESKTOP', 'ORIGINAL_XDG_CURRENT_DESKTOP'],
  // How npm or Node itself was started, which another start of the same entry repeats or not.
  ...['INIT_CWD', 'NODE', 'NODE_CHANNEL_FD', 'NODE_UNIQUE_ID', 'COLOR', 'EDITOR', 'VISUAL'],
  // Clients: their own sockets, numbers and sessions.
  ...['CLAUDECODE', 'AI_AGENT', 'ELECTRON_RUN_AS_NODE', 'GIT_ASKPASS', 'MCP_SHIELDED'],
]);

const families =
  /^(?:MCP_SHIELD_|CLAUDE_CODE_|VSCODE_|CURSOR_|ELECTRON_|CHROME_|XDG_SESSION|XDG_SEAT|XDG_VTNR|npm_(?:lifecycle|package|command|execpath|node_execpath|config_user_agent)|ITERM|LC_TERMINAL|KITTY_|ALACRITTY_|WEZTERM_|GHOSTTY_|KONSOLE_|GNOME_TERMINAL_|WARP_|ZELLIJ|STARSHIP_|P9K_|DIRENV_|VITEST|JEST_)/i;

/** Numbers of processes and sessions, whoever hands them on (`OPENCODE_PID`). */
const numbers = /(?:^|_)(?:PP?ID|(?:SESSION|TRACE|REQUEST|INSTANCE)_?ID)$/i;

export function isVarying(name: string): boolean {
  return names.has(name.toUpperCase()) || families.test(name) || numbers.test(name);
}
