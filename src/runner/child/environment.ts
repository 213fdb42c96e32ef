/**
 * The environment a server is started with: what mcp-shield was given itself, then what its
 * options add, then what is repaired. A later layer wins. Does not read files.
 */

export type Environment = Readonly<Record<string, string>>;

export interface EnvironmentLayers {
  readonly parent: Readonly<Record<string, string | undefined>>;
  /** From `--env-file`. */
  readonly envFile: Environment;
  /** From `--env`. */
  readonly env: Environment;
  /** Repairs of what clients leave out; empty with `--no-env-fixes`. */
  readonly envFixes: Environment;
}

export function buildEnvironment(layers: EnvironmentLayers): Environment {
  const environment: Record<string, string> = {};
  for (const layer of [layers.parent, layers.envFile, layers.env, layers.envFixes]) {
    for (const [name, value] of Object.entries(layer)) {
      if (value !== undefined) environment[name] = value;
    }
  }
  return environment;
}
