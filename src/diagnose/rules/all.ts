/**
 * All rule tables. Their order means nothing: footing, certainty and position decide. The list is
 * made at the first fall: a session without one does not pay for its hundreds of patterns.
 */
import type { FailureKind } from '../failures/parsed-failure.ts';
import type { Rule } from '../rule.ts';
import { configRules } from './config.ts';
import { dockerRules } from './docker.ts';
import { environmentRules } from './environment.ts';
import { exceptionRules } from './exceptions.ts';
import { launcherRules } from './launcher.ts';
import { nodeRules } from './node.ts';
import { npmRules } from './npm.ts';
import { programRules } from './programs.ts';
import { pythonRules } from './python.ts';
import { resourceRules } from './resources.ts';
import { runtimeRules } from './runtimes.ts';
import { sessionRules } from './session.ts';
import { systemRules } from './system.ts';
import { windowsRules } from './windows.ts';

/** Rows, and whose failures they know by a code or a fixed phrase. */
export interface Family {
  readonly rows: readonly Rule[];
  /** In a failure of another kind their words are only words. */
  readonly kinds: readonly FailureKind[];
  /** Of failures of these kinds they have nothing to say. */
  readonly not?: readonly FailureKind[];
}

/** Programs that name their own language in a failure. */
const languages: readonly FailureKind[] = ['jvm', 'dotnet', 'ruby', 'php', 'rust', 'compiler'];

const system: readonly FailureKind[] = [
  'python',
  'node',
  'jvm',
  'dotnet',
  'go',
  'rust',
  'ruby',
  'php',
  'tool',
  'npm',
  'docker',
  'loader',
  'shell',
];

let built: readonly Family[] | undefined;

export function allFamilies(): readonly Family[] {
  built ??= [
    {
      rows: launcherRules(),
      kinds: ['shell', 'powershell', 'wsl', 'python', 'node', 'tool', 'docker', 'loader'],
    },
    {
      rows: nodeRules(),
      kinds: ['node', 'npm'],
      not: [...languages, 'python', 'go', 'docker', 'wsl'],
    },
    { rows: npmRules(), kinds: ['npm', 'tool', 'node'] },
    {
      rows: pythonRules(),
      kinds: ['python', 'tool'],
      not: [...languages, 'node', 'go', 'docker', 'wsl'],
    },
    { rows: dockerRules(), kinds: ['docker'], not: [...languages, 'python', 'node'] },
    { rows: environmentRules(), kinds: system },
    { rows: systemRules(), kinds: system },
    { rows: windowsRules(), kinds: ['powershell', 'shell', 'python', 'node'], not: languages },
    { rows: configRules(), kinds: system },
    { rows: resourceRules(), kinds: system },
    {
      rows: runtimeRules(),
      kinds: ['jvm', 'dotnet', 'go', 'ruby', 'php', 'tool'],
      not: ['python', 'node', 'npm'],
    },
    { rows: programRules(), kinds: system },
    { rows: exceptionRules(), kinds: system },
    { rows: sessionRules(), kinds: system },
  ];
  return built;
}
