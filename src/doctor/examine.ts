/**
 * The examination of one server: find its command, try it in both eras, one after the other. Tells
 * what it saw and judges nothing.
 */
import { basename } from 'node:path';
import type { Noise, Observed, PackageStart, Trial } from '../diagnose/checkup/observed.ts';
import { createContainers } from '../process/container.ts';
import { pastRunner } from '../resolve/direct/direct-start.ts';
import { isPackageRunner } from '../resolve/package-runner.ts';
import type { Resolution, ResolutionFailure } from '../resolve/resolution.ts';
import { resolveCommand } from '../resolve/resolve-command.ts';
import { thisMachine } from '../resolve/this-machine.ts';
import { currentDirectory } from '../resolve/working-directory.ts';
import { versionDirectory } from '../runner/directories.ts';
import { newerThan } from '../runner/packages/newest-versions.ts';
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
  const started = packageStart(resolution);
  const runtime = await runtimeOf(resolution);
  const deps = {
    startable: resolution,
    known: withFound(base, resolution, runtime),
    registry,
    containers,
  };
  return {
    command: { typed, file: resolution.file, repairs, ...(runtime && { runtime }) },
    ...(started && { package: started }),
    ...(await tryBoth(deps)),
    shielded,
  };
}

/** As mcp-shield would find it at a start; before the runner is started, which may install it. */
function packageStart(resolution: Resolution): PackageStart | undefined {
  if (!isPackageRunner(resolution.file)) return undefined;
  const runner = basename(resolution.file);
  const begun = performance.now();
  const past = pastRunner(resolution, thisMachine());
  const tookMs = performance.now() - begun;
  if (past.kind === 'absent') {
    const { spec, unfinished } = past.what;
    const found =
      unfinished === undefined
        ? ({ kind: 'absent', spec } as const)
        : ({ kind: 'left', why: unfinished } as const);
    return { runner, tookMs, found };
  }
  if (past.kind === 'left') return { runner, tookMs, found: past };
  const { direct, file } = past.resolution;
  if (direct === undefined) return undefined;
  const { name, version } = direct;
  const newer = newerThan(versionDirectory(), direct);
  const found = { kind: 'direct', name, version, file, ...(newer && { newer }) } as const;
  return { runner, tookMs, found };
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
