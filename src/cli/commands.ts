/**
 * The sub-commands, in a bundle of their own: what a client starts again and again must not carry
 * their parsers. Loaded only when one of them is asked for.
 */
import { isSea } from 'node:sea';
import { runnerLimits } from '../base/limits.ts';
import { realFileSystem } from '../client-files/file-system.ts';
import { flushed } from '../process/flushed.ts';
import { thisMachine } from '../resolve/this-machine.ts';
import { backupDirectory } from '../runner/directories.ts';
import { recordTo } from '../runner/observe/record-file.ts';
import { watchFiles } from '../runner/watch/watch-files.ts';
import { processWorld } from '../runner/world.ts';
import { clients } from './clients.ts';
import { completion } from './completion.ts';
import { type DoctorDeps, doctor } from './doctor/doctor.ts';
import { logs } from './logs.ts';
import type { CommandName } from './options.ts';
import { replay } from './replay.ts';
import { status } from './status.ts';
import { tail } from './tail.ts';
import { unwrap } from './unwrap.ts';
import { version } from './version.ts';
import { warm } from './warm/warm.ts';
import { wrap } from './wrap.ts';

const commands: Readonly<
  Record<CommandName, (args: readonly string[], deps: DoctorDeps) => number | Promise<number>>
> = { doctor, wrap, unwrap, clients, logs, status, tail, replay, warm, completion, demo };

/** Apart from the others, whose parsers it does without. */
async function demo(args: readonly string[], deps: DoctorDeps): Promise<number> {
  const { demo: show } = await import('./demo/demo.ts');
  return show(args, deps);
}

/** Rare parts of a run, which a start without them should not read. */
export const extras = { watchFiles, recordTo };

/** Resolves with the exit code once everything is written. Throws wrong usage. */
export async function runCommand(name: CommandName, args: readonly string[]): Promise<number> {
  const world = processWorld;
  // `mcp-shield clients | head -1` closes the pipe early.
  world.stdout.on('error', () => {});
  const script = process.argv[1] ?? '';
  const code = await commands[name](args, {
    world,
    environment: process.env,
    machine: thisMachine(),
    fs: realFileSystem,
    backups: backupDirectory(),
    self: { script, isSingleExecutable: isSea(), version },
  });
  await flushed(world.stdout, runnerLimits.flushConnectedMs);
  return code;
}
