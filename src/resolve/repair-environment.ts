/**
 * The environment of the child: what was asked for, with what is missing. Says what it added;
 * values that were given are never changed and never logged.
 */
import { environmentFixes } from './environment-fixes.ts';
import type { Machine } from './machine.ts';
import type { CommandRequest, ResolutionNote } from './resolution.ts';
import { type ChildEnvironment, keyOf } from './resolve-context.ts';
import { missingOnWindows } from './windows-environment.ts';

export interface RepairedEnvironment {
  /** For looking things up: complete in any case. */
  readonly lookup: ChildEnvironment;
  /** For the child. */
  readonly child: ChildEnvironment;
  readonly notes: readonly ResolutionNote[];
}

export function repairEnvironment(request: CommandRequest, machine: Machine): RepairedEnvironment {
  const given = distinctNames(request.env, machine.platform);
  const missing =
    machine.platform === 'win32'
      ? missingOnWindows(given, machine)
      : missingOnPosix(given, machine);
  const lookup = { ...given, ...missing };
  if (!request.envFixes) return { lookup, child: given, notes: literals(given) };
  const fixes = environmentFixes(lookup);
  const notes: ResolutionNote[] = [];
  const added = Object.keys(missing).join(' ');
  if (added !== '') notes.push({ level: 'info', message: `environment completed: ${added}` });
  const fixed = Object.entries(fixes).map(([name, value]) => `${name}=${value}`);
  if (fixed.length > 0) {
    notes.push({ level: 'debug', message: `environment fixes: ${fixed.join(' ')}` });
  }
  return { lookup, child: { ...lookup, ...fixes }, notes: [...notes, ...literals(given)] };
}

/** Clients in an empty environment; what a login would have set. */
function missingOnPosix(env: ChildEnvironment, { home }: Machine): ChildEnvironment {
  return {
    ...(env['PATH'] ? {} : { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' }),
    ...(env['HOME'] || home === '' ? {} : { HOME: home }),
  };
}

/** On Windows `Path` and `PATH` are one variable: the first one stays. */
function distinctNames(env: CommandRequest['env'], platform: NodeJS.Platform): ChildEnvironment {
  const given: Record<string, string> = {};
  const windows = platform === 'win32';
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || (windows && keyOf(given, name, platform) in given)) continue;
    given[name] = value;
  }
  return given;
}

/** `"TOKEN": "${TOKEN}"` in a configuration that the client does not expand. */
function literals(env: ChildEnvironment): readonly ResolutionNote[] {
  return Object.entries(env)
    .filter(([, value]) => value.startsWith('${') && /^\$\{[\w:]+\}$/.test(value))
    .map(([name, value]) => ({
      level: 'warn',
      message: `${name} is literally ${value}: this client expands no variables, write the value`,
    }));
}
