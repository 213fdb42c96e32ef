/**
 * The PATH of the user's login shell, which version managers extend in its profile. Its noise is
 * cut away, its errors are nobody's business, and nothing of its environment is logged.
 */
import { userInfo } from 'node:os';
import { resolveLimits } from '../base/limits.ts';
import type { ProgramCall } from './machine.ts';
import { type ResolveContext, variable } from './resolve-context.ts';

const mark = '__mcp_shield_environment__';
// `command` and not `builtin env`: aliases of a profile are passed over, and fish knows it too.
const script = `printf %s ${mark}; command env -0 2>/dev/null || command env; printf %s ${mark}`;

/** Undefined on Windows, if the shell fails, or if it takes longer than its limit. */
export async function loginShellPath(context: ResolveContext): Promise<string | undefined> {
  const question = shellQuestion(context);
  if (question === undefined) return undefined;
  const printed = await context.machine.runProgram(question);
  return printed === undefined ? undefined : pathBetweenMarks(printed);
}

/** Login and interactive: nvm is loaded in `.bashrc`, mise in `.zshrc`, brew in `.zprofile`. */
function shellQuestion(context: ResolveContext): ProgramCall | undefined {
  if (context.machine.platform === 'win32') return undefined;
  // Oh My Zsh asks before it updates itself; a tmux would never return.
  const quiet = { DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', TERM: 'dumb' };
  return {
    file: variable(context, 'SHELL') ?? shellOfUser() ?? defaultShell(context),
    args: ['-ilc', script],
    env: { ...context.env, ...quiet },
    cwd: context.cwd,
    limitMs: resolveLimits.loginShellMs,
  };
}

/** PATH out of what stands between the last two marks, whatever a profile printed around them. */
export function pathBetweenMarks(printed: string): string | undefined {
  const environment = printed.split(mark).at(-2);
  if (environment === undefined) return undefined;
  const separator = environment.includes('\0') ? '\0' : '\n';
  const entry = environment.split(separator).find((line) => line.startsWith('PATH='));
  return entry?.slice('PATH='.length) || undefined;
}

function shellOfUser(): string | undefined {
  try {
    return userInfo().shell || undefined;
  } catch {
    return undefined;
  }
}

function defaultShell({ machine }: ResolveContext): string {
  return machine.platform === 'darwin' ? '/bin/zsh' : '/bin/sh';
}
