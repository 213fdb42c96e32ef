/**
 * The run of mcp-shield in its own process: the real core in the real world.
 */
import { isUtf8 } from 'node:buffer';
import { describe } from '../base/errors.ts';
import type { Log } from '../log/log.ts';
import { outputText } from '../process/output-text.ts';
import { thisMachine } from '../resolve/this-machine.ts';
import { currentDirectory } from '../resolve/working-directory.ts';
import type { ShieldOptions } from '../shield/events.ts';
import { createShield } from '../shield/step.ts';
import { versionDirectory } from './directories.ts';
import type { HeadStart } from './head-start.ts';
import { lateDiagnosis } from './late-diagnosis.ts';
import { createMemoryStore, noMemory } from './memory/memory-store.ts';
import type { KeyedServer } from './memory/server-key.ts';
import { type Observer, observed } from './observe/observers.ts';
import { keepStatus, type StatusPackage } from './observe/status-file.ts';
import { createTrace } from './observe/trace.ts';
import { updateNotice } from './observe/update-notice.ts';
import { admitViewers } from './observe/viewers.ts';
import { newerThan } from './packages/newest-versions.ts';
import { type EventSource, type RunDeps, run } from './run.ts';
import { processWorld } from './world.ts';

export interface RunShieldDeps {
  readonly options: ShieldOptions;
  readonly headStart: HeadStart;
  /** Where the server runs, as it was asked for. */
  readonly cwd: string | undefined;
  readonly log: Log;
  /** Takes secrets out of what errors show to the client. */
  readonly redact: (text: string) => string;
  /** See `SecretHider`. */
  readonly holdsSecret: (text: string) => boolean;
  readonly observers: readonly Observer[];
  readonly sources: readonly EventSource[];
  /** Where the state is kept for `mcp-shield status`, and what the server is called there. */
  readonly status: { readonly directory: () => string; readonly name: () => string };
  /** Whether newer versions of packages are looked for. */
  readonly looksForUpdates: boolean;
  /** What is remembered of the server between runs, and what makes it another one. */
  readonly memory: KeyedServer & { readonly directory: () => string };
}

/**
 * Resolves with the exit code after stdout has flushed; the caller exits the process, whose
 * stdin is still open. Never rejects: a defect is logged and becomes exit code 70.
 */
export function runShield(deps: RunShieldDeps): Promise<number> {
  const { options, headStart, log, redact, sources } = deps;
  const cwd = deps.cwd ?? currentDirectory();
  const { platform } = process;
  const core = createShield(options, {
    isUtf8,
    decode: outputText,
    diagnose: lateDiagnosis,
    redact,
    platform,
    cwd,
  });
  const { name: serverName } = deps.status;
  const status = keepStatus({
    ...deps.status,
    command: () => options.command,
    shield: core,
    startedPackage: () => startedPackage(headStart),
  });
  const updates = deps.looksForUpdates ? [updateNotice(() => lookForUpdate(headStart, log))] : [];
  const trace = log.isOn('trace') ? [createTrace(log)] : [];
  const viewers = admitViewers({ directory: deps.status.directory, redact });
  const shield = observed(
    core,
    [...deps.observers, ...trace, ...updates, status, viewers],
    ({ name }, error) => {
      log.write('error', 'observer-failed', `${name} failed and ends here; the session goes on`, {
        error: describe(error),
      });
    },
  );
  const memory: RunDeps['memory'] = (post) => {
    if (!options.remembers) return noMemory;
    const { resolve } = headStart.commandSource;
    const { holdsSecret } = deps;
    return createMemoryStore({ ...deps.memory, name: serverName, log, holdsSecret, resolve, post });
  };
  return run({ shield, headStart, log, world: processWorld, memory, sources });
}

/** For `status`: the package that the server was started from, past its runner. */
function startedPackage({ commandSource }: HeadStart): StatusPackage | undefined {
  const { direct } = commandSource.direct()?.resolution ?? {};
  if (direct === undefined) return undefined;
  const { name, version } = direct;
  const newer = newerThan(versionDirectory(), direct);
  return { name, version, ...(newer === undefined ? {} : { newer }) };
}

/** Loaded when somebody may look: most sessions look at nothing. */
function lookForUpdate({ commandSource, guard }: HeadStart, log: Log): void {
  const { resolution, runner } = commandSource.direct() ?? {};
  if (resolution?.direct === undefined || runner === undefined) return;
  const server = { started: resolution.direct, file: resolution.file, runner };
  const tools = { directory: versionDirectory(), log, machine: thisMachine(guard.expect) };
  import('./packages/update-check.ts').then(
    ({ checkForUpdate }) => checkForUpdate(server, tools),
    () => {
      // mcp-shield was replaced while it ran.
    },
  );
}
