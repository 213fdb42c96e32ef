/**
 * The seam: what is asked of the resolver and what it gives back. Values only.
 */

export interface CommandRequest {
  /** As configured: a name, a path, or a whole command line in one string. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the server shall run; undefined = where mcp-shield runs. */
  readonly cwd: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Whether the login shell is asked for its PATH: if nothing else helps, at once, or never. */
  readonly shellPath: 'auto' | 'always' | 'never';
  /** Whether unset variables that help servers are set. */
  readonly envFixes: boolean;
}

/** `info` for a repair that worked, `warn` for what a person has to look at. */
export interface ResolutionNote {
  readonly level: 'debug' | 'info' | 'warn';
  readonly message: string;
}

/** Why nothing can be started. `message` is one sentence for a person. */
export interface ResolutionFailure {
  /** As the system calls it; `ENOVALUE`: a variable could not be had. */
  readonly errno: 'ENOENT' | 'EACCES' | 'EISDIR' | 'EINVAL' | 'ENOVALUE';
  readonly message: string;
}

/** A package that is started past its runner. */
export interface StartedPackage {
  readonly manager: 'npm' | 'uv';
  readonly name: string;
  /** As typed. */
  readonly spec: string;
  readonly version: string;
  /** The manager has been told to ask no registry. */
  readonly offline: boolean;
}

/** What the operating system is asked to start. */
export interface Resolution {
  /** With a `failure`: the command as it was asked for. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  /** `args` are quoted for cmd.exe already. */
  readonly windowsVerbatimArguments?: boolean;
  /** Nothing may be added to `env`. */
  readonly envAsGiven?: boolean;
  readonly failure?: ResolutionFailure;
  /** A package runner was asked for, and this is what it would start. */
  readonly direct?: StartedPackage;
  readonly notes: readonly ResolutionNote[];
}
