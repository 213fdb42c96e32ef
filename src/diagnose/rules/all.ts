/**
 * All rule tables in one list. Their order means nothing: certainty and position decide. The list
 * is made at the first fall: a session without one does not pay for its hundreds of patterns.
 */
import type { Rule } from '../rule.ts';
import { configRules } from './config.ts';
import { dockerRules } from './docker.ts';
import { environmentRules } from './environment.ts';
import { launcherRules } from './launcher.ts';
import { nodeRules } from './node.ts';
import { npmRules } from './npm.ts';
import { pythonRules } from './python.ts';
import { resourceRules } from './resources.ts';
import { runtimeRules } from './runtimes.ts';
import { sessionRules } from './session.ts';
import { systemRules } from './system.ts';
import { windowsRules } from './windows.ts';

let built: readonly Rule[] | undefined;

export function allRules(): readonly Rule[] {
  built ??= [
    ...launcherRules(),
    ...nodeRules(),
    ...npmRules(),
    ...pythonRules(),
    ...dockerRules(),
    ...environmentRules(),
    ...systemRules(),
    ...windowsRules(),
    ...configRules(),
    ...resourceRules(),
    ...runtimeRules(),
    ...sessionRules(),
  ];
  return built;
}
