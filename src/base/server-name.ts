/**
 * A name for a server that was given none: what a person would call it by its command. Also what
 * its log file is called, so it is safe in a path.
 */
import { runnerLimits } from './limits.ts';

/** What starts other things, or says nothing about what is started. */
const launchers =
  /^(?:npx|npm|pnpm|pnpx|yarn|bunx|bun|deno|node|nodejs|tsx|uvx|uv|pipx|python\d?(?:\.\d+)?|py|docker|podman|java|dotnet|go|cmd|sh|bash|env|exec|run|dlx|x|tool|start)(?:\.exe|\.cmd)?$/i;
const general = /^(?:index|main|server|app|cli|dist|build|src|lib|out|bin|stdio|mcp)$/i;

/** `npx -y @scope/server-github@1.2` → `server-github`. */
export function nameOfServer(name: string | undefined, command: readonly string[]): string {
  if (name !== undefined) return inFiles(name);
  const word = command.find((word) => !/^-|=/.test(word) && !launchers.test(fileOf(word)));
  return inFiles(telling(word ?? command[0] ?? ''));
}

/** The last part of a path or package that is not what every server has. */
function telling(word: string): string {
  const parts = word
    .split(/[\\/]/)
    .map((part) => part.replace(/(?<=.)[@:].*$|\.[cm]?[jt]s$|\.py$/g, ''));
  const named = parts.filter((part) => part !== '' && !general.test(part));
  return named.at(-1) ?? word;
}

function fileOf(word: string): string {
  return word.split(/[\\/]/).at(-1) ?? word;
}

function inFiles(name: string): string {
  const safe = name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '');
  return safe.slice(0, runnerLimits.serverNameCharsMax) || 'server';
}
