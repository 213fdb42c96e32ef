/**
 * The examination of one server: find its command, try it in both eras, one after the other. Tells
 * what it saw and judges nothing.
 */
import type { Noise, Observed, Trial } from '../diagnose/checkup/observed.ts';
import { createContainers } from '../process/container.ts';
import type { Resolution, ResolutionFailure } from '../resolve/resolution.ts';
import { resolveCommand } from '../resolve/resolve-command.ts';
import { currentDirectory } from '../resolve/working-directory.ts';
import { type KnownEvidence, type ProbeDeps, probeLegacy, probeModern } from './probe.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { runtimeOf } from './runtime.ts';

/** A server as it is configured, without mcp-shield in front of it. */
export interface ServerEntry {
  readonly file: string;
  readonly args: readonly string[];
  /** Complete: what mcp-shield was given, then what the configuration adds. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string | undefined;
  /** mcp-shield stands in front of it. */
  readonly shielded: boolean;
}

/** Takes as long as the server lets it, which is bounded. Never rejects. */
export async function examine(entry: ServerEntry, registry: ProcessRegistry): Promise<Observed> {
  const { args, env, cwd, shielded } = entry;
  const platform = process.platform;
  const containers = createContainers([entry.file, ...args], env['PATH']);
  const [file = '', ...rest] = containers?.command ?? [entry.file, ...args];
  const resolution = await resolveCommand({
    file,
    args: rest,
    env,
    cwd,
    platform,
    shellPath: 'auto',
    envFixes: true,
  });
  const typed = [file, ...args];
  const repairs = resolution.notes
    .filter(({ level }) => level !== 'debug')
    .map(({ message }) => message);
  const base = { command: typed, platform, cwd: resolution.cwd ?? currentDirectory() };
  if (resolution.failure !== undefined) {
    const legacy = neverRan(base, resolution.failure);
    return { command: { typed, repairs: [] }, legacy, shielded };
  }
  const runtime = await runtimeOf(resolution);
  const deps = {
    startable: resolution,
    known: withFound(base, resolution, runtime),
    registry,
    containers,
  };
  return {
    command: { typed, file: resolution.file, repairs, ...(runtime && { runtime }) },
    ...(await tryBoth(deps)),
    shielded,
  };
}

async function tryBoth(deps: ProbeDeps): Promise<Pick<Observed, 'legacy' | 'modern'>> {
  const legacy = await probeLegacy(deps);
  // What fell by itself would only fall again.
  return legacy.fell ? { legacy } : { legacy, modern: await probeModern(deps) };
}

function withFound(
  base: KnownEvidence,
  { file }: Resolution,
  runtime: { readonly name: string; readonly version: string } | undefined,
): KnownEvidence {
  const versions = runtime && { versions: { [runtime.name]: runtime.version } };
  return { ...base, resolvedCommand: file, ...versions };
}

const silence: Noise = { lines: [], lineCount: 0, salvaged: [] };

function neverRan(known: KnownEvidence, { errno, message }: ResolutionFailure): Trial {
  const evidence = {
    ...known,
    phase: 'start' as const,
    spawnErrno: errno,
    spawnMessage: message,
    exitCode: null,
    signal: null,
    uptimeMs: 0,
    stderr: '',
    stdout: '',
  };
  return { greeting: { kind: 'gone' }, evidence, fell: true, noise: silence };
}
