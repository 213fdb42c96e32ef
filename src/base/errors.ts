/**
 * The error class of mcp-shield and its exit codes. Knows nothing of MCP, processes or options.
 */

/** Exit codes promised in docs/commands.md. */
export const exitCodes = {
  done: 0,
  problemsFound: 1,
  wrongUsage: 2,
  defect: 70,
  notExecutable: 126,
  notFound: 127,
} as const;

/** By name: each bundle has a class of its own. */
export function isShieldError(error: unknown): error is ShieldError {
  return error instanceof Error && error.name === 'ShieldError';
}

/** For a log line: with its stack, if there is one. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** An error whose message is one sentence for a person: what, why, what to do. */
export class ShieldError extends Error {
  override readonly name = 'ShieldError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
