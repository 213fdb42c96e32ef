/**
 * The run of mcp-shield in its own process: the real core in the real world.
 */
import { isUtf8 } from 'node:buffer';
import type { ShieldOptions } from '../shield/events.ts';
import { createShield } from '../shield/step.ts';
import { type ChildCommand, createCommandSource } from './child/command.ts';
import type { Log } from './log/log.ts';
import { run } from './run.ts';
import { processWorld } from './world.ts';

export interface RunShieldDeps {
  readonly options: ShieldOptions;
  readonly child: ChildCommand;
  readonly log: Log;
  /** Takes secrets out of what errors show to the client. */
  readonly redact: (text: string) => string;
}

/**
 * Resolves with the exit code after stdout has flushed; the caller exits the process, whose
 * stdin is still open. Never rejects: a defect is logged and becomes exit code 70.
 */
export function runShield(deps: RunShieldDeps): Promise<number> {
  const { options, child, log, redact } = deps;
  const cwd = child.cwd ?? process.cwd();
  const shield = createShield(options, { isUtf8, redact, platform: process.platform, cwd });
  const command = createCommandSource(child);
  return run({ shield, command, log, world: processWorld });
}
