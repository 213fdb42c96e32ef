/** All rule tables in one list. Their order means nothing: certainty and position decide. */
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

export const rules: readonly Rule[] = [
  ...launcherRules,
  ...nodeRules,
  ...npmRules,
  ...pythonRules,
  ...dockerRules,
  ...environmentRules,
  ...systemRules,
  ...windowsRules,
  ...configRules,
  ...resourceRules,
  ...runtimeRules,
  ...sessionRules,
];
