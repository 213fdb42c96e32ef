/**
 * All rules, in the order in which equal certainties win.
 * Temporary list.
 */

import type { Rule } from '../rule.ts';
import { launcherRules } from './launcher.ts';
import { nodeRules } from './node.ts';
import { npmRules } from './npm.ts';
import { pythonRules } from './python.ts';

export const rules: readonly Rule[] = [...launcherRules, ...nodeRules, ...npmRules, ...pythonRules];
